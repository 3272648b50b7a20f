using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>Puts the closing of a user's sub-account 销户 to a second person; approved, it is <see cref="CloseAccount"/>.</summary>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeClosing(string AccountNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.CloseAccount;

    /// <summary>
    /// Refusals in order: <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="LedgerRefusals.UnknownAccount"/>,
    /// <see cref="LedgerRefusals.AccountClosed"/>, <see cref="AccountRefusals.CannotClose"/> with every obstacle and its figure.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var found = CloseAccount.Check(books, PoolId, AccountNo, request?.Id);
        if (!found.Done) return found.Refusal;
        var card = books.Users.Get(found.Value.UserId!.Value).CardId is { } cardId ? books.Cards.Get(cardId) : null;
        List<ApprovalChange> changes = [new("账户状态", "State", "正常 active", "已销户 closed")];
        if (card is not null) changes.Add(new("绑定银行卡", "Bound card", CardWords.Of(card), null));
        return new ProposalFacts(
            $"account:{AccountNo}", JudicialFacts.PlatformNo(books, PoolId), 0,
            $"注销账户 {AccountNo}；余额为零，无冻结、债权、借款和未完结业务，销户后不再受理任何交易。理由：{Reason}",
            $"Close account {AccountNo}: its balance is zero, nothing is frozen, owed or pending; it will take nothing any more. Reason: {Reason}",
            changes);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, Staff.StaffMember checker)
    {
        var done = new CloseAccount(new RequestHead(PoolId, request.No, request.MakerUser), AccountNo, request.Id).Run(books);
        if (!done.Done) return done.Refusal;
        PlatformNotice.Write(
            books, books.Pool(PoolId)!.PlatformId, NoticeKind.AccountClosed, "approval:" + request.No,
            new { request.No, AccountNo, done.Value.OrderNo, books.Bank.AccountingDate });
        return done.Value.OrderNo;
    }
}

/// <summary>A bound card as people who decide see it.</summary>
internal static class CardWords
{
    /// <summary>The bank and the last four digits.</summary>
    public static string Of(BankCard card) => Of(card.BankCode, card.Last4);

    /// <summary>The bank and the last four digits.</summary>
    public static string Of(string bankCode, string last4) =>
        $"{BinTable.BuiltIn.Entries.FirstOrDefault(entry => entry.BankCode == bankCode)?.BankName ?? bankCode} *{last4}";
}
