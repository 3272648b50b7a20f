using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Closes a user's sub-account 销户 (R90): only once nothing is held, owed, offered or pending. The bound card is unbound with it; afterwards the
/// account takes nothing any more. No money moves. It is asked for by two people only (<see cref="ProposeClosing"/>).
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="ApprovalId">The request by which two people decided.</param>
internal sealed record CloseAccount(RequestHead Head, string AccountNo, long ApprovalId) : BankRequest(Head)
{
    public override OrderType Type => OrderType.CloseAccount;

    protected override bool EvenWhenSuspended => true;

    protected override object?[] Content => [AccountNo, ApprovalId];

    /// <summary>
    /// Refusals in order: <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="LedgerRefusals.AccountClosed"/>,
    /// <see cref="AccountRefusals.CannotClose"/> with every obstacle and its figure.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var found = Check(books, Head.PoolId, AccountNo, ApprovalId);
        if (!found.Done) return found.Refusal;
        var account = found.Value;

        // Point of no return.
        books.Accounts.Edit(account).State = AccountState.Closed;
        var user = books.Users.Edit(books.Users.Get(account.UserId!.Value));
        var order = Order(books, platform, 0);
        order.AccountId = account.Id;
        order.CardId = user.CardId;
        if (user.CardId is { } cardId)
        {
            var card = books.Cards.Edit(books.Cards.Get(cardId));
            card.State = CardState.Unbound;
            card.UnboundAtUtc = books.NowUtc;
        }

        user.CardId = null;
        user.State = UserState.Closed;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>The account, if it may be closed.</summary>
    public static Outcome<Account> Check(Books books, long poolId, string accountNo, long? approvalId)
    {
        if (books.AccountByNumber.Find(accountNo) is not { UserId: not null } account || account.PoolId != poolId)
            return LedgerRefusals.UnknownAccount(accountNo);
        if (account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(accountNo);
        var obstacles = AccountObstacles.Of(books, account, approvalId);
        return obstacles.Count == 0 ? account : AccountRefusals.CannotClose(
            accountNo, string.Join("；", obstacles.Select(one => one.Chinese)), string.Join("; ", obstacles.Select(one => one.English)));
    }
}
