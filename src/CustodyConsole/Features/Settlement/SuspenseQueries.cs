using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Settlement;

/// <summary>Whether something is left of a difference in suspense.</summary>
public enum SuspenseState
{
    /// <summary>未清.</summary>
    Open = 1,
    /// <summary>已清.</summary>
    Cleared = 2,
}

/// <summary>A difference in suspense, with its age on the bank's date.</summary>
public sealed record SuspenseRow(SuspenseItem Item, PlatformRef? Platform, CustodyOrder Order, int AgeDays)
{
    public SuspenseState State => Item.ClearedAtUtc is null ? SuspenseState.Open : SuspenseState.Cleared;
}

/// <summary>A difference with the steps that cleared it.</summary>
public sealed record SuspenseDetail(SuspenseRow Row, IReadOnlyList<(SuspenseClearing Clearing, CustodyOrder Order, Account? User)> Clearings);

/// <summary>Differences in suspense.</summary>
public sealed class SuspenseQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<SettlementText> words)
{
    /// <summary>Filters: <c>q</c> (number), <c>state</c>, <c>kind</c>, <c>platform</c>, <c>age</c> (at least so many days).</summary>
    public async Task<PageOf<SuspenseRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var items = Filter(db, person, platforms, state, today);
        var sums = await items.GroupBy(_ => 1).Select(all => new
        {
            Count = all.LongCount(),
            Surplus = all.Sum(item => item.Kind == SuspenseKind.Surplus ? item.AmountFen - item.ClearedFen : 0),
            Shortage = all.Sum(item => item.Kind == SuspenseKind.Shortage ? item.AmountFen - item.ClearedFen : 0),
        }).SingleOrDefaultAsync(cancellationToken);
        var page = await items.OrderBy(item => item.ClearedAtUtc != null).ThenBy(item => item.OpenedOn).ThenBy(item => item.Id)
            .Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var ids = page.Select(item => item.OrderId).ToArray();
        var orders = await db.Orders.Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);
        return new PageOf<SuspenseRow>(
            [.. page.Select(item => Row(item, platforms, orders[item.OrderId], today))],
            sums?.Count ?? 0, [new(words["SurplusLeft"], sums?.Surplus ?? 0), new(words["ShortageLeft"], sums?.Shortage ?? 0)]);
    }

    internal static IQueryable<SuspenseItem> Filter(CustodyDb db, StaffMember person, PlatformRefs platforms, ListState state, DateOnly today)
    {
        var items = db.SuspenseItems.AsQueryable();
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(person)) items = items.Where(item => own.Contains(item.PoolId));
        if (state.Text("q") is { } no) items = items.Where(item => item.Id == (SuspenseItem.IdOf(no) ?? -1));
        if (state.Choice<SuspenseState>("state") is { } at) items = items.Where(item => (item.ClearedAtUtc == null) == (at == SuspenseState.Open));
        if (state.Choice<SuspenseKind>("kind") is { } kind) items = items.Where(item => item.Kind == kind);
        if (state.Text("platform") is { } platform)
        {
            var pools = platforms.ByNo(platform) is { } one ? platforms.PoolsOf(one.Id) : [];
            items = items.Where(item => pools.Contains(item.PoolId));
        }

        if (int.TryParse(state.Text("age"), System.Globalization.CultureInfo.InvariantCulture, out var days) && days is > 0 and < 10_000)
        {
            var before = today.AddDays(-days);
            items = items.Where(item => item.OpenedOn <= before);
        }

        return items;
    }

    /// <summary>A difference by its number; null where there is none, or none that the person may see.</summary>
    public async Task<SuspenseDetail?> FindAsync(StaffMember person, string no, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (SuspenseItem.IdOf(no) is not { } id) return null;
        if (await db.SuspenseItems.SingleOrDefaultAsync(item => item.Id == id, cancellationToken) is not { } item) return null;
        if (!await PoolReach.HasAsync(db, person, item.PoolId, cancellationToken)) return null;
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var order = await db.Orders.SingleAsync(order => order.Id == item.OrderId, cancellationToken);
        var clearings = await (
            from clearing in db.SuspenseClearings
            where clearing.ItemId == id
            join made in db.Orders on clearing.OrderId equals made.Id
            orderby clearing.Id
            select new { clearing, made, user = db.Accounts.FirstOrDefault(account => account.Id == clearing.AccountId) }).ToListAsync(cancellationToken);
        return new SuspenseDetail(
            Row(item, platforms, order, today), [.. clearings.Select(row => (row.clearing, row.made, row.user))]);
    }

    private static SuspenseRow Row(SuspenseItem item, PlatformRefs platforms, CustodyOrder order, DateOnly today) =>
        new(item, platforms.OfPool(item.PoolId), order, today.DayNumber - item.OpenedOn.DayNumber);
}
