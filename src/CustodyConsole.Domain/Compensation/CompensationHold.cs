using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// Sets a compensator's money aside 代偿冻结 while two people decide on a compensation; it can be used for nothing else (R43). Legs (c.2):
/// available to frozen of the same account.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The guarantor's sub-account or the platform's compensation account.</param>
/// <param name="AmountFen">The amount in fen, above zero.</param>
internal sealed record HoldForCompensation(RequestHead Head, string AccountNo, long AmountFen) : BankRequest(Head)
{
    public override OrderType Type => OrderType.CompensationFreeze;

    protected override bool EvenWhenSuspended => true;

    protected override object?[] Content => [AccountNo, AmountFen];

    /// <summary>Refusals in order: <see cref="LedgerRefusals.UnknownAccount"/>, those of the ledger.</summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AccountOf(books, AccountNo) is not { } account) return LedgerRefusals.UnknownAccount(AccountNo);
        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        var entry = new EntryDraft(Operation.CompensationFreeze, order);
        var freeze = entry.Hold(account, AmountFen, FreezePurpose.Compensation, books.NowUtc);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;

        order.FreezeId = freeze.Id;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>
/// Gives back what was set aside 代偿解冻, because the compensation is not made or was asked for anew. Legs (c.2): frozen to available of the
/// same account.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="FreezeId">The freeze; all of it is given back.</param>
internal sealed record ReleaseFromCompensation(RequestHead Head, long FreezeId) : BankRequest(Head)
{
    public override OrderType Type => OrderType.CompensationRelease;

    protected override bool EvenWhenSuspended => true;

    protected override object?[] Content => [FreezeId];

    /// <summary>Refusals: those of the ledger. A freeze for anything else is a bug.</summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var freeze = books.Freezes.Get(FreezeId);
        if (freeze.Purpose != FreezePurpose.Compensation)
            throw new InvalidOperationException($"Freeze {freeze.AuthCode} is not for a compensation.");
        var order = Order(books, platform, freeze.RemainingFen);
        order.AccountId = freeze.AccountId;
        order.OriginalOrderId = freeze.OrderId;
        order.FreezeId = freeze.Id;
        var entry = new EntryDraft(Operation.CompensationRelease, order)
            .Unhold(books.Accounts.Get(freeze.AccountId), freeze, freeze.RemainingFen);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;

        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
