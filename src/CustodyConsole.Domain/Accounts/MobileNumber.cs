namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// A Chinese mobile number: 11 digits beginning with 13 to 19 (domain fact 6.5: prefixes change, so no finer).
/// </summary>
/// <remarks>An instance always holds a number that passed <see cref="Check"/>. Its text form is masked.</remarks>
public sealed record MobileNumber
{
    private MobileNumber(string value) => Value = value;

    /// <summary>The whole number. Personal data: show it masked.</summary>
    public string Value { get; }

    /// <summary>Checks a number as typed, without country code and blanks. Refusal: format.</summary>
    public static Outcome<MobileNumber> Check(string? text)
    {
        if (text is not { Length: 11 }
            || text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0
            || text[0] != '1'
            || text[1] < '3')
            return IdentityRefusals.MobileFormat();
        return new MobileNumber(text);
    }

    /// <summary>The masked number.</summary>
    public override string ToString() => Masking.Mobile(Value);
}
