using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// What an answer about a payment would change, account by account, as it is shown before two people take it from a written statement: all that
/// <see cref="RechargeAnswers"/> and <see cref="WithdrawalAnswers"/> then book. Balances move by themselves and do not bind.
/// </summary>
internal sealed class StatementEffect
{
    private readonly Books _books;
    private readonly CustodyOrder _order;
    private readonly List<(Account Account, long Fen)> _moved = [];
    private ReturnedPayout? _back;

    private StatementEffect(Books books, CustodyOrder order) => (_books, _order) = (books, order);

    /// <summary>
    /// The user's account, which is shown in any case, and every other that changes. Where a payout and its fee go back to, and how much of the fee
    /// does, binds.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="order">The payment.</param>
    /// <param name="step">What the answer leads to.</param>
    /// <param name="feeReturned">With a payout that came back: the fee comes back as well.</param>
    public static IEnumerable<ApprovalChange> Of(Books books, CustodyOrder order, AnswerStep step, bool feeReturned)
    {
        var effect = new StatementEffect(books, order);
        var user = books.Accounts.Get(order.AccountId!.Value);
        effect._moved.Add((user, 0));
        if (order.Type == OrderType.Recharge) effect.Recharge(user, step);
        else effect.Withdrawal(user, step, feeReturned);
        return effect.Shown(user);
    }

    private void Recharge(Account user, AnswerStep step)
    {
        if (step is not (AnswerStep.Succeed or AnswerStep.ContradictIntoSuspense)) return;
        Move(AccountType.RechargeReceivable, _order.AmountFen);
        if (step == AnswerStep.Succeed) Move(user, _order.AmountFen);
        else Move(AccountType.LongSuspense, _order.AmountFen);
    }

    private void Withdrawal(Account user, AnswerStep step, bool feeReturned)
    {
        var parts = WithdrawalParts.Of(_order);
        if (step is AnswerStep.Succeed or AnswerStep.Fail or AnswerStep.SucceedAndReturn) Move(AccountType.WithdrawalTransit, -parts.FromUserFen);
        if (step == AnswerStep.Fail)
        {
            Move(user, parts.FromUserFen);
            Move(AccountType.PlatformIncome, parts.FromPlatformFen);
        }

        if (step == AnswerStep.ContradictIntoSuspense) Move(AccountType.ShortSuspense, parts.PayoutFen + _order.FeeFen);
        if (step is AnswerStep.Succeed or AnswerStep.SucceedAndReturn or AnswerStep.ContradictIntoSuspense)
        {
            Move(AccountType.PayoutPayable, parts.PayoutFen);
            Move(AccountType.FeePayable, _order.FeeFen);
        }

        if (step is not (AnswerStep.Return or AnswerStep.SucceedAndReturn)) return;
        _back = ReturnedPayout.Of(_books, _order, feeReturned);
        Move(AccountType.ReturnReceivable, _back.PayoutFen);
        Move(_back.Payee, _back.PayoutFen);
        Move(AccountType.FeePayable, -_back.FeeFen);
        Move(_back.Bearer, _back.FeeFen);
    }

    private void Move(AccountType type, long fen) => Move(_books.BankAccount(_order.PoolId, type), fen);

    private void Move(Account account, long fen)
    {
        if (fen != 0) _moved.Add((account, fen));
    }

    private IEnumerable<ApprovalChange> Shown(Account user)
    {
        yield return new("用户账户", "Account", user.Number, user.Number);
        if (_back is { } back)
        {
            var (payee, bearer) = (Name(back.Payee), Name(back.Bearer));
            yield return new("退汇资金", "Comes back", null, $"{Fen.Format(back.PayoutFen)} → {payee.Chinese}", AfterEnglish: $"{Fen.Format(back.PayoutFen)} → {payee.English}");
            yield return back.FeeFen > 0
                ? new("退还手续费", "Fee back", null, $"{Fen.Format(back.FeeFen)} → {bearer.Chinese}", AfterEnglish: $"{Fen.Format(back.FeeFen)} → {bearer.English}")
                : new("退还手续费", "Fee back", null, "不退", AfterEnglish: "none");
        }

        foreach (var moved in _moved.GroupBy(static move => move.Account, static move => move.Fen))
        {
            var (account, fen) = (moved.Key, moved.Sum());
            if (fen == 0 && account != user) continue;
            var (chinese, english) = account == user ? ("可用余额", "Available") : Name(account);
            // What is frozen of it stays so, also where a fee is taken from it.
            yield return new(chinese, english, Fen.Format(account.AvailableFen), Fen.Format(account.AvailableFen + fen), Binding: false);
        }
    }

    private static (string Chinese, string English) Name(Account account) => account.Type switch
    {
        _ when account.UserId is not null => (account.Number, account.Number),
        AccountType.PlatformIncome => ("P-INC 收入账户", "P-INC platform income"),
        AccountType.RechargeReceivable => ("B-RECV 充值待清算", "B-RECV recharges to be settled"),
        AccountType.PayoutPayable => ("B-PAYO 出款待清算", "B-PAYO payouts to be settled"),
        AccountType.ReturnReceivable => ("B-RTN 退汇待清算", "B-RTN returns to be settled"),
        AccountType.WithdrawalTransit => ("B-WIP 提现在途", "B-WIP in transit"),
        AccountType.FeePayable => ("B-FEEP 应付手续费", "B-FEEP fees payable"),
        AccountType.LongSuspense => ("B-LONG 长款挂账", "B-LONG long suspense"),
        AccountType.ShortSuspense => ("B-SHORT 短款挂账", "B-SHORT short suspense"),
        _ => throw new ArgumentOutOfRangeException(nameof(account), account.Type, "No payment changes this account."),
    };
}
