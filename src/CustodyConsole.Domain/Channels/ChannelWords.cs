namespace CustodyConsole.Domain.Channels;

/// <summary>One line of what a version says.</summary>
/// <param name="Chinese">What it is about.</param>
/// <param name="English">What it is about, in English.</param>
/// <param name="Value">What it says, in Chinese.</param>
/// <param name="ValueEnglish">What it says, in English.</param>
public sealed record ChannelLine(string Chinese, string English, string Value, string ValueEnglish);

/// <summary>Limits and hours in words.</summary>
public static class ChannelWords
{
    /// <summary>All that a version says, one line a matter.</summary>
    public static IReadOnlyList<ChannelLine> Of(ChannelLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return
        [
            new("单笔限额", "One payment", Money(limits.SingleMaxFen, true), Money(limits.SingleMaxFen, false)),
            new("单户单日限额", "An account in a day", Money(limits.DailyMaxFen, true), Money(limits.DailyMaxFen, false)),
            new("受理时间", "Hours", limits.Hours ?? "全天", limits.Hours ?? "all day"),
            new(
                "受理日", "Days", limits.WorkingDaysOnly ? "仅工作日" : "每日（含节假日）",
                limits.WorkingDaysOnly ? "working days only" : "every day, holidays included"),
        ];
    }

    private static string Money(long? fen, bool chinese) => fen is { } limit
        ? Fen.Format(limit) + (chinese ? " 元" : "") : chinese ? "不限" : "no limit";
}
