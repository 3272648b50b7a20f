using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Security;

namespace CustodyConsole.Features.Approvals;

/// <summary>One request of a bulk approval: what was shown, and what became of it.</summary>
public sealed class BulkItem(string no)
{
    public string No => no;

    /// <summary>The request as shown before the button was pressed.</summary>
    public ApprovalView? View { get; internal set; }

    /// <summary>Why it cannot be approved, or was not.</summary>
    public Refusal? Refusal { get; internal set; }

    /// <summary>The request after it was approved.</summary>
    public ApprovalRequest? Result { get; internal set; }

    public bool MayApprove => Refusal is null && View?.Shown is not null;
}

/// <summary>
/// Approves several requests of one type, each by itself: every one is bound to what was shown of it, carried out in a
/// transaction of its own, and has a result of its own.
/// </summary>
public sealed class BulkApproval(ApprovalDesk desk, CurrentStaff staff, StepUp proof)
{
    public IReadOnlyList<BulkItem> Items { get; private set; } = [];

    public bool IsRunning { get; private set; }

    /// <summary>True once it was tried.</summary>
    public bool HasRun { get; private set; }

    public int Count => Items.Count(item => item.MayApprove);

    public long TotalFen => Items.Where(item => item.MayApprove).Sum(item => item.View!.Request.AmountFen);

    /// <summary>Reads each request as it stands, with the reason where it cannot be approved.</summary>
    public async Task PrepareAsync(IEnumerable<string> numbers)
    {
        var person = await staff.GetAsync();
        var items = numbers.Order(StringComparer.Ordinal).Select(no => new BulkItem(no)).ToList();
        foreach (var item in items)
        {
            var shown = await desk.ShowAsync(person, item.No);
            if (shown.Done) item.View = shown.Value;
            item.Refusal = shown.Done
                ? shown.Value.MayNotDecide ?? shown.Value.Obstacle ?? Ended(shown.Value)
                : shown.Refusal;
        }

        if (items.Where(item => item.View is not null).Select(item => item.View!.Request.Type).Distinct().Count() > 1)
            throw new InvalidOperationException("A bulk approval is of one type.");
        (Items, HasRun) = (items, false);
    }

    /// <summary>Asks once for the proof of identity, then approves one after the other.</summary>
    public async Task RunAsync()
    {
        if (IsRunning || HasRun) return;
        IsRunning = true;
        try
        {
            if (Items.Any(item => item is { MayApprove: true, View.MovesMoney: true }) && !await proof.AskAsync()) return;
            HasRun = true;
            foreach (var item in Items.Where(item => item.MayApprove))
            {
                // The person is read for each: a role taken away halfway ends it there.
                var done = await desk.ApproveAsync(await staff.GetAsync(), item.No, item.View!.Shown!);
                if (done.Done) item.Result = done.Value;
                else item.Refusal = done.Refusal;
            }
        }
        finally
        {
            IsRunning = false;
        }
    }

    private static Refusal? Ended(ApprovalView view) => view.Shown is not null ? null
        : ApprovalRefusals.AlreadyDecided(view.Request.No, view.Request.State, view.Steps[^1].DisplayName);
}
