using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Security;

namespace CustodyConsole.Features.Accounts;

/// <summary>
/// The form that asks for a judicial freeze, or the release of one. What was previewed is what is submitted: another
/// figure in a field takes the preview away.
/// </summary>
/// <param name="desk">The approvals engine.</param>
/// <param name="staff">Who asks.</param>
/// <param name="poolId">The pool of the account.</param>
/// <param name="accountNo">The account.</param>
/// <param name="authCode">The freeze to release; null where one is asked for.</param>
/// <param name="formNo">The number of this form: sent twice, it makes one request.</param>
public sealed class JudicialForm(
    ApprovalDesk desk, CurrentStaff staff, long poolId, string accountNo, string? authCode, string formNo)
{
    private Proposal? _previewed;

    public string? Amount { get; private set; }

    public string? DocumentNo { get; private set; }

    public string? Authority { get; private set; }

    public bool IsRunning { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>What it would mean; null until it was asked, or since a field has changed.</summary>
    public ProposalFacts? Preview { get; private set; }

    public void Fill(string? amount, string? documentNo, string? authority)
    {
        if ((amount, documentNo, authority) == (Amount, DocumentNo, Authority)) return;
        (Amount, DocumentNo, Authority, Preview, _previewed, Refusal) = (amount, documentNo, authority, null, null, null);
    }

    /// <summary>Asks the bank what it would mean.</summary>
    public Task PreviewAsync() => RunAsync(async () =>
    {
        (Preview, _previewed) = (null, null);
        if (!Permissions.Held(Permissions.AccountsFreeze, (await staff.GetAsync()).Roles))
            return StaffRefusals.NotPermitted(Permissions.AccountsFreeze);
        var amount = Fen.Parse("amount", Amount?.Trim());
        if (!amount.Done) return amount.Refusal;
        var (document, authority) = (DocumentNo?.Trim() ?? "", Authority?.Trim() ?? "");
        Proposal proposal = authCode is null
            ? new ProposeFreeze(accountNo, amount.Value, document, authority) { PoolId = poolId }
            : new ProposeRelease(authCode, amount.Value, document, authority) { PoolId = poolId };
        var facts = await desk.PreviewAsync(proposal);
        if (!facts.Done) return facts.Refusal;
        (Preview, _previewed) = (facts.Value, proposal);
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
        (IsRunning, Refusal) = (true, null);
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
