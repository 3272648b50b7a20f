using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// When an accepted withdrawal leaves. An ordinary one (T+1) leaves on working days only, when its advance is repaid the same day: where its day
/// has become a holiday since, it waits for the next working day (R20, R69).
/// </summary>
internal static class PayoutTime
{
    /// <summary>True where it may be sent now: its day has come, that is a working day where it must be, and the channel is open.</summary>
    public static bool HasCome(Books books, CustodyOrder order)
    {
        var today = books.Bank.AccountingDate;
        return (order.PayoutFrom is not { } from || (from <= today && books.WorkingDays.IsWorkingDay(today)))
            && !ChannelGate.IsClosed(books, order.PoolId, ChannelKind.Payout);
    }

    /// <summary>The accounting date on which it leaves by the calendar as known now, where nothing else keeps it back.</summary>
    public static DateOnly DayOf(Books books, CustodyOrder order) =>
        order.PayoutFrom is { } from ? books.WorkingDays.FirstWorkingDay(from) : order.AccountingDate;
}
