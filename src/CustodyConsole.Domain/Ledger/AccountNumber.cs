using System.Globalization;

namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// The numbering of accounts: 4 digits of the platform, 3 of the account type, 11 of the key, and a check digit, 19 in all. A mistyped
/// number is recognised before anything is looked up.
/// </summary>
public static class AccountNumber
{
    /// <summary>The number of an account.</summary>
    /// <param name="platformNo">The platform's number, up to 4 digits.</param>
    /// <param name="type">The type.</param>
    /// <param name="key">The key of the user, or of the pool for accounts of the platform and the bank.</param>
    public static string Of(string platformNo, AccountType type, long key)
    {
        ArgumentNullException.ThrowIfNull(platformNo);
        var body = string.Create(
            CultureInfo.InvariantCulture, $"{platformNo.PadLeft(4, '0')}{(int)type:D3}{key:D11}");
        return body + CheckDigit(body);
    }

    /// <summary>
    /// The key inside a number: of the user, or of the pool; null when the text is no number. A hint of what will be
    /// needed, not a proof that there is such an account.
    /// </summary>
    public static long? KeyOf(string? number) =>
        IsWellFormed(number) ? long.Parse(number.AsSpan(7, 11), NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>True for 19 digits whose check digit fits.</summary>
    public static bool IsWellFormed(string? number) =>
        number is { Length: 19 } && number.All(char.IsAsciiDigit) && CheckDigit(number[..18]) == number[18];

    /// <summary>The digit that makes the whole divisible by 10 after doubling every second digit from the right (Luhn).</summary>
    private static char CheckDigit(string body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = body[body.Length - 1 - i] - '0';
            if (i % 2 == 0) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
