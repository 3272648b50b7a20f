using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Channels;

/// <summary>Asks, inside the writer, whether a channel takes a payment.</summary>
internal static class ChannelGate
{
    /// <summary>Why a payment of an account is not taken, in the words of <see cref="ChannelLimits.Refuse"/>; null where it is.</summary>
    public static Refusal? Refuse(Books books, long poolId, ChannelKind kind, long accountId, long amountFen)
    {
        if (LimitsOf(books, poolId, kind) is not { } limits) return null;
        var usedFen = limits.DailyMaxFen is null ? 0 : UsedFen(books, accountId, kind);
        return limits.Refuse(kind, amountFen, usedFen, BankTime.Local(books.NowUtc), books.WorkingDays);
    }

    /// <summary>True where nothing can be sent through the channel now: what was accepted earlier waits until it opens.</summary>
    public static bool IsClosed(Books books, long poolId, ChannelKind kind) =>
        LimitsOf(books, poolId, kind)?.RefuseTime(kind, BankTime.Local(books.NowUtc), books.WorkingDays) is not null;

    private static ChannelLimits? LimitsOf(Books books, long poolId, ChannelKind kind) =>
        books.ChannelVersionsOfPool.Of(poolId) is { Count: > 0 } versions
            ? ChannelVersion.InForce(versions, kind, books.Bank.AccountingDate)?.Limits : null;

    /// <summary>What an account's payments of the accounting date that neither failed nor were intercepted come to at the card.</summary>
    private static long UsedFen(Books books, long accountId, ChannelKind kind)
    {
        var (type, today) = (kind == ChannelKind.Payout ? OrderType.Withdrawal : OrderType.Recharge, books.Bank.AccountingDate);
        return books.Orders
            .Search(
                order => order.AccountId == accountId && order.Type == type && order.AccountingDate == today
                    && order.State is not (OrderState.Failed or OrderState.Intercepted),
                "\"account_id\" = {0} AND \"type\" = {1} AND \"accounting_date\" = {2}", accountId, (int)type, today)
            .Sum(order => kind == ChannelKind.Payout ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen);
    }
}
