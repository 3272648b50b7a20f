using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Unbinds a user's card 解绑. The card is the only way in and out for the user's money, so it goes at zero assets only:
/// no balance, no claims, no debts, no unfinished orders (R12). No money moves.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="Verification">How the user's will was verified: the trade password.</param>
public sealed record UnbindCard(RequestHead Head, string AccountNo, Verification Verification) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.UnbindCard;

    /// <inheritdoc />
    protected override object?[] Content => [AccountNo];

    /// <inheritdoc />
    internal override void Want(Books books) => books.AccountByNumber.Want(AccountNo);

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.PasswordRequired"/>, <see cref="LedgerRefusals.UnknownAccount"/>,
    /// <see cref="AccountRefusals.NoCardBound"/>, <see cref="AccountRefusals.BalanceLeft"/>,
    /// <see cref="AccountRefusals.ClaimsLeft"/>, <see cref="AccountRefusals.DebtsLeft"/>,
    /// <see cref="AccountRefusals.OrdersPending"/>.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Verification != Verification.TradePassword) return AccountRefusals.PasswordRequired();
        if (AccountOf(books, AccountNo) is not { UserId: { } userId } account)
            return LedgerRefusals.UnknownAccount(AccountNo);
        var user = books.Users.Get(userId);
        if (user.CardId is not { } cardId) return AccountRefusals.NoCardBound(AccountNo);
        if (AssetsOf(books, account, user) is { } left) return left;

        // Point of no return.
        var card = books.Cards.Edit(books.Cards.Get(cardId));
        card.State = CardState.Unbound;
        card.UnboundAtUtc = books.NowUtc;
        books.Users.Edit(user).CardId = null;
        var order = Order(books, platform, 0);
        order.AccountId = account.Id;
        order.CardId = cardId;
        order.Verification = Verification;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>What still ties the user to the account; null when nothing does.</summary>
    private static Refusal? AssetsOf(Books books, Account account, CustodyUser user)
    {
        if (account.BookFen > 0) return AccountRefusals.BalanceLeft(account.Number, account.BookFen, account.FrozenFen);

        var claims = AccountObstacles.OpenClaims(books, account);
        var claimsFen = claims.Sum(claim => claim.OutstandingFen);
        claimsFen += books.RecoveryClaims
            .Search(
                recovery => recovery.CompensatorAccountId == account.Id, "\"compensator_account_id\" = {0}", account.Id)
            .Sum(recovery => recovery.OpenFen);
        if (claimsFen > 0) return AccountRefusals.ClaimsLeft(account.Number, claimsFen);
        if (claims.Count > 0) return AccountRefusals.InterestLeft(account.Number, claims.Count);

        var debtsFen = user.LoanBalanceFen;
        if (user.Role == UserRole.Borrower)
        {
            debtsFen += books.RecoveryClaims
                .Search(
                    recovery => recovery.BorrowerAccountId == account.Id, "\"borrower_account_id\" = {0}", account.Id)
                .Sum(recovery => recovery.OpenFen);
        }

        if (debtsFen > 0) return AccountRefusals.DebtsLeft(account.Number, debtsFen);

        var pending = books.OrdersOfAccount.Of(account.Id)
            .Count(order => order.State is OrderState.Accepted or OrderState.Sent or OrderState.Unknown);
        return pending > 0 ? AccountRefusals.OrdersPending(account.Number, pending) : null;
    }
}
