using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Compensation;

/// <summary>What a day's proposals come to. Amounts in fen.</summary>
/// <param name="Compensators">How many compensators something is proposed to.</param>
/// <param name="Made">How many of these proposals this run made; the others were there already.</param>
/// <param name="Proposed">What is proposed, principal and interest.</param>
/// <param name="FineFen">The fines that are proposed with it.</param>
/// <param name="Without">What nobody is registered to compensate for, or only an account that is closed.</param>
/// <param name="Requested">What is in a request that waits for approval.</param>
/// <param name="WithTooLittle">How many compensators have too little.</param>
/// <param name="LackingFen">What they lack together.</param>
public sealed record DayEndProposals(
    int Compensators, int Made, OverdueTotals Proposed, long FineFen, OverdueTotals Without, OverdueTotals Requested, int WithTooLittle, long LackingFen)
{
    /// <summary>All that was overdue: what is proposed, what cannot be, and what is asked for.</summary>
    public long Overdue => Proposed.Count + Without.Count + Requested.Count;
}

/// <summary>
/// Proposes at the end of a day what each compensator may pay of what is overdue and in no request. It goes through what is overdue in parts, and keeps
/// one sum for each compensator, so its memory follows the compensators and not the instalments.
/// </summary>
public static class MakeDayEndProposals
{
    /// <summary>How many instalments are read, and how many proposals are written, at once.</summary>
    public const int ReadAtOnce = 2_000, WrittenAtOnce = 200;

