using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Bench;

/// <summary>
/// The smallest thing the ledger can do: one order, one entry, two lines, from one account to another. It exists only to be measured; the bank
/// has no such operation.
/// </summary>
internal sealed record BenchTransfer(RequestHead Head, string From, string To, long AmountFen) : BankRequest(Head)
{
    public override OrderType Type => OrderType.Repayment;

    protected override object?[] Content => [From, To, AmountFen];

    internal override void Want(Books books)
    {
        books.AccountByNumber.Want(From);
        books.AccountByNumber.Want(To);
    }

    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AccountOf(books, From) is not { } from) return LedgerRefusals.UnknownAccount(From);
        if (AccountOf(books, To) is not { } to) return LedgerRefusals.UnknownAccount(To);
        var order = Order(books, platform, AmountFen);
        order.AccountId = from.Id;
        var entry = new EntryDraft(Operation.Repayment, order)
            .Debit(from, AmountFen, LineKind.Funds)
            .Credit(to, AmountFen, LineKind.Funds);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>Freezes money of an account; to be measured only.</summary>
internal sealed record BenchHold(RequestHead Head, string AccountNo, long AmountFen) : BankRequest(Head)
{
    public override OrderType Type => OrderType.JudicialFreeze;

    protected override object?[] Content => [AccountNo, AmountFen];

    internal override void Want(Books books) => books.AccountByNumber.Want(AccountNo);

    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AccountOf(books, AccountNo) is not { } account) return LedgerRefusals.UnknownAccount(AccountNo);
        var order = Order(books, platform, AmountFen);
        var entry = new EntryDraft(Operation.JudicialFreeze, order);
        var freeze = entry.Hold(account, AmountFen, FreezePurpose.Judicial, books.NowUtc);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;
        order.FreezeId = freeze.Id;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>Spends a freeze; to be measured only.</summary>
internal sealed record BenchSettle(RequestHead Head, string From, string AuthCode, string To, long AmountFen) : BankRequest(Head)
{
    public override OrderType Type => OrderType.Repayment;

    protected override object?[] Content => [From, AuthCode, To, AmountFen];

    internal override void Want(Books books)
    {
        books.AccountByNumber.Want(From);
        books.AccountByNumber.Want(To);
        books.Freezes.Want(FreezeId);
    }

    private long FreezeId => Freeze.IdOf(AuthCode)!.Value;

    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (AccountOf(books, From) is not { } from) return LedgerRefusals.UnknownAccount(From);
        if (AccountOf(books, To) is not { } to) return LedgerRefusals.UnknownAccount(To);
        var order = Order(books, platform, AmountFen);
        var entry = new EntryDraft(Operation.Repayment, order);
        entry.DebitHeld(from, books.Freezes.Get(FreezeId), AmountFen, LineKind.Principal).Credit(to, AmountFen, LineKind.Principal);
        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
