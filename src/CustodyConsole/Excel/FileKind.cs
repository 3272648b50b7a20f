using System.Text;
using CustodyConsole.Domain;

namespace CustodyConsole.Excel;

/// <summary>What an uploaded file is when it is no workbook, told by its first bytes and not by its name.</summary>
/// <param name="Chinese">What people call it.</param>
/// <param name="English">What people call it in English.</param>
public sealed record FileKind(string Chinese, string English)
{
    public static readonly FileKind
        Pdf = new(" PDF 文件", "a PDF"),
        OldOffice = new("旧版 Office 文件（.xls、.doc）或已加密的文件", "an old Office file (.xls, .doc) or an encrypted one"),
        OtherOffice = new(" Word 或 PowerPoint 文档", "a Word or PowerPoint document"),
        BinaryWorkbook = new("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
        Archive = new("压缩包", "an archive of other files"),
        Picture = new("图片", "a picture"),
        WebPage = new("网页或 XML 文件", "a web page or XML"),
        PlainText = new("文本或 CSV 文件", "plain text or CSV");

    private static readonly (byte[] Start, FileKind Kind)[] Starts =
    [
        ("%PDF-"u8.ToArray(), Pdf), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], OldOffice), ([0x89, (byte)'P', (byte)'N', (byte)'G'], Picture),
        ([0xFF, 0xD8, 0xFF], Picture), ("GIF8"u8.ToArray(), Picture), ("Rar!"u8.ToArray(), Archive), ([0x37, 0x7A, 0xBC, 0xAF], Archive),
        ([0x1F, 0x8B], Archive),
    ];

    /// <summary>What is said to whoever uploads one.</summary>
    public Refusal Refusal => WorkbookRefusals.OtherKind(Chinese, English);

    /// <summary>What a file is; null where it may be a workbook, which begins as a zip, or cannot be told.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("PK"u8) || file.IsEmpty) return null;
        foreach (var (start, kind) in Starts)
        {
            if (file.StartsWith(start)) return kind;
        }

        var head = file[..Math.Min(file.Length, 4_096)];
        // Text in UTF-16 says so by its first two bytes; every other text has no zeros and few control characters.
        var isUtf16 = head.StartsWith(Encoding.Unicode.Preamble) || head.StartsWith(Encoding.BigEndianUnicode.Preamble);
        if (!isUtf16 && head.ContainsAnyInRange((byte)0, (byte)8)) return null;
        var text = head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head;
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8) ? WebPage : PlainText;
    }
}
