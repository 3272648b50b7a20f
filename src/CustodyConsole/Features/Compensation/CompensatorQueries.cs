using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Compensation;

/// <summary>
/// What a compensator stands for, has and is owed. Amounts in fen: its balance, the principal outstanding of listings that name it, what of
/// them is overdue, and how many instalments of that are in no request, what requests hold, what it paid and what came back.
/// </summary>
public sealed record CompensatorRow(
    AccountRef Account, PlatformRef? Platform, long AvailableFen, int Listings, long GuaranteedFen, int OverdueCount, int FreeCount,
    long OverdueFen, long HeldFen, long CompensatedFen, long RecoveredFen)
{
    public long OpenFen => CompensatedFen - RecoveredFen;
}

/// <summary>A recovery claim with its age on the accounting date.</summary>
public sealed record RecoveryLine(RecoveryRow Row, PlatformRef? Platform, int Days);

/// <summary>A request for a compensation as lists show it.</summary>
public sealed record RequestRow(ApprovalRequest Request, PlatformRef? Platform, string? Reason);

/// <summary>Compensators, what they are owed, and what was asked for.</summary>
public sealed class CompensatorQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<CompensationText> words)
{
    /// <summary>Filters: <c>platform</c>, <c>q</c> (account number).</summary>
    public async Task<PageOf<CompensatorRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var accounts = Filter(db, platforms, state);
        var count = await accounts.LongCountAsync(cancellationToken);
        var page = await accounts.OrderBy(account => account.Id).Skip(state.Skip).Take(state.Size)
            .ToListAsync(cancellationToken);
        return new PageOf<CompensatorRow>(await RowsAsync(db, platforms, page, cancellationToken), count);
    }

    internal static IQueryable<Domain.Ledger.Account> Filter(CustodyDb db, PlatformRefs platforms, ListState state)
    {
        var accounts = db.Accounts.Where(account => db.Compensators.Any(c => c.AccountId == account.Id));
        if (state.Text("platform") is { } no)
        {
            IReadOnlyList<long> pools = platforms.ByNo(no) is { } platform ? platforms.PoolsOf(platform.Id) : [];
            accounts = accounts.Where(account => pools.Contains(account.PoolId));
        }

        return state.Text("q") is { } number ? accounts.Where(account => account.Number == number) : accounts;
    }

    /// <summary>One compensator; null where the account was never registered as one.</summary>
    public async Task<CompensatorRow?> FindAsync(string accountNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var found = await db.Accounts
            .Where(account => account.Number == accountNo && db.Compensators.Any(c => c.AccountId == account.Id))
            .ToListAsync(cancellationToken);
        return (await RowsAsync(db, platforms, found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Filters: <c>platform</c>, <c>account</c> (number of a compensator), <c>listing</c>, <c>open</c> (any value: not what is paid back).</summary>
    public async Task<PageOf<RecoveryLine>> RecoveriesAsync(
        string? accountNo, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var claims = Recoveries(db, platforms, accountNo, state);
        var sums = await claims.GroupBy(_ => 1).Select(all => new
        {
            Count = all.LongCount(),
            Compensated = all.Sum(claim => claim.CompensatedFen),
            Recovered = all.Sum(claim => claim.RecoveredFen),
        }).SingleOrDefaultAsync(cancellationToken);
        if (sums is null) return new PageOf<RecoveryLine>([], 0);

        var page = await Ordered(claims, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var listingIds = page.Select(claim => claim.ListingId).ToArray();
        var listings = await db.Listings.Where(listing => listingIds.Contains(listing.Id))
            .ToDictionaryAsync(listing => listing.Id, cancellationToken);
        var accounts = await AccountRefs.ReadAsync(
            db, [.. page.Select(claim => (long?)claim.CompensatorAccountId), .. page.Select(claim => (long?)claim.BorrowerAccountId)],
            cancellationToken);
        return new PageOf<RecoveryLine>(
            [.. page.Select(claim => new RecoveryLine(
                new RecoveryRow(
                    claim, accounts.GetValueOrDefault(claim.CompensatorAccountId),
                    accounts.GetValueOrDefault(claim.BorrowerAccountId), listings[claim.ListingId].ListingNo),
                platforms.Find(listings[claim.ListingId].PlatformId),
                today.DayNumber - claim.OpenedOn.DayNumber))],
            sums.Count,
            [
                new(words["Compensated"], sums.Compensated), new(words["Recovered"], sums.Recovered),
                new(words["RecoveryOpen"], sums.Compensated - sums.Recovered),
            ]);
    }

    internal static IQueryable<RecoveryClaim> Recoveries(CustodyDb db, PlatformRefs platforms, string? accountNo, ListState state)
    {
        var claims = db.RecoveryClaims.AsQueryable();
        if ((accountNo ?? state.Text("account")) is { } number)
        {
            var account = db.Accounts.Where(a => a.Number == number).Select(a => a.Id);
            claims = claims.Where(claim => account.Contains(claim.CompensatorAccountId));
        }

        if (state.Text("platform") is { } no)
        {
            var platformId = platforms.ByNo(no)?.Id ?? 0;
            claims = claims.Where(claim => db.Listings.Any(l => l.Id == claim.ListingId && l.PlatformId == platformId));
        }

        if (state.Text("listing") is { } listingNo)
            claims = claims.Where(claim => db.Listings.Any(l => l.Id == claim.ListingId && l.ListingNo == listingNo));
        if (state.Text("open") is not null) claims = claims.Where(claim => claim.CompensatedFen > claim.RecoveredFen);
        return claims;
    }

    internal static IQueryable<RecoveryClaim> Ordered(IQueryable<RecoveryClaim> claims, ListState state) =>
        (state switch
        {
            { Sort: "open", Descending: true } => claims.OrderByDescending(claim => claim.CompensatedFen - claim.RecoveredFen),
            { Sort: "open" } => claims.OrderBy(claim => claim.CompensatedFen - claim.RecoveredFen),
            _ => claims.OrderBy(claim => claim.OpenedOn),
        }).ThenBy(claim => claim.Id);

    /// <summary>
    /// Requests for compensations, newest first. Filters: <c>state</c>, <c>platform</c>, <c>account</c> (number of a compensator).
    /// </summary>
    public async Task<PageOf<RequestRow>> RequestsAsync(
        string? accountNo, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var requests = Requests(db, accountNo, state);
        var sums = await requests.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Fen = all.Sum(request => request.AmountFen) })
            .SingleOrDefaultAsync(cancellationToken);
        if (sums is null) return new PageOf<RequestRow>([], 0);
        var page = await requests.OrderByDescending(request => request.Id).Skip(state.Skip).Take(state.Size)
            .ToListAsync(cancellationToken);
        var ids = page.Select(request => request.Id).ToArray();
        var reasons = (await db.ApprovalSteps.Where(step => ids.Contains(step.ApprovalId) && step.Reason != null)
            .OrderBy(step => step.Id).ToListAsync(cancellationToken)).ToLookup(step => step.ApprovalId, step => step.Reason);
        return new PageOf<RequestRow>(
            [.. page.Select(request => new RequestRow(
                request, platforms.ByNo(request.PlatformNo), reasons[request.Id].LastOrDefault()))],
            sums.Count, [new(words["AmountTotal"], sums.Fen)]);
    }

    internal static IQueryable<ApprovalRequest> Requests(CustodyDb db, string? accountNo, ListState state)
    {
        var requests = db.Approvals.Where(request => request.Type == ApprovalType.Compensation);
        if ((accountNo ?? state.Text("account")) is { } number)
        {
            var subject = "account:" + number;
            requests = requests.Where(request => request.Subject == subject);
        }

        if (state.Text("platform") is { } no) requests = requests.Where(request => request.PlatformNo == no);
        return state.Choice<ApprovalState>("state") is { } wanted ? requests.Where(request => request.State == wanted) : requests;
    }

    internal static async Task<IReadOnlyList<CompensatorRow>> RowsAsync(
        CustodyDb db, PlatformRefs platforms, IReadOnlyList<Domain.Ledger.Account> accounts, CancellationToken cancellationToken)
    {
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var ids = accounts.Select(account => account.Id).ToArray();
        var names = await AccountRefs.ReadAsync(db, ids.Select(id => (long?)id), cancellationToken);
        var guaranteed = await (
            from compensator in db.Compensators
            where ids.Contains(compensator.AccountId)
            join listing in db.Listings on compensator.ListingId equals listing.Id
            where listing.State == ListingState.Repaying
            group listing by compensator.AccountId into all
            select new { all.Key, Count = all.Count(), Fen = all.Sum(listing => listing.OutstandingFen) })
            .ToDictionaryAsync(row => row.Key, cancellationToken);
        var overdue = await (
            from row in ListingQueries.Overdue(db, today)
            join compensator in db.Compensators on row.ListingId equals compensator.ListingId
            where ids.Contains(compensator.AccountId)
            group row by compensator.AccountId into all
            select new
            {
                all.Key,
                Count = all.Count(),
                Free = all.Count(row => row.PendingApprovalId == null),
                Fen = all.Sum(row => row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen),
            }).ToDictionaryAsync(row => row.Key, cancellationToken);
        var held = await db.Freezes
            .Where(freeze => ids.Contains(freeze.AccountId) && freeze.Purpose == Domain.Ledger.FreezePurpose.Compensation
                && freeze.State == Domain.Ledger.FreezeState.Active)
            .GroupBy(freeze => freeze.AccountId).Select(all => new { all.Key, Fen = all.Sum(freeze => freeze.RemainingFen) })
            .ToDictionaryAsync(row => row.Key, row => row.Fen, cancellationToken);
        var recoveries = await db.RecoveryClaims.Where(claim => ids.Contains(claim.CompensatorAccountId))
            .GroupBy(claim => claim.CompensatorAccountId)
            .Select(all => new { all.Key, Paid = all.Sum(claim => claim.CompensatedFen), Back = all.Sum(claim => claim.RecoveredFen) })
            .ToDictionaryAsync(row => row.Key, cancellationToken);
        return [.. accounts.Select(account => new CompensatorRow(
            names[account.Id], platforms.OfPool(account.PoolId), account.AvailableFen,
            guaranteed.GetValueOrDefault(account.Id)?.Count ?? 0, guaranteed.GetValueOrDefault(account.Id)?.Fen ?? 0,
            overdue.GetValueOrDefault(account.Id)?.Count ?? 0, overdue.GetValueOrDefault(account.Id)?.Free ?? 0,
            overdue.GetValueOrDefault(account.Id)?.Fen ?? 0,
            held.GetValueOrDefault(account.Id),
            recoveries.GetValueOrDefault(account.Id)?.Paid ?? 0, recoveries.GetValueOrDefault(account.Id)?.Back ?? 0))];
    }
}
