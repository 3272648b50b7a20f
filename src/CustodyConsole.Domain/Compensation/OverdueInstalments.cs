using CustodyConsole.Domain.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Compensation;

/// <summary>Which overdue instalments are meant.</summary>
public sealed record OverdueFilter
{
    /// <summary>One platform only; null for all.</summary>
    public long? PlatformId { get; init; }

    /// <summary>Only listings with which this account is registered as a compensator.</summary>
    public long? CompensatorAccountId { get; init; }

    /// <summary>True with <see cref="CompensatorAccountId"/> for those of which it was registered first, to whom the end of a day proposes them.</summary>
    public bool OnlyRegisteredFirst { get; init; }

    /// <summary>The platform's number of a listing.</summary>
    public string? ListingNo { get; init; }

    /// <summary>At least so many days overdue.</summary>
    public int? DaysFrom { get; init; }

    /// <summary>At most so many days overdue.</summary>
    public int? DaysTo { get; init; }

    /// <summary>True for those in a request that waits for approval, false for the others; null for all.</summary>
    public bool? Requested { get; init; }

    /// <summary>
    /// True for those of which principal and interest were paid late and the fine is still owed, whatever became of plan and listing; false for
    /// those of which principal or interest is open.
    /// </summary>
    public bool OnlyFine { get; init; }
}

/// <summary>An instalment that was due before the accounting date and of which something is owed. Amounts in fen.</summary>
/// <param name="InstalmentId">Its key.</param>
/// <param name="ListingId">The key of the listing.</param>
/// <param name="PlatformId">The platform.</param>
/// <param name="PoolId">The pool.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="BorrowerAccountId">The borrower's sub-account.</param>
/// <param name="PlanVersion">The version of the plan to which it belongs.</param>
/// <param name="Period">Its number in the plan.</param>
/// <param name="DueOn">The day on which it was due.</param>
/// <param name="DaysOverdue">Days from then to the accounting date, or to that on which it was paid; negative before its day.</param>
/// <param name="PrincipalFen">Principal still owed.</param>
/// <param name="InterestFen">Interest still owed.</param>
/// <param name="FineFen">The most that may be compensated as a fine (<see cref="OverdueFine"/>).</param>
/// <param name="PendingApprovalId">The request that asks for its compensation and waits for approval.</param>
public sealed record OverdueInstalment(
    long InstalmentId, long ListingId, long PlatformId, long PoolId, string ListingNo, long BorrowerAccountId, int PlanVersion, int Period,
    DateOnly DueOn, int DaysOverdue, long PrincipalFen, long InterestFen, long FineFen, long? PendingApprovalId);

/// <summary>What all that fit a filter come to. Amounts in fen.</summary>
public sealed record OverdueTotals(long Count, long PrincipalFen, long InterestFen);

