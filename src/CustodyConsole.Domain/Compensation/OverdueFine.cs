namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// The most that a compensation may bring as a fine 罚息 for an instalment: five ten-thousandths a day of what is open of it, for the days
/// overdue, less what was paid of it. That is 18.25 % a year, below the 24 % that courts uphold.
/// </summary>
public static class OverdueFine
{
    /// <summary>The rate of one day in bps.</summary>
    public const int DailyBps = 5;

    /// <summary>The fine still owed in fen, dropped to the fen.</summary>
    /// <param name="openFen">Principal and interest still open, in fen.</param>
    /// <param name="daysOverdue">Whole days since the due date.</param>
    /// <param name="paidFen">Fines paid for the instalment so far, in fen.</param>
    public static long OwedFen(long openFen, int daysOverdue, long paidFen) =>
        Math.Max(0, Fen.Divide((Int128)openFen * DailyBps * daysOverdue, Fen.BpsOfWhole, Rounding.Down) - paidFen);
}
