using System.Security.Cryptography;
using System.Text;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// Codes that people type from a sheet of paper: random, in groups of four, without letters that look alike. Only their hashes are kept.
/// </summary>
public static class SecretCode
{
    /// <summary>The letters of an activation code: 120 bits, so that its plain hash cannot be guessed back.</summary>
    public const int ActivationLetters = 24;

    /// <summary>How long an activation code can be used: one that is handed over on a Friday is good on Monday.</summary>
    public static readonly TimeSpan ActivationHolds = TimeSpan.FromHours(72);

    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new code of this many letters.</summary>
    public static string New(int letters)
    {
        var code = RandomNumberGenerator.GetString(Letters, letters);
        return string.Join('-', code.Chunk(4).Select(group => new string(group)));
    }

    /// <summary>The code as typed, without hyphens, blanks and mistaken letters.</summary>
    public static string Normalise(string? typed) => string.Concat((typed ?? "")
        .Where(letter => letter is not ('-' or ' '))
        .Select(letter => char.ToUpperInvariant(letter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }));

    /// <summary>The hash of an activation code, in hexadecimal digits.</summary>
    public static string HashOfActivation(string? code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("activation|" + Normalise(code))));

    /// <summary>True when the text is a hash of that kind.</summary>
    internal static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitUpper);
}
