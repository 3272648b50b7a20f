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
    /// <summary>A file above this is refused.</summary>
    public const long BytesMax = 4L * 1024 * 1024 * 1024;

    private const int LineBytesMax = 16 * 1024;
    private const long AmountMaxFen = 100_000_000_000_000;
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
                    yield return new ReplayFault(path, lines.Number, "", "",
                        FormattableString.Invariant($"the line is longer than {LineBytesMax:N0} bytes"));
                else if (!IsBlank(lines.Current))
                    yield return ReadLine(path, lines.Number, lines.Current);
            }
        }
    }

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static string? Recognise(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("投标人数"u8) >= 0 && text[0] is not ((byte)'[' or (byte)'{')) return null;
        const string wanted = "a ppdai listings text has lines like ¥10,000, 7%, 1个月, … 投标人数：3人";
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return "the file holds only blanks";
        return text[start] is (byte)'[' or (byte)'{' ? $"{wanted}, this is JSON" : $"{wanted}, this has none";
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
            return new ReplayFault(path, number, "", "", "the line is not UTF-8");
        }
        var listing = Parse(number, text, out var field, out var reason);
        return listing is null ? new ReplayFault(path, number, "", field, reason) : listing;
    }

    /// <summary>One line, or null with the field and the reason.</summary>
    internal static PpdaiListing? Parse(long number, string text, out string field, out string reason)
    {
        var head = text.Split(", ", HeadNames.Length + 1);
        (field, reason) = ("", "");
        if (head.Length <= HeadNames.Length)
        {
            (field, reason) = (HeadNames[head.Length - 1], "the line ends here");
            return null;
        }
        if (!TryAmount(head[0], out var amountFen))
            (field, reason) = (HeadNames[0], $"{ReplayFault.Quote(head[0])} is not an amount like ¥10,000");
        else if (!TryRate(head[1], out var rateBps))
            (field, reason) = (HeadNames[1], $"{ReplayFault.Quote(head[1])} is not a rate like 8.21% of at most 100%");
        else if (!TryCount(head[2], "个月", MonthsMax, out var months))
            (field, reason) = (HeadNames[2],
                $"{ReplayFault.Quote(head[2])} is not a term like 12个月 of at most {MonthsMax}");
        else if (!head[3].StartsWith("还款方式:", StringComparison.Ordinal))
            (field, reason) = (HeadNames[3], $"{ReplayFault.Quote(head[3])} does not begin with 还款方式:");
        else return ParseTail(number, text, (amountFen, rateBps, months, head[3][5..]), out field, out reason);
        return null;
    }

    private static PpdaiListing? ParseTail(
        long number, string text, (long AmountFen, int RateBps, int Months, string Repayment) head, out string field,
        out string reason)
    {
        (field, reason) = ("", "");
        var mark = text.LastIndexOf(BiddersMark, StringComparison.Ordinal);
        if (mark < 0)
        {
            (field, reason) = ("bidders", $"the line ends before {BiddersMark}");
            return null;
        }
        var tail = Tail().Match(text, mark);
        if (!tail.Success)
            (field, reason) = ("end of line",
                $"{ReplayFault.Quote(text[mark..])} is not {BiddersMark}3人结束时间：2015/10/4, 5, AAA, at the line's end");
        else if (!TryCount(tail.Groups[1].Value, "", LenderPool.PpdaiSize, out var bidders))
            (field, reason) = ("bidders",
                $"{ReplayFault.Quote(tail.Groups[1].Value)} is not from 1 to {LenderPool.PpdaiSize}");
        else if (!DateOnly.TryParseExact(tail.Groups[2].Value, "yyyy/M/d", CultureInfo.InvariantCulture,
                     DateTimeStyles.None, out var endsOn) || endsOn.Year is < 1990 or > 2099)
            (field, reason) = ("end date",
                $"{ReplayFault.Quote(tail.Groups[2].Value)} is not a date from 1990 to 2099");
        else
        {
            var merged = text.LastIndexOf('¥') > 0 || text.IndexOf(BiddersMark, StringComparison.Ordinal) < mark;
            return new PpdaiListing(number, Key(number, text), head.AmountFen, head.RateBps, head.Months,
                head.Repayment, bidders, endsOn, tail.Groups[4].Value, merged);
        }
        return null;
    }

    [GeneratedRegex(@"\G投标人数：([0-9]+)人结束时间：([0-9]{4}/[0-9]{1,2}/[0-9]{1,2}), ([0-9]+), ([A-Z]{1,4}), ?\z")]
    private static partial Regex Tail();

    private static bool TryAmount(string text, out long fen)
    {
        fen = 0;
        return text.StartsWith('¥') && Fen.TryParseYuan(text[1..], out fen) && fen is > 0 and <= AmountMaxFen;
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
