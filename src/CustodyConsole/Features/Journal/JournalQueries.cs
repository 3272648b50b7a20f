using System.Globalization;
using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Journal;

/// <summary>One line of the list of entries.</summary>
public sealed record EntryRow(
    long Id, Operation Operation, PlatformRef? Platform, string? OrderNo, DateOnly AccountingDate,
    DateOnly TransactionDate,
    DateTime PostedAtUtc, int LineCount, long TotalFen, bool IsReversal);

/// <summary>One line of an entry, with its account.</summary>
public sealed record EntryLine(JournalLine Line, AccountRef? Account);

/// <summary>An entry with what it belongs to.</summary>
public sealed record EntryDetail(
    JournalEntry Entry, PlatformRef? Platform, string? PaymentCompany, string? OrderNo, OrderType? OrderType,
    string? Operator,
    string? ListingNo, long? ReversedByEntryId);

/// <summary>The journal: entries by accounting date, and the lines of one.</summary>
public sealed class JournalQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<JournalText> words)
{
    /// <summary>
    /// Filters: <c>q</c> (entry number or order number), <c>operation</c>, <c>platform</c>,
    /// <c>dateFrom</c>/<c>dateTo</c> (accounting date), <c>amountMin</c>/<c>amountMax</c>.
    /// </summary>
    public async Task<PageOf<EntryRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        if (Filter(db, platforms, state) is not { } entries) return new PageOf<EntryRow>([], 0);
        var counted = await entries.CountAsync(entry => entry.TotalFen, cancellationToken);
        var page = await Sorted(entries, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var orderIds = page.Select(entry => entry.OrderId).Distinct().ToArray();
        var orders = await db.Orders.Where(order => orderIds.Contains(order.Id))
            .Select(order => new { order.Id, order.AccountingDate })
                .ToDictionaryAsync(order => order.Id, cancellationToken);
        var rows = page.Select(entry => new EntryRow(
            entry.Id, entry.Operation, platforms.OfPool(entry.PoolId),
            orders.TryGetValue(entry.OrderId, out var order) ? OrderQueries.NoOf(order.AccountingDate, order.Id) : null,
            entry.AccountingDate, entry.TransactionDate, entry.PostedAtUtc, entry.LineCount, entry.TotalFen,
            entry.ReversesEntryId is not null));
        return new PageOf<EntryRow>(
            [.. rows], counted.Count, counted.IsCapped ? [] : [new(words["Turnover"], counted.SumFen)])
        {
            IsCapped = counted.IsCapped,
        };
    }

    /// <summary>Null when there is no such entry.</summary>
    public async Task<EntryDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entry = await db.Entries.SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (entry is null) return null;
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var order = await db.Orders.SingleOrDefaultAsync(o => o.Id == entry.OrderId, cancellationToken);
        return new EntryDetail(
            entry, platforms.OfPool(entry.PoolId),
            await db.Pools.Where(pool => pool.Id == entry.PoolId).Select(pool => pool.PaymentCompany)
                .SingleOrDefaultAsync(cancellationToken),
            order?.OrderNo, order?.Type, order?.Operator,
            await db.Listings.Where(l => l.Id == entry.ListingId).Select(l => l.ListingNo)
                .SingleOrDefaultAsync(cancellationToken),
            await db.Entries.Where(e => e.ReversesEntryId == id).Select(e => (long?)e.Id)
                .SingleOrDefaultAsync(cancellationToken));
    }

    /// <summary>The lines of an entry in the order in which they were posted; their keys are consecutive.</summary>
    public async Task<PageOf<EntryLine>> LinesAsync(
        JournalEntry entry, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var first = entry.FirstLineId + state.Skip;
        var end = Math.Min(first + state.Size, entry.FirstLineId + entry.LineCount);
        var lines = await db.Lines.Where(line => line.Id >= first && line.Id < end).OrderBy(line => line.Id)
            .ToListAsync(cancellationToken);
        var accounts = await AccountRefs.ReadAsync(db, lines.Select(line => (long?)line.AccountId), cancellationToken);
        return new PageOf<EntryLine>(
            [.. lines.Select(line => new EntryLine(line, accounts.GetValueOrDefault(line.AccountId)))], entry.LineCount,
            [new(words["Debits"], entry.TotalFen), new(words["Credits"], entry.TotalFen)]);
    }

    internal static IQueryable<JournalEntry>? Filter(CustodyDb db, PlatformRefs platforms, ListState state)
    {
        IQueryable<JournalEntry> entries = db.Entries;
        if (state.Text("q") is { } text)
        {
            if (OrderQueries.IdOf(text) is { } orderId) entries = entries.Where(entry => entry.OrderId == orderId);
            else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                entries = entries.Where(entry => entry.Id == id);
            else return null;
        }

        if (state.Text("platform") is { } no)
        {
            if (platforms.ByNo(no) is not { } platform) return null;
            var pools = platforms.PoolsOf(platform.Id);
            entries = entries.Where(entry => pools.Contains(entry.PoolId));
        }

        if (state.Choice<Operation>("operation") is { } operation)
            entries = entries.Where(entry => entry.Operation == operation);
        if (state.Date("dateFrom") is { } from) entries = entries.Where(entry => entry.AccountingDate >= from);
        if (state.Date("dateTo") is { } to) entries = entries.Where(entry => entry.AccountingDate <= to);
        if (state.Fen("amountMin") is { } least) entries = entries.Where(entry => entry.TotalFen >= least);
        if (state.Fen("amountMax") is { } most) entries = entries.Where(entry => entry.TotalFen <= most);
        return entries;
    }

    /// <summary>By date and key, which the index on the date answers without sorting.</summary>
    internal static IQueryable<JournalEntry> Sorted(IQueryable<JournalEntry> entries, ListState state) =>
        (state.Sort, state.Descending) switch
    {
        ("amount", false) => entries.OrderBy(entry => entry.TotalFen).ThenBy(entry => entry.Id),
        ("amount", true) => entries.OrderByDescending(entry => entry.TotalFen).ThenByDescending(entry => entry.Id),
        ("date", false) => entries.OrderBy(entry => entry.AccountingDate).ThenBy(entry => entry.Id),
        _ => entries.OrderByDescending(entry => entry.AccountingDate).ThenByDescending(entry => entry.Id),
    };
}
