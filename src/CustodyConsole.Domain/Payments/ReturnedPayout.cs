using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// What a payout that comes back brings, and to whom. Money for an account that was closed meanwhile, or for a user who could not take it out any
/// more because the platform has left, waits in B-LONG for whoever finds its owner.
/// </summary>
/// <param name="Payee">Who gets the payout back: the user, or B-LONG.</param>
/// <param name="Bearer">Who gets the fee back: who bore it, or B-LONG.</param>
/// <param name="PayoutFen">What the card had received, in fen.</param>
/// <param name="BaseFen">Of the fee of the transaction, what comes back, in fen.</param>
/// <param name="AdvanceFen">Of the advance fee, what comes back, in fen.</param>
internal sealed record ReturnedPayout(Account Payee, Account Bearer, long PayoutFen, long BaseFen, long AdvanceFen)
{
    /// <summary>All of the fee that comes back, in fen.</summary>
    public long FeeFen => BaseFen + AdvanceFen;

    /// <summary>What lies in suspense afterwards, in fen.</summary>
    public long HeldFen => HeldBy(Payee, PayoutFen) + HeldBy(Bearer, FeeFen);

    /// <summary>What comes back of a withdrawal.</summary>
    /// <param name="books">The books.</param>
    /// <param name="order">The withdrawal.</param>
    /// <param name="feeReturned">True where the notice says that the fee comes back as well; how much does, the tariff says (R22).</param>
    public static ReturnedPayout Of(Books books, CustodyOrder order, bool feeReturned)
    {
        var parts = WithdrawalParts.Of(order);
        var suspense = books.BankAccount(order.PoolId, AccountType.LongSuspense);
        var payee = books.Accounts.Get(order.AccountId!.Value);
        if (payee.State == AccountState.Closed || books.Platforms.Get(order.PlatformId).State == PlatformState.Closed) payee = suspense;
        var bearer = parts.FromPlatformFen > 0 ? books.BankAccount(order.PoolId, AccountType.PlatformIncome) : payee;
        if (bearer.State == AccountState.Closed) bearer = suspense;
        var (baseFen, advanceFen) = feeReturned ? Refundable(books, order) : (0, 0);
        return new(payee, bearer, parts.PayoutFen, baseFen, advanceFen);
    }

    private static long HeldBy(Account account, long fen) => account.Type == AccountType.LongSuspense ? fen : 0;

    /// <summary>By the tariff that charged it; what was given back before is not given twice.</summary>
    private static (long BaseFen, long AdvanceFen) Refundable(Books books, CustodyOrder order)
    {
        if (order.FeeFen == 0) return (0, 0);
        var fee = books.OrderFees.Get(order.Id);
        var terms = books.FeeSchedules.Get(fee.ScheduleId).Terms;
        return (
            terms.FeeRefundable ? fee.BaseFen - fee.RefundedBaseFen : 0,
            terms.AdvanceRefundable ? fee.AdvanceFen - fee.RefundedAdvanceFen : 0);
    }
}
