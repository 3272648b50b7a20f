using System.Globalization;
using System.Text.RegularExpressions;

namespace CustodyConsole.Components.Shared;

/// <summary>Fen as people read and type them: 1,234.56 in every language.</summary>
public static partial class Yuan
{
    /// <summary>Formats an amount in fen: -1234567 is <c>-12,345.67</c>.</summary>
    public static string Format(long fen)
    {
        var whole = fen / 100;
        var rest = Math.Abs(fen % 100);
        var sign = fen < 0 && whole == 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole:#,##0}.{rest:00}");
    }

    /// <summary>Reads yuan with at most two decimals; separators between thousands are allowed, more than a long is not.</summary>
    public static bool TryParse(string? text, out long fen)
    {
        fen = 0;
        if (text is null || !Typed().IsMatch(text.Trim()))
            return false;
        var parts = text.Trim().Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal).Split('.');
        var digits = parts[0] + (parts.Length == 2 ? parts[1] : "").PadRight(2, '0');
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out fen);
    }

    [GeneratedRegex(@"^-?\d[\d,，]*(\.\d{1,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
