using System.Text;

namespace CustodyConsole.Domain.Platforms;

/// <summary>
/// The name of a payment company, by which its pools, its limit and its staff belong together: what people see as one name is one.
/// </summary>
public static class PaymentCompanyName
{
    /// <summary>The longest name, in characters.</summary>
    public const int LengthMax = 64;

    /// <summary>The name without blanks around it or beside a Chinese character, and with one where there are several.</summary>
    public static string Clean(string? name)
    {
        var words = (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var clean = new StringBuilder();
        foreach (var word in words)
        {
            if (clean.Length > 0 && char.IsAscii(clean[^1]) && char.IsAscii(word[0])) clean.Append(' ');
            clean.Append(word);
        }

        return clean.ToString();
    }
}
