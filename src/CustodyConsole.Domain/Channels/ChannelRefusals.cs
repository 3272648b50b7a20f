using System.Globalization;

namespace CustodyConsole.Domain.Channels;

/// <summary>Why a channel of the payment company does not take a payment, and why its limits cannot be what was asked for.</summary>
public static class ChannelRefusals
{
    /// <summary>The channel is open on working days only.</summary>
    public static Refusal NotAWorkingDay(ChannelKind kind, DateOnly date, DateOnly next) => new(
        "channel.not-a-working-day",
        $"{Chinese(kind)}渠道仅工作日受理，{date:yyyy-MM-dd} 为非工作日，请于 {next:yyyy-MM-dd} 起办理。",
        $"The {English(kind)} channel is open on working days only; {date:yyyy-MM-dd} is none, the next is {next:yyyy-MM-dd}.");

    /// <summary>The channel is closed at this time of the day.</summary>
    public static Refusal OutsideHours(ChannelKind kind, string hours, DateTime local) => new(
        "channel.outside-hours",
        $"{Chinese(kind)}渠道受理时间为 {hours}，当前为 {Clock(local)}，请在受理时间内办理。",
        $"The {English(kind)} channel is open {hours}; it is {Clock(local)} now.");

    /// <summary>More than one payment may be.</summary>
    public static Refusal AboveSingle(ChannelKind kind, long limitFen, long amountFen) => new(
        "channel.above-single",
        $"{Chinese(kind)}渠道单笔限额为 {Fen.Format(limitFen)} 元，本笔 {Fen.Format(amountFen)} 元，未受理。",
        $"The {English(kind)} channel takes at most {Fen.Format(limitFen)} yuan in one payment; this one is of {Fen.Format(amountFen)}.");

    /// <summary>With it, more than an account may move in a day.</summary>
    public static Refusal AboveDaily(ChannelKind kind, long limitFen, long usedFen, long amountFen) => new(
        "channel.above-daily",
        $"{Chinese(kind)}渠道单户单日限额为 {Fen.Format(limitFen)} 元，当日已用 {Fen.Format(usedFen)} 元，本笔 {Fen.Format(amountFen)} 元，未受理。",
        $"The {English(kind)} channel takes at most {Fen.Format(limitFen)} yuan of an account in a day; {Fen.Format(usedFen)} are used, this one is of {Fen.Format(amountFen)}.");

    /// <summary>The limit is none that there can be.</summary>
    public static Refusal LimitOutOfRange(string field, long maxFen) => new(
        "channel.limit-out-of-range",
        $"{field}：限额须大于 0.00 且不超过 {Fen.Format(maxFen)} 元；不设限额请留空。",
        $"{field}: a limit must be above 0.00 and at most {Fen.Format(maxFen)} yuan; leave it empty for none.");

    /// <summary>A single payment could be more than a day's.</summary>
    public static Refusal DailyBelowSingle() => new(
        "channel.daily-below-single",
        "单日限额不得低于单笔限额。",
        "The limit of a day must not be below that of a single payment.");

    /// <summary>The channel would never be open, or one of the times is missing or none.</summary>
    public static Refusal HoursEmpty() => new(
        "channel.hours-empty",
        "受理时间应为 HH:mm，开始早于结束；全天受理请两项均留空，结束填 00:00 表示当日 24:00。",
        "Hours are written HH:mm and begin before they end; leave both empty for all day, and 00:00 as their end is midnight.");

    /// <summary>No day is given from which they hold.</summary>
    public static Refusal DateMissing() => new(
        "channel.date-missing",
        "请填写生效日。",
        "Give the first day.");

    /// <summary>A version never reaches back.</summary>
    public static Refusal StartsInThePast(DateOnly from, DateOnly today) => new(
        "channel.starts-in-the-past",
        $"生效日 {from:yyyy-MM-dd} 早于当前会计日 {today:yyyy-MM-dd}，限额与时间不能追溯变更。",
        $"It would hold from {from:yyyy-MM-dd}, before the accounting date {today:yyyy-MM-dd}; limits and hours never reach back.");

    /// <summary>Nothing would change.</summary>
    public static Refusal NothingChanged() => new(
        "channel.nothing-changed",
        "新的限额与时间和届时有效的相同，无需变更。",
        "Limits and hours would be what holds on that day anyway.");

    internal static string Chinese(ChannelKind kind) => kind switch
    {
        ChannelKind.Recharge => "充值",
        ChannelKind.Payout => "出款",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    internal static string English(ChannelKind kind) => kind switch
    {
        ChannelKind.Recharge => "recharge",
        ChannelKind.Payout => "payout",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Clock(DateTime local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);
}
