using System.Globalization;
using System.Text;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>
/// Texts as a workbook keeps them. What XML cannot hold is written as <c>_x0007_</c>, which readers turn back, and a text that happens to look
/// like that is protected, so that every text comes back as it was.
/// </summary>
internal static class CellText
{
    /// <summary>The longest text of a cell; spreadsheets cut what is longer.</summary>
    public const int CharsMax = 32_767;

    private const string Cut = "…[截断]";

    /// <summary>True for a text that a spreadsheet might take for a formula when somebody types into its cell.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';

    /// <summary>The text, or so much of it as a cell can hold.</summary>
    public static string Fit(string text) =>
        text.Length <= CharsMax ? text : string.Concat(text.AsSpan(0, Whole(text, CharsMax - Cut.Length)), Cut);

    /// <summary>The text with everything that XML cannot hold escaped; not yet escaped for XML itself.</summary>
    public static string Escape(string text)
    {
        text = Fit(text);
        StringBuilder? made = null;
        for (var i = 0; i < text.Length; i++)
        {
            var at = text[i];
            if (char.IsHighSurrogate(at) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                made?.Append(at).Append(text[i + 1]);
                i++;
            }
            else if (at is < ' ' and not '\t' and not '\n' || char.IsSurrogate(at) || at >= '\uFFFE' || IsEscape(text, i))
            {
                made ??= new StringBuilder(text.Length + 16).Append(text, 0, i);
                made.Append(CultureInfo.InvariantCulture, $"_x{(int)at:X4}_");
            }
            else made?.Append(at);
        }

        return made?.ToString() ?? text;
    }

    /// <summary>True where the text itself reads _x0041_ from here on.</summary>
    private static bool IsEscape(string text, int at) =>
        text[at] == '_' && at + 6 < text.Length && text[at + 1] is 'x' && text[at + 6] == '_'
        && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3])
        && char.IsAsciiHexDigit(text[at + 4]) && char.IsAsciiHexDigit(text[at + 5]);

    /// <summary>Not in the middle of a character of two halves.</summary>
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    /// <summary>How wide a text is, in digits: a character of Chinese, Japanese or Korean counts two.</summary>
    public static int WidthOf(string text)
    {
        var width = 0;
        foreach (var at in text.AsSpan(0, Math.Min(text.Length, 200))) width += IsWide(at) ? 2 : 1;
        return width;
    }

    /// <summary>
    /// How many lines a text needs in a column: it breaks at blanks, and before any character of Chinese. Letters are a little narrower than the digits
    /// by which a column is measured, Chinese characters a little wider than two of them.
    /// </summary>
    public static int LinesOf(string text, double columnWidth)
    {
        const double Letter = 0.85, Wide = 2.16;
        var (lines, used) = (1, 0.0);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\n') (lines, used, i) = (lines + 1, 0, i + 1);
            else if (text[i] == ' ') (used, i) = (used + Letter, i + 1);
            else
            {
                var end = i + 1;
                while (!IsWide(text[i]) && end < text.Length && text[end] is not (' ' or '\n') && !IsWide(text[end])) end++;
                var width = IsWide(text[i]) ? Wide : (end - i) * Letter;
                if (used > 0 && used + width > columnWidth) (lines, used) = (lines + 1, 0);
                for (; width > columnWidth; width -= columnWidth) lines++;
                (used, i) = (used + width, end);
            }
        }

        return lines;
    }

    private static bool IsWide(char at) => at >= '\u1100' && !char.IsLowSurrogate(at);
}
