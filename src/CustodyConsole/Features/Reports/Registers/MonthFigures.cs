using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>What flowed on a day, or in a month. Amounts in fen.</summary>
internal sealed record Flows(
    long RechargeFen, long ReversedFen, long PayoutFen, long ReturnFen, long BidFen, long ReleaseFen, long RepaidFen, long CompensatedFen, long RecoveredFen);

/// <summary>What was posted to a type of account by an operation, on one side.</summary>
internal sealed record Posted(DateOnly Date, Operation Operation, AccountType Type, Side Side, bool IsClaim, long Fen, long Count);

/// <summary>How many people there were at a date.</summary>
internal sealed record People(long Investors, long Borrowers, long Lenders, long Debtors);

/// <summary>
/// The figures of one platform in one month, from the journal: what was posted in it, what the accounts held before, and what is outstanding at
/// its end. What stood at an earlier date is what stands now less what was posted since, so its cost follows the time since then.
/// </summary>
internal sealed class MonthFigures
{
    private MonthFigures(DateOnly first, DateOnly last, IReadOnlyList<Posted> posted, IReadOnlyDictionary<AccountType, long> opening) =>
        (From, To, Posted, Opening) = (first, last, posted, opening);

    public DateOnly From { get; }

    public DateOnly To { get; }

    public IReadOnlyList<Posted> Posted { get; }

    /// <summary>What the accounts of each type held when the month began.</summary>
    public IReadOnlyDictionary<AccountType, long> Opening { get; }

    public required long OutstandingFen { get; init; }

    public required People People { get; init; }

    /// <summary>Lenders who bid, and borrowers to whom money was released, in the month.</summary>
    public required (long Lenders, long Borrowers) Active { get; init; }

    /// <summary>How many differences were not cleared at its end; what they came to is what the suspense accounts held.</summary>
    public required long InSuspense { get; init; }

    /// <summary>What was left of surpluses and shortages at its end.</summary>
    public long SuspenseFen => BalanceOf(AccountType.LongSuspense, To) + BalanceOf(AccountType.ShortSuspense, To);

    public required (long Days, long Breaches) Proofs { get; init; }

