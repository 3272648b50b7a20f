namespace CustodyConsole.Domain.Days;

/// <summary>What a step of a day end did.</summary>
/// <param name="Date">The accounting date.</param>
/// <param name="Changed">False where it had been done before, or there was nothing to do.</param>
/// <param name="Count">How many it concerned: pools, batches, accounts, entries.</param>
/// <param name="AmountFen">The money it concerned, in fen.</param>
/// <param name="Waiting">How many still wait for somebody.</param>
/// <param name="Chinese">What it did, in a sentence.</param>
/// <param name="English">What it did, in an English sentence.</param>
public sealed record DayStep(
    DateOnly Date, bool Changed, long Count, long AmountFen, int Waiting, string Chinese, string English)
{
    /// <summary>True where what was found concerns the bank as a whole, not single pools that the others need not wait for.</summary>
    public bool HoldsAllPools { get; init; }
}

/// <summary>How far a long step has come.</summary>
/// <param name="Done">Accounts that are done.</param>
/// <param name="AmountFen">Money that is done, in fen.</param>
/// <param name="Percent">How far the step is, in hundredths, by what it can know beforehand.</param>
public sealed record DayProgress(long Done, long AmountFen, int Percent);
