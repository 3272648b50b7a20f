using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Freezes a user's money by order of a court or an authority 司法冻结 (R48). More than is available is refused, never cut
/// down: the bank answers the authority with the figure and is told what to freeze. Legs (c.2): available to frozen of
/// the same account.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="AmountFen">The amount in fen, above zero.</param>
/// <param name="DocumentNo">The number of the legal document.</param>
internal sealed record JudicialFreeze(RequestHead Head, string AccountNo, long AmountFen, string DocumentNo)
    : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.JudicialFreeze;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [AccountNo, AmountFen, DocumentNo];

    /// <inheritdoc />
    internal override void Want(Books books) => books.AccountByNumber.Want(AccountNo);

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="AccountRefusals.DocumentMissing"/>,
    /// <see cref="LedgerRefusals.UnknownAccount"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (IsMissing(DocumentNo)) return AccountRefusals.DocumentMissing();
        if (AccountOf(books, AccountNo) is not { UserId: not null } account)
            return LedgerRefusals.UnknownAccount(AccountNo);

        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        order.Remark = DocumentNo;
        var entry = new EntryDraft(Operation.JudicialFreeze, order);
        var freeze = entry.Hold(account, AmountFen, FreezePurpose.Judicial, books.NowUtc);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;

        order.FreezeId = freeze.Id;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    internal static bool IsMissing(string? documentNo) =>
        string.IsNullOrWhiteSpace(documentNo) || documentNo.Length > 64;
}
