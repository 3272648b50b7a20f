using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Opens a sub-account 开户 for a platform's user in one role and binds the card, on the evidence of the payment
/// company's four-element check (R1, R5, R11). No money moves.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="Form">What the user handed in.</param>
/// <param name="Evidence">What the four-element check found.</param>
/// <param name="PersonalData">Encrypts what is personal; the content of the request is known by its hashes
/// only.</param>
public sealed record OpenUser(RequestHead Head, UserForm Form, CardCheck Evidence, PersonalData PersonalData)
    : BankRequest(Head)
{
    // Computed by the caller, before the request waits for the writer.
    private readonly byte[] _identityHash = PersonalData.BlindHash(PersonalField.Identity, Form.IdentityValue);
    private readonly string _mobileHash = PersonalData.BlindText(PersonalField.Mobile, Form.Mobile);
    private readonly byte[] _cardHash = PersonalData.BlindHash(PersonalField.Card, Form.CardNumber ?? "");

    /// <inheritdoc />
    public override OrderType Type => OrderType.OpenAccount;

    /// <inheritdoc />
    protected override bool ChecksItsTexts => true;

    /// <inheritdoc />
    protected override object?[] Content =>
    [
        (int)Form.Role, (int)Form.Kind, Form.PlatformUserNo, Form.Name,
        Convert.ToHexString(_identityHash), _mobileHash, Convert.ToHexString(_cardHash),
    ];

    private string IdentityKey => Convert.ToHexString(_identityHash);

    /// <summary>
    /// Looks whether the request would be refused whatever the payment company found, so that nobody is checked in
    /// vain: null when it would not; otherwise the refusal, or the first answer where the request was carried out
    /// already.
    /// </summary>
    internal Outcome<Receipt>? Precheck(Books books)
    {
        if (Begin(books, out var platform) is { } answer) return answer;
        return Guard(books, platform!) is { Done: false, Refusal: { } refusal } ? refusal : (Outcome<Receipt>?)null;
    }

    /// <summary>
    /// Refusals in order: those of <see cref="UserForm.Check"/>, <see cref="AccountRefusals.AlreadyOpen"/>,
    /// <see cref="AccountRefusals.ClosedBefore"/>,
    /// <see cref="AccountRefusals.PlatformUserNoTaken"/>, <see cref="AccountRefusals.CheckSerialMissing"/>,
    /// <see cref="AccountRefusals.CheckFailed"/>.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var bankCode = Guard(books, platform);
        if (!bankCode.Done) return bankCode.Refusal;
        if (Evidence.Refuse() is { } refusal) return refusal;

        // Point of no return.
        var userId = books.NewKey();
        var type = TypeOf(Form.Role);
        var account = books.Accounts.Add(new Account
        {
            PoolId = Head.PoolId,
            Number = AccountNumber.Of(platform.No, type, userId),
            Type = type,
            UserId = userId,
            OpenedOn = books.Bank.AccountingDate,
        });
        var card = BindCard.Add(
            books, PersonalData, userId, Form.CardNumber, _cardHash, bankCode.Value, Evidence.Serial);
        books.Users.Add(new CustodyUser
        {
            Id = userId,
            PlatformId = platform.Id,
            PoolId = Head.PoolId,
            PlatformUserNo = Form.PlatformUserNo,
            Role = Form.Role,
            Kind = Form.Kind,
            Name = Form.Name,
            IdentityCipher = PersonalData.Encrypt(PersonalField.Identity, userId, Form.IdentityValue),
            IdentityHash = _identityHash,
            MobileCipher = PersonalData.Encrypt(PersonalField.Mobile, userId, Form.Mobile),
            MobileLast4 = Form.Mobile[^4..],
            AccountId = account.Id,
            CardId = card.Id,
            VerificationSerial = Evidence.Serial,
            OpenedAtUtc = books.NowUtc,
        });
        var order = Order(books, platform, 0);
        order.AccountId = account.Id;
        order.CardId = card.Id;
        order.ChannelSerial = Evidence.Serial;
        order.Remark = Evidence.Result.ToString();
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    private Outcome<string> Guard(Books books, Platform platform)
    {
        var bankCode = Form.Check(books.Bank.AccountingDate);
        if (!bankCode.Done) return bankCode;
        if (books.UserByIdentity.Find((platform.Id, IdentityKey, Form.Role)) is { } same)
        {
            var number = books.Accounts.Get(same.AccountId).Number;
            return same.State == UserState.Closed
                ? AccountRefusals.ClosedBefore(Form.Role, number) : AccountRefusals.AlreadyOpen(Form.Role, number);
        }

        if (books.UserByPlatformNo.Find((platform.Id, Form.PlatformUserNo, Form.Role)) is not null)
            return AccountRefusals.PlatformUserNoTaken(Form.PlatformUserNo, Form.Role);
        return bankCode;
    }

    private static AccountType TypeOf(UserRole role) => role switch
    {
        UserRole.Investor => AccountType.Investor,
        UserRole.Borrower => AccountType.Borrower,
        UserRole.Guarantor => AccountType.Guarantor,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Request number and form in their masked words; a record would print what is personal.</summary>
    public override string ToString() => $"{nameof(OpenUser)} {Head.RequestNo}: {Form}";
}
