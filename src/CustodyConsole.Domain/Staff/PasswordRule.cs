namespace CustodyConsole.Domain.Staff;

/// <summary>What a password of the console must be (GB/T 22239 8.1.4.1 a: complexity; ASVS 6.2: length).</summary>
public static class PasswordRule
{
    /// <summary>The fewest and the most letters.</summary>
    public const int LengthMin = 12, LengthMax = 128;

    /// <summary>
    /// Refusals in order: <see cref="StaffRefusals.PasswordLength"/>, <see cref="StaffRefusals.PasswordTooSimple"/>,
    /// <see cref="StaffRefusals.PasswordHasName"/>; null when it will do.
    /// </summary>
    public static Refusal? Refuse(string userName, string? password)
    {
        ArgumentNullException.ThrowIfNull(userName);
        if (password is not { Length: >= LengthMin and <= LengthMax }) return StaffRefusals.PasswordLength();
        int kinds = Has(char.IsAsciiLetterLower) + Has(char.IsAsciiLetterUpper) + Has(char.IsAsciiDigit)
            + Has(letter => !char.IsAsciiLetterOrDigit(letter));
        if (kinds < 3 || password.Distinct().Count() < 6) return StaffRefusals.PasswordTooSimple();
        return userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase)
            ? StaffRefusals.PasswordHasName()
            : null;

        int Has(Func<char, bool> kind) => password.Any(kind) ? 1 : 0;
    }
}
