using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Channels;

/// <summary>Asks, inside the writer, whether a channel takes a payment.</summary>
internal static class ChannelGate
{
    /// <summary>Why a payment of an account is not taken, in the words of <see cref="ChannelLimits.Refuse"/>; null where it is.</summary>
    /// <param name="books">The books.</param>
    /// <param name="poolId">The pool.</param>
    /// <param name="kind">The channel.</param>
    /// <param name="accountId">Whose payment it is.</param>
    /// <param name="amountFen">What the card pays or gets, in fen.</param>
    /// <param name="day">The accounting date on which it does, whose limit it counts towards.</param>
    public static Refusal? Refuse(Books books, long poolId, ChannelKind kind, long accountId, long amountFen, DateOnly day)
    {
        if (LimitsOf(books, poolId, kind) is not { } limits) return null;
        var usedFen = limits.DailyMaxFen is null ? 0 : UsedFen(books, accountId, kind, day);
        return limits.Refuse(kind, amountFen, usedFen, BankTime.Local(books.NowUtc), books.WorkingDays);
    }

    /// <summary>True where nothing can be sent through the channel now: what was accepted earlier waits until it opens.</summary>
    public static bool IsClosed(Books books, long poolId, ChannelKind kind) =>
        LimitsOf(books, poolId, kind)?.RefuseTime(kind, BankTime.Local(books.NowUtc), books.WorkingDays) is not null;

    private static ChannelLimits? LimitsOf(Books books, long poolId, ChannelKind kind) =>
        books.ChannelVersionsOfPool.Of(poolId) is { Count: > 0 } versions
            ? ChannelVersion.InForce(versions, kind, books.Bank.AccountingDate)?.Limits : null;

    /// <summary>
    /// What an account's payments of a day that neither failed nor were intercepted come to at the card. A payout counts on the day on which it
    /// leaves: all that was asked for T+1 over a holiday leaves together.
    /// </summary>
    private static long UsedFen(Books books, long accountId, ChannelKind kind, DateOnly day)
    {
        var type = kind == ChannelKind.Payout ? OrderType.Withdrawal : OrderType.Recharge;
        return books.Orders
            .Search(
                order => order.AccountId == accountId && order.Type == type && PayoutTime.DayOf(books, order) == day
                    && order.State is not (OrderState.Failed or OrderState.Intercepted),
                """
                "account_id" = {0} AND "type" = {1}
                    AND ("payout_from" IS NULL AND "accounting_date" = {2} OR "payout_from" > {3} AND "payout_from" <= {2})
                """,
                accountId, (int)type, day, books.WorkingDays.PreviousWorkingDay(day))
            .Sum(order => kind == ChannelKind.Payout ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen);
    }
}
