using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Binds a bank card 绑卡 of the same name to a user who has none (R11, R13), on the evidence of a four-element check.
/// The mobile registered with that card becomes the user's. No money moves.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="CardNumber">A debit card, or a company's settlement account.</param>
/// <param name="Mobile">The mobile registered with the bank of the card.</param>
/// <param name="Verification">How the user's will was verified: the trade password.</param>
/// <param name="Evidence">What the four-element check found.</param>
/// <param name="PersonalData">Encrypts what is personal.</param>
public sealed record BindCard(
    RequestHead Head, string AccountNo, string CardNumber, string Mobile, Verification Verification, CardCheck Evidence,
    PersonalData PersonalData) : BankRequest(Head)
{
    private readonly byte[] _cardHash = PersonalData.BlindHash(PersonalField.Card, CardNumber ?? "");
    private readonly string _mobileHash = PersonalData.BlindText(PersonalField.Mobile, Mobile);

    /// <inheritdoc />
    public override OrderType Type => OrderType.BindCard;

    /// <inheritdoc />
    protected override object?[] Content => [AccountNo, Convert.ToHexString(_cardHash), _mobileHash];

    /// <inheritdoc />
    internal override void Want(Books books) => books.AccountByNumber.Want(AccountNo);

    /// <summary>
    /// Looks whether the request would be refused whatever the payment company found. The user whose name and identity
    /// number are to be checked with the card, or the refusal, or the first answer where the request was carried out
    /// already.
    /// </summary>
    internal Outcome<Receipt>? Precheck(Books books, out CustodyUser? user)
    {
        user = null;
        if (Begin(books, out _) is { } answer) return answer;
        return Guard(books, out user, out _) is { } refusal ? refusal : (Outcome<Receipt>?)null;
    }

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.PasswordRequired"/>,
    /// <see cref="Ledger.LedgerRefusals.UnknownAccount"/>, <see cref="Ledger.LedgerRefusals.AccountClosed"/>,
    /// <see cref="AccountRefusals.CardBound"/>, those of the mobile and of the card,
    /// <see cref="AccountRefusals.CheckSerialMissing"/>, <see cref="AccountRefusals.CheckFailed"/>.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Guard(books, out var user, out var bankCode) is { } refusal) return refusal;
        if (Evidence.Refuse() is { } failed) return failed;

        // Point of no return.
        books.Users.Edit(user!);
        var card = Add(books, PersonalData, user!.Id, CardNumber, _cardHash, bankCode, Evidence.Serial);
        user.CardId = card.Id;
        user.MobileCipher = PersonalData.Encrypt(PersonalField.Mobile, user.Id, Mobile);
        user.MobileLast4 = Mobile[^4..];
        var order = Order(books, platform, 0);
        order.AccountId = user.AccountId;
        order.CardId = card.Id;
        order.Verification = Verification;
        order.ChannelSerial = Evidence.Serial;
        order.Remark = Evidence.Result.ToString();
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>Adds a card to a user whose row the caller adds or changes.</summary>
    internal static BankCard Add(
        Books books, PersonalData personalData, long userId, string number, byte[] numberHash, string bankCode,
        string serial)
    {
        var id = books.NewKey();
        return books.Cards.Add(new BankCard
        {
            Id = id,
            UserId = userId,
            NumberCipher = personalData.Encrypt(PersonalField.Card, id, number),
            NumberHash = numberHash,
            Last4 = number[^4..],
            BankCode = bankCode,
            VerificationSerial = serial,
            BoundAtUtc = books.NowUtc,
        });
    }

    private Refusal? Guard(Books books, out CustodyUser? user, out string bankCode)
    {
        user = null;
        bankCode = "";
        if (Verification != Verification.TradePassword) return AccountRefusals.PasswordRequired();
        if (AccountOf(books, AccountNo) is not { UserId: { } userId } account)
            return Ledger.LedgerRefusals.UnknownAccount(AccountNo);
        if (account.State == Ledger.AccountState.Closed) return Ledger.LedgerRefusals.AccountClosed(AccountNo);
        user = books.Users.Get(userId);
        if (user.CardId is { } cardId) return AccountRefusals.CardBound(AccountNo, books.Cards.Get(cardId).Last4);
        if (MobileNumber.Check(Mobile) is { Done: false, Refusal: { } mobile }) return mobile;
        var card = UserForm.CheckCard(user.Kind, CardNumber);
        if (!card.Done) return card.Refusal;
        bankCode = card.Value;
        return null;
    }

    /// <summary>Request number and account; a record would print what is personal.</summary>
    public override string ToString() => $"{nameof(BindCard)} {Head.RequestNo}: {AccountNo}";
}
