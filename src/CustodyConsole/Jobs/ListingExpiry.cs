using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>
/// Fails the listings whose window is over without having been subscribed in full, so that nobody's money stays frozen for a loan that will not
/// come (R31). One that is subscribed in full waits for its platform's release.
/// </summary>
public sealed class ListingExpiry(StaffDesk staff, IDbContextFactory<CustodyDb> factory)
{
    /// <summary>The listings whose window is over. Those of a pool whose postings are stopped wait until they go on: their bids cannot be given back.</summary>
    public static IQueryable<Listing> Expired(CustodyDb db) =>
        from listing in db.Listings
        from state in db.BankStates
        where listing.State == ListingState.Raising && listing.RaiseUntil < state.AccountingDate && listing.SubscribedFen < listing.AmountFen
            && !db.Pools.Any(pool => pool.Id == listing.PoolId && pool.PostingsStopped)
        select listing;

    /// <summary>Fails all there are, oldest first.</summary>
    public async Task<JobResult> RunAsync(JobLog log, CancellationToken stop)
    {
        List<Listing> expired;
        Dictionary<long, string> platforms;
        await using (var db = await factory.CreateDbContextAsync(stop))
        {
            expired = await Expired(db).OrderBy(listing => listing.Id).ToListAsync(stop);
            platforms = await db.Platforms.ToDictionaryAsync(platform => platform.Id, platform => platform.No, stop);
        }

        var (failed, backFen, refused) = (0, 0L, 0);
        foreach (var listing in expired)
        {
            stop.ThrowIfCancellationRequested();
            var request = new FailListing(
                new RequestHead(listing.PoolId, $"EXPIRE-{listing.Id}", StaffMember.System.UserName), listing.ListingNo);
            var done = await staff.AskSystemAsync(new AuditDraft("Listings.Expire", "listing:" + listing.ListingNo) { PlatformNo = platforms[listing.PlatformId] }, request);
            if (done.Done)
            {
                failed++;
                backFen += done.Value.AmountFen;
                log.Write($"{listing.ListingNo} {Fen.Format(done.Value.AmountFen)}");
            }
            else
            {
                refused++;
                log.Write($"{listing.ListingNo} {done.Refusal.Chinese}");
            }
        }

        return JobResult.Done(
            $"流标 {failed} 个标的，退回投标冻结 {Fen.Format(backFen)} 元。",
            $"{failed} listings failed; {Fen.Format(backFen)} yuan of bids were given back.",
            ("failed", failed), ("backFen", backFen), ("refused", refused));
    }
}
