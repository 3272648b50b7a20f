using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>Refusals of files that are replayed or checked: of the whole file, or of one line.</summary>
public static class ReplayFileRefusals
{
    /// <summary>The file cannot be opened or read.</summary>
    public static Refusal Unreadable(string path, string reason) => new(
        "replay-file.unreadable",
        $"文件：无法读取 {path}（{reason}）。",
        $"File: {path} cannot be read ({reason}).");

    /// <summary>There is no such file.</summary>
    public static Refusal Missing(string path) => new(
        "replay-file.missing",
        $"文件：{path} 不存在。",
        $"File: {path} does not exist.");

    /// <summary>The file has no line at all, or none after the heading.</summary>
    public static Refusal Empty() => new(
        "replay-file.empty",
        "文件：没有任何数据行。",
        "File: it has no rows.");

    /// <summary>The first line is not the heading of the format.</summary>
    public static Refusal OtherFormat(string heading) => new(
        "replay-file.other-format",
        $"文件：格式不符，首行应为：{heading}",
        $"File: this is another format; the first line must be: {heading}");

    /// <summary>A line longer than any of the format.</summary>
    public static Refusal LineTooLong(int most) => new(
        "replay-file.line-too-long",
        $"该行超过{most}个字符。",
        $"The line has more than {most} characters.");

    /// <summary>A line with quotes, which the formats do not use.</summary>
    public static Refusal Quoted() => new(
        "replay-file.quoted",
        "该行含有引号，此格式不使用引号。",
        "The line has quotes; this format uses none.");

    /// <summary>A line with too few or too many cells, as left by a torn or merged line.</summary>
    public static Refusal CellCount(int count, int expected) => new(
        "replay-file.cell-count",
        $"该行有{count}列，应为{expected}列。",
        $"The line has {count} cells where {expected} belong.");

    /// <summary>A cell that is not what its column says.</summary>
    public static Refusal Cell(string column, string expectedChinese, string expectedEnglish) => new(
        "replay-file.cell",
        $"{column}：应为{expectedChinese}。",
        $"{column}: it must be {expectedEnglish}.");
}
