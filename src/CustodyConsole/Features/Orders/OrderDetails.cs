using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Orders;

/// <summary>Another order that belongs to this one: what it follows, or what followed it.</summary>
public sealed record RelatedOrder(
    string OrderNo, OrderType Type, OrderState State, long AmountFen, DateTime CreatedAtUtc);

/// <summary>An order with all that happened to it.</summary>
public sealed record OrderDetail(
    CustodyOrder Order, PlatformRef? Platform, string? PaymentCompany, AccountRef? Account, long? ListingId,
    string? ListingNo, string? ListingName,
    Freeze? Freeze, BankCard? Card, IReadOnlyList<OrderEvent> Events, IReadOnlyList<JournalEntry> Entries,
    RelatedOrder? Original, IReadOnlyList<RelatedOrder> Followers)
{
    /// <summary>What was charged and how; null where nothing was.</summary>
    public OrderFee? Fee { get; init; }

    /// <summary>The version that charged it.</summary>
    public int? FeeVersion { get; init; }

    /// <summary>What the payment company advanced for it.</summary>
    public Advance? Advance { get; init; }
}

/// <summary>Reads one order whole.</summary>
public static class OrderDetails
{
    /// <summary>Null when there is no order of this number, or none that the person may see.</summary>
    public static async Task<OrderDetail?> ReadAsync(
        CustodyDb db, StaffMember person, string orderNo, CancellationToken cancellationToken)
    {
        if (OrderQueries.IdOf(orderNo) is not { } id) return null;
        var order = await db.Orders.SingleOrDefaultAsync(o => o.Id == id, cancellationToken);
        if (order is null || order.OrderNo != orderNo) return null;
        if (!await PoolReach.HasAsync(db, person, order.PoolId, cancellationToken)) return null;

        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var accounts = await AccountRefs.ReadAsync(db, [order.AccountId], cancellationToken);
        var listing = order.ListingId is { } listingId
            ? await db.Listings.Where(l => l.Id == listingId).Select(l => new { l.ListingNo, l.Name })
                .SingleOrDefaultAsync(cancellationToken)
            : null;
        var freeze = order.FreezeId is { } freezeId
            ? await db.Freezes.SingleOrDefaultAsync(f => f.Id == freezeId, cancellationToken) : null;
        var card = order.CardId is { } cardId
            ? await db.Cards.SingleOrDefaultAsync(c => c.Id == cardId, cancellationToken) : null;
        var events = await db.OrderEvents.Where(step => step.OrderId == id).OrderBy(step => step.Id)
            .ToListAsync(cancellationToken);
        var entries = await db.Entries.Where(entry => entry.OrderId == id).OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        var fee = await db.OrderFees.SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return new OrderDetail(
            order, platforms.Find(order.PlatformId),
            await db.Pools.Where(pool => pool.Id == order.PoolId).Select(pool => pool.PaymentCompany)
                .SingleOrDefaultAsync(cancellationToken),
            order.AccountId is { } account ? accounts.GetValueOrDefault(account) : null,
            order.ListingId, listing?.ListingNo, listing?.Name, freeze, card, events, entries,
            order.OriginalOrderId is { } original ? await RelatedAsync(db.Orders.Where(o => o.Id == original)) : null,
            await FollowersAsync(db, order, cancellationToken))
        {
            Fee = fee,
            FeeVersion = fee is null ? null : await db.FeeSchedules.Where(one => one.Id == fee.ScheduleId).Select(one => (int?)one.Version)
                .SingleOrDefaultAsync(cancellationToken),
            Advance = await db.Advances.SingleOrDefaultAsync(one => one.Id == id, cancellationToken),
        };

        async Task<RelatedOrder?> RelatedAsync(IQueryable<CustodyOrder> orders) =>
            await orders.SingleOrDefaultAsync(cancellationToken) is { } found ? Related(found) : null;
    }

    /// <summary>What followed lies on the same account or the same listing; those have indexes.</summary>
    private static async Task<IReadOnlyList<RelatedOrder>> FollowersAsync(
        CustodyDb db, CustodyOrder order, CancellationToken cancellationToken)
    {
        IQueryable<CustodyOrder>? near = (order.ListingId, order.AccountId) switch
        {
            ({ } listing, _) => db.Orders.Where(o => o.ListingId == listing),
            (_, { } account) => db.Orders.Where(o => o.AccountId == account),
            _ => null,
        };
        if (near is null) return [];
        var found = await near.Where(o => o.OriginalOrderId == order.Id).OrderBy(o => o.Id).Take(20)
            .ToListAsync(cancellationToken);
        return [.. found.Select(Related)];
    }

    private static RelatedOrder Related(CustodyOrder order) =>
        new(order.OrderNo, order.Type, order.State, order.AmountFen, order.CreatedAtUtc);
}
