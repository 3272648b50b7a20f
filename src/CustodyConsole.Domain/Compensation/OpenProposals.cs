using CustodyConsole.Domain.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Compensation;

/// <summary>What is left of a proposal: instalments that are overdue, in no request, and for which its compensator was registered first. Amounts in fen.</summary>
public sealed record ProposalRest(long AccountId, long Count, long OwedFen);

/// <summary>
/// The proposals that wait for somebody to take them up: those of the last day's end of which something is left. What is left is read from the plans
/// as they are now, so a proposal ends by itself when it is paid or asked for.
/// </summary>
public static class OpenProposals
{
    /// <summary>The last day at whose end something was proposed; null where there is none.</summary>
    public static Task<DateOnly?> LastDayAsync(CustodyDb db, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.DayEndProposals.MaxAsync(proposal => (DateOnly?)proposal.BusinessDate, cancellationToken);
    }

    /// <summary>The open proposals of a day.</summary>
    /// <param name="db">The custody database.</param>
    /// <param name="day">The day at whose end they were made.</param>
    /// <param name="today">The accounting date.</param>
    public static IQueryable<DayEndProposal> Of(CustodyDb db, DateOnly day, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.DayEndProposals.Where(proposal => proposal.BusinessDate == day && db.Compensators.Any(compensator =>
            compensator.AccountId == proposal.AccountId
            && !db.Compensators.Any(other => other.ListingId == compensator.ListingId && other.Id < compensator.Id)
            && db.Listings.Any(listing => listing.Id == compensator.ListingId && listing.State == ListingState.Repaying
                && db.Instalments.Any(row => row.ListingId == listing.Id && row.PlanVersion == listing.PlanVersion
                    && row.SettledOn == null && row.DueOn < today && row.PendingApprovalId == null))));
    }

    /// <summary>What is left for each of some compensators; one of which nothing is left is not among them.</summary>
    public static async Task<IReadOnlyDictionary<long, ProposalRest>> RestAsync(
        CustodyDb db, DateOnly today, IReadOnlyCollection<long> accountIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await (
            from compensator in db.Compensators
            from listing in db.Listings
            from row in db.Instalments
            where accountIds.Contains(compensator.AccountId) && listing.Id == compensator.ListingId && row.ListingId == listing.Id
                && !db.Compensators.Any(other => other.ListingId == compensator.ListingId && other.Id < compensator.Id)
                && listing.State == ListingState.Repaying && row.PlanVersion == listing.PlanVersion
                && row.SettledOn == null && row.DueOn < today && row.PendingApprovalId == null
            group row by compensator.AccountId into all
            select new ProposalRest(
                all.Key, all.LongCount(),
                all.Sum(row => row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen)))
            .ToDictionaryAsync(rest => rest.AccountId, cancellationToken);
    }
}
