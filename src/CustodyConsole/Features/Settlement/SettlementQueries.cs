using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Settlement;

/// <summary>One line of the list of batches.</summary>
public sealed record BatchRow(SettlementBatch Batch, PlatformRef? Platform, string PaymentCompany)
{
    /// <summary>Received minus computed, in fen; null before it is confirmed.</summary>
    public long? DifferenceFen => Batch.ReceivedFen - Batch.NetFen;
}

/// <summary>A batch with what its page shows.</summary>
/// <param name="Row">The batch.</param>
/// <param name="Order">The order that made it.</param>
/// <param name="Confirmation">The order that confirmed it.</param>
/// <param name="Entries">Its entries, oldest first.</param>
/// <param name="ToSwitchFen">Users' money that still becomes settled, in fen.</param>
/// <param name="Advances">The advances that it repaid.</param>
/// <param name="AdvancesFen">Their sum, in fen.</param>
/// <param name="Suspense">The differences that it put into suspense.</param>
public sealed record BatchDetail(
    BatchRow Row, CustodyOrder Order, CustodyOrder? Confirmation, IReadOnlyList<JournalEntry> Entries, long ToSwitchFen,
    int Advances, long AdvancesFen, IReadOnlyList<SuspenseItem> Suspense);

/// <summary>A line that a batch nets: what an order added to what the payment company owes or is owed.</summary>
public sealed record CoveredRow(
    long EntryId, Operation Operation, AccountType Type, string OrderNo, DateOnly AccountingDate, DateOnly TransactionDate, long AmountFen);

/// <summary>A pool that could be settled by hand: with the day until which it could be.</summary>
public sealed record OpenPool(CustodyPool Pool, PlatformRef? Platform, DateOnly? SettledThrough, DateOnly? CutThrough);

/// <summary>Settlement batches and what hangs on one.</summary>
public sealed class SettlementQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<SettlementText> words)
{
    private static readonly AccountType[] Netted =
        [AccountType.RechargeReceivable, AccountType.ReturnReceivable, AccountType.PayoutPayable, AccountType.FeePayable];

