using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Takes an answer of the payment company about a recharge or a withdrawal, whether it answers a call or a query or
/// calls back, and however late or often it comes. A repeated answer changes nothing. An answer that contradicts the
/// books is refused with words and kept as an event of the order, so that it is never lost: staff and the
/// reconciliation decide.
/// </summary>
/// <remarks>
/// A success reported for an order that has failed is more: money has moved that the books do not have. It is not given
/// to the user, who was told of the failure and may have tried again, nor left out of the books until a settlement
/// misses it. It goes into suspense at once (domain facts 5.10, R66): a recharge as long money (B-RECV to B-LONG), a
/// payout as short money (B-SHORT to B-PAYO, with the fee). Reconciliation clears it.
/// </remarks>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The order number.</param>
/// <param name="Answer">What the payment company says.</param>
/// <param name="OnlyFrom">Where the answer means something in this state only: an order that has left it is returned as
/// it stands. Null for answers about the payment itself, which are taken in every state.</param>
public sealed record TakeAnswer(long PoolId, string OrderNo, ChannelAnswer Answer, OrderState? OnlyFrom = null)
{
    internal void Want(Books books)
    {
        Admission.WantOrder(books, PoolId, OrderNo);
        books.WantAdvanceSums(PoolId);
    }

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>, those of the ledger (the answer can be asked for
    /// again, and <see cref="RecordRefused"/> keeps it). A contradiction is done, because it is recorded, and comes with its words.
    /// </summary>
    internal Outcome<TakenAnswer> Run(Books books)
    {
        var found = Admission.FindOrder(books, PoolId, OrderNo);
        if (found is not { Type: OrderType.Recharge or OrderType.Withdrawal } order)
            return OrderRefusals.UnknownOrder(OrderNo);
        if (OnlyFrom is { } only && order.State != only)
            return new TakenAnswer(RequestNumbers.ReceiptOf(books, order, repeated: true), null);
        var isRecharge = order.Type == OrderType.Recharge;
        if (Mismatch(order, isRecharge) is { } mismatch)
        {
            Record(books, order, null);
            return new TakenAnswer(RequestNumbers.ReceiptOf(books, order), mismatch);
        }

        var step = isRecharge
            ? AnswerTable.Recharge(order.State, Answer.Result)
            : AnswerTable.Withdrawal(order.State, Answer.Result);
        switch (step)
        {
            case AnswerStep.None:
                return new TakenAnswer(RequestNumbers.ReceiptOf(books, order, repeated: true), null);
            case AnswerStep.MarkUnknown:
                Admission.Step(books, order, OrderState.Unknown, null, Answer.Reason ?? Answer.Serial);
                return Taken(books, order);
            case AnswerStep.Contradict:
                Record(books, order, null);
                return new TakenAnswer(
                    RequestNumbers.ReceiptOf(books, order),
                    PaymentRefusals.AnswerContradicts(order.OrderNo, order.State, Answer.Result));
            default:
                var refusal = isRecharge
                    ? RechargeAnswers.Take(books, order, Answer, step)
                    : WithdrawalAnswers.Take(books, order, Answer, step);
                if (refusal is not null) return refusal;
                if (step != AnswerStep.ContradictIntoSuspense) return Taken(books, order);
                return new TakenAnswer(
                    RequestNumbers.ReceiptOf(books, order),
                    isRecharge
                        ? PaymentRefusals.RechargeHasFailed(order.OrderNo, order.AmountFen)
                        : PaymentRefusals.WithdrawalHasFailed(order.OrderNo, WithdrawalParts.Of(order).PayoutFen));
        }
    }

    /// <summary>
    /// Keeps an answer that the ledger refused as an event of its order: the payment company's word is evidence, also where it cannot be booked.
    /// </summary>
    internal void RecordRefused(Books books, Refusal? refusal)
    {
        if (refusal is null || Admission.FindOrder(books, PoolId, OrderNo) is not { Type: OrderType.Recharge or OrderType.Withdrawal } order) return;
        Record(books, order, null, NoteOf(Answer, refusal));
    }

    private static TakenAnswer Taken(Books books, CustodyOrder order) =>
        new(RequestNumbers.ReceiptOf(books, order), null);

    /// <summary>What in the answer does not fit the order, whatever its state.</summary>
    private Refusal? Mismatch(CustodyOrder order, bool isRecharge)
    {
        var amountFen = isRecharge ? order.AmountFen : WithdrawalParts.Of(order).PayoutFen;
        if (Answer.AmountFen is { } named && named != amountFen)
            return PaymentRefusals.AmountDiffers(order.OrderNo, amountFen, named);
        return order.State == OrderState.Succeeded && Answer is { Result: ChannelResult.Succeeded, Serial: { } serial }
            && order.ChannelSerial is { } known && known != serial
            ? PaymentRefusals.AnotherSerial(order.OrderNo, known, serial)
            : null;
    }

    private void Record(Books books, CustodyOrder order, long? entryId) => Record(books, order, Answer, entryId);

    /// <summary>Keeps an answer that the books do not follow, once however often it comes; the order stays as it is.</summary>
    internal static void Record(Books books, CustodyOrder order, ChannelAnswer answer, long? entryId) =>
        Record(books, order, entryId, NoteOf(answer, null));

    private static void Record(Books books, CustodyOrder order, long? entryId, string note)
    {
        var known = books.OrderEvents.Search(
            step => step.OrderId == order.Id && step.Note == note && step.State == order.State && step.EntryId == entryId,
            "\"order_id\" = {0} AND \"note\" = {1}", order.Id, note);
        if (known.Any()) return;
        books.OrderEvents.Add(new OrderEvent
        {
            OrderId = order.Id,
            State = order.State,
            AtUtc = books.NowUtc,
            EntryId = entryId,
            Note = note,
        });
    }

    private static string NoteOf(ChannelAnswer answer, Refusal? refusal) =>
        $"! {answer.Result} {answer.Serial} {answer.Reason}".TrimEnd() + (refusal is null ? "" : $" [{refusal.Code}]");
}

/// <summary>An answer that was taken.</summary>
/// <param name="Receipt">The order as it stands now.</param>
/// <param name="Contradiction">The words with which the answer was refused, although it was recorded.</param>
internal sealed record TakenAnswer(Receipt Receipt, Refusal? Contradiction);
