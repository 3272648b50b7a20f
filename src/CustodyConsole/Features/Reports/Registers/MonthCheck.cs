using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>A figure as it is known in a second way: fen, how many, or both; null where it is known in one way only.</summary>
internal readonly record struct KnownFigure(long? Fen, long? Number);

/// <summary>
/// The figures of <see cref="MonthFigures"/> known in a second way, with which they are compared in the same snapshot. There flows are summed from the
/// legs, here from orders and listings; there balances grow from the month's opening, here they go back from what the accounts hold now; there loans
/// and lenders go back from what is owed now, here they begin with what was lent.
/// </summary>
internal sealed class MonthCheck
{
    public required Flows Flows { get; init; }

    /// <summary>What the accounts of each type held when the month began, and at its end, in fen.</summary>
    public required IReadOnlyDictionary<AccountType, (long OpeningFen, long ClosingFen)> Balances { get; init; }

    /// <summary>The figures of the summary by their keys.</summary>
    public required IReadOnlyDictionary<string, KnownFigure> Figures { get; init; }

    public static async Task<MonthCheck> ReadAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, CancellationToken stop)
    {
        var asked = await AskedAsync(db, pools, first, last, stop);
        var moved = await MovedAsync(db, pools, first, last, stop);
        var listings = db.Listings.Where(listing => pools.Contains(listing.PoolId) && listing.ReleasedOn >= first && listing.ReleasedOn <= last);
        var released = new KnownFigure(await listings.SumAsync(listing => listing.ReleasedFen, stop), await listings.LongCountAsync(stop));
        var flows = new Flows(
            Fen(moved, Operation.Recharge), Fen(asked, OrderType.Reversal), Fen(moved, Operation.WithdrawalPaid) + Fen(moved, Operation.WithdrawalInSuspense),
            Fen(moved, Operation.WithdrawalReturned), Fen(asked, OrderType.Bid), released.Fen!.Value, Fen(asked, OrderType.Repayment),
            Fen(asked, OrderType.DirectCompensation) + Fen(asked, OrderType.IndirectCompensation), Fen(asked, OrderType.Recovery));
        var balances = await BalancesAsync(db, pools, first, last, stop);
        var loans = await LoansAsync(db, pools, last, stop);
        var suspense = await InSuspenseAsync(db, pools, last, stop);
        long Held(params IEnumerable<AccountType> types) => types.Sum(type => balances.GetValueOrDefault(type).ClosingFen);
        return new MonthCheck
        {
            Flows = flows,
            Balances = balances,
            Figures = new Dictionary<string, KnownFigure>
            {
                ["released"] = released,
                ["bids"] = new(flows.BidFen, Count(asked, OrderType.Bid)),
                ["repaid"] = new(flows.RepaidFen, null),
                ["outstanding"] = new(loans.LeftFen, null),
                ["pool"] = new(Held(AccountType.Pool), null),
                ["users"] = new(Held(ChartOfAccounts.All.Where(facts => facts.Class == AccountClass.User).Select(facts => facts.Type)), null),
                ["investors"] = new(Held(AccountType.Investor), null),
                ["borrowers"] = new(Held(AccountType.Borrower), null),
                ["guarantors"] = new(Held(AccountType.Guarantor), null),
                ["compensation-account"] = new(Held(AccountType.PlatformCompensation), null),
                ["due-from-company"] = new(Held(AccountType.RechargeReceivable, AccountType.ReturnReceivable), null),
                ["due-to-company"] = new(Held(AccountType.PayoutPayable, AccountType.FeePayable), null),
                ["lenders"] = new(null, loans.Lenders),
                ["debtors"] = new(null, loans.Debtors),
                ["lenders-active"] = new(null, await ActiveAsync(db, pools, first, last, Operation.Bid, stop)),
                ["borrowers-active"] = new(null, await ActiveAsync(db, pools, first, last, Operation.Release, stop)),
                ["lenders-registered"] = new(null, await OpenedAsync(db, pools, last, AccountType.Investor, stop)),
                ["borrowers-registered"] = new(null, await OpenedAsync(db, pools, last, AccountType.Borrower, stop)),
                ["recharged"] = new(flows.RechargeFen, Count(moved, Operation.Recharge)),
                ["reversed"] = new(flows.ReversedFen, Count(asked, OrderType.Reversal)),
                ["recharged-net"] = new(flows.RechargeFen - flows.ReversedFen, Count(moved, Operation.Recharge) - Count(asked, OrderType.Reversal)),
                ["paid-out"] = new(flows.PayoutFen, Count(moved, Operation.WithdrawalPaid) + Count(moved, Operation.WithdrawalInSuspense)),
                ["returned"] = new(flows.ReturnFen, Count(moved, Operation.WithdrawalReturned)),
                ["compensated"] = new(flows.CompensatedFen, null),
                ["recovered"] = new(flows.RecoveredFen, null),
                // How many contradictions were found is kept in one place only, with the day.
                ["difference"] = new(Held(AccountType.Pool) - ChartOfAccounts.All.Sum(facts => facts.InTotal * Held(facts.Type)), null),
                ["in-suspense"] = suspense,
            },
        };
    }

    private static long Fen<TKey>(Dictionary<TKey, KnownFigure> sums, TKey key) where TKey : notnull => sums.GetValueOrDefault(key).Fen ?? 0;

    private static long Count<TKey>(Dictionary<TKey, KnownFigure> sums, TKey key) where TKey : notnull => sums.GetValueOrDefault(key).Number ?? 0;

    /// <summary>Orders that are carried out when they are accepted, so that their day is that of their entry.</summary>
    private static async Task<Dictionary<OrderType, KnownFigure>> AskedAsync(
        CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, CancellationToken stop)
    {
        OrderType[] types =
        [
            OrderType.Bid, OrderType.Repayment, OrderType.DirectCompensation, OrderType.IndirectCompensation, OrderType.Recovery, OrderType.Reversal,
        ];
        return await db.Orders
            .Where(order => pools.Contains(order.PoolId) && order.AccountingDate >= first && order.AccountingDate <= last
                && types.Contains(order.Type) && order.State == OrderState.Succeeded)
            .GroupBy(order => order.Type).Select(all => new { all.Key, Fen = all.Sum(order => order.AmountFen), Count = all.LongCount() })
            .ToDictionaryAsync(one => one.Key, one => new KnownFigure(one.Fen, one.Count), stop);
    }

    /// <summary>Orders that wait for the payment company, by the day of the entry that followed its answer: what they were for, less a fee taken out of it.</summary>
    private static async Task<Dictionary<Operation, KnownFigure>> MovedAsync(
        CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, CancellationToken stop)
    {
        Operation[] operations = [Operation.Recharge, Operation.WithdrawalPaid, Operation.WithdrawalInSuspense, Operation.WithdrawalReturned];
        return await (
            from entry in db.Entries
            where pools.Contains(entry.PoolId) && entry.AccountingDate >= first && entry.AccountingDate <= last && operations.Contains(entry.Operation)
            join order in db.Orders on entry.OrderId equals order.Id
            let taken = order.Type == OrderType.Withdrawal && order.FeePayer == FeePayer.User && order.FeeDeduction == FeeDeduction.Inner ? order.FeeFen : 0
            group order.AmountFen - taken by entry.Operation into all
            select new { all.Key, Fen = all.Sum(), Count = all.LongCount() })
            .ToDictionaryAsync(one => one.Key, one => new KnownFigure(one.Fen, one.Count), stop);
    }

    /// <summary>What the accounts hold now, less what was posted since.</summary>
    private static async Task<Dictionary<AccountType, (long OpeningFen, long ClosingFen)>> BalancesAsync(
        CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, CancellationToken stop)
    {
        var now = await db.Accounts.Where(account => pools.Contains(account.PoolId)).GroupBy(account => account.Type)
            .Select(all => new { all.Key, Fen = all.Sum(account => account.BookFen) }).ToListAsync(stop);
        var since = await (
            from posted in LinesOfEntries.WithAccounts(db, db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate >= first))
            group posted.Line by new { posted.Account.Type, posted.Line.Side, IsLater = posted.Entry.AccountingDate > last } into all
            select new { all.Key, Fen = all.Sum(line => line.AmountFen) }).ToListAsync(stop);
        return now.ToDictionary(one => one.Key, one =>
        {
            var grown = since.Where(moved => moved.Key.Type == one.Key).Select(moved => (moved.Key.IsLater, Fen: MonthFigures.Grown(one.Key, moved.Key.Side, moved.Fen))).ToList();
            return (one.Fen - grown.Sum(moved => moved.Fen), one.Fen - grown.Where(moved => moved.IsLater).Sum(moved => moved.Fen));
        });
    }

    /// <summary>What was lent less what orders paid back, loan by loan, and claim by claim where something of the loan is left.</summary>
    private static async Task<(long LeftFen, long Lenders, long Debtors)> LoansAsync(
        CustodyDb db, IReadOnlyList<long> pools, DateOnly last, CancellationToken stop)
    {
        OrderType[] types = [OrderType.Repayment, OrderType.DirectCompensation, OrderType.IndirectCompensation];
        var payments = db.Orders.Where(order => pools.Contains(order.PoolId) && types.Contains(order.Type) && order.State == OrderState.Succeeded
            && order.AccountingDate <= last);
        var paid = from order in payments
                   group order by order.ListingId into all
                   select new { ListingId = all.Key, Fen = all.Sum(order => order.PrincipalFen) };
        var open = from listing in db.Listings
                   where pools.Contains(listing.PoolId) && listing.ReleasedOn <= last
                   join one in paid on (long?)listing.Id equals one.ListingId into all
                   from one in all.DefaultIfEmpty()
                   where listing.ReleasedFen > (((long?)one.Fen) ?? 0)
                   select new { listing.Id, listing.BorrowerUserId, LeftFen = listing.ReleasedFen - (((long?)one.Fen) ?? 0) };
        var returned = from loan in open
                       join order in payments on (long?)loan.Id equals order.ListingId
                       join entry in db.Entries on order.Id equals entry.OrderId
                       from line in db.Lines
                       where line.Id >= entry.FirstLineId && line.Id < entry.FirstLineId + entry.LineCount
                           && line.ClaimId != null && line.Kind > LineKind.Funds && line.Kind < LineKind.Interest && line.Side > Side.Debit
                       group line by line.ClaimId into all
                       select new { ClaimId = all.Key, Fen = all.Sum(line => line.AmountFen) };
        var lenders = from loan in open
                      join claim in db.Claims on loan.Id equals claim.ListingId
                      join one in returned on (long?)claim.Id equals one.ClaimId into all
                      from one in all.DefaultIfEmpty()
                      where claim.PrincipalFen > (((long?)one.Fen) ?? 0)
                      select claim.AccountId;
        return (
            await open.SumAsync(loan => loan.LeftFen, stop), await lenders.Distinct().LongCountAsync(stop),
            await open.Select(loan => loan.BorrowerUserId).Distinct().LongCountAsync(stop));
    }

    /// <summary>
    /// The accounts whose balance entries of an operation made grow, but by a fee: of a bid the lender's, of a release the borrower's. By bounds, as in
    /// <see cref="MonthFigures"/>.
    /// </summary>
    private static Task<long> ActiveAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly first, DateOnly last, Operation operation, CancellationToken stop) => (
        from posted in LinesOfEntries.Of(db, db.Entries.Where(
            entry => pools.Contains(entry.PoolId) && entry.AccountingDate >= first && entry.AccountingDate <= last && entry.Operation == operation))
        where posted.Line.Side > Side.Debit && (posted.Line.Kind < LineKind.Fee || posted.Line.Kind > LineKind.Fee)
        select posted.Line.AccountId).Distinct().LongCountAsync(stop);

    private static Task<long> OpenedAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly last, AccountType type, CancellationToken stop) =>
        db.Accounts.LongCountAsync(account => pools.Contains(account.PoolId) && account.Type == type && account.OpenedOn <= last, stop);

    /// <summary>The items themselves, less the steps that cleared them by then.</summary>
    private static async Task<KnownFigure> InSuspenseAsync(CustodyDb db, IReadOnlyList<long> pools, DateOnly last, CancellationToken stop)
    {
        var cleared = from step in db.SuspenseClearings
                      join order in db.Orders on step.OrderId equals order.Id
                      where pools.Contains(step.PoolId) && order.AccountingDate <= last
                      group step by step.ItemId into all
                      select new { ItemId = all.Key, Fen = all.Sum(step => step.AmountFen) };
        var left = await (
            from item in db.SuspenseItems
            where pools.Contains(item.PoolId) && item.OpenedOn <= last
            join one in cleared on item.Id equals one.ItemId into all
            from one in all.DefaultIfEmpty()
            where item.AmountFen > (((long?)one.Fen) ?? 0)
            select item.AmountFen - (((long?)one.Fen) ?? 0)).ToListAsync(stop);
        return new KnownFigure(left.Sum(), left.Count);
    }
}