/// <summary>
/// Finds overdue instalments: due before the accounting date, in the plan in force of a listing that is being repaid, and not settled. It
/// reads the index of unsettled instalments by due date, so its cost follows what is overdue and not what was ever lent. Those that were paid
/// late without their fine are found by an index of their own.
/// </summary>
public static class OverdueInstalments
{
    /// <summary>One page, the longest overdue first.</summary>
    public static async Task<IReadOnlyList<OverdueInstalment>> PageAsync(
        CustodyDb db, DateOnly accountingDate, OverdueFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var rows = await Matching(db, accountingDate, filter)
            .OrderBy(x => x.Row.DueOn).ThenBy(x => x.Row.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        var rates = await RatesAsync(db, cancellationToken);
        return [.. rows.Select(x => Of(x.Row, x.Listing, accountingDate, rates[x.Listing.PlatformId]))];
    }

    /// <summary>
    /// The next rows behind one, in the order of <see cref="PageAsync"/>, so that all can be read in parts however many there are; the first
    /// where none is given.
    /// </summary>
    public static async Task<IReadOnlyList<OverdueInstalment>> BehindAsync(
        CustodyDb db, DateOnly accountingDate, OverdueFilter filter, OverdueInstalment? last, int take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var matching = Matching(db, accountingDate, filter);
        if (last is { DueOn: var dueOn, InstalmentId: var id })
            matching = matching.Where(x => x.Row.DueOn > dueOn || (x.Row.DueOn == dueOn && x.Row.Id > id));
        var rows = await matching.OrderBy(x => x.Row.DueOn).ThenBy(x => x.Row.Id).Take(take).ToListAsync(cancellationToken);
        var rates = await RatesAsync(db, cancellationToken);
        return [.. rows.Select(x => Of(x.Row, x.Listing, accountingDate, rates[x.Listing.PlatformId]))];
    }

    /// <summary>
    /// The instalments with these keys that are overdue or still owe a fine, or also those that are open but not overdue; the longest overdue
    /// first.
    /// </summary>
    public static async Task<IReadOnlyList<OverdueInstalment>> OfAsync(
        CustodyDb db, DateOnly accountingDate, IReadOnlyCollection<long> instalmentIds, bool evenBeforeDue = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await Matching(db, evenBeforeDue ? DateOnly.MaxValue : accountingDate, new OverdueFilter())
            .Where(x => instalmentIds.Contains(x.Row.Id)).ToListAsync(cancellationToken);
        rows.AddRange(await Matching(db, accountingDate, new OverdueFilter { OnlyFine = true })
            .Where(x => instalmentIds.Contains(x.Row.Id)).ToListAsync(cancellationToken));
        var rates = await RatesAsync(db, cancellationToken);
        return [.. rows.OrderBy(x => x.Row.DueOn).ThenBy(x => x.Row.Id)
            .Select(x => Of(x.Row, x.Listing, accountingDate, rates[x.Listing.PlatformId]))];
    }

    /// <summary>How many there are and what they come to.</summary>
    public static async Task<OverdueTotals> TotalsAsync(
        CustodyDb db, DateOnly accountingDate, OverdueFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        return await Matching(db, accountingDate, filter)
            .GroupBy(x => 1)
            .Select(all => new OverdueTotals(
                all.LongCount(),
                all.Sum(x => x.Row.PrincipalFen - x.Row.PaidPrincipalFen),
                all.Sum(x => x.Row.InterestFen - x.Row.PaidInterestFen)))
            .SingleOrDefaultAsync(cancellationToken) ?? new OverdueTotals(0, 0, 0);
    }

    /// <summary>The rows of plans themselves, for lists that count or sum them.</summary>
    public static IQueryable<Instalment> Rows(CustodyDb db, DateOnly accountingDate)
    {
        ArgumentNullException.ThrowIfNull(db);
        return Matching(db, accountingDate, new OverdueFilter()).Select(x => x.Row);
    }

    private static IQueryable<RowOfListing> Matching(CustodyDb db, DateOnly today, OverdueFilter filter)
    {
        var pairs = InOrder(db, filter.CompensatorAccountId, filter.OnlyRegisteredFirst).Where(x => x.Row.ListingId == x.Listing.Id);
        var rows = filter.OnlyFine
            ? pairs.Where(x => x.Row.SettledOn != null && x.Row.OverdueFenDays > 0
                && (x.Listing.State == ListingState.Repaying || x.Listing.State == ListingState.Closed)
                && db.Platforms.Any(platform => platform.Id == x.Listing.PlatformId
                    && x.Row.OverdueFenDays * platform.FineDailyBps / Fen.BpsOfWhole > x.Row.PaidFineFen))
            : pairs.Where(x => x.Row.PlanVersion == x.Listing.PlanVersion && x.Listing.State == ListingState.Repaying
                && x.Row.SettledOn == null && x.Row.DueOn < today);
        if (filter.DaysFrom is { } from && from > 0)
        {
            var latest = today.AddDays(-from);
            rows = rows.Where(x => x.Row.DueOn <= latest);
        }

        if (filter.DaysTo is { } to && to >= 0)
        {
            var earliest = today.AddDays(-to);
            rows = rows.Where(x => x.Row.DueOn >= earliest);
        }

        if (filter.Requested is { } requested) rows = rows.Where(x => (x.Row.PendingApprovalId != null) == requested);
        if (filter.PlatformId is { } platformId) rows = rows.Where(x => x.Listing.PlatformId == platformId);
        if (filter.ListingNo is { Length: > 0 } listingNo) rows = rows.Where(x => x.Listing.ListingNo == listingNo);
        return rows;
    }

    /// <summary>
    /// The tables in the order in which they are to be read. SQLite keeps to it where they are joined without a condition of the join; left to
    /// choose, it takes few listings for being repaid, because it counts nothing beforehand, and goes through all their plans.
    /// </summary>
    private static IQueryable<RowOfListing> InOrder(CustodyDb db, long? compensatorAccountId, bool first) => compensatorAccountId is { } accountId
        ? from compensator in db.Compensators
          from listing in db.Listings
          from row in db.Instalments
          where compensator.AccountId == accountId && listing.Id == compensator.ListingId
              && (!first || !db.Compensators.Any(other => other.ListingId == listing.Id && other.Id < compensator.Id))
          select new RowOfListing { Row = row, Listing = listing }
        : from row in db.Instalments
          from listing in db.Listings
          select new RowOfListing { Row = row, Listing = listing };

    private static Task<Dictionary<long, int>> RatesAsync(CustodyDb db, CancellationToken cancellationToken) =>
        db.Platforms.Select(platform => new { platform.Id, platform.FineDailyBps })
            .ToDictionaryAsync(platform => platform.Id, platform => platform.FineDailyBps, cancellationToken);

    private static OverdueInstalment Of(Instalment row, Listing listing, DateOnly today, int fineDailyBps)
    {
        var days = (row.SettledOn ?? today).DayNumber - row.DueOn.DayNumber;
        return new(
            row.Id, listing.Id, listing.PlatformId, listing.PoolId, listing.ListingNo, listing.BorrowerAccountId, row.PlanVersion, row.Period,
            row.DueOn, days, row.PrincipalFen - row.PaidPrincipalFen, row.InterestFen - row.PaidInterestFen,
            OverdueFine.OwedFen(row, today, fineDailyBps), row.PendingApprovalId);
    }

    private sealed class RowOfListing
    {
        public required Instalment Row { get; init; }

        public required Listing Listing { get; init; }
    }
}
