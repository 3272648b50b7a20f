using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Reads a ppdai listings text: one listing a line. A line must begin with amount, rate, months and way of repayment
/// and end with bidders, end date, the second count and the rating; what lies between is not looked at. A torn line is
/// a fault with its number, the lines after it are read. Blank lines are passed over.
/// </summary>
internal static partial class PpdaiFile
{
    /// <summary>
    /// A file above this is refused: its listings, some two million then, are put in order by day in memory.
    /// </summary>
    public const long BytesMax = 512L * 1024 * 1024;

    private const int LineBytesMax = 16 * 1024;
    private const int MonthsMax = 360;
    private const string BiddersMark = "投标人数：";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly string[] HeadNames = ["amount", "rate", "months", "way of repayment"];

    /// <summary>The listings of the file in its order, with a fault in the place of each torn line.</summary>
    public static IEnumerable<ReplayItem<PpdaiListing>> Read(string path)
    {
        var (stream, fault) = ReplaySource.Open(path, BytesMax, Recognise);
        if (stream is null)
        {
            yield return fault!;
            yield break;
        }
        using (stream)
        {
            var lines = new ByteLines(stream, LineBytesMax);
            while (lines.Next())
            {
                if (lines.TooLong)
                    yield return new ReplayFault(
                        path, lines.Number, "", "", ReplayFileRefusals.LineTooLong(LineBytesMax));
                else if (!IsBlank(lines.Current))
                    yield return ReadLine(path, lines.Number, lines.Current);
            }
        }
    }

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static Refusal? Recognise(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("投标人数"u8) >= 0 && text[0] is not ((byte)'[' or (byte)'{')) return null;
        return text.IndexOfAnyExcept(" \t\r\n"u8) < 0
            ? ReplayFileRefusals.Empty()
            : ReplayFileRefusals.OtherFormat(
                "形如“¥10,000, 7%, 1个月, … 投标人数：3人”的文本行（拍拍贷）",
                "a text of lines like ¥10,000, 7%, 1个月, … 投标人数：3人 (ppdai)");
    }

    private static ReplayItem<PpdaiListing> ReadLine(string path, long number, ReadOnlyMemory<byte> bytes)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes.Span).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            return new ReplayFault(path, number, "", "", ReplayFileRefusals.NotUtf8());
        }
        return Parse(path, number, text);
    }

    /// <summary>One line, or what is wrong with it.</summary>
    internal static ReplayItem<PpdaiListing> Parse(string path, long number, string text)
    {
        var head = text.Split(", ", HeadNames.Length + 1);
        if (head.Length <= HeadNames.Length)
            return Torn(HeadNames[head.Length - 1], ReplayFileRefusals.EndsEarly(", "));
        if (!TryAmount(head[0], out var amountFen))
            return Torn(HeadNames[0], ReplayFileRefusals.NotA(head[0], "形如 ¥10,000 的金额", "an amount like ¥10,000"));
        if (!TryRate(head[1], out var rateBps))
            return Torn(HeadNames[1], ReplayFileRefusals.NotA(
                head[1], "形如 8.21% 且不超过 100% 的利率", "a rate like 8.21% of at most 100%"));
        if (!TryCount(head[2], "个月", MonthsMax, out var months))
            return Torn(HeadNames[2], ReplayFileRefusals.NotA(
                head[2], $"形如 12个月 且不超过 {MonthsMax} 个月的期限", $"a term like 12个月 of at most {MonthsMax}"));
        if (!head[3].StartsWith("还款方式:", StringComparison.Ordinal))
            return Torn(HeadNames[3], ReplayFileRefusals.NotA(
                head[3], "以“还款方式:”开头的文字", "a text that begins with 还款方式:"));

        var mark = text.LastIndexOf(BiddersMark, StringComparison.Ordinal);
        if (mark < 0) return Torn("bidders", ReplayFileRefusals.EndsEarly(BiddersMark));
        var tail = Tail().Match(text, mark);
        if (!tail.Success)
            return Torn("end of line", ReplayFileRefusals.NotA(
                text[mark..], "形如“投标人数：3人结束时间：2015/10/4, 5, AAA, ”的行尾",
                "an end of line like 投标人数：3人结束时间：2015/10/4, 5, AAA, "));
        if (!TryCount(tail.Groups[1].Value, "", LenderPool.PpdaiSize, out var bidders))
            return Torn("bidders", ReplayFileRefusals.NotA(
                tail.Groups[1].Value, $" 1 至 {LenderPool.PpdaiSize} 的人数",
                $"a number from 1 to {LenderPool.PpdaiSize}"));
        if (!DateOnly.TryParseExact(tail.Groups[2].Value, "yyyy/M/d", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var endsOn) || endsOn.Year is < 1990 or > 2099)
            return Torn("end date", ReplayFileRefusals.NotA(
                tail.Groups[2].Value, " 1990 至 2099 年的日期", "a date from 1990 to 2099"));

        var merged = text.LastIndexOf('¥') > 0 || text.IndexOf(BiddersMark, StringComparison.Ordinal) < mark;
        return new PpdaiListing(number, Key(number, text), amountFen, rateBps, months, head[3][5..], bidders, endsOn,
            tail.Groups[4].Value, merged);

        ReplayItem<PpdaiListing> Torn(string field, Refusal reason) => new ReplayFault(path, number, "", field, reason);
    }

    [GeneratedRegex(@"\G投标人数：([0-9]+)人结束时间：([0-9]{4}/[0-9]{1,2}/[0-9]{1,2}), ([0-9]+), ([A-Z]{1,4}), ?\z")]
    private static partial Regex Tail();

    private static bool TryAmount(string text, out long fen)
    {
        fen = 0;
        return text.StartsWith('¥') && Fen.TryParseYuan(text[1..], out fen)
            && fen is > 0 and <= ReplaySource.AmountMaxFen;
    }

    /// <summary>A percentage of at most two decimals is read like yuan: its hundredths are basis points.</summary>
    private static bool TryRate(string text, out int bps)
    {
        bps = 0;
        if (!text.EndsWith('%') || !Fen.TryParseYuan(text[..^1], out var hundredths)) return false;
        if (hundredths is < 0 or > Fen.BpsOfWhole) return false;
        bps = (int)hundredths;
        return true;
    }

    private static bool TryCount(string text, string unit, int max, out int count)
    {
        count = 0;
        return text.EndsWith(unit, StringComparison.Ordinal)
            && int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && count >= 1 && count <= max;
    }

    private static string Key(long number, string text) =>
        $"{number}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 5))}";
}
