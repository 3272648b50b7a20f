using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Listings;

/// <summary>
/// A listing fails 流标: every bid that stands is released in one entry, whole and untouched (R31), and the borrower's
/// loan balance falls by the amount. Goes on while the platform is suspended. Legs (c.2), for each bid: U-INV frozen to
/// U-INV available.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
public sealed record FailListing(RequestHead Head, string ListingNo) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.FailListing;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [ListingNo];

    /// <inheritdoc />
    internal override void Want(Books books) => ListingSearch.Want(books, Head, ListingNo);

    /// <summary>
    /// The receipt's amount is what went back to the investors. Refusals in order:
    /// <see cref="ListingRefusals.Unknown"/>, <see cref="ListingRefusals.WrongState"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        if (listing.State != ListingState.Raising) return ListingRefusals.WrongState(ListingNo, listing.State);

        var order = Order(books, platform, listing.SubscribedFen);
        order.AccountId = listing.BorrowerAccountId;
        order.ListingId = listing.Id;
        var bids = StandingBids.Of(books, listing);
        if (bids.Count > 0)
        {
            var draft = new EntryDraft(Operation.ListingFailed, order, listing.Id);
            foreach (var bid in bids) draft.Unhold(books.Accounts.Get(bid.AccountId), bid, bid.RemainingFen);
            if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;
        }

        // Point of no return.
        books.Listings.Edit(listing);
        listing.SubscribedFen = 0;
        listing.BidCount = 0;
        listing.State = ListingState.Failed;
        listing.EndedOn = books.Bank.AccountingDate;
        var borrower = books.Users.Get(listing.BorrowerUserId);
        books.Users.Edit(borrower).LoanBalanceFen -= listing.AmountFen;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>The bids of a listing that are neither cancelled nor released.</summary>
internal static class StandingBids
{
    /// <summary>
    /// In the order in which they were made, with the investors' accounts read. That they do not sum to the listing's
    /// counter is a bug.
    /// </summary>
    public static List<Freeze> Of(Books books, Listing listing)
    {
        var freezes = books.FreezesOfListing.Of(listing.Id);
        var bids = new List<Freeze>(freezes.Count);
        long sumFen = 0;
        foreach (var freeze in freezes)
        {
            if (freeze is not { State: FreezeState.Active, Purpose: FreezePurpose.Bid }) continue;
            bids.Add(freeze);
            sumFen += freeze.RemainingFen;
        }

        if (sumFen != listing.SubscribedFen || bids.Count != listing.BidCount)
        {
            throw new InvalidOperationException(
                $"Listing {listing.ListingNo} counts {listing.BidCount} bids of {listing.SubscribedFen} fen; " +
                $"{bids.Count} of {sumFen} stand.");
        }

        ListingSearch.ReadAccounts(books, bids, static bid => bid.AccountId);
        return bids;
    }
}
