using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// Puts another limit of a payment company's advances 垫资限额变更 to a second person. Approved, it holds for every payout from then on; what
/// waits goes on waiting until somebody decides.
/// </summary>
/// <param name="PaymentCompany">The payment company.</param>
/// <param name="LimitFen">The most that may be open at any moment, in fen.</param>
/// <param name="DailyFen">The most for one accounting date, in fen; null without.</param>
/// <param name="ThresholdFen">A payout of so much and above waits for approval, in fen; null without.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeAdvanceLimit(
    string PaymentCompany, long LimitFen, long? DailyFen, long? ThresholdFen, string Reason) : Proposal
{
    /// <summary>The highest limit, in fen.</summary>
    public const long MaxFen = 100_000_000_000_00;

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.AdvanceLimit;

    /// <summary>The subject of requests about a payment company's limit.</summary>
    public static string SubjectOf(string paymentCompany) => "advance-limit:" + paymentCompany;

    /// <summary>
    /// Refusals in order: <see cref="AdvanceRefusals.UnknownCompany"/>, <see cref="AdvanceRefusals.LimitOutOfRange"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="AdvanceRefusals.NothingChanged"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.PoolsOf(PaymentCompany).Count == 0) return AdvanceRefusals.UnknownCompany(PaymentCompany);
        if (LimitFen is <= 0 or > MaxFen) return AdvanceRefusals.LimitOutOfRange("limit", MaxFen);
        if (DailyFen is <= 0 or > MaxFen) return AdvanceRefusals.LimitOutOfRange("daily", MaxFen);
        if (ThresholdFen is <= 0 or > MaxFen) return AdvanceRefusals.LimitOutOfRange("threshold", MaxFen);
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var now = books.AdvanceLimitOf.Find(PaymentCompany);
        if (now is not null && (now.LimitFen, now.DailyFen, now.ThresholdFen) == (LimitFen, DailyFen, ThresholdFen))
            return AdvanceRefusals.NothingChanged();
        var exposure = AdvanceExposure.Of(books, PaymentCompany);
        return new ProposalFacts(
            SubjectOf(PaymentCompany), null, 0,
            $"变更{PaymentCompany}的垫资限额与审批线。理由：{Reason}",
            $"Change the limit of advances of {PaymentCompany}. Reason: {Reason}",
            [
                new("垫资限额", "Limit", Money(now?.LimitFen), Money(LimitFen)),
                new("当日出款限额", "Limit of a day", Money(now?.DailyFen), Money(DailyFen)),
                new("单笔审批线", "Threshold", Money(now?.ThresholdFen), Money(ThresholdFen)),
                new("当前敞口", "Exposure now", Fen.Format(exposure.TotalFen), Fen.Format(exposure.TotalFen), Binding: false),
                new("占限额", "Of the limit", Share(exposure.TotalFen, now?.LimitFen), Share(exposure.TotalFen, LimitFen), Binding: false),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var limit = books.AdvanceLimitOf.Find(PaymentCompany) is { } known
            ? books.AdvanceLimits.Edit(known) : books.AdvanceLimits.Add(new AdvanceLimit { PaymentCompany = PaymentCompany });
        limit.LimitFen = LimitFen;
        limit.DailyFen = DailyFen;
        limit.ThresholdFen = ThresholdFen;
        limit.Version++;
        limit.ApprovalNo = request.No;
        limit.SetAtUtc = books.NowUtc;
        return $"{SubjectOf(PaymentCompany)} v{limit.Version}";
    }

    private static string? Money(long? fen) => fen is { } amount ? Fen.Format(amount) : null;

    private static string? Share(long fen, long? limitFen) =>
        limitFen is { } limit ? FormattableString.Invariant($"{fen * 100m / limit:0.0}%") : null;
}
