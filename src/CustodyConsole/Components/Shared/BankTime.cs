using System.Globalization;

namespace CustodyConsole.Components.Shared;

/// <summary>
/// Instants in the bank's local time. China has kept UTC+8 without summer time since 1992, so the offset is a constant
/// and needs no time-zone data on the machine.
/// </summary>
public static class BankTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTime Local(DateTime utc) => DateTime.SpecifyKind(utc + Offset, DateTimeKind.Unspecified);

    public static DateOnly DateOf(DateTime utc) => DateOnly.FromDateTime(Local(utc));

    public static string Format(DateTime utc, bool withoutSeconds = false) =>
        Local(utc).ToString(withoutSeconds ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
