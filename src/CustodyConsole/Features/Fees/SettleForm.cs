using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Fees;

/// <summary>The fields of the form that asks for a settlement of fees.</summary>
public sealed class SettleForm(ProposalSubmission submission, IReadOnlyList<PoolFees> pools)
{
    public ProposalSubmission Submission => submission;

    public IReadOnlyList<PoolFees> Pools => pools;

    public long PoolId { get; set; } = pools[0].PoolId;

    public FeeSettlementKind Kind { get; set; } = FeeSettlementKind.Income;

    public string Amount { get; set; } = "";

    public string Month { get; set; } = "";

    public string OrderNo { get; set; } = "";

    public string Reason { get; set; } = "";

    public void Change(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private Outcome<Proposal> Read()
    {
        var amount = Fen.Parse("amount", Amount.Trim());
        if (!amount.Done) return amount.Refusal;
        DateOnly? month = null;
        if (Kind == FeeSettlementKind.RechargeFees)
        {
            if (!DateOnly.TryParseExact(Month.Trim() + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
                return FeeRefusals.Malformed("month", "月份应为 YYYY-MM。", "A month is written YYYY-MM.");
            month = first;
        }

        return new ProposeFeeSettlement(
            Kind, amount.Value, month, Kind == FeeSettlementKind.AdvanceRefund ? OrderNo.Trim() : null, Reason.Trim()) { PoolId = PoolId };
    }
}
