using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Channels;

/// <summary>What the payment company is used for.</summary>
public enum ChannelKind
{
    /// <summary>充值: money comes in from a card.</summary>
    Recharge = 1,
    /// <summary>出款: money goes out to a card.</summary>
    Payout = 2,
}

/// <summary>
/// What a payment company takes through one of its channels (R89). Amounts in fen; hours by the bank's clock. What is null sets no limit.
/// </summary>
/// <param name="SingleMaxFen">The most of one payment, in fen.</param>
/// <param name="DailyMaxFen">The most of one sub-account on one accounting date, in fen.</param>
/// <param name="Opens">From this time on; null together with <paramref name="Closes"/> where it is open all day.</param>
/// <param name="Closes">Until before this time; 00:00 is the end of the day.</param>
/// <param name="WorkingDaysOnly">True where it is open on the bank's working days only.</param>
public sealed record ChannelLimits(long? SingleMaxFen, long? DailyMaxFen, TimeOnly? Opens, TimeOnly? Closes, bool WorkingDaysOnly)
{
    /// <summary>No limit at all.</summary>
    public static readonly ChannelLimits None = new(null, null, null, null, false);

    private const int MinutesADay = 24 * 60;

    /// <summary>The hours as people read them, such as 09:00–17:00; null where it is open all day.</summary>
    public string? Hours => Opens is { } opens && Closes is { } closes
        ? FormattableString.Invariant($"{opens:HH:mm}–{(closes == TimeOnly.MinValue ? "24:00" : $"{closes:HH:mm}")}")
        : null;

    /// <summary>
    /// Why the channel is closed at a moment; null where it is open. Refusals in order: <see cref="ChannelRefusals.NotAWorkingDay"/>,
    /// <see cref="ChannelRefusals.OutsideHours"/>.
    /// </summary>
    /// <param name="kind">The channel.</param>
    /// <param name="local">The moment by the bank's clock.</param>
    /// <param name="calendar">The working days as known now.</param>
    public Refusal? RefuseTime(ChannelKind kind, DateTime local, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var date = DateOnly.FromDateTime(local);
        if (WorkingDaysOnly && !calendar.IsWorkingDay(date)) return ChannelRefusals.NotAWorkingDay(kind, date, calendar.NextWorkingDay(date));
        if (Hours is not { } hours) return null;
        var minute = (int)local.TimeOfDay.TotalMinutes;
        return minute >= Minute(Opens!.Value) && minute < End ? null : ChannelRefusals.OutsideHours(kind, hours, local);
    }

    /// <summary>
    /// Why a payment is not taken; null where it is. Refusals in order: those of <see cref="RefuseTime"/>,
    /// <see cref="ChannelRefusals.AboveSingle"/>, <see cref="ChannelRefusals.AboveDaily"/>.
    /// </summary>
    /// <param name="kind">The channel.</param>
    /// <param name="amountFen">What the card pays or gets, in fen.</param>
    /// <param name="usedFen">What it has paid or got on the accounting date already, in fen.</param>
    /// <param name="local">The moment by the bank's clock.</param>
    /// <param name="calendar">The working days as known now.</param>
    public Refusal? Refuse(ChannelKind kind, long amountFen, long usedFen, DateTime local, BusinessCalendar calendar) =>
        RefuseTime(kind, local, calendar)
        ?? (amountFen > SingleMaxFen ? ChannelRefusals.AboveSingle(kind, SingleMaxFen.Value, amountFen)
            : DailyMaxFen is { } daily && amountFen > daily - usedFen ? ChannelRefusals.AboveDaily(kind, daily, usedFen, amountFen)
            : null);

    /// <summary>
    /// Why these limits cannot hold; null where they can. Refusals in order: <see cref="ChannelRefusals.LimitOutOfRange"/>,
    /// <see cref="ChannelRefusals.DailyBelowSingle"/>, <see cref="ChannelRefusals.HoursEmpty"/>.
    /// </summary>
    internal Refusal? Malformed()
    {
        if (SingleMaxFen is <= 0 or > Payments.PaymentLimits.AmountMaxFen) return ChannelRefusals.LimitOutOfRange("single", Payments.PaymentLimits.AmountMaxFen);
        if (DailyMaxFen is <= 0 or > Payments.PaymentLimits.AmountMaxFen) return ChannelRefusals.LimitOutOfRange("daily", Payments.PaymentLimits.AmountMaxFen);
        if (DailyMaxFen < SingleMaxFen) return ChannelRefusals.DailyBelowSingle();
        if (Opens is null != Closes is null) return ChannelRefusals.HoursEmpty();
        return Opens is { } opens && Minute(opens) >= End ? ChannelRefusals.HoursEmpty() : null;
    }

    private int End => Closes == TimeOnly.MinValue ? MinutesADay : Minute(Closes!.Value);

    internal static int Minute(TimeOnly time) => (time.Hour * 60) + time.Minute;
}
