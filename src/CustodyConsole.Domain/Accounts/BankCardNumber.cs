using System.Globalization;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// The number of a debit card that may be bound: 16 to 19 digits, Luhn, and a known prefix (domain facts 6.3 and 6.6).
/// </summary>
/// <remarks>An instance always holds a number that passed <see cref="Check"/>. Its text form is masked.</remarks>
public sealed record BankCardNumber
{
    private BankCardNumber(string value, BinEntry bin, bool satisfiesLuhn)
    {
        Value = value;
        Bin = bin;
        SatisfiesLuhn = satisfiesLuhn;
    }

    /// <summary>The whole number. Personal data: show it masked.</summary>
    public string Value { get; }

    /// <summary>The entry of the table that was found: bank, kind, prefix.</summary>
    public BinEntry Bin { get; }

    /// <summary>False when the check digit fails and the prefix is one whose cards need not satisfy it.</summary>
    public bool SatisfiesLuhn { get; }

    /// <summary>The last four digits, by which people name their cards.</summary>
    public string LastFour => Value[^4..];

    /// <summary>
    /// Checks a number as typed. Refusals in order: format, check digit (unless the prefix is an exception: then the
    /// card passes with a warning), bank unknown, length, not a debit card.
    /// </summary>
    /// <param name="text">The number as it came, without blanks.</param>
    /// <param name="bins">The table of prefixes; the built-in one when null.</param>
    public static Outcome<BankCardNumber> Check(string? text, BinTable? bins = null)
    {
        if (text is not { Length: >= 16 and <= 19 } || text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return IdentityRefusals.CardFormat();
        bins ??= BinTable.BuiltIn;
        var bin = bins.Find(text);
        var satisfiesLuhn = CheckDigit(text.AsSpan(0, text.Length - 1)) == text[^1];
        if (!satisfiesLuhn && bin is not { NeedNotSatisfyLuhn: true }) return IdentityRefusals.CardCheckDigit();
        if (bin is null)
            return bins.FindForAnyLength(text) is { } other
                ? IdentityRefusals.CardLength(other.BankName, other.CardLength)
                : IdentityRefusals.CardBankUnknown();
        if (bin.Kind != CardKind.Debit) return IdentityRefusals.CardNotDebit(bin.BankName);
        return new BankCardNumber(text, bin, satisfiesLuhn);
    }

    /// <summary>The digit that makes the number satisfy Luhn when put behind the others.</summary>
    public static char CheckDigit(ReadOnlySpan<char> withoutLast)
    {
        var sum = 0;
        for (var i = 0; i < withoutLast.Length; i++)
        {
            var digit = withoutLast[^(i + 1)] - '0';
            if (i % 2 == 0) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            sum += digit;
        }
        return (char)('0' + (10 - sum % 10) % 10);
    }

    /// <summary>The warning to show when the check digit fails for a prefix that is an exception, else null.</summary>
    public string? Warning(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        if (SatisfiesLuhn) return null;
        return culture.TwoLetterISOLanguageName == "zh"
            ? $"{Bin.BankName}的该类早期卡号不适用通用校验位规则，请人工核对卡号。"
            : $"Early cards of {Bin.BankName} like this one do not follow the common check digit; "
                + "compare the number by eye.";
    }

    /// <summary>The masked number.</summary>
    public override string ToString() => Masking.Card(Value);
}
