using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Releases a judicial freeze 司法解冻, whole or in part (R48). Legs (c.2): frozen to available of the same account.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AuthCode">The code that the freeze was given.</param>
/// <param name="AmountFen">The amount to release in fen, at most what the freeze still holds.</param>
/// <param name="DocumentNo">The number of the legal document that releases it.</param>
internal sealed record JudicialRelease(RequestHead Head, string AuthCode, long AmountFen, string DocumentNo)
    : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.JudicialRelease;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [AuthCode, AmountFen, DocumentNo];

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="AccountRefusals.DocumentMissing"/>,
    /// <see cref="AccountRefusals.NotJudicial"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (JudicialFreeze.IsMissing(DocumentNo)) return AccountRefusals.DocumentMissing();
        if (Freeze.IdOf(AuthCode) is not { } freezeId
            || books.Freezes.Find(freezeId) is not { Purpose: FreezePurpose.Judicial } freeze
            || books.Accounts.Get(freeze.AccountId) is not { } account
            || account.PoolId != Head.PoolId)
            return AccountRefusals.NotJudicial(AuthCode);

        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        order.OriginalOrderId = freeze.OrderId;
        order.FreezeId = freeze.Id;
        order.Remark = DocumentNo;
        var entry = new EntryDraft(Operation.JudicialRelease, order).Unhold(account, freeze, AmountFen);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;

        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
