namespace CustodyConsole.Replay;

/// <summary>
/// One loan of a kiva file as a replay needs it. Amounts are yuan read as whole fen, dates are the UTC dates of the
/// file's timestamps.
/// </summary>
/// <param name="Line">The line of the file that the record begins on.</param>
/// <param name="Id">The platform's number of the loan, unique in a file.</param>
/// <param name="Status">As in the file; empty for a blank one.</param>
/// <param name="AmountFen">The loan, above zero.</param>
/// <param name="LenderCount">How many different investors bid; at least 1 when released.</param>
/// <param name="PostedOn">The day until which investors bid; unknown for some that were never open.</param>
/// <param name="FundedOn">The day of the release; known when released, at times before <see cref="PostedOn"/>.</param>
/// <param name="PartnerId">The guarantor; always known when released with a schedule.</param>
/// <param name="Schedule">What falls due, by date, one row for each date; empty for some loans.</param>
/// <param name="Payments">What was paid, by date and then number, each number once.</param>
internal sealed record KivaLoan(
    long Line, long Id, string Status, long AmountFen, int LenderCount, DateOnly? PostedOn, DateOnly? FundedOn,
    long? PartnerId, IReadOnlyList<KivaScheduled> Schedule, IReadOnlyList<KivaPayment> Payments)
{
    /// <summary>Paid or defaulted: the money went to the borrower. Any other status is a failed listing.</summary>
    public bool IsReleased => StatusIsReleased(Status);

    /// <summary>The day of the bids: the posted date, but never after the release.</summary>
    public DateOnly? BidOn => PostedOn is { } posted && FundedOn is { } funded
        ? posted < funded ? posted : funded
        : PostedOn ?? FundedOn;

    /// <summary>The same loan with every date moved by so many whole weeks, so that each keeps its day of the week.</summary>
    public KivaLoan Moved(int weeks)
    {
        if (weeks == 0) return this;
        return this with
        {
            PostedOn = PostedOn?.AddDays(weeks * 7),
            FundedOn = FundedOn?.AddDays(weeks * 7),
            Schedule = [.. Schedule.Select(due => due with { DueOn = due.DueOn.AddDays(weeks * 7) })],
            Payments = [.. Payments.Select(paid => paid with { PaidOn = paid.PaidOn.AddDays(weeks * 7) })],
        };
    }

    /// <summary>True for the statuses whose loans are released; exact, as the file writes them.</summary>
    public static bool StatusIsReleased(string status) => status is "paid" or "defaulted";
}

/// <summary>What falls due on one date, and what must have come in by then in all.</summary>
internal sealed record KivaScheduled(DateOnly DueOn, long AmountFen, long CumulativeFen);

/// <summary>One payment of the borrower, known by its number for ever.</summary>
internal sealed record KivaPayment(long PaymentId, long AmountFen, DateOnly PaidOn);
