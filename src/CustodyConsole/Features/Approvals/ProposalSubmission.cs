using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Security;

namespace CustodyConsole.Features.Approvals;

/// <summary>
/// The way of every form that asks for approval: what it would mean is shown first, and exactly what was shown is
/// submitted. A field that changes takes the preview away.
/// </summary>
/// <param name="desk">The approvals engine.</param>
/// <param name="staff">Who asks.</param>
/// <param name="permission">The permission of the form's page.</param>
/// <param name="formNo">The number of the form: sent twice, it makes one request.</param>
public sealed class ProposalSubmission(ApprovalDesk desk, CurrentStaff staff, string permission, string formNo)
{
    private Proposal? _previewed;

    public bool IsRunning { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>What it would mean; null until it was asked, or since a field has changed.</summary>
    public ProposalFacts? Preview { get; private set; }

    /// <summary>A field has changed.</summary>
    public void Forget() => (Preview, _previewed, Refusal) = (null, null, null);

    /// <summary>Reads the form and asks the bank what it would mean.</summary>
    public Task PreviewAsync(Func<Outcome<Proposal>> read) => PreviewAsync(() => Task.FromResult(read()));

    /// <summary>The same where reading the form asks somebody else first.</summary>
    public Task PreviewAsync(Func<Task<Outcome<Proposal>>> read) => RunAsync(async () =>
    {
        Forget();
        if (!Permissions.Held(permission, (await staff.GetAsync()).Roles)) return StaffRefusals.NotPermitted(permission);
        var proposal = await read();
        if (!proposal.Done) return proposal.Refusal;
        var facts = await desk.PreviewAsync(proposal.Value);
        if (!facts.Done) return facts.Refusal;
        (Preview, _previewed) = (facts.Value, proposal.Value);
        return null;
    });

    /// <summary>Asks for approval of what was previewed; the number of the request, or null where it was refused.</summary>
    public async Task<string?> SubmitAsync()
    {
        string? no = null;
        await RunAsync(async () =>
        {
            if (_previewed is null) return null;
            var made = await desk.SubmitAsync(await staff.GetAsync(), formNo, _previewed);
            no = made.Done ? made.Value.No : null;
            return made.Refusal;
        });
        return no;
    }

    private async Task RunAsync(Func<Task<Refusal?>> command)
    {
        if (IsRunning) return;
        IsRunning = true;
        try
        {
            Refusal = await command();
        }
        finally
        {
            IsRunning = false;
        }
    }
}
