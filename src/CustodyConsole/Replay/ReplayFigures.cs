using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Replay;

/// <summary>
/// What the bank's books say of a file's loans when the replay is over: read from the database, not counted on the way,
/// so a repeated run and one that goes on after a kill find the same. Amounts in fen.
/// </summary>
/// <remarks>
/// Loans and money are those of the file's listings; operations, entries and lines are those of the whole pool, which
/// is all its own unless another file of the same form was replayed into the same database.
/// </remarks>
internal sealed record ReplayFigures
{
    /// <summary>Listings of the file that are registered.</summary>
    public long Loans { get; init; }

    /// <summary>Of which paid out to the borrower.</summary>
    public long Released { get; init; }

    /// <summary>Of which failed, every bid given back.</summary>
    public long Failed { get; init; }

    /// <summary>Of which released and owed to no investor any more.</summary>
    public long Closed { get; init; }

    /// <summary>Bids that became claims.</summary>
    public long Bids { get; init; }

    /// <summary>Principal that investors are still owed.</summary>
    public long OutstandingFen { get; init; }

    /// <summary>What investors received, from whomever, interest included.</summary>
    public long InvestorReceivedFen { get; init; }

    /// <summary>Of which interest.</summary>
    public long InterestFen { get; init; }

    /// <summary>What borrowers paid beyond all that they owed: it lies on their accounts.</summary>
    public long ExcessFen { get; init; }

    /// <summary>How often a guarantor paid.</summary>
    public long Compensations { get; init; }

    /// <summary>What guarantors paid.</summary>
    public long CompensatedFen { get; init; }

    /// <summary>What of it borrowers paid back.</summary>
    public long RecoveredFen { get; init; }

    /// <summary>What of it they still owe.</summary>
    public long RecoveryOpenFen => CompensatedFen - RecoveredFen;

    /// <summary>Orders in the pool.</summary>
    public long Operations { get; init; }

    /// <summary>Entries in the pool.</summary>
    public long Entries { get; init; }

    /// <summary>Lines in the pool.</summary>
    public long Lines { get; init; }

    /// <summary>Reads them.</summary>
    public static async Task<ReplayFigures> ReadAsync(
        CustodyDb db, ReplayPlan plan, long poolId, CancellationToken cancellationToken)
    {
        var named = plan.Listings.Select(listing => listing.ListingNo).ToHashSet();
        var listings = await db.Listings.Where(listing => listing.PoolId == poolId).ToListAsync(cancellationToken);
        listings.RemoveAll(listing => !named.Contains(listing.ListingNo));
        var released = listings.Where(listing => listing.ReleasedOn is not null).ToList();
        var ids = listings.Select(listing => listing.Id).ToHashSet();
        var borrowers = listings.Select(listing => listing.BorrowerAccountId).ToHashSet();

        var recoveries = await db.RecoveryClaims.ToListAsync(cancellationToken);
        recoveries.RemoveAll(recovery => !ids.Contains(recovery.ListingId));
        var compensated = await db.Orders
            .Where(order => order.PoolId == poolId && order.State == OrderState.Succeeded
                && (order.Type == OrderType.DirectCompensation || order.Type == OrderType.IndirectCompensation))
            .Select(order => order.ListingId).ToListAsync(cancellationToken);
        var left = await db.Accounts
            .Where(account => account.PoolId == poolId && account.Type == AccountType.Borrower && account.BookFen > 0)
            .Select(account => new { account.Id, account.BookFen }).ToListAsync(cancellationToken);
        var entries = db.Entries.Where(entry => entry.PoolId == poolId);
        return new ReplayFigures
        {
            Loans = listings.Count,
            Released = released.Count,
            Failed = listings.Count(listing => listing.State == ListingState.Failed),
            Closed = listings.Count(listing => listing.State == ListingState.Closed),
            Bids = released.Sum(listing => (long)listing.BidCount),
            OutstandingFen = listings.Sum(listing => listing.OutstandingFen),
            InvestorReceivedFen = listings.Sum(
                listing => listing.ReleasedFen - listing.OutstandingFen + listing.InterestPaidFen),
            InterestFen = listings.Sum(listing => listing.InterestPaidFen),
            ExcessFen = left.Where(account => borrowers.Contains(account.Id)).Sum(account => account.BookFen),
            Compensations = compensated.Count(listingId => listingId is { } id && ids.Contains(id)),
            CompensatedFen = recoveries.Sum(recovery => recovery.CompensatedFen),
            RecoveredFen = recoveries.Sum(recovery => recovery.RecoveredFen),
            Operations = await db.Orders.LongCountAsync(order => order.PoolId == poolId, cancellationToken),
            Entries = await entries.LongCountAsync(cancellationToken),
            Lines = await entries.SumAsync(entry => (long)entry.LineCount, cancellationToken),
        };
    }
}
