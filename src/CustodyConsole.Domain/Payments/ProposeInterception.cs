using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Puts the interception of a withdrawal 拦截提现 (R23) to a second person, while it is accepted and not sent to the payment company. From the
/// moment of the request nothing is sent: a payout cannot be called back, so it must not leave while people decide. Approved, what was frozen is
/// free again with its fee, the order ends as intercepted, and the platform is told; turned down, taken back or expired, the withdrawal goes on.
/// </summary>
/// <param name="OrderNo">The withdrawal.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record ProposeInterception(string OrderNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.InterceptWithdrawal;

    /// <summary>
    /// Refusals in order: <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="OrderRefusals.UnknownOrder"/>,
    /// <see cref="PaymentRefusals.NotAWithdrawal"/>, <see cref="PaymentRefusals.TooLateToIntercept"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { } order) return OrderRefusals.UnknownOrder(OrderNo);
        if (order.Type != OrderType.Withdrawal) return PaymentRefusals.NotAWithdrawal(OrderNo);
        if (order.State != OrderState.Accepted) return PaymentRefusals.TooLateToIntercept(OrderNo, order.State);

        var parts = WithdrawalParts.Of(order);
        var account = books.Accounts.Get(order.AccountId!.Value);
        var platform = books.Platforms.Get(order.PlatformId);
        var changes = new List<ApprovalChange>
        {
            new(
                "订单状态", "State", OrderWords.Chinese(OrderState.Accepted), OrderWords.Chinese(OrderState.Intercepted),
                BeforeEnglish: OrderWords.English(OrderState.Accepted), AfterEnglish: OrderWords.English(OrderState.Intercepted)),
            new("用户账户", "Account", account.Number, account.Number),
            Moving("可用余额", "Available", account.AvailableFen, account.AvailableFen + parts.FromUserFen),
            Moving("冻结金额", "Frozen", account.FrozenFen, account.FrozenFen - parts.FromUserFen),
            new("出款金额", "Payout", Fen.Format(parts.PayoutFen), Fen.Format(0)),
            new("手续费", "Fee", Fen.Format(order.FeeFen), Fen.Format(0)),
        };
        if (parts.FromPlatformFen > 0)
        {
            var income = books.BankAccount(PoolId, AccountType.PlatformIncome);
            changes.Add(Moving("平台收入账户可用余额", "Available on the platform's income account", income.AvailableFen, income.AvailableFen + parts.FromPlatformFen));
        }

        return new ProposalFacts(
            $"order:{OrderNo}", platform.No, order.AmountFen,
            $"拦截平台 {platform.No} {platform.Name} 用户账户 {account.Number} 的提现 {OrderNo}，冻结资金连同手续费退回。理由：{Reason}",
            $"Intercept withdrawal {OrderNo} of account {account.Number} of platform {platform.No} {platform.Name}; what is frozen, fee included, goes back. "
            + $"Reason: {Reason}",
            changes);
    }

    /// <summary>From here on nothing is sent.</summary>
    internal override Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker)
    {
        books.Orders.Edit(Admission.FindOrder(books, PoolId, OrderNo)!).InterceptionId = request.Id;
        return true;
    }

    /// <summary>The withdrawal goes on, unless another request is about it by now.</summary>
    internal override Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is { } order && order.InterceptionId == request.Id)
            books.Orders.Edit(order).InterceptionId = null;
        return true;
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var order = Admission.FindOrder(books, PoolId, OrderNo)!;
        if (WithdrawalAnswers.Intercept(books, order, $"{Reason} {request.No}") is { } refusal) return refusal;
        if (books.PayoutHolds.Find(order.Id) is { } hold && EndHold(books, hold, request) is { } kept) return kept;
        PlatformNotice.Write(
            books, order.PlatformId, NoticeKind.WithdrawalIntercepted, "approval:" + request.No,
            new { request.No, OrderNo, order.RequestNo, order.AmountFen, order.FeeFen, Reason, books.Bank.AccountingDate });
        return OrderNo;
    }

    /// <summary>What the payment company's staff were asked about it needs no answer any more.</summary>
    private static Refusal? EndHold(Books books, PayoutHold hold, ApprovalRequest request)
    {
        var asked = books.Approvals.Get(hold.ApprovalId);
        books.PayoutHolds.Edit(hold).State = HoldState.Refused;
        if (asked.State != ApprovalState.Pending) return null;
        return ApprovalMaking.End(
            books, asked, ApprovalState.Withdrawn, ApprovalAction.Withdrawn, StaffMember.System,
            $"提现已拦截 the withdrawal was intercepted {request.No}").Refusal;
    }

    /// <summary>What moves by itself is looked at again when it is carried out, and keeps nobody from approving.</summary>
    private static ApprovalChange Moving(string chinese, string english, long before, long after) =>
        new(chinese, english, Fen.Format(before), Fen.Format(after), Binding: false);
}
