using System.Linq.Expressions;
using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Accounts;

/// <summary>An account's balance at a moment, both of its partitions.</summary>
public sealed record BalanceAt(long BookFen, long FrozenFen, long FloatFen, long Version)
{
    public long AvailableFen => BookFen - FrozenFen;

    public long SettledFen => BookFen - FloatFen;
}

/// <summary>One line of a statement. A line comes in when it makes the balance grow.</summary>
public sealed record StatementRow(
    JournalLine Line, bool ComesIn, Operation Operation, DateTime PostedAtUtc, DateOnly AccountingDate, DateOnly TransactionDate,
    string? OrderNo);

/// <summary>
/// Statements are read, not computed: each line carries the balances after it and its number in the account's own
/// sequence. That number grows with time, so a moment or a period is found by halving the sequence, and a page is a
/// range of it, however many lines there are.
/// </summary>
public sealed class StatementQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<AccountsText> words)
{
    /// <summary>The account's balance as it was after everything posted up to a moment (UTC).</summary>
    public async Task<BalanceAt> AsOfAsync(Account account, DateTime atUtc, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await LastVersionAsync(db, account, entry => entry.PostedAtUtc <= atUtc, cancellationToken);
        return await AtVersionAsync(db, account.Id, version, cancellationToken);
    }

    /// <summary>
    /// A page of the statement, newest first unless ordered by <c>time</c>. Filters: <c>dateFrom</c>/<c>dateTo</c>
    /// (accounting date),
    /// <c>kind</c> (a line kind, or "Money" for all but freezing and unfreezing). The sums are those of the period.
    /// </summary>
    public async Task<PageOf<StatementRow>> ListAsync(
        Account account, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (lines, after, last) = await FilterAsync(db, account, state, cancellationToken);
        var oldestFirst = state is { Sort: "time", Descending: false };
        if (IsOfKind(state))
        {
            var counted = await lines.CountAsync(line => line.AmountFen, cancellationToken);
            var some = await Ordered(lines, oldestFirst).Skip(state.Skip).Take(state.Size)
                .ToListAsync(cancellationToken);
            return new PageOf<StatementRow>(
                await RowsAsync(db, account, some, cancellationToken), counted.Count,
                counted.IsCapped ? [] : await FlowsAsync(
                    account, lines, cancellationToken)) { IsCapped = counted.IsCapped };
        }

        // The page is a range of the sequence itself.
        var (low, high) = oldestFirst
            ? (after + state.Skip, Math.Min(last, after + state.Skip + state.Size))
            : (Math.Max(after, last - state.Skip - state.Size), last - state.Skip);
        var page = await Ordered(lines.Where(l => l.AccountVersion > low && l.AccountVersion <= high), oldestFirst)
            .ToListAsync(cancellationToken);
        var totals = new List<ListTotal>();
        if (last - after <= ListQueries.CountMax)
        {
            totals.Add(new(words["Opening"], (await AtVersionAsync(db, account.Id, after, cancellationToken)).BookFen));
            totals.AddRange(await FlowsAsync(
                account, lines.Where(line => line.Kind != LineKind.Hold), cancellationToken));
            totals.Add(new(words["Closing"], (await AtVersionAsync(db, account.Id, last, cancellationToken)).BookFen));
        }

        return new PageOf<StatementRow>(
            await RowsAsync(db, account, page, cancellationToken), Math.Max(0, last - after), totals);
    }

