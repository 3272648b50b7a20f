using CustodyConsole.Domain;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Settlement;

/// <summary>The fields of the forms of these pages; one that changes takes the preview away.</summary>
/// <param name="submission">Its preview and its submission.</param>
public sealed class SettlementForm(ProposalSubmission submission)
{
    public ProposalSubmission Submission => submission;

    public string? Amount { get; private set; }

    public string? Note { get; private set; }

    public string? AccountNo { get; private set; }

    public ClearingWay? Way { get; private set; }

    public long PoolId { get; private set; }

    public DateOnly? Through { get; private set; }

    public void SetAmount(string? value) => Set(() => Amount = value);

    public void SetNote(string? value) => Set(() => Note = value);

    public void SetAccountNo(string? value) => Set(() => AccountNo = value);

    public void SetWay(string? value) => Set(() => Way = Enum.TryParse<ClearingWay>(value, out var way) ? way : null);

    public void SetPool(long value) => Set(() => PoolId = value);

    public void SetThrough(DateOnly? value) => Set(() => Through = value);

    /// <summary>What a confirmation of what arrived would do.</summary>
    public Task PreviewConfirmationAsync(SettlementBatch batch) => submission.PreviewAsync(() => Read() is { Done: false, Refusal: { } refusal }
        ? refusal : new ProposeConfirmation(batch.No, Read().Value, Note?.Trim() ?? "") { PoolId = batch.PoolId });

    /// <summary>What a settlement by hand would net.</summary>
    public Task PreviewSettlementAsync() => submission.PreviewAsync(
        () => new ProposeSettlement(Through ?? DateOnly.MinValue, Note?.Trim() ?? "") { PoolId = PoolId });

    /// <summary>What the clearing of a difference would do.</summary>
    public Task PreviewClearingAsync(SuspenseItem item) => submission.PreviewAsync(() => Read() is { Done: false, Refusal: { } refusal }
        ? refusal
        : new ProposeClearing(item.No, Way ?? default, Read().Value, Way is { } way && ProposeClearing.IsUsers(way) ? AccountNo?.Trim() : null, Note?.Trim() ?? "")
        {
            PoolId = item.PoolId,
        });

    /// <summary>An amount, which is negative for what the bank paid.</summary>
    private Outcome<long> Read()
    {
        var text = Amount?.Trim() ?? "";
        var isPaid = text.StartsWith('-');
        var amount = Fen.Parse("amount", isPaid ? text[1..] : text);
        if (!amount.Done) return amount;
        return isPaid ? -amount.Value : amount.Value;
    }

    private void Set(Action set)
    {
        set();
        submission.Forget();
    }
}
