using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Fees;

/// <summary>What is settled.</summary>
public enum FeeSettlementKind
{
    /// <summary>The platform's income goes to its own funds 平台收入划转.</summary>
    Income = 1,
    /// <summary>A month's recharge fees are paid from the platform's own funds 充值手续费缴付.</summary>
    RechargeFees = 2,
    /// <summary>An advance fee goes back 垫资手续费退还.</summary>
    AdvanceRefund = 3,
}

/// <summary>
/// Puts a settlement of fees 手续费结算 to a second person; approved, it is <see cref="TransferIncome"/>, <see cref="PayRechargeFees"/> or
/// <see cref="RefundAdvanceFee"/>.
/// </summary>
/// <param name="Kind">What is settled.</param>
/// <param name="AmountFen">The amount in fen.</param>
/// <param name="Month">The first day of the month whose recharge fees are paid; null otherwise.</param>
/// <param name="OrderNo">The withdrawal whose advance fee goes back; null otherwise.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeFeeSettlement(
    FeeSettlementKind Kind, long AmountFen, DateOnly? Month, string? OrderNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.FeeSettlement;

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownPool"/>, <see cref="ApprovalRefusals.ReasonMissing"/>, those of what is settled.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.Pool(PoolId) is not { } pool) return OrderRefusals.UnknownPool(PoolId);
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        CustodyOrder? order = null;
        var refusal = Kind switch
        {
            FeeSettlementKind.Income => TransferIncome.Refuse(books, PoolId, AmountFen),
            FeeSettlementKind.RechargeFees => PayRechargeFees.Refuse(books, PoolId, Month ?? default, AmountFen),
            _ => RefundAdvanceFee.Refuse(books, PoolId, OrderNo ?? "", AmountFen, out order),
        };
        if (refusal is not null) return refusal;
        var platform = books.Platforms.Get(pool.PlatformId);
        var (chinese, english) = Kind switch
        {
            FeeSettlementKind.Income => ("平台收入划转至自有资金账户", "Move income to own funds"),
            FeeSettlementKind.RechargeFees => ($"以自有资金缴付 {Month:yyyy-MM} 充值手续费", $"Pay the recharge fees of {Month:yyyy-MM} from own funds"),
            _ => ($"退还订单 {OrderNo} 的垫资手续费", $"Give the advance fee of order {OrderNo} back"),
        };
        var subject = Kind == FeeSettlementKind.AdvanceRefund ? $"order:{OrderNo}" : $"fees:{platform.No}";
        return new ProposalFacts(
            subject, platform.No, AmountFen,
            $"{platform.No} {platform.Name}：{chinese}，{Fen.Format(AmountFen)} 元。理由：{Reason}",
            $"{platform.No} {platform.Name}: {english}, {Fen.Format(AmountFen)} yuan. Reason: {Reason}",
            [.. Balances(books, order)]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var head = new RequestHead(PoolId, request.No, request.MakerUser);
        BankRequest settle = Kind switch
        {
            FeeSettlementKind.Income => new TransferIncome(head, AmountFen),
            FeeSettlementKind.RechargeFees => new PayRechargeFees(head, Month!.Value, AmountFen),
            _ => new RefundAdvanceFee(head, OrderNo!, AmountFen),
        };
        var done = settle.Run(books);
        if (!done.Done) return done.Refusal;
        return done.Value.OrderNo;
    }

    /// <summary>The accounts concerned before and after; they move by themselves and do not bind.</summary>
    private IEnumerable<ApprovalChange> Balances(Books books, CustodyOrder? order)
    {
        (AccountType Type, int Sign)[] accounts = Kind switch
        {
            FeeSettlementKind.Income =>
                [(AccountType.PlatformIncome, -1), (AccountType.PlatformOwnFunds, 1), (AccountType.Pool, -1)],
            FeeSettlementKind.RechargeFees =>
                [(AccountType.PlatformOwnFunds, -1), (AccountType.FeePayable, 1), (AccountType.Pool, 1)],
            _ => [(AccountType.FeePayable, -1)],
        };
        foreach (var (type, sign) in accounts)
        {
            var bookFen = books.BankAccount(PoolId, type).BookFen;
            var code = ChartOfAccounts.Of(type).Code;
            yield return new(code, code, Fen.Format(bookFen), Fen.Format(bookFen + (sign * AmountFen)), Binding: false);
        }

        if (order is null) yield break;
        var fee = books.OrderFees.Get(order.Id);
        yield return new("原计费", "Charged as", fee.Formula, fee.Formula);
        yield return new(
            "已退垫资手续费", "Given back", Fen.Format(fee.RefundedAdvanceFen), Fen.Format(fee.RefundedAdvanceFen + AmountFen));
    }
}
