using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Accounts;

/// <summary>The user of an account as pages may show it: nothing in it needs a key to be read.</summary>
public sealed record Holder(
    long UserId, string MaskedName, UserRole Role, PartyKind Kind, UserState State, string PlatformUserNo,
    string MobileLast4,
    string? CardBank, string? CardLast4, string VerificationSerial, DateTime OpenedAtUtc, long LoanBalanceFen);

/// <summary>An account with what it belongs to.</summary>
public sealed record AccountDetail(
    Account Account, PlatformRef? Platform, string PaymentCompany, string? Title, Holder? Holder)
{
    /// <summary>The platform's own money stands outside the pool.</summary>
    public bool OutsidePool => Account.Type is AccountType.PlatformOwnFunds or AccountType.OwnFundsBank;

    internal static async Task<AccountDetail> ReadAsync(
        CustodyDb db, Account account, CancellationToken cancellationToken)
    {
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var platform = platforms.OfPool(account.PoolId);
        var pool = await db.Pools.SingleAsync(p => p.Id == account.PoolId, cancellationToken);
        var user = account.UserId is { } userId
            ? await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) : null;
        var card = user?.CardId is { } cardId
            ? await db.Cards.SingleOrDefaultAsync(c => c.Id == cardId, cancellationToken) : null;
        var holder = user is null ? null : new Holder(
            user.Id, Masking.Name(user.Name, user.Kind == PartyKind.Company), user.Role, user.Kind, user.State,
            user.PlatformUserNo,
            user.MobileLast4, card?.BankCode, card?.Last4, user.VerificationSerial, user.OpenedAtUtc,
            user.LoanBalanceFen);
        return new AccountDetail(
            account, platform, pool.PaymentCompany,
            AccountRefs.HolderOf(account.Type, user?.Name, user?.Kind, platform?.Name ?? ""), holder);
    }
}

/// <summary>A freeze with the numbers of what it belongs to.</summary>
public sealed record FreezeRow(Freeze Freeze, string? OrderNo, string? ListingNo)
{
    internal static async Task<IReadOnlyList<FreezeRow>> OfAsync(
        CustodyDb db, List<Freeze> page, CancellationToken cancellationToken)
    {
        var orderIds = page.Select(freeze => freeze.OrderId).Distinct().ToArray();
        var orders = await db.Orders.Where(order => orderIds.Contains(order.Id))
            .Select(order => new { order.Id, order.AccountingDate })
                .ToDictionaryAsync(order => order.Id, cancellationToken);
        var listingIds = page.Select(freeze => freeze.ListingId).OfType<long>().Distinct().ToArray();
        var listings = await db.Listings.Where(listing => listingIds.Contains(listing.Id))
            .ToDictionaryAsync(listing => listing.Id, listing => listing.ListingNo, cancellationToken);
        return [.. page.Select(freeze => new FreezeRow(
            freeze,
            orders.TryGetValue(freeze.OrderId, out var order) ? OrderQueries.NoOf(order.AccountingDate, order.Id)
                : null,
            freeze.ListingId is { } listing ? listings.GetValueOrDefault(listing) : null))];
    }
}
