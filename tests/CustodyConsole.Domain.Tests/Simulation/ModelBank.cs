using System.Numerics;
using CustodyConsole.Domain.Tests.Lending;

namespace CustodyConsole.Domain.Tests.Simulation;

/// <summary>
/// The bank as a person would keep it on paper: a few dictionaries, no lines, no freezes, no database. It is written from the rules and shares
/// no code with the bank, so what both agree on is not one mistake made once.
/// </summary>
internal sealed class ModelBank
{
    public const long FeeFen = 200;

    public Dictionary<string, ModelAccount> Accounts { get; } = [];

    public List<ModelListing> Listings { get; } = [];

    public List<ModelWithdrawal> Withdrawals { get; } = [];

    /// <summary>What the payment company owes for recharges and returns, and is owed for payouts and fees.</summary>
    public long ReceivableFen { get; set; }

    public long PayableFen { get; set; }

    public long FeePayableFen { get; set; }

    public long IncomeFen { get; set; }

    public long TransitFen => Withdrawals.Where(w => w.State is ModelState.Sent or ModelState.Unknown).Sum(w => w.AmountFen + FeeFen);

    public ModelAccount this[string number] => Accounts[number];

    /// <summary>Parts in proportion to what each is owed, the largest remainders rounded up, ties to the earlier claim.</summary>
    public static long[] Split(long total, IReadOnlyList<long> owed)
    {
        var sum = owed.Aggregate(BigInteger.Zero, (all, one) => all + one);
        var parts = owed.Select(one => (long)(total * (BigInteger)one / sum)).ToArray();
        var byRemainder = Enumerable.Range(0, owed.Count)
            .OrderByDescending(i => total * (BigInteger)owed[i] % sum).ThenBy(i => i).ToList();
        for (var i = 0; parts.Sum() < total; i++) parts[byRemainder[i]]++;
        return parts;
    }

    /// <summary>Gives investors what is paid on a listing, from whomever it comes; what comes after all is back goes by what each had lent.</summary>
    public void PayInvestors(ModelListing listing, long principal, long interest, long fine)
    {
        var owed = listing.Bids.ConvertAll(bid => listing.OutstandingFen > 0 ? bid.OwedFen : bid.AmountFen);
        var principals = Split(principal, owed);
        var interests = Split(interest, owed);
        var fines = Split(fine, owed);
        listing.Fines!.Pay(principal, 0, fine);
        for (var i = 0; i < owed.Count; i++)
        {
            listing.Bids[i].OwedFen -= principals[i];
            this[listing.Bids[i].Investor].AvailableFen += principals[i] + interests[i] + fines[i];
        }

        if (listing.OutstandingFen == 0) listing.State = ModelState.Closed;
    }
}

internal sealed class ModelAccount
{
    public long AvailableFen { get; set; }

    public long FrozenFen { get; set; }
}

internal enum ModelState
{
    Raising,
    Repaying,
    Closed,
    FailedListing,
    Accepted,
    Sent,
    Unknown,
    Paid,
    Failed,
    Returned,
}

internal sealed class ModelListing
{
    public required string No { get; init; }

    public required string Borrower { get; init; }

    public required string Guarantor { get; init; }

    public required long AmountFen { get; init; }

    public ModelState State { get; set; } = ModelState.Raising;

    public List<ModelBid> Bids { get; } = [];

    public long SubscribedFen => Bids.Sum(bid => bid.AmountFen);

    public long OutstandingFen => Bids.Sum(bid => bid.OwedFen);

    public long RecoveryFen { get; set; }

    /// <summary>The fine for what comes late, counted each evening; null before the release.</summary>
    public DailyFines? Fines { get; private set; }

    /// <summary>Six equal parts without interest, the last of which takes what the rounding left.</summary>
    public void Release(DateOnly today)
    {
        State = ModelState.Repaying;
        var (part, rest) = ((2 * AmountFen + 6) / 12, AmountFen);
        Fines = new(Enumerable.Range(1, 6).Select(i =>
        {
            var principal = i < 6 ? Math.Min(part, rest) : rest;
            rest -= principal;
            return (today.AddMonths(i), principal, 0L);
        }));
    }
}

internal sealed class ModelBid
{
    public required string Investor { get; init; }

    public required string AuthCode { get; init; }

    public required long AmountFen { get; init; }

    public long OwedFen { get; set; }
}

internal sealed class ModelWithdrawal
{
    public required string Account { get; init; }

    public required string OrderNo { get; init; }

    public required long AmountFen { get; init; }

    public ModelState State { get; set; } = ModelState.Accepted;
}
