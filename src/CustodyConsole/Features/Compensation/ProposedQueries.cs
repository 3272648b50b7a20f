using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Compensation;

/// <summary>A proposal of a day's end; of the last one with what is left of it now, while those of earlier days were made anew where something was left.</summary>
public sealed record ProposedRow(DayEndProposal Proposal, AccountRef? Account, PlatformRef? Platform, ProposalRest? Rest, bool IsOfLastDay);

/// <summary>What the system proposed at the ends of days, for those who take it up.</summary>
public sealed class ProposedQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<CompensationText> words)
{
    /// <summary>The value of the filter that also shows what is done with, and earlier days.</summary>
    public const string All = "all";

    /// <summary>
    /// The open proposals of the last day, those first of which most days have passed. Filters: <c>platform</c>, <c>account</c> (number of a
    /// compensator), <c>short</c> (any value: only those whose compensator had too little), <c>show</c> (<see cref="All"/>).
    /// </summary>
    public async Task<PageOf<ProposedRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        if (await OpenProposals.LastDayAsync(db, cancellationToken) is not { } day) return new PageOf<ProposedRow>([], 0);
        var proposals = Filter(db, platforms, day, today, state);
        var sums = await proposals.GroupBy(_ => 1).Select(all => new
        {
            Count = all.LongCount(),
            Principal = all.Sum(row => row.PrincipalFen),
            Interest = all.Sum(row => row.InterestFen),
            Fine = all.Sum(row => row.FineFen),
        }).SingleOrDefaultAsync(cancellationToken);
        if (sums is null) return new PageOf<ProposedRow>([], 0);
        var page = await Ordered(proposals).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        return new PageOf<ProposedRow>(
            await RowsAsync(db, platforms, day, today, page, cancellationToken), sums.Count,
            [new(words["PrincipalTotal"], sums.Principal), new(words["InterestTotal"], sums.Interest), new(words["FineTotal"], sums.Fine)]);
    }

    /// <summary>How many proposals wait, and the day at whose end they were made; null where none does.</summary>
    public async Task<(DateOnly Day, int Count)?> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await OpenProposals.LastDayAsync(db, cancellationToken) is not { } day) return null;
        var count = await OpenProposals.Of(db, day, await ListingQueries.TodayAsync(db, cancellationToken)).CountAsync(cancellationToken);
        return count == 0 ? null : (day, count);
    }

    internal static IQueryable<DayEndProposal> Filter(CustodyDb db, PlatformRefs platforms, DateOnly day, DateOnly today, ListState state)
    {
        var proposals = state.Text("show") == All ? db.DayEndProposals : OpenProposals.Of(db, day, today);
        if (state.Text("platform") is { } no)
        {
            IReadOnlyList<long> pools = platforms.ByNo(no) is { } platform ? platforms.PoolsOf(platform.Id) : [];
            proposals = proposals.Where(proposal => pools.Contains(proposal.PoolId));
        }

        if (state.Text("account") is { } number)
            proposals = proposals.Where(proposal => db.Accounts.Any(account => account.Id == proposal.AccountId && account.Number == number));
        return state.Text("short") is null
            ? proposals : proposals.Where(proposal => proposal.PrincipalFen + proposal.InterestFen + proposal.FineFen > proposal.AvailableFen);
    }

    internal static IQueryable<DayEndProposal> Ordered(IQueryable<DayEndProposal> proposals) =>
        proposals.OrderByDescending(proposal => proposal.BusinessDate).ThenBy(proposal => proposal.DueFrom).ThenBy(proposal => proposal.Id);

    internal static async Task<IReadOnlyList<ProposedRow>> RowsAsync(
        CustodyDb db, PlatformRefs platforms, DateOnly day, DateOnly today, IReadOnlyList<DayEndProposal> page, CancellationToken cancellationToken)
    {
        var accounts = await AccountRefs.ReadAsync(db, page.Select(row => (long?)row.AccountId), cancellationToken);
        var rest = await OpenProposals.RestAsync(
            db, today, [.. page.Where(row => row.BusinessDate == day).Select(row => row.AccountId)], cancellationToken);
        return [.. page.Select(row => new ProposedRow(
            row, accounts.GetValueOrDefault(row.AccountId), platforms.OfPool(row.PoolId),
            row.BusinessDate == day ? rest.GetValueOrDefault(row.AccountId) : null, row.BusinessDate == day))];
    }
}
