using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// A recovery 追偿: the borrower pays a compensator back what was paid for one listing, never more than is still owed
/// (R42). It works on a closed listing too: what investors were owed and what compensators are owed end on different
/// days. Goes on while the platform is suspended. Legs (c.2): U-BOR to U-GUA or P-COMP.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing; claims of several listings are recovered one by
/// one.</param>
/// <param name="CompensatorAccountNo">The account that compensated.</param>
/// <param name="AmountFen">The amount in fen.</param>
public sealed record Recover(RequestHead Head, string ListingNo, string CompensatorAccountNo, long AmountFen)
    : BankRequest(Head)
{
    /// <summary>The repayment of which it is a part; null where the platform asks for it by itself.</summary>
    internal long? OriginalOrderId { get; init; }

    /// <inheritdoc />
    public override OrderType Type => OrderType.Recovery;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [ListingNo, CompensatorAccountNo, AmountFen];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        ListingSearch.Want(books, Head, ListingNo);
        books.AccountByNumber.Want(CompensatorAccountNo);
    }

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="ListingRefusals.Unknown"/>,
    /// <see cref="CompensationRefusals.NothingToRecover"/>, <see cref="CompensationRefusals.AboveRecovery"/>, those of
    /// the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        if (AccountOf(books, CompensatorAccountNo) is not { } compensator
            || ClaimOf(books, listing, compensator) is not { OpenFen: > 0 } claim)
        {
            return CompensationRefusals.NothingToRecover(CompensatorAccountNo, ListingNo);
        }

        if (AmountFen > claim.OpenFen) return CompensationRefusals.AboveRecovery(claim.OpenFen, AmountFen);

        var order = Order(books, platform, AmountFen);
        order.AccountId = listing.BorrowerAccountId;
        order.ListingId = listing.Id;
        order.OriginalOrderId = OriginalOrderId;
        var draft = new EntryDraft(Operation.Recovery, order, listing.Id)
            .Debit(books.Accounts.Get(listing.BorrowerAccountId), AmountFen, LineKind.Recovery)
            .Credit(compensator, AmountFen, LineKind.Recovery);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        books.RecoveryClaims.Edit(claim).RecoveredFen += AmountFen;
        books.Users.Edit(books.Users.Get(listing.BorrowerUserId)).LoanBalanceFen -= AmountFen;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>What the borrower of a listing owes this compensator for it; null when it never compensated.</summary>
    internal static RecoveryClaim? ClaimOf(Books books, Listing listing, Account compensator)
    {
        foreach (var claim in books.RecoveriesOfListing.Of(listing.Id))
        {
            if (claim.CompensatorAccountId == compensator.Id) return claim;
        }

        return null;
    }
}
