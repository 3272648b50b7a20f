namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// The corporate settlement account 对公结算账户 that a company binds: 8 to 32 digits. Banks number them each in their own
/// way, so neither check digit nor prefix says anything.
/// </summary>
/// <remarks>An instance always holds a number that passed <see cref="Check"/>. Its text form is masked.</remarks>
public sealed record SettlementAccount
{
    /// <summary>What stands for the issuer of a settlement account, where a card has its bank's code.</summary>
    public const string BankCode = "CORP";

    private SettlementAccount(string value) => Value = value;

    /// <summary>The whole number. Show it masked.</summary>
    public string Value { get; }

    /// <summary>
    /// Checks a number as typed, without blanks. Refusal: <see cref="AccountRefusals.SettlementAccountFormat"/>.
    /// </summary>
    public static Outcome<SettlementAccount> Check(string? text) =>
        text is { Length: >= 8 and <= 32 } && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            ? new SettlementAccount(text)
            : AccountRefusals.SettlementAccountFormat();

    /// <summary>The masked number.</summary>
    public override string ToString() => Masking.Card(Value);
}
