namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// What a user hands in to open a sub-account. For a company the identity number is its credit code, the card its
/// corporate settlement account, and the mobile that of the person who acts for it.
/// </summary>
/// <param name="Role">The role.</param>
/// <param name="Kind">Person or company.</param>
/// <param name="PlatformUserNo">The platform's own number of the user, 1 to 64 characters.</param>
/// <param name="Name">Full name, 1 to 128 characters.</param>
/// <param name="IdentityNumber">GB 11643 for persons, GB 32100 for companies.</param>
/// <param name="Mobile">The mobile registered with the bank of the card.</param>
/// <param name="CardNumber">A debit card of the same name, or the company's settlement account (R11).</param>
public sealed record UserForm(
    UserRole Role, PartyKind Kind, string PlatformUserNo, string Name, string IdentityNumber, string Mobile,
    string CardNumber)
{
    /// <summary>From this age on a person may hold a sub-account.</summary>
    public const int AgeMin = 18;

    /// <summary>The identity number as it is compared and stored: a small x is read as X.</summary>
    internal string IdentityValue => (IdentityNumber ?? "").ToUpperInvariant();

    /// <summary>
    /// Checks by form alone, before anybody is asked. Returns the code of the card's bank. Refusals in order:
    /// <see cref="AccountRefusals.RoleUnknown"/>, <see cref="AccountRefusals.PlatformUserNoMissing"/>,
    /// <see cref="AccountRefusals.NameMissing"/>, those of the identity number or credit code,
    /// <see cref="AccountRefusals.UnderAge"/>, those of the mobile, then those of the card.
    /// </summary>
    /// <param name="asOf">The date on which the age is counted.</param>
    public Outcome<string> Check(DateOnly asOf)
    {
        if (!Enum.IsDefined(Role) || !Enum.IsDefined(Kind)) return AccountRefusals.RoleUnknown();
        if (string.IsNullOrWhiteSpace(PlatformUserNo) || PlatformUserNo.Length > 64 || PlatformUserNo.Any(char.IsControl))
            return AccountRefusals.PlatformUserNoMissing();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 128 || Name.Any(char.IsControl))
            return AccountRefusals.NameMissing();
        if (Kind == PartyKind.Person)
        {
            var identity = Accounts.IdentityNumber.Check(IdentityNumber, asOf);
            if (!identity.Done) return identity.Refusal;
            if (identity.Value.AgeOn(asOf) < AgeMin) return AccountRefusals.UnderAge(AgeMin);
        }
        else if (CreditCode.Check(IdentityNumber) is { Done: false, Refusal: { } malformed })
        {
            return malformed;
        }

        if (MobileNumber.Check(Mobile) is { Done: false, Refusal: { } mobile }) return mobile;
        return CheckCard(Kind, CardNumber);
    }

    /// <summary>Checks a card by form for a person or a company and returns the code of its bank.</summary>
    internal static Outcome<string> CheckCard(PartyKind kind, string cardNumber)
    {
        if (kind == PartyKind.Company)
        {
            var account = SettlementAccount.Check(cardNumber);
            return account.Done ? SettlementAccount.BankCode : account.Refusal;
        }

        var card = BankCardNumber.Check(cardNumber);
        return card.Done ? card.Value.Bin.BankCode : card.Refusal;
    }

    /// <summary>Role and the platform's number; what is personal does not belong in logs.</summary>
    public override string ToString() => $"{Kind} {PlatformUserNo} as {Role}";
}