    public static async Task<MonthFigures> ReadAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, CancellationToken stop)
    {
        var posted = await (
            from one in LinesOfEntries.WithAccounts(
                db, db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate >= first && entry.AccountingDate <= last))
            group one.Line by new { one.Entry.AccountingDate, one.Entry.Operation, one.Account.Type, one.Line.Side, IsClaim = one.Line.ClaimId != null } into all
            select new { all.Key, Fen = all.Sum(line => line.AmountFen), Count = all.LongCount() }).ToListAsync(stop);
        var orders = db.Orders.Where(order => pools.Contains(order.PoolId) && order.Type == OrderType.Bid && order.AccountingDate >= first && order.AccountingDate <= last);
        var released = db.Listings.Where(listing => pools.Contains(listing.PoolId) && listing.ReleasedOn >= first && listing.ReleasedOn <= last);
        var endUtc = await EndOfAsync(db, last, stop);
        var suspense = await db.SuspenseItems.LongCountAsync(
            item => pools.Contains(item.PoolId) && item.OpenedOn <= last && (item.ClearedAtUtc == null || (endUtc != null && item.ClearedAtUtc > endUtc)), stop);
        var proofs = await db.AccountingDays.Where(day => day.Date >= first && day.Date <= last && (day.ProvedAtUtc != null || day.Breaches > 0)).GroupBy(_ => 1)
            .Select(all => new { Days = all.LongCount(), Breaches = all.Sum(day => (long)day.Breaches) }).SingleOrDefaultAsync(stop);
        return new MonthFigures(
            first, last,
            [.. posted.Select(one => new Posted(one.Key.AccountingDate, one.Key.Operation, one.Key.Type, one.Key.Side, one.Key.IsClaim, one.Fen, one.Count))],
            await OpeningAsync(db, pools, first, stop))
        {
            OutstandingFen = await OutstandingAsync(db, pools, last, stop),
            People = await PeopleAsync(db, pools, last, stop),
            Active = (await orders.Select(order => order.AccountId).Distinct().LongCountAsync(stop),
                await released.Select(listing => listing.BorrowerUserId).Distinct().LongCountAsync(stop)),
            InSuspense = suspense,
            Proofs = (proofs?.Days ?? 0, proofs?.Breaches ?? 0),
        };
    }

    /// <summary>
    /// When an accounting day was over, by which what has a time and no accounting date belongs to it or to a later one; null where it is not over.
    /// </summary>
    internal static Task<DateTime?> EndOfAsync(CustodyDb db, DateOnly date, CancellationToken stop) =>
        db.AccountingDays.Where(day => day.Date >= date).OrderBy(day => day.Date).Select(day => (DateTime?)day.CutAtUtc).FirstOrDefaultAsync(stop);

    /// <summary>What flowed on one day, or in the whole month.</summary>
    public Flows FlowsOf(DateOnly? date = null)
    {
        var posted = date is { } day ? Posted.Where(one => one.Date == day).ToList() : Posted;
        return new Flows(
            Sum(Operation.Recharge, AccountType.RechargeReceivable, Side.Debit),
            // Only recharges can be reversed; a reversal is their entry with its sides swapped.
            Sum(Operation.Reversal, AccountType.RechargeReceivable, Side.Credit),
            Sum(Operation.WithdrawalPaid, AccountType.PayoutPayable, Side.Credit) + Sum(Operation.WithdrawalInSuspense, AccountType.PayoutPayable, Side.Credit),
            Sum(Operation.WithdrawalReturned, AccountType.ReturnReceivable, Side.Debit),
            Sum(Operation.Bid, AccountType.Investor, Side.Credit),
            Sum(Operation.Release, AccountType.Borrower, Side.Credit),
            Claims(Operation.Repayment),
            Claims(Operation.DirectCompensation) + Claims(Operation.IndirectCompensation),
            posted.Where(one => one.Operation == Operation.Recovery && one.Side == Side.Credit).Sum(one => one.Fen));

        long Sum(Operation operation, AccountType type, Side side) =>
            posted.Where(one => one.Operation == operation && one.Type == type && one.Side == side).Sum(one => one.Fen);

        long Claims(Operation operation) => posted.Where(one => one.Operation == operation && one.IsClaim && one.Side == Side.Credit).Sum(one => one.Fen);
    }

    /// <summary>How often an operation was booked: by the line that each has once.</summary>
    public long Times(Operation operation, AccountType type, Side side) =>
        Posted.Where(one => one.Operation == operation && one.Type == type && one.Side == side).Sum(one => one.Count);

    /// <summary>What the accounts of a type held at the end of a day.</summary>
    public long BalanceOf(AccountType type, DateOnly date) =>
        Opening.GetValueOrDefault(type) + Posted.Where(one => one.Type == type && one.Date <= date).Sum(one => Grown(type, one.Side, one.Fen));

    /// <summary>What users' accounts held at the end of a day.</summary>
    public long UserFundsOf(DateOnly date) => ChartOfAccounts.All.Where(facts => facts.Class == AccountClass.User).Sum(facts => BalanceOf(facts.Type, date));

    /// <summary>The pooled account less the sum of its accounts at the end of a day.</summary>
    public long DifferenceOf(DateOnly date) =>
        BalanceOf(AccountType.Pool, date) - ChartOfAccounts.All.Sum(facts => facts.InTotal * BalanceOf(facts.Type, date));

    internal static long Grown(AccountType type, Side side, long fen) => ChartOfAccounts.Of(type).NormalSide == side ? fen : -fen;

    private static async Task<Dictionary<AccountType, long>> OpeningAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly first, CancellationToken stop)
    {
        var before = await db.AccountingDays.Where(day => day.Date < first).OrderByDescending(day => day.Date).FirstOrDefaultAsync(stop);
        if (before is null) return [];
        if (before.ProvedAtUtc is not null)
        {
            return await db.TrialBalanceRows.Where(row => row.Date == before.Date && pools.Contains(row.PoolId)).GroupBy(row => row.Type)
                .Select(all => new { all.Key, Fen = all.Sum(row => row.ClosingFen) }).ToDictionaryAsync(one => one.Key, one => one.Fen, stop);
        }

        var sums = await (
            from posted in LinesOfEntries.WithAccounts(db, db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate < first))
            group posted.Line by new { posted.Account.Type, posted.Line.Side } into all
            select new { all.Key, Fen = all.Sum(line => line.AmountFen) }).ToListAsync(stop);
        return sums.GroupBy(one => one.Key.Type).ToDictionary(type => type.Key, type => type.Sum(one => Grown(type.Key, one.Key.Side, one.Fen)));
    }

    private static async Task<long> OutstandingAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly last, CancellationToken stop)
    {
        // Principal is said by bounds: for an equality SQLite would make an index of all lines there are, instead of going to those of each entry.
        var now = await db.Listings.Where(listing => pools.Contains(listing.PoolId)).SumAsync(listing => listing.OutstandingFen, stop);
        var since = await (
            from posted in LinesOfEntries.Of(db, db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate > last))
            let line = posted.Line
            where line.Kind > LineKind.Funds && line.Kind < LineKind.Interest
                && ((line.Side == Side.Credit && line.ClaimId != null) || (line.Side == Side.Debit && line.FreezeId != null && posted.Entry.Operation == Operation.Release))
            group line by line.Side into all
            select new { all.Key, Fen = all.Sum(line => line.AmountFen) }).ToListAsync(stop);
        return now + since.Where(one => one.Key == Side.Credit).Sum(one => one.Fen) - since.Where(one => one.Key == Side.Debit).Sum(one => one.Fen);
    }

    private static async Task<People> PeopleAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly last, CancellationToken stop)
    {
        var opened = from user in db.Users
                     join account in db.Accounts on user.AccountId equals account.Id
                     where pools.Contains(user.PoolId) && account.OpenedOn <= last
                     select user;
        var users = await opened.GroupBy(user => user.Role)
            .Select(all => new { all.Key, Count = all.LongCount() }).ToDictionaryAsync(one => one.Key, one => one.Count, stop);
        var paidSince = from posted in LinesOfEntries.Of(db, db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate > last))
                        let line = posted.Line
                        where line.Kind > LineKind.Funds && line.Kind < LineKind.Interest && line.Side > Side.Debit && line.ClaimId != null
                        group line by line.ClaimId into all
                        select new { ClaimId = all.Key, Fen = all.Sum(line => line.AmountFen) };
        var open = from claim in db.Claims
                   join listing in db.Listings on claim.ListingId equals listing.Id
                   join one in paidSince on (long?)claim.Id equals one.ClaimId into all
                   from one in all.DefaultIfEmpty()
                   where pools.Contains(listing.PoolId) && listing.ReleasedOn <= last && claim.OutstandingFen + (((long?)one.Fen) ?? 0) > 0
                   select new { claim.AccountId, listing.BorrowerUserId };
        return new People(
            users.GetValueOrDefault(UserRole.Investor), users.GetValueOrDefault(UserRole.Borrower),
            await open.Select(one => one.AccountId).Distinct().LongCountAsync(stop), await open.Select(one => one.BorrowerUserId).Distinct().LongCountAsync(stop));
    }
}
