using System.Buffers;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// A unified social credit code of a legal person or organisation (GB 32100-2015): department, category, region of
/// registration, nine characters of the organisation, check character.
/// </summary>
/// <remarks>
/// The region is not looked up: registries of development zones and central offices use codes of their own.
/// An instance always holds a code that passed <see cref="Check"/>. It is public data and not masked.
/// </remarks>
public sealed record CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>The registration departments: 1 to 9, A military, N agriculture, Y other.</summary>
    private const string Departments = "123456789ANY";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    private CreditCode(string value) => Value = value;

    /// <summary>The 18 characters.</summary>
    public string Value { get; }

    /// <summary>The nine characters of the organisation code (组织机构代码) inside.</summary>
    public string OrganisationCode => Value[8..17];

    /// <summary>Checks a code as typed; capitals only. Refusals in order: format, check character.</summary>
    public static Outcome<CreditCode> Check(string? text)
    {
        if (text is not { Length: 18 }
            || text.AsSpan().IndexOfAnyExcept(Characters) >= 0
            || !Departments.Contains(text[0])
            || text.AsSpan(2, 6).IndexOfAnyExceptInRange('0', '9') >= 0)
            return IdentityRefusals.CreditCodeFormat();
        if (text[17] != CheckCharacter(text.AsSpan(0, 17))) return IdentityRefusals.CreditCodeCheckCharacter();
        return new CreditCode(text);
    }

    /// <summary>The check character for the first 17: weights are the powers of 3 modulo 31.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> first17)
    {
        if (first17.Length != 17) throw new ArgumentException("There must be 17 characters.", nameof(first17));
        var sum = 0;
        var weight = 1;
        foreach (var c in first17)
        {
            var digit = Alphabet.IndexOf(c);
            if (digit < 0) throw new ArgumentException($"'{c}' is not of the alphabet.", nameof(first17));
            sum += digit * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet[(31 - sum % 31) % 31];
    }

    /// <summary>The code.</summary>
    public override string ToString() => Value;
}
