using System.IO.Compression;
using System.Text;
using CustodyConsole.Excel;
using CustodyConsole.Features.Platforms;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace CustodyConsole.Tests.Excel;

/// <summary>What a stranger may upload, and what of it is read.</summary>
public sealed class WorkbookReaderTests
{
    private static readonly WorkbookLimits Limits = new(200_000, 2_000_000, 3, 60);

    [Fact]
    public void The_template_opens_without_a_fault_and_reads_back_as_its_header()
    {
        var template = ImportTemplate.Write();
        using (var document = SpreadsheetDocument.Open(new MemoryStream(template), isEditable: false))
            Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(fault => fault.Description));

        var rows = WorkbookReader.Read(template, ImportTemplate.Sheet, Limits).Value;

        var header = Assert.Single(rows);
        Assert.Equal("平台编号", header.Cells[1].Text);
        Assert.Equal(Domain.Platforms.ImportColumn.All.Count, header.Cells.Count);
    }

    [Fact]
    public void Texts_numbers_dates_and_shared_strings_are_read_as_people_see_them()
    {
        var file = Book("""
            <row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t> 直接 </t></is></c></row>
            <row r="5"><c r="A5"><v>1.2E1</v></c><c r="B5"><v>43131</v></c><c r="C5" t="b"><v>1</v></c>
              <c r="D5" t="str"><f>A5&amp;"x"</f><v>12x</v></c><c r="E5" t="inlineStr"><is><t>2018-01-31</t></is></c></row>
            """, "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r></si>");

        var rows = WorkbookReader.Read(file, "平台", Limits).Value;

        Assert.Equal([1, 5], rows.Select(row => row.Number));
        Assert.Equal(("乙丙", "直接"), (rows[0].Cells[1].Text, rows[0].Cells[3].Text));
        Assert.Equal((new SheetCell("12", true), new SheetCell("是", false)), (rows[1].Cells[1], rows[1].Cells[3]));
        Assert.Equal((new DateOnly(2018, 1, 31), new DateOnly(2018, 1, 31)), (rows[1].Cells[2].Date, rows[1].Cells[5].Date));
        Assert.Equal("12x", rows[1].Cells[4].Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 but nothing more")]
    public void What_is_no_zip_is_refused(string text) => Assert.Equal("workbook.not-a-workbook", CodeOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_is_something_else_is_named()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!;
        foreach (var (file, kind) in new (byte[], string)[]
        {
            ("平台编号,平台名称\n1001,易贷网\n"u8.ToArray(), "文本或 CSV"), (gbk.GetBytes("平台编号,平台名称\n1001,易贷网\n"), "文本或 CSV"),
            ([0xEF, 0xBB, 0xBF, .. "平台编号"u8], "文本或 CSV"), ([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("平台编号")], "文本或 CSV"),
            ("%PDF-1.7\n%\u00e2"u8.ToArray(), "PDF"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "旧版 Office 文件（.xls"),
            ("<html><table>"u8.ToArray(), "网页"), ([0x89, .. "PNG\r\n"u8], "图片"), (Zip(("readme.txt", "x")), "压缩包"),
            (Zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<x/>")), "Word"),
            (Zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.bin", "x")), ".xlsb"),
        })
        {
            var refusal = WorkbookReader.Read(file, "平台", Limits).Refusal!;
            Assert.Equal("workbook.other-kind", refusal.Code);
            Assert.Contains(kind, refusal.Chinese, StringComparison.Ordinal);
        }

        Assert.Equal("workbook.not-a-workbook", CodeOf([1, 2, 3, 0, 0, 7]));
    }

    [Fact]
    public void A_zip_that_is_no_workbook_is_refused()
    {
        Assert.Equal("workbook.not-a-workbook", CodeOf(Zip(("[Content_Types].xml", "<Types"), ("xl/workbook.xml", "<workbook"))));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_before_it_is_opened() =>
        Assert.Equal("workbook.too-large", CodeOf(new byte[Limits.BytesMax + 1]));

    [Fact]
    public void A_zip_bomb_is_measured_and_refused()
    {
        var bomb = Zip(("[Content_Types].xml", "<Types/>"), ("xl/worksheets/sheet1.xml", new string(' ', 20_000_000)));
        Assert.True(bomb.Length < Limits.BytesMax);
        Assert.Equal("workbook.too-large-unpacked", CodeOf(bomb));
        Assert.Equal("workbook.too-large-unpacked", CodeOf(Zip(
            [.. Enumerable.Range(0, WorkbookLimits.PartsMax + 1).Select(i => ($"xl/part{i}.xml", "x"))])));
    }

    [Fact]
    public void Macros_embedded_objects_and_links_to_elsewhere_are_refused()
    {
        Assert.Equal("workbook.has-macros", CodeOf(Book("", more: [("xl/vbaProject.bin", "x")])));
        Assert.Equal("workbook.has-macros", CodeOf(Book("", more: [("xl/embeddings/oleObject1.bin", "x")])));
        Assert.Equal("workbook.has-external-links", CodeOf(Book("", more: [("xl/externalLinks/externalLink1.xml", "<x/>")])));
        Assert.Equal("workbook.has-external-links", CodeOf(Book("", more: [("xl/connections.xml", "<x/>")])));
        Assert.Equal("workbook.has-external-links", CodeOf(Book("", more: [("xl/worksheets/_rels/sheet1.xml.rels", Relation("attachedTemplate"))])));
        Assert.True(WorkbookReader.Read(
            Book("", more: [("xl/worksheets/_rels/sheet1.xml.rels", Relation("hyperlink"))]), "平台", Limits).Done);

        static string Relation(string kind) =>
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
            + $"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"https://www.example.com/x\" "
            + "TargetMode=\"External\"/></Relationships>";
    }

    [Fact]
    public void A_wrong_sheet_too_many_rows_and_a_text_without_end_are_refused()
    {
        Assert.Equal("工作簿中没有工作表“平台”，请使用下载的模板填写。",
            WorkbookReader.Read(Book("", sheet: "Sheet1"), "平台", Limits).Refusal!.Chinese);
        static string Row(int i, string text = "x") => $"<row r=\"{i}\"><c r=\"A{i}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>";
        Assert.True(WorkbookReader.Read(Book(string.Concat(Enumerable.Range(1, 4).Select(i => Row(i)))), "平台", Limits).Done);
        Assert.Equal("workbook.too-many-rows", CodeOf(Book(string.Concat(Enumerable.Range(1, 5).Select(i => Row(i))))));
        Assert.Equal("workbook.cell-too-long", CodeOf(Book(Row(1, new string('长', WorkbookLimits.CellCharsMax + 1)))));
        // Empty rows far below are no rows.
        Assert.True(WorkbookReader.Read(Book(Row(1) + "<row r=\"1048576\"/>"), "平台", Limits).Done);
    }

    [Fact]
    public void A_workbook_whose_xml_names_entities_is_refused() => Assert.Equal("workbook.not-a-workbook", CodeOf(Zip(
        ("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">&a;</Types>"))));

    [Fact]
    public void A_cell_shown_as_a_percentage_is_read_as_shown()
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var styles = $"<styleSheet xmlns=\"{main}\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.000%\"/>"
            + "<numFmt numFmtId=\"165\" formatCode=\"0&quot;%&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
            + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
        var file = Book("""
            <row r="1"><c r="A1" s="1"><v>0.05</v></c><c r="B1" s="2"><v>5.0000000000000003E-2</v></c><c r="C1" s="3"><v>5.0E-4</v></c>
              <c r="D1" s="4"><v>5</v></c><c r="E1"><v>0.05</v></c><c r="F1" s="1" t="str"><v>5</v></c></row>
            """, more: [("xl/styles.xml", styles)]);

        var cells = WorkbookReader.Read(file, "平台", Limits).Value[0].Cells;

        Assert.Equal(["5%", "5%", "0.05%", "5", "0.05", "5"], Enumerable.Range(1, 6).Select(i => cells[i].Text));
        // In a column that is a per cent, 5% is 5 and not 0.05; in one of money it is refused.
        var column = Domain.Platforms.ImportColumn.All.Single(one => one.Key == "ReleaseFeeLimitBps");
        Assert.Equal(500, column.Take(new(), new(cells[1].Text, true), null!).Value.ReleaseFeeLimitBps);
        Assert.False(Domain.Platforms.ImportColumn.All.Single(one => one.Key == "WithdrawalFeeFen").Take(new(), new(cells[1].Text, true), null!).Done);
    }

    [Theory]
    [InlineData("shared", "workbook.too-many-cells"), InlineData("long", "done"), InlineData("cells", "workbook.too-many-cells")]
    [InlineData("nested", "workbook.not-a-workbook"), InlineData("names", "workbook.not-a-workbook"), InlineData("tag", "workbook.not-a-workbook")]
    [InlineData("sharedtext", "workbook.cell-too-long"), InlineData("row", "workbook.too-many-cells")]
    public void A_hostile_file_costs_little_memory(string kind, string code)
    {
        var limits = new WorkbookLimits(5_000_000, 64_000_000, 600, 60);
        static string Many(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
        var hostile = kind switch
        {
            "shared" => Book("", Many("<si><t>1234567890</t></si>", 400_000)),
            // A text of 40 million letters that no cell shows, and one that a cell shows.
            "long" => Book("<row><c><v>1</v></c></row>", $"<si><t>{new string('x', 40_000_000)}</t></si>"),
            "sharedtext" => Book("<row><c t=\"s\"><v>0</v></c></row>", $"<si><t>{new string('x', 40_000_000)}</t></si>"),
            "cells" => Book(Many("<row><c/></row>", 400_000)),
            "row" => Book($"<row>{Many("<c/>", 400_000)}</row>"),
            "nested" => Book(Many("<x>", 1_000_000)),
            "names" => Book(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"<a{i}/>"))),
            _ => Book($"<row r=\"{new string('1', 40_000_000)}\"/>"),
        };
        Assert.True(hostile.Length < limits.BytesMax);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = WorkbookReader.Read(hostile, "平台", limits);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(code, read.Refusal?.Code ?? "done");
        Assert.True(cost < 48_000_000, $"{kind}: {cost / 1_000_000} MB were allocated in all.");
    }

    private static string CodeOf(byte[] file) => WorkbookReader.Read(file, "平台", Limits) is { Done: false, Refusal: { } refusal } ? refusal.Code : "done";

    private static byte[] Book(string rows, string shared = "", string sheet = "平台", params (string Name, string Text)[] more)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006";
        const string types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        return Zip(
        [
            ("[Content_Types].xml", $"<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"bin\" ContentType=\"application/octet-stream\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}sheet.main+xml\"/>"
                + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}worksheet+xml\"/>"
                + $"<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{types}sharedStrings+xml\"/></Types>"),
            ("_rels/.rels", $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                + $"<Relationship Id=\"r3\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">{shared}</sst>"),
            .. more,
        ]);
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
