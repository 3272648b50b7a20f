using System.Text.Json.Serialization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>A card that was checked and waits to be bound; nothing of it is in clear.</summary>
/// <param name="CardId">The key that its row will have; number and cipher belong together under it.</param>
/// <param name="NumberCipher">The number, encrypted, in Base64.</param>
/// <param name="NumberHash">The keyed hash of the number, in hexadecimal digits.</param>
/// <param name="Last4">Its last four digits.</param>
/// <param name="BankCode">The issuer's code in the BIN table.</param>
/// <param name="MobileCipher">The mobile registered with the card, encrypted for the user, in Base64.</param>
/// <param name="MobileLast4">Its last four digits.</param>
/// <param name="CheckSerial">The payment company's serial of the four-element check.</param>
public sealed record CheckedCard(
    long CardId, string NumberCipher, string NumberHash, string Last4, string BankCode, string MobileCipher, string MobileLast4,
    string CheckSerial);

/// <summary>
/// Puts the change of a user's bank card 换卡 to a second person (R13): the user cannot unbind it, because there is money or a claim, so staff
/// look at the evidence. The new card's four elements were checked before it is asked for (<see cref="CardChangeDesk"/>).
/// </summary>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="OldCardId">The card that is bound now.</param>
/// <param name="NewCard">The card that takes its place.</param>
/// <param name="Evidence">What the user handed in.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeCardChange(string AccountNo, long OldCardId, CheckedCard NewCard, DocumentRef Evidence, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ChangeCard;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => [Evidence];

    /// <summary>
    /// Refusals in order: <see cref="ApprovalRefusals.ReasonMissing"/>, those of <see cref="CardChange.Check"/>,
    /// <see cref="AccountRefusals.CardReplaced"/>, <see cref="DocumentRefusals.Unknown"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var found = CardChange.Check(books, PoolId, AccountNo, Convert.FromHexString(NewCard.NumberHash));
        if (!found.Done) return found.Refusal;
        var (user, old) = found.Value;
        if (old.Id != OldCardId) return AccountRefusals.CardReplaced(AccountNo);
        if (DraftOfProposal.MissingFile(books, Files) is { } missing) return missing;
        return new ProposalFacts(
            $"account:{AccountNo}", JudicialFacts.PlatformNo(books, PoolId), 0,
            $"账户 {AccountNo} 更换绑定银行卡：{CardWords.Of(old)} → {CardWords.Of(NewCard.BankCode, NewCard.Last4)}。理由：{Reason}",
            $"Change the card of account {AccountNo} from *{old.Last4} to *{NewCard.Last4}. Reason: {Reason}",
            [
                new("绑定银行卡", "Bound card", CardWords.Of(old), CardWords.Of(NewCard.BankCode, NewCard.Last4)),
                new("银行预留手机", "Mobile", "*" + user.MobileLast4, "*" + NewCard.MobileLast4),
                new("四要素验证流水号", "Serial of the four-element check", old.VerificationSerial, NewCard.CheckSerial),
                new("证明材料", "Evidence", null, $"{Evidence.FileName} · SHA-256 {Evidence.Sha256}"),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, Staff.StaffMember checker)
    {
        var done = new CardChange(new RequestHead(PoolId, request.No, request.MakerUser), AccountNo, NewCard).Run(books);
        if (!done.Done) return done.Refusal;
        PlatformNotice.Write(
            books, books.Pool(PoolId)!.PlatformId, NoticeKind.CardChanged, "approval:" + request.No,
            new { request.No, AccountNo, NewCard.BankCode, CardLast4 = NewCard.Last4, done.Value.OrderNo, books.Bank.AccountingDate });
        return done.Value.OrderNo;
    }
}

/// <summary>
/// Binds a checked card in place of the one that is bound. No money moves. It is asked for by two people only
/// (<see cref="ProposeCardChange"/>).
/// </summary>
internal sealed record CardChange(RequestHead Head, string AccountNo, CheckedCard NewCard) : BankRequest(Head)
{
    public override OrderType Type => OrderType.ChangeCard;

    protected override bool EvenWhenSuspended => true;

    protected override object?[] Content => [AccountNo, NewCard.CardId, NewCard.NumberHash, NewCard.CheckSerial];

    /// <summary>Refusals: those of <see cref="Check"/>.</summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var hash = Convert.FromHexString(NewCard.NumberHash);
        var found = Check(books, Head.PoolId, AccountNo, hash);
        if (!found.Done) return found.Refusal;
        var (user, old) = found.Value;

        // Point of no return.
        books.Cards.Edit(old).State = CardState.Unbound;
        old.UnboundAtUtc = books.NowUtc;
        var card = books.Cards.Add(new BankCard
        {
            Id = NewCard.CardId,
            UserId = user.Id,
            NumberCipher = Convert.FromBase64String(NewCard.NumberCipher),
            NumberHash = hash,
            Last4 = NewCard.Last4,
            BankCode = NewCard.BankCode,
            VerificationSerial = NewCard.CheckSerial,
            BoundAtUtc = books.NowUtc,
        });
        books.Users.Edit(user).CardId = card.Id;
        user.MobileCipher = Convert.FromBase64String(NewCard.MobileCipher);
        user.MobileLast4 = NewCard.MobileLast4;
        var order = Order(books, platform, 0);
        order.AccountId = user.AccountId;
        order.CardId = card.Id;
        order.ChannelSerial = NewCard.CheckSerial;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>
    /// The user and the card that is bound now, if it may be changed. Refusals in order: <see cref="LedgerRefusals.UnknownAccount"/>,
    /// <see cref="LedgerRefusals.AccountClosed"/>, <see cref="AccountRefusals.NoCardBound"/>, <see cref="AccountRefusals.SameCard"/>,
    /// <see cref="AccountRefusals.CardInUse"/>.
    /// </summary>
    public static Outcome<(CustodyUser User, BankCard Old)> Check(Books books, long poolId, string accountNo, byte[] newNumberHash)
    {
        if (books.AccountByNumber.Find(accountNo) is not { UserId: { } userId } account || account.PoolId != poolId)
            return LedgerRefusals.UnknownAccount(accountNo);
        if (account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(accountNo);
        var user = books.Users.Get(userId);
        if (user.CardId is not { } cardId) return AccountRefusals.NoCardBound(accountNo);
        var old = books.Cards.Get(cardId);
        if (old.NumberHash.AsSpan().SequenceEqual(newNumberHash)) return AccountRefusals.SameCard(accountNo, old.Last4);
        var underWay = books.OrdersOfAccount.Of(account.Id).FirstOrDefault(order => order.CardId == cardId
            && order.Type is OrderType.Withdrawal or OrderType.Recharge
            && order.State is OrderState.Accepted or OrderState.Sent or OrderState.Unknown);
        return underWay is null ? (user, old) : AccountRefusals.CardInUse(old.Last4, underWay.OrderNo, underWay.State);
    }
}
