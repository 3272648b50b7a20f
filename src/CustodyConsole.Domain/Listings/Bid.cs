using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Listings;

/// <summary>
/// A bid 投标: the investor's money is frozen on the investor's own account (R29); no account of the listing ever holds
/// it. The receipt carries the authorisation code that release, repayment and compensation cite. Legs (c.2): U-INV
/// available to U-INV frozen.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="InvestorAccountNo">The investor's sub-account.</param>
/// <param name="AmountFen">The amount in fen, at least 1.</param>
/// <param name="Verification">How the investor's will was verified (R9).</param>
public sealed record Bid(
    RequestHead Head, string ListingNo, string InvestorAccountNo, long AmountFen, Verification Verification)
    : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.Bid;

    /// <inheritdoc />
    protected override object?[] Content => [ListingNo, InvestorAccountNo, AmountFen];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        ListingSearch.Want(books, Head, ListingNo);
        books.AccountByNumber.Want(InvestorAccountNo);
        if (AccountNumber.KeyOf(InvestorAccountNo) is { } userId) books.Users.Want(userId);
    }

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.VerificationMissing"/>, <see cref="FenRefusals.NotPositive"/>,
    /// <see cref="ListingRefusals.Unknown"/>,
    /// <see cref="ListingRefusals.WrongState"/>, <see cref="ListingRefusals.OutsideWindow"/>,
    /// <see cref="ListingRefusals.NotAnInvestor"/>, <see cref="ListingRefusals.OwnListing"/>,
    /// <see cref="ListingRefusals.AboveAmount"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Verification is not (Verification.TradePassword or Verification.Sms))
            return AccountRefusals.VerificationMissing();
        var today = books.Bank.AccountingDate;
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        if (listing.State != ListingState.Raising) return ListingRefusals.WrongState(ListingNo, listing.State);
        if (today < listing.RaiseFrom || today > listing.RaiseUntil)
            return ListingRefusals.OutsideWindow(ListingNo, listing.RaiseFrom, listing.RaiseUntil, today);
        if (AccountOf(books, InvestorAccountNo) is not { Type: AccountType.Investor, UserId: { } investorId } account)
            return ListingRefusals.NotAnInvestor(InvestorAccountNo);
        if (books.Users.Get(investorId).IsSamePartyAs(books.Users.Get(listing.BorrowerUserId)))
            return ListingRefusals.OwnListing(InvestorAccountNo, ListingNo);
        var leftFen = listing.AmountFen - listing.SubscribedFen;
        if (AmountFen > leftFen) return ListingRefusals.AboveAmount(ListingNo, leftFen, AmountFen);

        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        order.ListingId = listing.Id;
        order.Verification = Verification;
        var draft = new EntryDraft(Operation.Bid, order, listing.Id);
        var freeze = draft.Hold(account, AmountFen, FreezePurpose.Bid, books.NowUtc);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        books.Listings.Edit(listing);
        listing.SubscribedFen += AmountFen;
        listing.BidCount++;
        order.FreezeId = freeze.Id;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
