using System.Security.Cryptography;
using System.Text;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// Codes that people type from a sheet of paper: random, in groups of four, without letters that look alike. Only their hashes are kept.
/// </summary>
public static class SecretCode
{
    /// <summary>The letters of an activation code made at the server: 120 bits, so that its plain hash cannot be guessed back.</summary>
    public const int ActivationLetters = 24;

    /// <summary>The letters of one part of an activation code that two people give out: 80 bits, of which neither helps to guess the other.</summary>
    public const int PartLetters = 16;

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
    public static string HashOfActivation(string? code) => HashOf("activation|" + Normalise(code));

    /// <summary>The hash of one part of an activation code, in hexadecimal digits; it opens nothing by itself.</summary>
    public static string HashOfPart(string? part) => HashOf("activation part|" + Normalise(part));

    /// <summary>The hash that both parts open together.</summary>
    public static string HashOfParts(string firstHash, string secondHash) => HashOf($"activation parts|{firstHash}|{secondHash}");

    /// <summary>True where the code as typed, in one piece or both parts one after the other, is the one of this hash.</summary>
    public static bool Opens(string? hash, string? typed)
    {
        var code = Normalise(typed);
        return hash is not null && hash == (code.Length == 2 * PartLetters
            ? HashOfParts(HashOfPart(code[..PartLetters]), HashOfPart(code[PartLetters..])) : HashOfActivation(code));
    }

    /// <summary>True when the text is a hash of that kind.</summary>
    internal static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitUpper);

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
