using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Advances;

/// <summary>Where a payout that had to wait stands.</summary>
public enum HoldState
{
    /// <summary>Waits for the payment company's staff 待审批.</summary>
    Waiting = 1,
    /// <summary>Approved, and about to be sent 已批准.</summary>
    Approved = 2,
    /// <summary>Sent to the payment company 已发送.</summary>
    Sent = 3,
    /// <summary>Turned down or not decided in time; the withdrawal has failed 未批准.</summary>
    Refused = 4,
}

/// <summary>A payout that waits, or waited, for approval by the payment company's staff (R71). Its key is the order's.</summary>
public sealed class PayoutHold : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>What the card is to receive, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>Why it waits.</summary>
    public required HoldReason Reason { get; init; }

    /// <summary>What was advanced, in transit included, when it was held, in fen.</summary>
    public required long ExposureFen { get; init; }

    /// <summary>The limit then, in fen.</summary>
    public required long LimitFen { get; init; }

    /// <summary>The accounting date on which it was held.</summary>
    public required DateOnly HeldOn { get; init; }

    /// <summary>When it was held (UTC).</summary>
    public required DateTime HeldAtUtc { get; init; }

    /// <summary>The request.</summary>
    public required long ApprovalId { get; init; }

    /// <summary>Where it stands.</summary>
    public HoldState State { get; set; } = HoldState.Waiting;

    internal static void Map(ModelBuilder model)
    {
        var hold = model.Entity<PayoutHold>();
        hold.ToTable("payout_hold");
        hold.HasIndex(h => h.State).HasFilter("state IN (1, 2)");
        hold.HasIndex(h => h.ApprovalId);
    }
}

/// <summary>
/// Asks the payment company's staff about a payout that may not go by itself: makes the request in the bank's own name. Asked again, it
/// changes nothing.
/// </summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The withdrawal.</param>
internal sealed record HoldPayout(long PoolId, string OrderNo)
{
    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>, those of the request. An order that is no longer accepted, is to be intercepted, or may go
    /// after all, is returned as it stands.
    /// </summary>
    public Outcome<Receipt> Run(Books books)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { Type: OrderType.Withdrawal } order)
            return OrderRefusals.UnknownOrder(OrderNo);
        if (order.State != OrderState.Accepted || order.InterceptionId is not null || books.PayoutHolds.Find(order.Id) is not null) return AsItStands();
        if (!PayoutTime.HasCome(books, order)) return AsItStands();
        var payoutFen = WithdrawalParts.AtPayout(books, order).PayoutFen;
        if (AdvanceGate.Check(books, PoolId, payoutFen, out var limit, out var exposure) is not { } reason) return AsItStands();

        var draft = new AuditDraft("Approvals.Submit");
        var proposal = new ProposeAdvancePayout(OrderNo, reason) { PoolId = PoolId };
        var request = ApprovalMaking.Submit(books, draft, StaffMember.System, ProposeAdvancePayout.FormNo(OrderNo), proposal);
        if (!request.Done) return request.Refusal;
        books.PayoutHolds.Add(new PayoutHold
        {
            Id = order.Id,
            PoolId = PoolId,
            AmountFen = payoutFen,
            Reason = reason,
            ExposureFen = exposure!.TotalFen,
            LimitFen = limit!.LimitFen,
            HeldOn = books.Bank.AccountingDate,
            HeldAtUtc = books.NowUtc,
            ApprovalId = request.Value.Id,
        });
        AuditTrail.Append(books, StaffMember.System, draft, AuditResult.Done);
        return AsItStands();

        Receipt AsItStands() => RequestNumbers.ReceiptOf(books, order, repeated: true);
    }
}
