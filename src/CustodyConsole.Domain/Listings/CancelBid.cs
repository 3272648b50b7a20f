using System.Globalization;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Listings;

/// <summary>
/// A bid is cancelled 撤标: only while the listing is raising, and only the whole of it (R30). Goes on while the platform
/// is suspended, since the money returns to its owner. Legs (c.2): U-INV frozen to U-INV available.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AuthCode">The authorisation code of the bid.</param>
public sealed record CancelBid(RequestHead Head, string AuthCode) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.BidCancel;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [AuthCode];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        if (AuthCodes.TryRead(AuthCode, out var freezeId)) books.Freezes.Want(freezeId);
    }

    /// <summary>
    /// Refusals in order: <see cref="ListingRefusals.UnknownBid"/>, <see cref="ListingRefusals.WrongState"/>,
    /// <see cref="ListingRefusals.BidCancelled"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (!AuthCodes.TryRead(AuthCode, out var freezeId)
            || books.Freezes.Find(freezeId) is not { Purpose: FreezePurpose.Bid, ListingId: { } listingId } freeze
            || books.Listings.Get(listingId) is var listing && listing.PoolId != Head.PoolId)
        {
            return ListingRefusals.UnknownBid(AuthCode);
        }

        if (listing.State != ListingState.Raising) return ListingRefusals.WrongState(listing.ListingNo, listing.State);
        if (freeze.State != FreezeState.Active) return ListingRefusals.BidCancelled(AuthCode);

        var amountFen = freeze.RemainingFen;
        var order = Order(books, platform, amountFen);
        order.AccountId = freeze.AccountId;
        order.ListingId = listingId;
        order.OriginalOrderId = freeze.OrderId;
        order.FreezeId = freezeId;
        var draft = new EntryDraft(Operation.BidCancel, order, listingId)
            .Unhold(books.Accounts.Get(freeze.AccountId), freeze, amountFen);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        books.Listings.Edit(listing);
        listing.SubscribedFen -= amountFen;
        listing.BidCount--;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>Reads authorisation codes as <see cref="Freeze.AuthCode"/> writes them.</summary>
internal static class AuthCodes
{
    /// <summary>The key of the freeze with this code; false when no freeze can have it.</summary>
    public static bool TryRead(string? authCode, out long freezeId)
    {
        freezeId = 0;
        return authCode is { Length: >= 13 } && authCode[0] == 'A'
            && long.TryParse(authCode.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out freezeId)
            && (authCode.Length == 13 || authCode[1] != '0');
    }
}
