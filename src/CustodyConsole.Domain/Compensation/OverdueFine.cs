namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// The most that a compensation may bring as a fine 罚息 for an instalment: so much for each day overdue of what was open of it on that day
/// as was agreed with the platform, less the fines paid for it by whomever. Principal and interest that are paid late end the fine of the
/// days that follow; what the days before came to stays owed.
/// </summary>
public static class OverdueFine
{
    /// <summary>
    /// The rate of one day in bps unless another is agreed: 18.25 % a year, below the 24 % that courts uphold.
    /// </summary>
    public const int DailyBpsDefault = 5;

    /// <summary>The highest rate of one day that can be agreed, in bps: 21.9 % a year.</summary>
    public const int DailyBpsMax = 6;

    /// <summary>The fine still owed in fen on a date, dropped to the fen.</summary>
    /// <param name="instalment">The instalment.</param>
    /// <param name="date">The accounting date.</param>
    /// <param name="dailyBps">The rate of one day in bps (<see cref="Platforms.Platform.FineDailyBps"/>).</param>
    public static long OwedFen(Listings.Instalment instalment, DateOnly date, int dailyBps)
    {
        ArgumentNullException.ThrowIfNull(instalment);
        var accruedFen = Fen.Divide((Int128)instalment.FenDaysUntil(date) * dailyBps, Fen.BpsOfWhole, Rounding.Down);
        return Math.Max(0, accruedFen - instalment.PaidFineFen);
    }

    /// <summary>Principal and interest still open of an instalment, and the fine owed for it on a date, in fen.</summary>
    /// <param name="instalment">The instalment.</param>
    /// <param name="date">The accounting date.</param>
    /// <param name="dailyBps">The rate of one day in bps.</param>
    public static Lending.InstalmentAmounts Owed(Listings.Instalment instalment, DateOnly date, int dailyBps)
    {
        ArgumentNullException.ThrowIfNull(instalment);
        return new(
            instalment.PrincipalFen - instalment.PaidPrincipalFen, instalment.InterestFen - instalment.PaidInterestFen,
            OwedFen(instalment, date, dailyBps));
    }
}
