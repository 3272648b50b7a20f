namespace CustodyConsole.Components.Shared;

/// <summary>The kinds of personal data, each with its own mask.</summary>
public enum PersonalData { Name, IdentityNo, Mobile, CardNo, CreditCode }

/// <summary>Masks personal data for the screen. Text that is already masked stays as it is.</summary>
public static class Masking
{
    public static string Mask(string value, PersonalData kind) => kind switch
    {
        PersonalData.Name => Keep(value, 1, value.Length > 2 ? 1 : 0),
        PersonalData.IdentityNo => Keep(value, 3, 4),
        PersonalData.Mobile => Keep(value, 3, 4),
        PersonalData.CardNo => Keep(value, 6, 4),
        PersonalData.CreditCode => Keep(value, 4, 4),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Keep(string value, int head, int tail) =>
        value.Contains('*', StringComparison.Ordinal) ? value
        : value.Length <= head + tail ? new string('*', value.Length)
        : string.Concat(value.AsSpan(0, head), new string('*', value.Length - head - tail),
            value.AsSpan(value.Length - tail));
}
