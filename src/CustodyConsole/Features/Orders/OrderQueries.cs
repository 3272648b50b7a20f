using System.Globalization;
using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Orders;

/// <summary>One line of the list of orders.</summary>
public sealed record OrderRow(
    long Id, string OrderNo, string RequestNo, OrderType Type, OrderState State, PlatformRef? Platform,
    AccountRef? Account,
    long? ListingId, string? ListingNo, long AmountFen, long FeeFen, DateOnly AccountingDate, DateTime CreatedAtUtc);

/// <summary>Orders: the list over all types. Keys are given in time order, so the newest have the highest.</summary>
public sealed class OrderQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<OrdersText> words)
{
    /// <summary>
    /// The value of the state filter that stands for all states without a result: accepted, sent, unknown.
    /// </summary>
    public const string Open = "Open";

    /// <summary>
    /// Filters: <c>q</c> (order or request number), <c>type</c>, <c>state</c> (or <see cref="Open"/>), <c>platform</c>,
    /// <c>account</c>,
    /// <c>listing</c> (number), <c>dateFrom</c>/<c>dateTo</c> (accounting date), <c>amountMin</c>/<c>amountMax</c>.
    /// </summary>
    public async Task<PageOf<OrderRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        if (await FilterAsync(db, platforms, state, cancellationToken) is not { } orders) return new PageOf<OrderRow>(
            [], 0);
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(person)) orders = orders.Where(order => own.Contains(order.PoolId));
        var counted = await orders.CountAsync(order => order.AmountFen, cancellationToken);
        var page = await Sorted(orders, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, platforms, page, cancellationToken);
        return new PageOf<OrderRow>(
            rows, counted.Count, counted.IsCapped ? [] : [new(words["TotalAmount"], counted.SumFen)])
        {
            IsCapped = counted.IsCapped,
        };
    }

    /// <summary>The orders of one account, newest first.</summary>
    public async Task<PageOf<OrderRow>> OfAccountAsync(
        long accountId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var orders = db.Orders.Where(order => order.AccountId == accountId);
        if (state.Choice<OrderType>("type") is { } type) orders = orders.Where(order => order.Type == type);
        return await PageAsync(db, orders, state, cancellationToken);
    }

    /// <summary>The orders of one listing of the given types, newest first; all types when none is given.</summary>
    public async Task<PageOf<OrderRow>> OfListingAsync(
        long listingId, IReadOnlyList<OrderType> types, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var orders = db.Orders.Where(order => order.ListingId == listingId);
        if (types.Count > 0) orders = orders.Where(order => types.Contains(order.Type));
        return await PageAsync(db, orders, state, cancellationToken);
    }

    /// <summary>The orders that have not ended: accepted, sent, or of unknown result.</summary>
    internal static IQueryable<CustodyOrder> Unended(IQueryable<CustodyOrder> orders) =>
        orders.Where(o => o.State == OrderState.Accepted || o.State == OrderState.Sent
            || o.State == OrderState.Unknown);

    /// <summary>
    /// The key inside an order number, whose first eight digits are the accounting date; null when the text is none.
    /// </summary>
    public static long? IdOf(string? orderNo) =>
        orderNo is { Length: >= 20 and <= 27 }
            && DateOnly.TryParseExact(
                orderNo[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && long.TryParse(orderNo.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The number of an order of which only date and key are known.</summary>
    public static string NoOf(DateOnly accountingDate, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{accountingDate:yyyyMMdd}{id:D12}");

    private async Task<PageOf<OrderRow>> PageAsync(
        CustodyDb db, IQueryable<CustodyOrder> orders, ListState state, CancellationToken cancellationToken)
    {
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var counted = await orders.CountAsync(order => order.AmountFen, cancellationToken);
        var page = await Sorted(orders, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        return new PageOf<OrderRow>(
            await RowsAsync(db, platforms, page, cancellationToken), counted.Count,
            counted.IsCapped ? [] : [new(words["TotalAmount"], counted.SumFen)]) { IsCapped = counted.IsCapped };
    }

    /// <summary>Null when a filter names something that does not exist, so that nothing can be found.</summary>
    internal static async Task<IQueryable<CustodyOrder>?> FilterAsync(
        CustodyDb db, PlatformRefs platforms, ListState state, CancellationToken cancellationToken)
    {
        IQueryable<CustodyOrder> orders = db.Orders;
        var every = platforms.All.Select(platform => platform.Id).Append(0).ToArray();
        if (state.Text("platform") is { } no)
        {
            if (platforms.ByNo(no) is not { } platform) return null;
            orders = orders.Where(order => order.PlatformId == platform.Id);
        }

        if (state.Text("q") is { } text)
        {
            // Naming every platform lets the unique index of request numbers answer.
            orders = IdOf(text) is { } id
                ? orders.Where(order => order.Id == id)
                : orders.Where(order => every.Contains(order.PlatformId) && order.RequestNo == text);
        }

        if (state.Text("account") is { } number)
        {
            var account = await db.Accounts.Where(a => a.Number == number).Select(a => (long?)a.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (account is null) return null;
            orders = orders.Where(order => order.AccountId == account);
        }

        if (state.Text("listing") is { } listingNo)
        {
            var listings = await db.Listings.Where(l => every.Contains(l.PlatformId) && l.ListingNo == listingNo)
                .Select(l => (long?)l.Id).ToArrayAsync(cancellationToken);
            if (listings.Length == 0) return null;
            orders = orders.Where(order => listings.Contains(order.ListingId));
        }

        if (state.Choice<OrderType>("type") is { } type) orders = orders.Where(order => order.Type == type);
        if (state.Text("state") == Open)
            orders = orders.Where(o =>
                o.State == OrderState.Accepted || o.State == OrderState.Sent || o.State == OrderState.Unknown);
        else if (state.Choice<OrderState>("state") is { } wanted) orders = orders.Where(order => order.State == wanted);
        if (state.Date("dateFrom") is { } from) orders = orders.Where(order => order.AccountingDate >= from);
        if (state.Date("dateTo") is { } to) orders = orders.Where(order => order.AccountingDate <= to);
        if (state.Fen("amountMin") is { } least) orders = orders.Where(order => order.AmountFen >= least);
        if (state.Fen("amountMax") is { } most) orders = orders.Where(order => order.AmountFen <= most);
        return orders;
    }

    internal static IQueryable<CustodyOrder> Sorted(IQueryable<CustodyOrder> orders, ListState state) =>
        (state.Sort, state.Descending) switch
    {
        ("amount", false) => orders.OrderBy(order => order.AmountFen).ThenBy(order => order.Id),
        ("amount", true) => orders.OrderByDescending(order => order.AmountFen).ThenByDescending(order => order.Id),
        ("time", false) => orders.OrderBy(order => order.Id),
        _ => orders.OrderByDescending(order => order.Id),
    };

    internal static async Task<IReadOnlyList<OrderRow>> RowsAsync(
        CustodyDb db, PlatformRefs platforms, List<CustodyOrder> page, CancellationToken cancellationToken)
    {
        var accounts = await AccountRefs.ReadAsync(db, page.Select(order => order.AccountId), cancellationToken);
        var listingIds = page.Select(order => order.ListingId).OfType<long>().Distinct().ToArray();
        var listings = listingIds.Length == 0 ? [] : await db.Listings.Where(listing => listingIds.Contains(listing.Id))
            .ToDictionaryAsync(listing => listing.Id, listing => listing.ListingNo, cancellationToken);
        return [.. page.Select(order => new OrderRow(
            order.Id, order.OrderNo, order.RequestNo, order.Type, order.State, platforms.Find(order.PlatformId),
            order.AccountId is { } account ? accounts.GetValueOrDefault(account) : null,
            order.ListingId, order.ListingId is { } listing ? listings.GetValueOrDefault(listing) : null,
            order.AmountFen, order.FeeFen, order.AccountingDate, order.CreatedAtUtc))];
    }
}
