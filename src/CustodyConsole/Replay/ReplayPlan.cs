using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Replay;

/// <summary>
/// What a file asks of the bank, read and checked before anything is booked. It depends on the file and the seed alone,
/// so a run that was killed asks the same again and is answered from the orders that are stored already.
/// </summary>
internal abstract class ReplayPlan
{
    private const long LimitFen = Domain.Platforms.Platform.PersonLimitDefaultFen;

    /// <summary>The platform on which the file's loans lie.</summary>
    public abstract PlatformTerms Platform { get; }

    /// <summary>The first day on which something happens.</summary>
    public abstract DateOnly FirstDay { get; }

    /// <summary>How many requests the plan makes of the bank, openings not counted; for the progress bar.</summary>
    public abstract long Requests { get; }

    /// <summary>The listings of the file, with the day on which each is registered.</summary>
    public abstract IEnumerable<(string ListingNo, DateOnly RegisteredOn)> Listings { get; }

    /// <summary>
    /// What the bank will say to a listing of a borrower who owes nothing else: the borrowing limits hold from their
    /// day on, older listings stand. Told before anything is booked, so that nothing of the loan is.
    /// </summary>
    protected static Refusal? RefuseLimit(long amountFen, DateOnly registeredOn) =>
        registeredOn >= Domain.Platforms.Platform.LimitsFromDefault && amountFen > LimitFen
            ? ListingRefusals.AboveLimit(PartyKind.Person, 0, amountFen, LimitFen)
            : null;

    /// <summary>Makes the requests, day by day.</summary>
    public abstract Task RunAsync(ReplayBank bank, CancellationToken cancellationToken);
}

/// <summary>What became of reading a file: the plan, and what could not be taken.</summary>
/// <param name="Plan">Null when nothing of the file may be booked.</param>
/// <param name="Faults">What is wrong, in the order of the file.</param>
/// <param name="RefusedLines">Lines or records that are left out.</param>
internal sealed record ReplayReading(ReplayPlan? Plan, IReadOnlyList<ReplayFault> Faults, long RefusedLines);
