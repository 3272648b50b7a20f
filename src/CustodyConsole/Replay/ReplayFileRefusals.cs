using System.Globalization;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Refusals of files that are replayed or checked: of the whole file, of one line or record, or of a field. The place
/// is said beside them, by <see cref="ReplayFault"/>.
/// </summary>
public static class ReplayFileRefusals
{
    private const int QuoteMax = 40;

    /// <summary>No path was given.</summary>
    public static Refusal NotNamed() => new("replay-file.not-named", "没有指定文件。", "No file is named.");

    /// <summary>There is no such file.</summary>
    public static Refusal Missing() => new("replay-file.missing", "文件不存在。", "The file does not exist.");

    /// <summary>The file cannot be opened or read.</summary>
    public static Refusal Unreadable(string reason) => new(
        "replay-file.unreadable", $"文件无法读取（{reason}）。", $"The file cannot be read ({reason}).");

    /// <summary>It is a folder, a pipe or a device.</summary>
    public static Refusal NotAFile() => new(
        "replay-file.not-a-file", "这是目录、管道或设备，不是文件。", "This is a folder, a pipe or a device, not a file.");

    /// <summary>The file has no byte, only blanks, or no row or record.</summary>
    public static Refusal Empty() => new("replay-file.empty", "文件为空，没有任何数据。", "The file is empty: it has no rows.");

    /// <summary>The file is larger than a replay takes.</summary>
    public static Refusal TooLarge(long bytes, long bytesMax) => new(
        "replay-file.too-large",
        Invariant($"文件有 {bytes:N0} 字节，最多可处理 {bytesMax:N0} 字节。"),
        Invariant($"The file has {bytes:N0} bytes; at most {bytesMax:N0} are taken."));

    /// <summary>The file is no text.</summary>
    public static Refusal NotText(string kindChinese, string kindEnglish) => new(
        "replay-file.not-text", $"这是{kindChinese}，不是文本文件。", $"This is {kindEnglish}, not a text.");

    /// <summary>The file is of another format.</summary>
    public static Refusal OtherFormat(string wantedChinese, string wantedEnglish) => new(
        "replay-file.other-format",
        $"文件格式不符：应为{wantedChinese}。",
        $"This is another format; wanted is {wantedEnglish}.");

    /// <summary>The JSON ends inside a record.</summary>
    public static Refusal CutOff(int record) => new(
        "replay-file.cut-off", $"JSON 在第 {record} 条记录中被截断。", $"The JSON is cut off inside record {record}.");

    /// <summary>The JSON cannot be read from here on.</summary>
    public static Refusal Broken(int record) => new(
        "replay-file.broken", $"JSON 在第 {record} 条记录处或之后损坏。", $"The JSON is broken at or after record {record}.");

    /// <summary>A record longer than any loan.</summary>
    public static Refusal RecordTooLong(int record, int bytesMax) => new(
        "replay-file.record-too-long",
        Invariant($"第 {record} 条记录超过 {bytesMax:N0} 字节。"),
        Invariant($"Record {record} is longer than {bytesMax:N0} bytes."));

    /// <summary>Bytes that are no UTF-8.</summary>
    public static Refusal NotUtf8() => new("replay-file.not-utf8", "不是有效的 UTF-8 文本。", "This is not UTF-8.");

    /// <summary>A record that cannot be taken apart.</summary>
    public static Refusal FieldTwice() => new(
        "replay-file.field-twice", "字段重复或嵌套过深。", "A field is named twice or nested too deep.");

    /// <summary>An element that is no object.</summary>
    public static Refusal NotALoan() => new(
        "replay-file.not-a-loan", "这不是一笔借款，而是其他 JSON 值。", "This is not a loan but another JSON value.");

    /// <summary>A line longer than any of the format.</summary>
    public static Refusal LineTooLong(int most) => new(
        "replay-file.line-too-long",
        Invariant($"该行超过 {most:N0} 个字符。"),
        Invariant($"The line has more than {most:N0} characters."));

    /// <summary>A line with quotes, which the formats do not use.</summary>
    public static Refusal Quoted() => new(
        "replay-file.quoted", "该行含有引号，此格式不使用引号。", "The line has quotes; this format uses none.");

    /// <summary>A line with too few or too many cells, as left by a torn or merged line.</summary>
    public static Refusal CellCount(int count, int expected) => new(
        "replay-file.cell-count",
        $"该行有{count}列，应为{expected}列。",
        $"The line has {count} cells where {expected} belong.");

    /// <summary>A cell that is not what its column says.</summary>
    public static Refusal Cell(string column, string expectedChinese, string expectedEnglish) => new(
        "replay-file.cell", $"{column}：应为{expectedChinese}。", $"{column}: it must be {expectedEnglish}.");

    /// <summary>A line that ends too early.</summary>
    public static Refusal EndsEarly(string before) => new(
        "replay-file.ends-early", $"该行在“{before}”之前中断。", $"The line ends before {before}.");

    /// <summary>A field that is not there.</summary>
    public static Refusal FieldMissing() => new("replay-file.field-missing", "缺少该字段。", "The field is missing.");

    /// <summary>A field that is not what it should be.</summary>
    public static Refusal NotA(string text, string kindChinese, string kindEnglish) => new(
        "replay-file.not-a", $"{Quote(text)} 不是{kindChinese}。", $"{Quote(text)} is not {kindEnglish}.");

    /// <summary>A number below the least.</summary>
    public static Refusal Below(string text, string least) => new(
        "replay-file.below", $"{Quote(text)} 小于 {least}。", $"{Quote(text)} is below {least}.");

    /// <summary>A number above the most.</summary>
    public static Refusal Above(string text, string most) => new(
        "replay-file.above", $"{Quote(text)} 大于 {most}。", $"{Quote(text)} is above {most}.");

    /// <summary>A timestamp that may mean two days.</summary>
    public static Refusal NoTimeZone(string text) => new(
        "replay-file.no-time-zone", $"{Quote(text)} 没有时区。", $"{Quote(text)} names no time zone.");

    /// <summary>A loan that was released needs the field.</summary>
    public static Refusal ReleasedWithout(string status, string chinese, string english) => new(
        "replay-file.released-without", $"状态为 {status} 的借款没有{chinese}。", $"A {status} loan has no {english}.");

    /// <summary>A loan of this number came before.</summary>
    public static Refusal LoanTwice() => new(
        "replay-file.loan-twice", "该编号的借款已在前面出现。", "A loan of this number came before.");

    /// <summary>A payment number with two contents.</summary>
    public static Refusal PaymentTwice(long payment) => new(
        "replay-file.payment-twice",
        $"还款 {payment} 重复出现且内容不同。",
        $"Payment {payment} is listed twice with different content.");

    /// <summary>A payment number of another loan.</summary>
    public static Refusal PaymentOfAnother(long payment, long loan) => new(
        "replay-file.payment-of-another", $"还款 {payment} 属于借款 {loan}。", $"Payment {payment} belongs to loan {loan}.");

    /// <summary>A piece of the file as it may be shown: short, on one line, in quotes.</summary>
    private static string Quote(string text)
    {
        var cut = text.Length > QuoteMax;
        var shown = (cut ? text[..QuoteMax] : text).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return $"'{string.Concat(shown)}{(cut ? "…" : "")}'";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
