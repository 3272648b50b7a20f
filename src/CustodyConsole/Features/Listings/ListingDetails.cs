using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Listings;

/// <summary>A claim of a compensator on the borrower, with both sides.</summary>
public sealed record RecoveryRow(
    RecoveryClaim Recovery, AccountRef? Compensator, AccountRef? Borrower, string? ListingNo);

/// <summary>A bid as the freeze that holds its money.</summary>
public sealed record BidRow(Freeze Freeze, AccountRef? Investor, string? OrderNo);

/// <summary>
/// The listing's money beside what it is made of: bids are freezes, the loan is claims, and what is outstanding is what
/// the claims and the plan in force still hold (c.3, invariant 8).
/// </summary>
public sealed record ListingMoney(
    long BidsHeldFen, long ClaimedFen, long ClaimsOpenFen, long PlanOpenPrincipalFen, long OverdueFen)
{
    public ProofState Of(Listing listing) => listing.State switch
    {
        ListingState.Raising => listing.SubscribedFen == BidsHeldFen,
        ListingState.Failed => BidsHeldFen == 0 && ClaimedFen == 0,
        _ => listing.ReleasedFen == ClaimedFen && listing.OutstandingFen == ClaimsOpenFen
            && listing.OutstandingFen == PlanOpenPrincipalFen,
    } ? ProofState.Holds : ProofState.Broken;
}

/// <summary>A listing with what it belongs to.</summary>
public sealed record ListingDetail(
    Listing Listing, PlatformRef? Platform, string? PaymentCompany, AccountRef? Borrower,
    IReadOnlyList<AccountRef> Compensators,
    ListingMoney Money, IReadOnlyList<InstalmentRow> Plan, IReadOnlyList<RecoveryRow> Recoveries);

/// <summary>Reads one listing.</summary>
public static class ListingDetails
{
    /// <summary>
    /// Null when there is no such listing, or none that the person may see. The plan is the version that is asked for, or the one in force.
    /// </summary>
    public static async Task<ListingDetail?> ReadAsync(
        CustodyDb db, StaffMember person, long id, int? planVersion, CancellationToken cancellationToken)
    {
        var listing = await db.Listings.SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (listing is null || !await PoolReach.HasAsync(db, person, listing.PoolId, cancellationToken)) return null;
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var compensatorIds = await db.Compensators.Where(c => c.ListingId == id).Select(c => (long?)c.AccountId)
            .ToListAsync(cancellationToken);
        var recoveries = await db.RecoveryClaims.Where(r => r.ListingId == id).OrderBy(r => r.Id)
            .ToListAsync(cancellationToken);
        var accounts = await AccountRefs.ReadAsync(
            db, [listing.BorrowerAccountId, .. compensatorIds,
                .. recoveries.Select(r => (long?)r.CompensatorAccountId)], cancellationToken);
        var inForce = await db.Instalments.Where(i => i.ListingId == id && i.PlanVersion == listing.PlanVersion)
            .OrderBy(i => i.Period).ToListAsync(cancellationToken);
        var shown = planVersion is { } version && version != listing.PlanVersion
            ? await db.Instalments.Where(i => i.ListingId == id && i.PlanVersion == version).OrderBy(i => i.Period)
                .ToListAsync(cancellationToken)
            : inForce;
        var claims = await db.Claims.Where(c => c.ListingId == id).GroupBy(_ => 1)
            .Select(all => new { Principal = all.Sum(c => c.PrincipalFen), Open = all.Sum(c => c.OutstandingFen) })
            .SingleOrDefaultAsync(cancellationToken);
        var held = await db.Freezes
            .Where(f => f.ListingId == id && f.Purpose == FreezePurpose.Bid && f.State == FreezeState.Active)
            .SumAsync(f => f.RemainingFen, cancellationToken);
        var fineDailyBps = await db.Platforms.Where(platform => platform.Id == listing.PlatformId).Select(platform => platform.FineDailyBps)
            .SingleAsync(cancellationToken);
        var rows = inForce.Select(row => InstalmentRow.Of(row, listing, today)).ToList();
        return new ListingDetail(
            listing, platforms.Find(listing.PlatformId),
            await db.Pools.Where(pool => pool.Id == listing.PoolId).Select(pool => pool.PaymentCompany)
                .SingleOrDefaultAsync(cancellationToken),
            accounts.GetValueOrDefault(listing.BorrowerAccountId),
            [.. compensatorIds.OfType<long>().Select(account => accounts.GetValueOrDefault(account))
                .OfType<AccountRef>()],
            new ListingMoney(
                held, claims?.Principal ?? 0, claims?.Open ?? 0,
                inForce.Sum(row => row.PrincipalFen - row.PaidPrincipalFen),
                rows.Where(row => row.State == InstalmentState.Overdue).Sum(row => row.Instalment.OpenFen)),
            [.. shown.Select(row => InstalmentRow.Of(row, listing, today) with
            {
                FineFen = row.Counts(listing) ? OverdueFine.OwedFen(row, today, fineDailyBps) : 0,
            })],
            [.. recoveries.Select(r => new RecoveryRow(
                r, accounts.GetValueOrDefault(r.CompensatorAccountId), accounts.GetValueOrDefault(r.BorrowerAccountId),
                listing.ListingNo))]);
    }

    /// <summary>The bids of a listing, newest first.</summary>
    public static async Task<PageOf<BidRow>> BidsAsync(
        CustodyDb db, long listingId, ListState state, string remainingLabel, CancellationToken cancellationToken)
    {
        var bids = db.Freezes.Where(freeze => freeze.ListingId == listingId && freeze.Purpose == FreezePurpose.Bid);
        var counted = await bids.CountAsync(freeze => freeze.RemainingFen, cancellationToken);
        var page = await bids.OrderByDescending(freeze => freeze.Id).Skip(state.Skip).Take(state.Size)
            .ToListAsync(cancellationToken);
        var investors = await AccountRefs.ReadAsync(
            db, page.Select(freeze => (long?)freeze.AccountId), cancellationToken);
        var rows = await FreezeRow.OfAsync(db, page, cancellationToken);
        return new PageOf<BidRow>(
            [.. rows.Select(row => new BidRow(
                row.Freeze, investors.GetValueOrDefault(row.Freeze.AccountId), row.OrderNo))],
            counted.Count, counted.IsCapped ? []
                : [new(remainingLabel, counted.SumFen)]) { IsCapped = counted.IsCapped };
    }

    /// <summary>The claims that a compensator has on borrowers, newest first.</summary>
    public static async Task<IReadOnlyList<RecoveryRow>> RecoveriesOfAsync(
        CustodyDb db, long compensatorAccountId, CancellationToken cancellationToken)
    {
        var recoveries = await db.RecoveryClaims.Where(r => r.CompensatorAccountId == compensatorAccountId)
            .OrderByDescending(r => r.Id).Take(200).ToListAsync(cancellationToken);
        var borrowers = await AccountRefs.ReadAsync(
            db, recoveries.Select(r => (long?)r.BorrowerAccountId), cancellationToken);
        var listingIds = recoveries.Select(r => r.ListingId).Distinct().ToArray();
        var listings = await db.Listings.Where(listing => listingIds.Contains(listing.Id))
            .ToDictionaryAsync(listing => listing.Id, listing => listing.ListingNo, cancellationToken);
        return [.. recoveries.Select(r => new RecoveryRow(
            r, null, borrowers.GetValueOrDefault(r.BorrowerAccountId), listings.GetValueOrDefault(r.ListingId)))];
    }
}