    /// <summary>
    /// The lines of the filter, and the part of the account's sequence that its days are: after the one number, up to and with the other.
    /// </summary>
    internal static async Task<(IQueryable<JournalLine> Lines, long After, long Last)> FilterAsync(
        CustodyDb db, Account account, ListState state, CancellationToken cancellationToken)
    {
        var newest = await db.Accounts.Where(a => a.Id == account.Id).Select(a => a.Version)
            .SingleAsync(cancellationToken);
        var after = state.Date("dateFrom") is { } from
            ? await LastVersionAsync(db, account, entry => entry.AccountingDate < from, cancellationToken) : 0;
        var last = state.Date("dateTo") is { } to
            ? await LastVersionAsync(db, account, entry => entry.AccountingDate <= to, cancellationToken) : newest;
        var lines = db.Lines.Where(
            l => l.AccountId == account.Id && l.AccountVersion > after && l.AccountVersion <= last);
        if (IsOfKind(state))
        {
            lines = state.Choice<LineKind>("kind") is { } only ? lines.Where(l => l.Kind == only)
                : lines.Where(l => l.Kind != LineKind.Hold);
        }

        return (lines, after, last);
    }

    private static bool IsOfKind(ListState state) =>
        state.Text("kind") == "Money" || state.Choice<LineKind>("kind") is not null;

    private async Task<IReadOnlyList<ListTotal>> FlowsAsync(
        Account account, IQueryable<JournalLine> lines, CancellationToken cancellationToken)
    {
        var sums = await lines.GroupBy(line => line.Side)
            .Select(side => new { side.Key, Fen = side.Sum(l => l.AmountFen) })
            .ToDictionaryAsync(side => side.Key, side => side.Fen, cancellationToken);
        var normal = account.Facts.NormalSide;
        return
        [
            new(words["In"], sums.GetValueOrDefault(normal)),
            new(words["Out"], sums.GetValueOrDefault(normal == Side.Debit ? Side.Credit : Side.Debit)),
        ];
    }

    internal static IOrderedQueryable<JournalLine> Ordered(IQueryable<JournalLine> lines, bool oldestFirst) =>
        oldestFirst ? lines.OrderBy(line => line.AccountVersion) : lines.OrderByDescending(line => line.AccountVersion);

    private static async Task<IReadOnlyList<StatementRow>> RowsAsync(
        CustodyDb db, Account account, List<JournalLine> page, CancellationToken cancellationToken)
    {
        var entryIds = page.Select(line => line.EntryId).Distinct().ToArray();
        var entries = await (from entry in db.Entries
                             where entryIds.Contains(entry.Id)
                             join order in db.Orders on entry.OrderId equals order.Id into orders
                             from order in orders.DefaultIfEmpty()
                             select new { entry, OrderDate = (DateOnly?)order.AccountingDate })
            .ToDictionaryAsync(row => row.entry.Id, cancellationToken);
        var normal = account.Facts.NormalSide;
        return [.. page.Select(line =>
        {
            var (entry, date) = (entries[line.EntryId].entry, entries[line.EntryId].OrderDate);
            return new StatementRow(
                line, line.Side == normal, entry.Operation, entry.PostedAtUtc, entry.AccountingDate, entry.TransactionDate,
                date is { } day ? OrderQueries.NoOf(day, entry.OrderId) : null);
        })];
    }

    /// <summary>
    /// The number of the last line whose entry fulfils a condition that holds for all lines before it; 0 when none
    /// does.
    /// </summary>
    private static async Task<long> LastVersionAsync(
        CustodyDb db, Account account, Expression<Func<JournalEntry, bool>> early, CancellationToken cancellationToken)
    {
        var known = db.Entries.Where(early);
        long low = 0, high = await db.Accounts.Where(a => a.Id == account.Id).Select(a => a.Version)
            .SingleAsync(cancellationToken);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var holds = await db.Lines.Where(line => line.AccountId == account.Id && line.AccountVersion == middle)
                .AnyAsync(line => known.Any(entry => entry.Id == line.EntryId), cancellationToken);
            if (holds) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    internal static async Task<BalanceAt> AtVersionAsync(
        CustodyDb db, long accountId, long version, CancellationToken cancellationToken) =>
        await db.Lines.Where(line => line.AccountId == accountId && line.AccountVersion == version)
            .Select(line => new BalanceAt(line.BookAfterFen, line.FrozenAfterFen, line.FloatAfterFen, version))
            .SingleOrDefaultAsync(cancellationToken) ?? new BalanceAt(0, 0, 0, 0);
}
