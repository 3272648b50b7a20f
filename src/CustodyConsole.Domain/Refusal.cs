using System.Globalization;

namespace CustodyConsole.Domain;

/// <summary>
/// An expected "no": a stable code for programs and one sentence for people in each language of the console.
/// </summary>
/// <remarks>
/// The code is kebab-case behind the area's prefix, for example <c>ledger.insufficient-funds</c>; it never changes once
/// released. The sentences name field and reason and never carry a whole identity, card or mobile number.
/// Refusals are made in the static classes <c>&lt;Area&gt;Refusals</c>, one factory each, so that they can be listed.
/// </remarks>
/// <param name="Code">Area prefix, a dot, the reason in kebab-case.</param>
/// <param name="Chinese">The sentence in Chinese.</param>
/// <param name="English">The sentence in English.</param>
public sealed record Refusal(string Code, string Chinese, string English)
{
    /// <summary>
    /// The sentence in the language of <paramref name="culture"/>: Chinese for any Chinese culture, else English.
    /// </summary>
    public string Sentence(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;
    }

    /// <summary>Code and English sentence, for logs.</summary>
    public override string ToString() => $"{Code}: {English}";
}
