using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// What follows in the books from an answer about a recharge. Legs (c.2): B-RECV to the user; long money B-RECV to
/// B-LONG.
/// </summary>
internal static class RechargeAnswers
{
    /// <summary>Null when done, else the ledger's refusal.</summary>
    public static Refusal? Take(Books books, CustodyOrder order, ChannelAnswer answer, AnswerStep step)
    {
        switch (step)
        {
            case AnswerStep.Succeed:
                if (answer.Serial is { } serial && books.RechargeBySerial.Find((order.PoolId, serial)) is { } other && other != order)
                    return PaymentRefusals.SerialTaken(serial, other.OrderNo);
                var entry = Recharge.Book(
                    books, order, books.Accounts.Get(order.AccountId!.Value), answer.TransactionDate);
                if (!entry.Done) return entry.Refusal;
                Admission.Step(books, order, OrderState.Succeeded, entry.Value.Id, answer.Serial);
                order.ChannelSerial = answer.Serial;
                Recharge.Charge(books, order);
                books.RechargeBySerial.KeyChanged(order);
                return null;

            case AnswerStep.Fail:
                Admission.Step(books, order, OrderState.Failed, null, answer.Reason);
                order.Remark = answer.Reason;
                return null;

            case AnswerStep.ContradictIntoSuspense:
                // Repeated, it lies in suspense already.
                if (books.EntriesOfOrder.Of(order.Id).Count > 0) return null;
                var suspense = books.Ledger.Post(
                    new EntryDraft(Operation.RechargeInSuspense, order) { TransactionDate = answer.TransactionDate }
                        .Debit(
                            books.BankAccount(order.PoolId, AccountType.RechargeReceivable),
                            order.AmountFen,
                            LineKind.Funds)
                        .Credit(
                            books.BankAccount(order.PoolId, AccountType.LongSuspense),
                            order.AmountFen,
                            LineKind.Funds));
                if (!suspense.Done) return suspense.Refusal;
                Settlement.SuspenseItem.Open(books, order, Settlement.SuspenseKind.Surplus, suspense.Value, order.AmountFen);
                TakeAnswer.Record(books, order, answer, suspense.Value.Id);
                return null;

            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "This is no step of a recharge.");
        }
    }
}
