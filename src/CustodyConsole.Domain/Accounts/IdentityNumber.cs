using System.Globalization;

namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// A citizen's identity number of 18 characters (GB 11643-1999): region, date of birth, sequence, check character.
/// </summary>
/// <remarks>An instance always holds a number that passed <see cref="Check"/>. Its text form is masked.</remarks>
public sealed record IdentityNumber
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private IdentityNumber(string value, DateOnly birthDate)
    {
        Value = value;
        BirthDate = birthDate;
    }

    /// <summary>The whole number, X in capital. Personal data: show it masked.</summary>
    public string Value { get; }

    /// <summary>The date of birth.</summary>
    public DateOnly BirthDate { get; }

    /// <summary>The region where the number was given, which may have been abolished since.</summary>
    public string RegionCode => Value[..6];

    /// <summary>True for an odd sequence number.</summary>
    public bool IsMale => (Value[16] - '0') % 2 == 1;

    /// <summary>The whole years of life on a date; somebody born on 29 February comes of age on 1 March.</summary>
    public int AgeOn(DateOnly date)
    {
        var years = date.Year - BirthDate.Year;
        return (date.Month, date.Day).CompareTo((BirthDate.Month, BirthDate.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>
    /// Checks a number as typed; a small x is read as X. Refusals in order: fifteen digits, format, region (any year),
    /// date of birth, born after <paramref name="asOf"/>, check character.
    /// </summary>
    /// <param name="text">The number as it came.</param>
    /// <param name="asOf">The business date on which nobody may be unborn.</param>
    public static Outcome<IdentityNumber> Check(string? text, DateOnly asOf)
    {
        text ??= "";
        if (text.Length == 15 && AreDigits(text)) return IdentityRefusals.NumberHasFifteenDigits();
        if (text.Length != 18 || !AreDigits(text.AsSpan(0, 17))) return IdentityRefusals.NumberFormat();
        var value = text[17] == 'x' ? string.Concat(text.AsSpan(0, 17), "X") : text;
        if (!char.IsAsciiDigit(value[17]) && value[17] != 'X') return IdentityRefusals.NumberFormat();
        if (!RegionCodes.MayBeginIdentityNumber(value[..6])) return IdentityRefusals.NumberRegion();
        if (!DateOnly.TryParseExact(value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var birthDate) || birthDate.Year < 1900)
            return IdentityRefusals.NumberBirthDate();
        if (birthDate > asOf) return IdentityRefusals.NumberBornLater();
        if (value[17] != CheckCharacter(value.AsSpan(0, 17))) return IdentityRefusals.NumberCheckCharacter();
        return new IdentityNumber(value, birthDate);
    }

    /// <summary>The check character for the first 17 digits.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> first17)
    {
        if (first17.Length != 17 || !AreDigits(first17))
            throw new ArgumentException("The check character is computed from 17 digits.", nameof(first17));
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += (first17[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }

    /// <summary>The masked number.</summary>
    public override string ToString() => Masking.IdentityNumber(Value);

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