    /// <summary>
    /// Filters: <c>q</c> (number), <c>state</c>, <c>platform</c>, <c>difference</c> (any value), <c>dateFrom</c>/<c>dateTo</c> (settlement day).
    /// </summary>
    public async Task<PageOf<BatchRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var companies = await PoolReach.Of(db, person).ToDictionaryAsync(pool => pool.Id, pool => pool.PaymentCompany, cancellationToken);
        var batches = Filter(db, person, platforms, state);
        var sums = await batches.GroupBy(_ => 1).Select(all => new
        {
            Count = all.LongCount(),
            Net = all.Sum(batch => batch.RechargeFen + batch.ReturnFen - batch.PayoutFen - batch.FeeFen),
            Received = all.Sum(batch => batch.ReceivedFen ?? 0),
        }).SingleOrDefaultAsync(cancellationToken);
        var page = await batches.OrderByDescending(batch => batch.SettledOn).ThenByDescending(batch => batch.Id)
            .Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        return new PageOf<BatchRow>(
            [.. page.Select(batch => new BatchRow(batch, platforms.OfPool(batch.PoolId), companies[batch.PoolId]))],
            sums?.Count ?? 0, [new(words["NetTotal"], sums?.Net ?? 0), new(words["ReceivedTotal"], sums?.Received ?? 0)]);
    }

    internal static IQueryable<SettlementBatch> Filter(CustodyDb db, StaffMember person, PlatformRefs platforms, ListState state)
    {
        var batches = db.Batches.AsQueryable();
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(person)) batches = batches.Where(batch => own.Contains(batch.PoolId));
        if (state.Text("q") is { } no) batches = batches.Where(batch => batch.Id == (SettlementBatch.IdOf(no) ?? -1));
        if (state.Choice<BatchState>("state") is { } at) batches = batches.Where(batch => batch.State == at);
        if (state.Text("platform") is { } platform)
        {
            var pools = platforms.ByNo(platform) is { } one ? platforms.PoolsOf(one.Id) : [];
            batches = batches.Where(batch => pools.Contains(batch.PoolId));
        }

        if (state.Text("difference") is not null)
        {
            batches = batches.Where(batch => batch.ReceivedFen != null
                && batch.ReceivedFen != batch.RechargeFen + batch.ReturnFen - batch.PayoutFen - batch.FeeFen);
        }

        if (state.Date("dateFrom") is { } from) batches = batches.Where(batch => batch.SettledOn >= from);
        if (state.Date("dateTo") is { } to) batches = batches.Where(batch => batch.SettledOn <= to);
        return batches;
    }

    /// <summary>A batch by its number; null where there is none, or none that the person may see.</summary>
    public async Task<BatchDetail?> FindAsync(StaffMember person, string no, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (SettlementBatch.IdOf(no) is not { } id) return null;
        if (await db.Batches.SingleOrDefaultAsync(batch => batch.Id == id, cancellationToken) is not { } batch) return null;
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        if (await PoolReach.Of(db, person).SingleOrDefaultAsync(pool => pool.Id == batch.PoolId, cancellationToken) is not { PaymentCompany: var company })
            return null;
        var confirmation = batch.ConfirmOrderId is { } confirmed
            ? await db.Orders.SingleAsync(order => order.Id == confirmed, cancellationToken) : null;
        var entries = await db.Entries.Where(entry => entry.OrderId == batch.OrderId || entry.OrderId == batch.ConfirmOrderId)
            .OrderBy(entry => entry.Id).Take(50).ToListAsync(cancellationToken);
        var net = await db.Accounts.SingleAsync(
            account => account.PoolId == batch.PoolId && account.Type == AccountType.NetClearing, cancellationToken);
        var repaid = await db.Advances.Where(advance => advance.BatchId == batch.Id).GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Sum = all.Sum(advance => advance.AmountFen) }).SingleOrDefaultAsync(cancellationToken);
        var suspense = await db.SuspenseItems.Where(item => item.OrderId == batch.ConfirmOrderId).ToListAsync(cancellationToken);
        return new BatchDetail(
            new BatchRow(batch, platforms.OfPool(batch.PoolId), company),
            await db.Orders.SingleAsync(order => order.Id == batch.OrderId, cancellationToken), confirmation, entries,
            batch.State == BatchState.Closed ? 0 : Math.Max(0, -net.FloatFen), repaid?.Count ?? 0, repaid?.Sum ?? 0, suspense);
    }

    /// <summary>What a batch nets, line by line; filter <c>kind</c>: an account type.</summary>
    public async Task<PageOf<CoveredRow>> CoveredAsync(SettlementBatch batch, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var types = Netted;
        if (state.Choice<AccountType>("kind") is { } kind && Netted.Contains(kind)) types = [kind];
        var first = batch.From ?? DateOnly.MinValue;
        var entries = db.Entries.Where(entry => entry.PoolId == batch.PoolId && entry.AccountingDate >= first && entry.AccountingDate <= batch.Through
            && entry.Operation != Operation.NetSettlement);
        var rows = from posted in LinesOfEntries.WithAccounts(db, entries)
                   where types.Contains(posted.Account.Type)
                   select new { entry = posted.Entry, line = posted.Line, account = posted.Account };
        // What is owed to the bank less what it owes: a debit adds to either, so debits less credits are the net.
        var counted = await rows.CountAsync(
            row => row.line.Side == Side.Debit ? row.line.AmountFen : -row.line.AmountFen, cancellationToken);
        var page = await rows.OrderBy(row => row.line.Id).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var ids = page.Select(row => row.entry.OrderId).Distinct().ToArray();
        var orders = await db.Orders.Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);
        return new PageOf<CoveredRow>(
            [.. page.Select(row => new CoveredRow(
                row.entry.Id, row.entry.Operation, row.account.Type, orders[row.entry.OrderId].OrderNo, row.entry.AccountingDate,
                row.entry.TransactionDate,
                row.line.Side == ChartOfAccounts.Of(row.account.Type).NormalSide ? row.line.AmountFen : -row.line.AmountFen))],
            counted.Count, counted.IsCapped ? [] : [new(words["CoveredTotal"], counted.SumFen)]) { IsCapped = counted.IsCapped };
    }

    /// <summary>
    /// The pools of the bank with how far they are settled and how far they could be; of platforms that have left, those where a late answer of
    /// the payment company is still to be settled.
    /// </summary>
    public async Task<IReadOnlyList<OpenPool>> PoolsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var cut = await db.AccountingDays.MaxAsync(day => (DateOnly?)day.Date, cancellationToken);
        var settled = await db.Batches.GroupBy(batch => batch.PoolId)
            .Select(all => new { all.Key, Through = all.Max(batch => batch.Through) }).ToDictionaryAsync(row => row.Key, row => row.Through, cancellationToken);
        var pools = await db.Pools
            .Where(pool => db.Platforms.Any(platform => platform.Id == pool.PlatformId && platform.State != PlatformState.Closed)
                || db.Accounts.Any(account => account.PoolId == pool.Id && Netted.Contains(account.Type) && account.BookFen != 0))
            .OrderBy(pool => pool.Id).ToListAsync(cancellationToken);
        return [.. pools.Select(pool => new OpenPool(
            pool, platforms.OfPool(pool.Id), settled.TryGetValue(pool.Id, out var through) ? through : null, cut))];
    }
}
