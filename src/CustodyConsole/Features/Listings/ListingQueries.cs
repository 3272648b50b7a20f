using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Listings;

/// <summary>One line of the list of listings, with what is overdue by the plan in force and since when.</summary>
public sealed record ListingRow(
    Listing Listing, PlatformRef? Platform, AccountRef? Borrower, long OverdueFen, DateOnly? OverdueSince)
{
    public int ProgressPercent => (int)((Int128)Listing.SubscribedFen * 100 / Math.Max(1, Listing.AmountFen));
}

/// <summary>An investor's claim with the numbers of what it belongs to.</summary>
public sealed record ClaimRow(
    Claim Claim, AccountRef? Investor, string? ListingNo, string? ListingName, ListingState State)
{
    public long RepaidFen => Claim.PrincipalFen - Claim.OutstandingFen;
}

/// <summary>Listings, and what hangs on one.</summary>
public sealed class ListingQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<ListingsText> words)
{
    /// <summary>
    /// Filters: <c>q</c> (number or name), <c>state</c>, <c>platform</c>, <c>borrower</c> (as the search of accounts),
    /// <c>overdue</c> (any value), <c>amountMin</c>/<c>amountMax</c>, <c>dateFrom</c>/<c>dateTo</c> (last day of
    /// bidding).
    /// </summary>
    public async Task<PageOf<ListingRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await TodayAsync(db, cancellationToken);
        if (Filter(db, platforms, state, today) is not { } listings) return new PageOf<ListingRow>([], 0);
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(person)) listings = listings.Where(listing => own.Contains(listing.PoolId));
        return await PageAsync(db, platforms, listings, state, today, cancellationToken);
    }

    /// <summary>The listings of one borrower.</summary>
    public async Task<PageOf<ListingRow>> OfBorrowerAsync(
        long userId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var listings = db.Listings.Where(listing => listing.BorrowerUserId == userId);
        return await PageAsync(db, platforms, listings, state, await TodayAsync(db, cancellationToken),
            cancellationToken);
    }

    /// <summary>The claims of one investor's account, newest first.</summary>
    public async Task<PageOf<ClaimRow>> ClaimsOfAccountAsync(
        long accountId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ClaimsAsync(db, db.Claims.Where(claim => claim.AccountId == accountId), state, cancellationToken);
    }

    /// <summary>The claims on one listing.</summary>
    public async Task<PageOf<ClaimRow>> ClaimsOfListingAsync(
        long listingId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ClaimsAsync(db, db.Claims.Where(claim => claim.ListingId == listingId), state, cancellationToken);
    }

    /// <summary>The instalments that are overdue on a date, in the plans in force.</summary>
    internal static IQueryable<Instalment> Overdue(CustodyDb db, DateOnly today) =>
        OverdueInstalments.Rows(db, today);

    internal static async Task<DateOnly> TodayAsync(CustodyDb db, CancellationToken cancellationToken) =>
        await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);

    private async Task<PageOf<ClaimRow>> ClaimsAsync(
        CustodyDb db, IQueryable<Claim> claims, ListState state, CancellationToken cancellationToken)
    {
        var counted = await claims.CountAsync(claim => claim.OutstandingFen, cancellationToken);
        var ordered = (state.Sort, state.Descending) switch
        {
            ("principal", false) => claims.OrderBy(claim => claim.PrincipalFen).ThenBy(claim => claim.Id),
            ("principal", true) => claims.OrderByDescending(claim => claim.PrincipalFen)
                .ThenByDescending(claim => claim.Id),
            ("outstanding", false) => claims.OrderBy(claim => claim.OutstandingFen).ThenBy(claim => claim.Id),
            ("outstanding", true) =>
                claims.OrderByDescending(claim => claim.OutstandingFen).ThenByDescending(claim => claim.Id),
            _ => claims.OrderByDescending(claim => claim.Id),
        };
        var page = await ordered.Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var investors = await AccountRefs.ReadAsync(
            db, page.Select(claim => (long?)claim.AccountId), cancellationToken);
        var listingIds = page.Select(claim => claim.ListingId).Distinct().ToArray();
        var listings = await db.Listings.Where(listing => listingIds.Contains(listing.Id))
            .ToDictionaryAsync(listing => listing.Id, cancellationToken);
        return new PageOf<ClaimRow>(
            [.. page.Select(claim => new ClaimRow(
                claim, investors.GetValueOrDefault(claim.AccountId), listings[claim.ListingId].ListingNo,
                listings[claim.ListingId].Name,
                listings[claim.ListingId].State))],
            counted.Count, counted.IsCapped ? []
                : [new(words["OutstandingTotal"], counted.SumFen)]) { IsCapped = counted.IsCapped };
    }

    internal static IQueryable<Listing>? Filter(CustodyDb db, PlatformRefs platforms, ListState state, DateOnly today)
    {
        IQueryable<Listing> listings = db.Listings;
        if (state.Text("platform") is { } no)
        {
            if (platforms.ByNo(no) is not { } platform) return null;
            listings = listings.Where(listing => listing.PlatformId == platform.Id);
        }

        if (state.Text("q") is { } text)
            listings = listings.Where(listing => listing.ListingNo == text || listing.Name.Contains(text));
        if (state.Choice<ListingState>("state") is { } wanted)
            listings = listings.Where(listing => listing.State == wanted);
        if (state.Text("overdue") is not null)
        {
            var overdue = Overdue(db, today).Select(row => row.ListingId);
            listings = listings.Where(listing => overdue.Contains(listing.Id));
        }

        var search = AccountSearch.Parse(state.Text("borrower"));
        // An identity number is not searched, here as among the accounts: it finds nobody, and not everybody.
        if (search.Kind == SearchKind.Identity) return null;
        if (search.Kind == SearchKind.AccountNumber)
        {
            var account = db.Accounts.Where(a => a.Number == search.Value).Select(a => a.Id);
            listings = listings.Where(listing => account.Contains(listing.BorrowerAccountId));
        }
        else if (AccountQueries.UsersMatching(db, search) is { } users)
        {
            var borrowers = users.Where(user => user.Role == UserRole.Borrower).Select(user => user.Id);
            listings = listings.Where(listing => borrowers.Contains(listing.BorrowerUserId));
        }

        if (state.Fen("amountMin") is { } least) listings = listings.Where(listing => listing.AmountFen >= least);
        if (state.Fen("amountMax") is { } most) listings = listings.Where(listing => listing.AmountFen <= most);
        if (state.Date("dateFrom") is { } from) listings = listings.Where(listing => listing.RaiseUntil >= from);
        if (state.Date("dateTo") is { } to) listings = listings.Where(listing => listing.RaiseUntil <= to);
        return listings;
    }

    private async Task<PageOf<ListingRow>> PageAsync(
        CustodyDb db, PlatformRefs platforms, IQueryable<Listing> listings, ListState state, DateOnly today,
        CancellationToken cancellationToken)
    {
        var sums = await listings.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Amount = all.Sum(l => l.AmountFen),
                Outstanding = all.Sum(l => l.OutstandingFen) })
            .SingleOrDefaultAsync(cancellationToken);
        if (sums is null) return new PageOf<ListingRow>([], 0);
        var page = await Sorted(listings, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var ids = page.Select(listing => listing.Id).ToArray();
        var overdue = (await Overdue(db, today).Where(row => ids.Contains(row.ListingId))
            .ToListAsync(cancellationToken))
            .ToLookup(row => row.ListingId);
        var borrowers = await AccountRefs.ReadAsync(
            db, page.Select(listing => (long?)listing.BorrowerAccountId), cancellationToken);
        return new PageOf<ListingRow>(
            [.. page.Select(listing => new ListingRow(
                listing, platforms.Find(listing.PlatformId), borrowers.GetValueOrDefault(listing.BorrowerAccountId),
                overdue[listing.Id].Sum(row => row.OpenFen), overdue[listing.Id].Select(row => (DateOnly?)row.DueOn)
                    .Min()))],
            sums.Count, [new(words["AmountTotal"], sums.Amount), new(words["OutstandingTotal"], sums.Outstanding)]);
    }

    internal static IQueryable<Listing> Sorted(IQueryable<Listing> listings, ListState state) =>
        (state.Sort, state.Descending) switch
    {
        ("amount", false) => listings.OrderBy(l => l.AmountFen).ThenBy(l => l.Id),
        ("amount", true) => listings.OrderByDescending(l => l.AmountFen).ThenByDescending(l => l.Id),
        ("rate", false) => listings.OrderBy(l => l.AnnualRateBps).ThenBy(l => l.Id),
        ("rate", true) => listings.OrderByDescending(l => l.AnnualRateBps).ThenByDescending(l => l.Id),
        ("progress", false) => listings.OrderBy(l => 1.0 * l.SubscribedFen / l.AmountFen).ThenBy(l => l.Id),
        ("progress", true) => listings.OrderByDescending(l => 1.0 * l.SubscribedFen / l.AmountFen)
            .ThenByDescending(l => l.Id),
        ("outstanding", false) => listings.OrderBy(l => l.OutstandingFen).ThenBy(l => l.Id),
        ("outstanding", true) => listings.OrderByDescending(l => l.OutstandingFen).ThenByDescending(l => l.Id),
        ("until", false) => listings.OrderBy(l => l.RaiseUntil).ThenBy(l => l.Id),
        ("until", true) => listings.OrderByDescending(l => l.RaiseUntil).ThenByDescending(l => l.Id),
        _ => listings.OrderByDescending(l => l.Id),
    };
}
