namespace CustodyConsole.Domain.Calendar;

/// <summary>The time by which the bank works, UTC+8 the year round. Rows keep UTC.</summary>
public static class BankTime
{
    /// <summary>How far the bank's time is ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The date that it is at the bank at an instant (UTC).</summary>
    public static DateOnly DateOf(DateTime utc) => DateOnly.FromDateTime(utc + Offset);
}
