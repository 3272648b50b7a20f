using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Features.Accounts;

/// <summary>What a text in the search box was taken for.</summary>
public enum SearchKind
{
    /// <summary>Nothing was typed.</summary>
    None,
    /// <summary>A whole account number.</summary>
    AccountNumber,
    /// <summary>The last four digits of a mobile or a card.</summary>
    LastFour,
    /// <summary>A whole mobile number; only its last four digits are searched.</summary>
    Mobile,
    /// <summary>A whole card number; only its last four digits are searched.</summary>
    Card,
    /// <summary>A whole identity number; it is stored encrypted and not searched here.</summary>
    Identity,
    /// <summary>Part of a name, or the platform's own number of the user.</summary>
    Name,
}

/// <summary>
/// One search box for everything staff know about an account. Whole mobile and card numbers are cut to their last four
/// digits before anything is looked up: the rest is personal data that must not go into logs or addresses' answers.
/// </summary>
public readonly record struct AccountSearch(SearchKind Kind, string Value)
{
    private const int MobileStars = 7, CardStars = 12, IdentityStars = 18;

    /// <summary>
    /// The search as it may be kept and shown: of a mobile or a card the last four digits behind asterisks, of an identity number nothing. Null where
    /// what was typed is no personal number. <see cref="Parse"/> takes it for the same search.
    /// </summary>
    public string? Masked => Kind switch
    {
        SearchKind.Mobile => new string('*', MobileStars) + Value,
        SearchKind.Card => new string('*', CardStars) + Value,
        SearchKind.Identity => new string('*', IdentityStars),
        _ => null,
    };

    public static AccountSearch Parse(string? text)
    {
        var value = (text ?? "").Trim();
        if (value.Length == 0) return new(SearchKind.None, "");
        var digits = value.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length == 18 && IdentityNumber.Check(digits, DateOnly.MaxValue).Done)
            return new(SearchKind.Identity, "");
        if (digits[0] == '*' && OfMasked(digits) is { } masked) return masked;
        if (!digits.All(char.IsAsciiDigit)) return new(SearchKind.Name, value);
        return digits.Length switch
        {
            4 => new(SearchKind.LastFour, digits),
            11 when digits[0] == '1' => new(SearchKind.Mobile, digits[^4..]),
            19 when AccountNumber.IsWellFormed(digits) => new(SearchKind.AccountNumber, digits),
            >= 16 and <= 19 => new(SearchKind.Card, digits[^4..]),
            _ => new(SearchKind.Name, digits),
        };
    }

    private static AccountSearch? OfMasked(string text)
    {
        var stars = text.LastIndexOf('*') + 1;
        var rest = text[stars..];
        if (text.AsSpan(0, stars).ContainsAnyExcept('*') || !rest.All(char.IsAsciiDigit)) return null;
        return (stars, rest.Length) switch
        {
            (MobileStars, 4) => new(SearchKind.Mobile, rest),
            (CardStars, 4) => new(SearchKind.Card, rest),
            (IdentityStars, 0) => new(SearchKind.Identity, ""),
            _ => null,
        };
    }
}
