using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// What follows in the books from an answer about a withdrawal. Legs (c.2): success B-WIP to B-PAYO and B-FEEP, a fee
/// that the platform bears from its frozen P-INC to B-FEEP; failure B-WIP back to the user in its own composition of
/// settled and unsettled money; return B-RTN to the user as unsettled money, and if notice and tariff say so the fee from
/// B-FEEP to who bore it; short money B-SHORT to B-PAYO and B-FEEP. What would go to an account that was closed meanwhile, or to a
/// user of a platform that has left, goes to B-LONG.
/// </summary>
internal static class WithdrawalAnswers
{
    /// <summary>Null when done, else the ledger's refusal.</summary>
    public static Refusal? Take(Books books, CustodyOrder order, ChannelAnswer answer, AnswerStep step)
    {
        switch (step)
        {
            case AnswerStep.Succeed:
                return Succeed(books, order, answer);
            case AnswerStep.Fail:
                return Fail(books, order, answer);
            case AnswerStep.Return:
                return Return(books, order, answer);
            case AnswerStep.SucceedAndReturn:
                return Succeed(books, order, answer) ?? Return(books, order, answer);
            case AnswerStep.ContradictIntoSuspense:
                return TakeShort(books, order, answer);
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "This is no step of a withdrawal.");
        }
    }

    private static Refusal? Succeed(Books books, CustodyOrder order, ChannelAnswer answer)
    {
        var parts = WithdrawalParts.Of(order);
        var transit = books.BankAccount(order.PoolId, AccountType.WithdrawalTransit);
        var floatFen = FloatOf(books, order, transit, parts);
        var payoutFloatFen = Math.Min(floatFen, parts.PayoutFen);
        var draft = new EntryDraft(Operation.WithdrawalPaid, order) { TransactionDate = answer.TransactionDate }
            .DebitTransit(transit, parts.PayoutFen, LineKind.Funds, payoutFloatFen)
            .Credit(books.BankAccount(order.PoolId, AccountType.PayoutPayable), parts.PayoutFen, LineKind.Funds);
        if (parts.UserFeeFen > 0)
        {
            draft.DebitTransit(transit, parts.UserFeeFen, LineKind.Fee, floatFen - payoutFloatFen)
                .Credit(books.BankAccount(order.PoolId, AccountType.FeePayable), parts.UserFeeFen, LineKind.Fee);
        }

        if (parts.FromPlatformFen > 0)
        {
            // Reserved at acceptance, so a success never lacks the fee.
            var income = books.BankAccount(order.PoolId, AccountType.PlatformIncome);
            draft.DebitHeld(
                income, Withdrawal.FeeFreezeOf(books, order), parts.FromPlatformFen, LineKind.Fee, FloatUse.Last)
                .Credit(books.BankAccount(order.PoolId, AccountType.FeePayable), parts.FromPlatformFen, LineKind.Fee);
        }

        var entry = books.Ledger.Post(draft);
        if (!entry.Done) return entry.Refusal;
        Admission.Step(books, order, OrderState.Succeeded, entry.Value.Id, answer.Serial);
        AdvanceBook.Open(books, order, parts.PayoutFen, entry.Value);
        order.ChannelSerial = answer.Serial;
        return null;
    }

    /// <summary>A withdrawal that was not sent is stopped by two people: what was frozen for it is free again. Null when done, else the ledger's refusal.</summary>
    public static Refusal? Intercept(Books books, CustodyOrder order, string reason) =>
        order.State == OrderState.Accepted
            ? GiveBack(books, order, new ChannelAnswer(ChannelResult.Failed, Reason: reason), Operation.WithdrawalIntercepted, OrderState.Intercepted)
            : throw new InvalidOperationException($"Order {order.OrderNo} is {order.State} and cannot be intercepted.");

    private static Refusal? Fail(Books books, CustodyOrder order, ChannelAnswer answer) =>
        GiveBack(books, order, answer, Operation.WithdrawalFailed, OrderState.Failed);

    private static Refusal? GiveBack(Books books, CustodyOrder order, ChannelAnswer answer, Operation operation, OrderState end)
    {
        var parts = WithdrawalParts.Of(order);
        var account = books.Accounts.Get(order.AccountId!.Value);
        var draft = new EntryDraft(operation, order) { TransactionDate = answer.TransactionDate };
        if (order.State == OrderState.Accepted)
        {
            draft.Unhold(account, books.Freezes.Get(order.FreezeId!.Value), parts.FromUserFen);
        }
        else
        {
            var transit = books.BankAccount(order.PoolId, AccountType.WithdrawalTransit);
            var floatFen = FloatOf(books, order, transit, parts);
            var payoutFloatFen = Math.Min(floatFen, parts.PayoutFen);
            draft.DebitTransit(transit, parts.PayoutFen, LineKind.Funds, payoutFloatFen)
                .Credit(account, parts.PayoutFen, LineKind.Funds);
            if (parts.UserFeeFen > 0)
            {
                draft.DebitTransit(transit, parts.UserFeeFen, LineKind.Fee, floatFen - payoutFloatFen)
                    .Credit(account, parts.UserFeeFen, LineKind.Fee);
            }
        }

        if (parts.FromPlatformFen > 0)
        {
            var income = books.BankAccount(order.PoolId, AccountType.PlatformIncome);
            draft.Unhold(income, Withdrawal.FeeFreezeOf(books, order), parts.FromPlatformFen);
        }

        var entry = books.Ledger.Post(draft);
        if (!entry.Done) return entry.Refusal;
        Admission.Step(books, order, end, entry.Value.Id, answer.Reason);
        order.ChannelSerial ??= answer.Serial;
        order.Remark = answer.Reason;
        return null;
    }

    private static Refusal? Return(Books books, CustodyOrder order, ChannelAnswer answer)
    {
        var back = ReturnedPayout.Of(books, order, answer.FeeReturned);
        var draft = new EntryDraft(Operation.WithdrawalReturned, order) { TransactionDate = answer.TransactionDate }
            .Debit(books.BankAccount(order.PoolId, AccountType.ReturnReceivable), back.PayoutFen, LineKind.Funds)
            .Credit(back.Payee, back.PayoutFen, LineKind.Funds);
        if (back.FeeFen > 0)
        {
            draft.Debit(books.BankAccount(order.PoolId, AccountType.FeePayable), back.FeeFen, LineKind.Fee, FloatUse.Last)
                .Credit(back.Bearer, back.FeeFen, LineKind.Fee);
        }

        var entry = books.Ledger.Post(draft);
        if (!entry.Done) return entry.Refusal;
        Settlement.SuspenseItem.Open(books, order, Settlement.SuspenseKind.Surplus, entry.Value, back.HeldFen);
        Admission.Step(books, order, OrderState.Returned, entry.Value.Id, answer.Reason);
        order.Remark = answer.Reason;
        if (back.FeeFen > 0)
        {
            var fee = books.OrderFees.Edit(books.OrderFees.Get(order.Id));
            fee.RefundedBaseFen += back.BaseFen;
            fee.RefundedAdvanceFen += back.AdvanceFen;
        }

        return null;
    }

    private static Refusal? TakeShort(Books books, CustodyOrder order, ChannelAnswer answer)
    {
        if (books.EntriesOfOrder.Of(order.Id).Any(entry => entry.Operation == Operation.WithdrawalInSuspense))
            return null;
        var parts = WithdrawalParts.Of(order);
        var shortage = books.BankAccount(order.PoolId, AccountType.ShortSuspense);
        var draft = new EntryDraft(Operation.WithdrawalInSuspense, order) { TransactionDate = answer.TransactionDate }
            .Debit(shortage, parts.PayoutFen + order.FeeFen, LineKind.Funds)
            .Credit(books.BankAccount(order.PoolId, AccountType.PayoutPayable), parts.PayoutFen, LineKind.Funds);
        if (order.FeeFen > 0)
            draft.Credit(books.BankAccount(order.PoolId, AccountType.FeePayable), order.FeeFen, LineKind.Fee);
        var posted = books.Ledger.Post(draft);
        if (!posted.Done) return posted.Refusal;
        Settlement.SuspenseItem.Open(books, order, Settlement.SuspenseKind.Shortage, posted.Value, posted.Value.TotalFen);
        TakeAnswer.Record(books, order, answer, posted.Value.Id);
        AdvanceBook.Open(books, order, parts.PayoutFen, posted.Value);
        return null;
    }

    /// <summary>
    /// How much of what this order has in transit is unsettled. Mostly all or nothing of what is in transit is; only
    /// where both are mixed are the lines looked at with which it came there.
    /// </summary>
    private static long FloatOf(Books books, CustodyOrder order, Account transit, WithdrawalParts parts)
    {
        if (transit.FloatFen == 0) return 0;
        if (transit.SettledFen == 0) return parts.FromUserFen;
        var sent = books.EntriesOfOrder.Of(order.Id).Single(entry => entry.Operation == Operation.WithdrawalSent);
        return books.LinesOf(sent).Where(line => line.AccountId == transit.Id).Sum(line => line.FloatFen);
    }
}
