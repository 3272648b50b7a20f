using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Compensation;

/// <summary>One instalment of a request: what is asked for and, as long as it waits, what is owed now.</summary>
/// <param name="Item">What is asked for.</param>
/// <param name="ListingId">The key of the listing.</param>
/// <param name="DueOn">The day on which it is or was due; null where the plan has it no more.</param>
/// <param name="OwedFen">Principal, interest and fine owed now; null once the request has ended, or where the instalment is gone.</param>
/// <param name="Parts">What each investor receives, or has received; empty where nothing is paid.</param>
public sealed record RequestedItem(
    CompensationItem Item, long ListingId, DateOnly? DueOn, InstalmentAmounts? OwedFen, IReadOnlyList<InvestorPart> Parts);

/// <summary>
/// The instalments of a request with the three kinds of money and each investor's part: while it waits, computed as carrying it out will do
/// it, instalment by instalment; once carried out, as it was booked.
/// </summary>
public sealed class RequestedQueries(IDbContextFactory<CustodyDb> databases)
{
    public async Task<IReadOnlyList<RequestedItem>> OfAsync(
        ApprovalRequest request, ProposeCompensation proposal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(proposal);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var numbers = proposal.Items.Select(item => item.ListingNo).Distinct().ToArray();
        var listings = await db.Listings.Where(listing => listing.PoolId == proposal.PoolId && numbers.Contains(listing.ListingNo))
            .ToDictionaryAsync(listing => listing.ListingNo, cancellationToken);
        var ids = listings.Values.Select(listing => listing.Id).ToArray();
        var rows = (await db.Instalments.Where(row => ids.Contains(row.ListingId)).ToListAsync(cancellationToken))
            .ToDictionary(row => (row.ListingId, row.PlanVersion, row.Period));
        var claims = (await db.Claims.Where(claim => ids.Contains(claim.ListingId)).OrderBy(claim => claim.Id).ToListAsync(cancellationToken))
            .ToLookup(claim => claim.ListingId);
        var investors = await AccountRefs.ReadAsync(
            db, ids.SelectMany(id => claims[id]).Select(claim => (long?)claim.AccountId), cancellationToken);
        var parts = request.State switch
        {
            ApprovalState.Pending => Foreseen(proposal, listings, claims, investors),
            ApprovalState.Executed => await BookedAsync(db, request, proposal, claims, investors, cancellationToken),
            _ => [],
        };
        var owes = request.State == ApprovalState.Pending;
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var fineDailyBps = await (from pool in db.Pools
                                  join platform in db.Platforms on pool.PlatformId equals platform.Id
                                  where pool.Id == proposal.PoolId
                                  select platform.FineDailyBps).SingleAsync(cancellationToken);
        return [.. proposal.Items.Select((item, i) =>
        {
            var listing = listings[item.ListingNo];
            var row = rows.GetValueOrDefault((listing.Id, item.PlanVersion, item.Period));
            return new RequestedItem(
                item, listing.Id, row?.DueOn,
                owes && row is not null && row.Counts(listing) ? OverdueFine.Owed(row, today, fineDailyBps) : null,
                parts.GetValueOrDefault(i) ?? []);
        })];
    }

    /// <summary>The parts by the place of the item: for each listing its instalments are paid in the order of the request.</summary>
    private static Dictionary<int, IReadOnlyList<InvestorPart>> Foreseen(
        ProposeCompensation proposal, Dictionary<string, Listing> listings, ILookup<long, Claim> claims,
        IReadOnlyDictionary<long, AccountRef> investors)
    {
        var parts = new Dictionary<int, IReadOnlyList<InvestorPart>>();
        foreach (var group in proposal.Items.Select((item, at) => (item, at)).GroupBy(pair => pair.item.ListingNo))
        {
            IReadOnlyList<Claim> ofListing = [.. claims[listings[group.Key].Id]];
            var items = group.ToList();
            var split = InvestorParts.Of(
                ofListing, items.Select(pair => new InstalmentAmounts(pair.item.PrincipalFen, pair.item.InterestFen, pair.item.FineFen)));
            var outstandingFen = ofListing.Select(claim => claim.OutstandingFen).ToArray();
            for (var n = 0; n < split.Count; n++)
            {
                parts[items[n].at] =
                [
                    .. ofListing.Select((claim, i) => new InvestorPart(
                        investors.GetValueOrDefault(claim.AccountId), outstandingFen[i], split[n][i])).Where(part => part.Amounts.TotalFen > 0),
                ];
                for (var i = 0; i < outstandingFen.Length; i++) outstandingFen[i] -= split[n][i].PrincipalFen;
            }
        }

        return parts;
    }

    private static async Task<Dictionary<int, IReadOnlyList<InvestorPart>>> BookedAsync(
        CustodyDb db, ApprovalRequest request, ProposeCompensation proposal, ILookup<long, Claim> claims,
        IReadOnlyDictionary<long, AccountRef> investors, CancellationToken cancellationToken)
    {
        var claimOf = claims.SelectMany(group => group).ToDictionary(claim => claim.Id);
        var places = Enumerable.Range(0, proposal.Items.Count).ToDictionary(i => proposal.OrderRequestNo(request, i));
        var numbers = places.Keys.ToArray();
        var lines = await (from order in db.Orders
                           where order.PoolId == proposal.PoolId && numbers.Contains(order.RequestNo)
                           join entry in db.Entries on order.Id equals entry.OrderId
                           from line in db.Lines
                           where line.Id >= entry.FirstLineId && line.Id < entry.FirstLineId + entry.LineCount && line.ClaimId != null
                               && line.Side == Side.Credit
                           orderby line.Id
                           select new PaidLine(order.RequestNo, line.ClaimId!.Value, line.Kind, line.AmountFen)).ToListAsync(cancellationToken);
        return lines.GroupBy(line => places[line.RequestNo]).ToDictionary(
            ofItem => ofItem.Key,
            IReadOnlyList<InvestorPart> (ofItem) =>
            [
                .. ofItem.GroupBy(line => line.ClaimId).Select(ofClaim => new InvestorPart(
                    investors.GetValueOrDefault(claimOf[ofClaim.Key].AccountId), null, new InstalmentAmounts(
                        Sum(ofClaim, LineKind.Principal), Sum(ofClaim, LineKind.Interest), Sum(ofClaim, LineKind.Fine)))),
            ]);

        static long Sum(IEnumerable<PaidLine> ofClaim, LineKind kind) => ofClaim.Where(line => line.Kind == kind).Sum(line => line.AmountFen);
    }

    private sealed record PaidLine(string RequestNo, long ClaimId, LineKind Kind, long AmountFen);
}
