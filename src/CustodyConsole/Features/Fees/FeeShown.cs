using System.Globalization;
using CustodyConsole.Domain.Fees;

namespace CustodyConsole.Features.Fees;

/// <summary>Fees in the language of the page.</summary>
public static class FeeShown
{
    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>A kept formula.</summary>
    public static string Formula(string formula) => IsChinese ? formula : FeeFormula.English(formula);

    /// <summary>What terms say, matter by matter.</summary>
    public static IEnumerable<(string Label, string Value)> Lines(FeeTerms terms) => FeeWords.Of(terms)
        .Select(line => IsChinese ? (line.Chinese, line.Value) : (line.English, line.ValueEnglish));

    /// <summary>What terms say of a person's withdrawal, in one line.</summary>
    public static string Line(FeeTerms terms)
    {
        var lines = Lines(terms).ToList();
        return lines[1].Value + (IsChinese ? "，" : ", ") + lines[0].Value;
    }
}
