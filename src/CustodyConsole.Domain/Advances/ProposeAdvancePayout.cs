using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// Puts a payout to the payment company's staff 垫资出款审批, because it is large or goes beyond what they advance by themselves. The bank asks;
/// approved, the payout is sent; turned down or not decided in time, the withdrawal fails and its money is free again.
/// </summary>
/// <param name="OrderNo">The withdrawal.</param>
/// <param name="Reason">Why it waits.</param>
public sealed record ProposeAdvancePayout(string OrderNo, HoldReason Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.AdvancePayout;

    /// <summary>The number of the request's form: an order is asked about once.</summary>
    public static string FormNo(string orderNo) => "ADV-" + orderNo;

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>, <see cref="AdvanceRefusals.NotWaiting"/>,
    /// <see cref="PaymentRefusals.InterceptionPending"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { Type: OrderType.Withdrawal } order) return OrderRefusals.UnknownOrder(OrderNo);
        var payoutFen = WithdrawalParts.AtPayout(books, order).PayoutFen;
        var held = books.PayoutHolds.Find(order.Id);
        var asked = request is null ? held is null : held?.State == HoldState.Waiting;
        if (order.State != OrderState.Accepted || !asked
            || (request is null && AdvanceGate.Check(books, PoolId, payoutFen, out _, out _) != Reason))
            return AdvanceRefusals.NotWaiting(OrderNo);
        if (order.InterceptionId is { } interception)
            return PaymentRefusals.InterceptionPending(OrderNo, ApprovalRequest.NoOf(interception));

        var pool = books.Pool(PoolId)!;
        var platform = books.Platforms.Get(pool.PlatformId);
        var account = books.Accounts.Get(order.AccountId!.Value);
        var limit = books.AdvanceLimitOf.Find(pool.PaymentCompany);
        var exposure = AdvanceExposure.Of(books, pool.PaymentCompany);
        var today = books.Bank.AccountingDate;
        var settlesOn = FeeFormula.SettlementOf(books.WorkingDays, today, SettlementBasis.SameDay);
        var (why, whyEnglish) = Why(limit);
        var (accepted, fee) = (books.OrderFees.Find(order.Id), FeeBook.AtPayout(books, order));
        var facts = new ProposalFacts(
            $"order:{OrderNo}", platform.No, payoutFen,
            $"垫资出款 {Fen.Format(payoutFen)} 元至 {platform.Name} 用户的银行卡，{why}",
            $"Advance a payout of {Fen.Format(payoutFen)} yuan to a user of {platform.Name}: {whyEnglish}",
            [
                Moving("垫资敞口", "Exposure", Fen.Format(exposure.TotalFen), Fen.Format(exposure.TotalFen + payoutFen)),
                Moving("占限额", "Of the limit", Share(exposure.TotalFen, limit), Share(exposure.TotalFen + payoutFen, limit)),
                Moving("当日出款", "Paid out today", Fen.Format(exposure.TodayFen), Fen.Format(exposure.TodayFen + payoutFen)),
                new("垫资限额", "Limit", limit is null ? null : Fen.Format(limit.LimitFen), limit is null ? null : Fen.Format(limit.LimitFen)),
                new("用户账户", "Account", account.Number, account.Number),
                new(
                    "手续费", "Fee", accepted?.Formula, fee?.Formula,
                    BeforeEnglish: accepted is null ? null : FeeFormula.English(accepted.Formula),
                    AfterEnglish: fee is null ? null : FeeFormula.English(fee.Formula)),
                Moving("预计归还日", "Repaid on", null,
                    $"{settlesOn:yyyy-MM-dd}（{settlesOn.DayNumber - today.DayNumber} 天{(books.WorkingDays.IsProvisional(settlesOn) ? "，暂定" : "")}）")
                    with
                    {
                        AfterEnglish = $"{settlesOn:yyyy-MM-dd} ({settlesOn.DayNumber - today.DayNumber} days"
                            + $"{(books.WorkingDays.IsProvisional(settlesOn) ? ", provisional" : "")})",
                    },
            ]);
        // What waited into a holiday is advanced for longer than its user was quoted, and the payment company knows it before it approves.
        return FeeBook.DaysNotCharged(books, order) is > 0 and var days
            ? facts with
            {
                Changes = [.. facts.Changes, Moving("垫资天数", "Days advanced", null, $"按受理日报价，垫资多 {days} 天不另收")
                    with { AfterEnglish = $"quoted on the day of acceptance; {days} more days are not charged" }],
            }
            : facts;
    }

    /// <summary>The withdrawal fails and what was frozen for it is free again, unless it has ended otherwise.</summary>
    internal override Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { } order || books.PayoutHolds.Find(order.Id) is not { } hold) return true;
        books.PayoutHolds.Edit(hold).State = HoldState.Refused;
        if (order.State != OrderState.Accepted) return true;
        var answer = new ChannelAnswer(ChannelResult.Failed, Reason: "支付公司未批准垫资出款 advance not approved");
        return WithdrawalAnswers.Take(books, order, answer, AnswerStep.Fail) is { } refusal ? refusal : true;
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var order = Admission.FindOrder(books, PoolId, OrderNo)!;
        books.PayoutHolds.Edit(books.PayoutHolds.Get(order.Id)).State = HoldState.Approved;
        return $"order:{OrderNo}";
    }

    private (string Chinese, string English) Why(AdvanceLimit? limit) => Reason switch
    {
        HoldReason.Threshold => (
            $"达到单笔审批线 {Fen.Format(limit?.ThresholdFen ?? 0)} 元", $"it reaches the threshold of {Fen.Format(limit?.ThresholdFen ?? 0)}"),
        HoldReason.DailyLimit => (
            $"将超出当日出款限额 {Fen.Format(limit?.DailyFen ?? 0)} 元", $"it goes beyond the day's limit of {Fen.Format(limit?.DailyFen ?? 0)}"),
        _ => ($"将超出垫资限额 {Fen.Format(limit?.LimitFen ?? 0)} 元", $"it goes beyond the limit of {Fen.Format(limit?.LimitFen ?? 0)}"),
    };

    /// <summary>What moves by itself is looked at again when it is carried out, and keeps nobody from approving.</summary>
    private static ApprovalChange Moving(string chinese, string english, string? before, string? after) =>
        new(chinese, english, before, after, Binding: false);

    private static string? Share(long fen, AdvanceLimit? limit) =>
        limit is { LimitFen: > 0 } ? FormattableString.Invariant($"{fen * 100m / limit.LimitFen:0.0}%") : null;
}
