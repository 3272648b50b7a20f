using System.Globalization;

namespace CustodyConsole.Domain.Calendar;

/// <summary>
/// The time by which the bank works. Rows keep UTC. China has kept UTC+8 without summer time since 1992, so the offset is a constant and needs
/// no time-zone data on the machine.
/// </summary>
public static class BankTime
{
    /// <summary>How far the bank's time is ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The bank's date and time at an instant (UTC).</summary>
    public static DateTime Local(DateTime utc) => DateTime.SpecifyKind(utc + Offset, DateTimeKind.Unspecified);

    /// <summary>The instant (UTC) at which the bank's clock shows a date and time.</summary>
    public static DateTime Utc(DateTime local) => DateTime.SpecifyKind(local - Offset, DateTimeKind.Utc);

    /// <summary>The date that it is at the bank at an instant (UTC).</summary>
    public static DateOnly DateOf(DateTime utc) => DateOnly.FromDateTime(utc + Offset);

    /// <summary>An instant (UTC) in the bank's time, as people read it.</summary>
    public static string Format(DateTime utc, bool withoutSeconds = false) =>
        Local(utc).ToString(withoutSeconds ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A date as people and files read it.</summary>
    public static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