    /// <summary>
    /// Makes a day's proposals; a compensator that has one for the day keeps it, so asked again it changes nothing. Refusal:
    /// <see cref="DayRefusals.NotCut"/>.
    /// </summary>
    /// <param name="db">The custody database.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="date">The accounting date that is over.</param>
    /// <param name="told">Told how many instalments have been looked at.</param>
    /// <param name="cancellationToken">Stops it between two parts; what was written stays.</param>
    public static async Task<Outcome<DayEndProposals>> RunAsync(
        CustodyDb db, GroupWriter writer, DateOnly date, Action<long>? told = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(writer);
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(cancellationToken);
        if (date >= today) return DayRefusals.NotCut(date, today);
        var requested = await OverdueInstalments.TotalsAsync(db, date.AddDays(1), new OverdueFilter { Requested = true }, cancellationToken);
        var sums = new Dictionary<long, Sum>();
        var without = new OverdueTotals(0, 0, 0);
        var looked = 0L;
        OverdueInstalment? last = null;
        while (true)
        {
            var part = await OverdueInstalments.BehindAsync(
                db, date.AddDays(1), new OverdueFilter { Requested = false }, last, ReadAtOnce, cancellationToken);
            if (part.Count == 0) break;
            var first = await FirstAsync(db, [.. part.Select(due => due.ListingId).Distinct()], cancellationToken);
            foreach (var due in part)
            {
                if (!first.TryGetValue(due.ListingId, out var accountId)) without = Plus(without, due);
                else sums[accountId] = sums.GetValueOrDefault(accountId, new Sum(due.PoolId, due.DueOn)).Plus(due);
            }

            last = part[^1];
            looked += part.Count;
            told?.Invoke(looked);
        }

        var kept = new List<DayEndProposal>(sums.Count);
        var made = 0;
        foreach (var chunk in sums.OrderBy(pair => pair.Value.PoolId).ThenBy(pair => pair.Key).Chunk(WrittenAtOnce))
        {
            var routes = await RoutesAsync(db, [.. chunk.Select(pair => pair.Key)], cancellationToken);
            foreach (var ofPool in chunk.GroupBy(pair => pair.Value.PoolId))
            {
                var (rows, added) = (await writer.RunAsync<(List<DayEndProposal> Rows, int Added)>(
                    ofPool.Key, books => Keep(books, date, [.. ofPool], routes))).Value;
                kept.AddRange(rows);
                made += added;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return new DayEndProposals(
            kept.Count, made,
            new OverdueTotals(kept.Sum(row => row.Count), kept.Sum(row => row.PrincipalFen), kept.Sum(row => row.InterestFen)),
            kept.Sum(row => row.FineFen), without, requested, kept.Count(row => row.ShortFen > 0), kept.Sum(row => row.ShortFen));
    }

    /// <summary>The account that was registered first with each listing, where it takes postings.</summary>
    private static async Task<Dictionary<long, long>> FirstAsync(CustodyDb db, long[] listingIds, CancellationToken cancellationToken)
    {
        var registered = await (from compensator in db.Compensators
                                where listingIds.Contains(compensator.ListingId)
                                join account in db.Accounts on compensator.AccountId equals account.Id
                                orderby compensator.Id
                                select new { compensator.ListingId, compensator.AccountId, account.State }).ToListAsync(cancellationToken);
        return registered.GroupBy(one => one.ListingId).Select(ofListing => ofListing.First()).Where(one => one.State == AccountState.Active)
            .ToDictionary(one => one.ListingId, one => one.AccountId);
    }

    /// <summary>The way that each compensator's money went last.</summary>
    private static async Task<Dictionary<long, CompensationRoute>> RoutesAsync(CustodyDb db, long[] accountIds, CancellationToken cancellationToken)
    {
        var accounts = await db.Accounts.Where(account => accountIds.Contains(account.Id))
            .Select(account => new { account.Id, account.Number }).ToDictionaryAsync(account => "account:" + account.Number, account => account.Id, cancellationToken);
        var subjects = accounts.Keys.ToArray();
        var latest = db.Approvals
            .Where(request => request.Type == ApprovalType.Compensation && request.State == ApprovalState.Executed && subjects.Contains(request.Subject))
            .GroupBy(request => request.Subject).Select(ofAccount => ofAccount.Max(request => request.Id));
        var contents = await db.Approvals.Where(request => latest.Contains(request.Id))
            .Select(request => new { request.Subject, request.Type, request.Content }).ToListAsync(cancellationToken);
        return contents.ToDictionary(
            request => accounts[request.Subject], request => ((ProposeCompensation)ProposalText.Read(request.Type, request.Content)).Route);
    }

    private static (List<DayEndProposal> Rows, int Added) Keep(
        Books books, DateOnly date, IReadOnlyList<KeyValuePair<long, Sum>> sums, Dictionary<long, CompensationRoute> routes)
    {
        foreach (var (accountId, _) in sums)
        {
            books.DayEndProposalOf.Want((date, accountId));
            books.Accounts.Want(accountId);
        }

        books.ReadWanted();
        var rows = new List<DayEndProposal>(sums.Count);
        var added = 0;
        foreach (var (accountId, sum) in sums)
        {
            var row = books.DayEndProposalOf.Find((date, accountId));
            if (row is null)
            {
                row = books.DayEndProposals.Add(new DayEndProposal
                {
                    BusinessDate = date,
                    AccountId = accountId,
                    PoolId = sum.PoolId,
                    Route = routes.GetValueOrDefault(accountId, CompensationRoute.Direct),
                    Count = sum.Count,
                    DueFrom = sum.DueFrom,
                    PrincipalFen = sum.PrincipalFen,
                    InterestFen = sum.InterestFen,
                    FineFen = sum.FineFen,
                    AvailableFen = books.Accounts.Get(accountId).AvailableFen,
                    AtUtc = books.NowUtc,
                });
                added++;
            }

            rows.Add(row);
        }

        return (rows, added);
    }

    private static OverdueTotals Plus(OverdueTotals sum, OverdueInstalment due) => checked(new OverdueTotals(
        sum.Count + 1, sum.PrincipalFen + due.PrincipalFen, sum.InterestFen + due.InterestFen));

    /// <summary>What one compensator may pay; parts come the longest overdue first.</summary>
    private sealed record Sum(long PoolId, DateOnly DueFrom)
    {
        public long Count { get; private init; }

        public long PrincipalFen { get; private init; }

        public long InterestFen { get; private init; }

        public long FineFen { get; private init; }

        public Sum Plus(OverdueInstalment due) => checked(this with
        {
            Count = Count + 1,
            PrincipalFen = PrincipalFen + due.PrincipalFen,
            InterestFen = InterestFen + due.InterestFen,
            FineFen = FineFen + due.FineFen,
        });
    }
}
