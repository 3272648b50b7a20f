namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// The most that a compensation may bring as a fine 罚息 for an instalment: so much a day of what is open of it as was agreed with the
/// platform, for the days overdue, less the fines paid for it by whomever.
/// </summary>
public static class OverdueFine
{
    /// <summary>
    /// The rate of one day in bps unless another is agreed: 18.25 % a year, below the 24 % that courts uphold.
    /// </summary>
    public const int DailyBpsDefault = 5;

    /// <summary>The highest rate of one day that can be agreed, in bps: 21.9 % a year.</summary>
    public const int DailyBpsMax = 6;

    /// <summary>The fine still owed in fen, dropped to the fen.</summary>
    /// <param name="openFen">Principal and interest still open, in fen.</param>
    /// <param name="daysOverdue">Whole days since the due date.</param>
    /// <param name="paidFen">Fines paid for the instalment so far, in fen.</param>
    /// <param name="dailyBps">The rate of one day in bps (<see cref="Platforms.Platform.FineDailyBps"/>).</param>
    public static long OwedFen(long openFen, int daysOverdue, long paidFen, int dailyBps) => daysOverdue <= 0 ? 0 :
        Math.Max(0, Fen.Divide((Int128)openFen * dailyBps * daysOverdue, Fen.BpsOfWhole, Rounding.Down) - paidFen);
}
