using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Tests;

/// <summary>A request whose entry the test puts together itself: for what the ledger does whoever asks.</summary>
internal sealed record TestPosting(
    RequestHead Head, Action<Books, EntryDraft> Lines, object? Marker = null, Operation Operation = Operation.Repayment)
    : BankRequest(Head)
{
    public override OrderType Type => OrderType.Repayment;

    protected override object?[] Content => [Marker];

    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var order = Order(books, platform, 1);
        var draft = new EntryDraft(Operation, order);
        Lines(books, draft);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}

/// <summary>A request that reverses an entry.</summary>
internal sealed record TestReversal(RequestHead Head, long EntryId) : BankRequest(Head)
{
    public override OrderType Type => OrderType.Reversal;

    protected override object?[] Content => [EntryId];

    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var order = Order(books, platform, 1);
        if (books.Ledger.Reverse(EntryId, order) is { Done: false, Refusal: { } refusal }) return refusal;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
