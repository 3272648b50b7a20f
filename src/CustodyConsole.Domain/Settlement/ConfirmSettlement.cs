using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Settlement;

/// <summary>
/// Books what really arrived for a batch 到账确认. Legs (c.2): B-POOL against B-NET for the net; more than computed to B-LONG, less to B-SHORT
/// (R66). B-NET is zero afterwards. A batch is confirmed once (R64).
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="BatchNo">The batch.</param>
/// <param name="ReceivedFen">What arrived in fen; negative for what the bank paid.</param>
public sealed record ConfirmSettlement(RequestHead Head, string BatchNo, long ReceivedFen) : BankRequest(Head)
{
    /// <summary>The most that one batch can move, in fen.</summary>
    public const long AmountMaxFen = 10_000_000_000_000_00;

    /// <inheritdoc />
    public override OrderType Type => OrderType.SettlementConfirmation;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override bool EvenWhenClosed => true;

    /// <inheritdoc />
    protected override object?[] Content => [BatchNo, ReceivedFen];

    /// <inheritdoc />
    internal override void Want(Books books) => books.BankAccountsOfPool.Want(Head.PoolId);

    /// <summary>The batch, as long as it can be confirmed with this amount.</summary>
    internal static Outcome<SettlementBatch> Find(Books books, long poolId, string batchNo, long receivedFen)
    {
        if (SettlementBatch.IdOf(batchNo) is not { } id || books.Batches.Find(id) is not { } batch || batch.PoolId != poolId)
            return SettlementRefusals.UnknownBatch(batchNo);
        if (batch.ReceivedFen is { } known) return SettlementRefusals.AlreadyConfirmed(batchNo, known);
        if (receivedFen is > AmountMaxFen or < -AmountMaxFen) return SettlementRefusals.ImpossibleAmount(receivedFen);
        return batch;
    }

    /// <summary>
    /// Refusals in order: <see cref="SettlementRefusals.UnknownBatch"/>, <see cref="SettlementRefusals.AlreadyConfirmed"/>,
    /// <see cref="SettlementRefusals.ImpossibleAmount"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var found = Find(books, Head.PoolId, BatchNo, ReceivedFen);
        if (!found.Done) return found.Refusal;
        var batch = found.Value;

        var order = Order(books, platform, Math.Abs(ReceivedFen));
        order.Remark = BatchNo;
        order.OriginalOrderId = batch.OrderId;
        var draft = new EntryDraft(Operation.SettlementConfirmed, order);
        var differenceFen = ReceivedFen - batch.NetFen;
        Move(AccountType.Pool, Side.Debit, ReceivedFen);
        Move(AccountType.ShortSuspense, Side.Debit, Math.Max(0, -differenceFen));
        Move(AccountType.NetClearing, Side.Credit, batch.NetFen);
        Move(AccountType.LongSuspense, Side.Credit, Math.Max(0, differenceFen));
        if (draft.Lines.Count > 0)
        {
            var entry = books.Ledger.Post(draft);
            if (!entry.Done) return entry.Refusal;
            var kind = differenceFen > 0 ? SuspenseKind.Surplus : SuspenseKind.Shortage;
            SuspenseItem.Open(books, order, kind, entry.Value, Math.Abs(differenceFen));
        }

        // Point of no return.
        books.Batches.Edit(batch);
        batch.ReceivedFen = ReceivedFen;
        batch.State = BatchState.Confirmed;
        batch.ConfirmedAtUtc = books.NowUtc;
        batch.ConfirmOrderId = order.Id;
        AdvanceBook.Confirm(books, batch);
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);

        void Move(AccountType type, Side side, long amountFen)
        {
            if (amountFen == 0) return;
            var other = side == Side.Debit ? Side.Credit : Side.Debit;
            draft.Line(
                books.BankAccount(Head.PoolId, type), amountFen > 0 ? side : other, Math.Abs(amountFen), LineKind.Funds, floatFen: 0);
        }
    }
}
