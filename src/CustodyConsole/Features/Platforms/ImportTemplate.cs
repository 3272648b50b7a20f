using System.Globalization;
using CustodyConsole.Domain.Platforms;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Row = DocumentFormat.OpenXml.Spreadsheet.Row;

namespace CustodyConsole.Features.Platforms;

/// <summary>
/// The workbook from which platforms are imported: a sheet with one column for each field, with drop-downs and a hint at
/// every cell, and a sheet that says what goes where. Every cell is a text, so that no long number loses its last digits.
/// The same workbook, filled with the rows that were read and what is wrong with each, is what comes back.
/// </summary>
public static class ImportTemplate
{
    /// <summary>The sheet with the platforms, and the one with the notes.</summary>
    public const string Sheet = "平台", Notes = "填写说明";

    /// <summary>The columns added to a file that comes back.</summary>
    public const string ResultColumn = "校验结果", ReasonColumn = "原因";

    /// <summary>The media type of a workbook.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint TextStyle = 1, HeaderStyle = 2, RequiredStyle = 3, GoodStyle = 4, BadStyle = 5;

    /// <summary>The empty template.</summary>
    public static byte[] Write() => Write([]);

    /// <summary>The template with rows: each with its values by column key, and its verdict.</summary>
    public static byte[] Write(IReadOnlyList<(IReadOnlyDictionary<string, ImportValue> Values, ImportRow Row)> rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var data = workbook.AddNewPart<WorksheetPart>();
            data.Worksheet = DataSheet(rows);
            var notes = workbook.AddNewPart<WorksheetPart>();
            notes.Worksheet = NoteSheet();
            workbook.Workbook.AppendChild(new Sheets(
                new Sheet { Name = Sheet, SheetId = 1, Id = workbook.GetIdOfPart(data) },
                new Sheet { Name = Notes, SheetId = 2, Id = workbook.GetIdOfPart(notes) }));
        }

        return stream.ToArray();
    }

    private static Worksheet DataSheet(IReadOnlyList<(IReadOnlyDictionary<string, ImportValue> Values, ImportRow Row)> rows)
    {
        var (columns, hasResult) = (ImportColumn.All, rows.Count > 0);
        var header = new Row { RowIndex = 1 };
        foreach (var column in columns) header.AppendChild(TextCell(column.Chinese, column.Required ? RequiredStyle : HeaderStyle));
        if (hasResult)
        {
            header.AppendChild(TextCell(ResultColumn, HeaderStyle));
            header.AppendChild(TextCell(ReasonColumn, HeaderStyle));
        }

        var data = new SheetData(header);
        foreach (var (values, verdict) in rows)
        {
            var row = new Row();
            foreach (var column in columns) row.AppendChild(ValueCell(values.GetValueOrDefault(column.Key), column.IsDate));
            row.AppendChild(TextCell(verdict.IsGood ? "通过" : "不通过", verdict.IsGood ? GoodStyle : BadStyle));
            row.AppendChild(TextCell(string.Join("；", verdict.Faults.Select(fault => fault.Chinese)), verdict.IsGood ? TextStyle : BadStyle));
            data.AppendChild(row);
        }

        var widths = new Columns(columns.Select((column, i) => Width(i + 1, Math.Max(12, (column.Chinese.Length * 2) + 4))));
        if (hasResult)
        {
            widths.AppendChild(Width(columns.Count + 1, 12));
            widths.AppendChild(Width(columns.Count + 2, 60));
        }

        var view = new SheetView(new Pane
        {
            VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen,
        })
        {
            WorkbookViewId = 0,
        };
        return new Worksheet(new SheetViews(view), widths, data, Validations());
    }

    private static Worksheet NoteSheet()
    {
        var data = new SheetData(new Row(
            TextCell("列", HeaderStyle), TextCell("Column", HeaderStyle), TextCell("必填", HeaderStyle), TextCell("填写说明", HeaderStyle),
            TextCell("可选值", HeaderStyle)));
        foreach (var column in ImportColumn.All)
        {
            data.AppendChild(new Row(
                TextCell(column.Chinese, TextStyle), TextCell(column.English, TextStyle), TextCell(column.Required ? "是" : "否", TextStyle),
                TextCell(column.Note, TextStyle), TextCell(string.Join(" / ", column.Choices), TextStyle)));
        }

        foreach (var note in new[]
        {
            "", "每行一个平台；不要修改表头和工作表名称。",
            string.Create(CultureInfo.InvariantCulture, $"一个文件最多 {ImportColumn.RowsMax} 个平台；全部通过校验后由另一人复核，要么全部开立，要么全部不开立。"),
            "导入的平台开立后为暂停状态；请在平台页以资料变更补充证照文件、技术联系人、支付协议和公钥，经复核后恢复。",
        })
            data.AppendChild(new Row(TextCell(note, 0)));
        return new Worksheet(new Columns(Width(1, 26), Width(2, 32), Width(3, 8), Width(4, 36), Width(5, 48)), data);
    }

    /// <summary>A list where there are choices, and everywhere the note that appears beside the cell.</summary>
    private static DataValidations Validations()
    {
        var all = ImportColumn.All.Select((column, i) =>
        {
            var letters = Letters(i + 1);
            var validation = new DataValidation
            {
                Type = column.Choices.Count > 0 ? DataValidationValues.List : DataValidationValues.None,
                AllowBlank = true,
                ShowInputMessage = true,
                ShowErrorMessage = column.Choices.Count > 0,
                PromptTitle = column.Chinese,
                Prompt = (column.Required ? "必填。" : "选填。") + column.Note,
                SequenceOfReferences = new ListValue<StringValue>([new StringValue($"{letters}2:{letters}{ImportColumn.RowsMax + 1}")]),
            };
            if (column.Choices.Count > 0) validation.Formula1 = new Formula1($"\"{string.Join(',', column.Choices)}\"");
            return validation;
        }).ToList();
        return new DataValidations(all) { Count = (uint)all.Count };
    }

    private static Cell TextCell(string text, uint style) => new(new InlineString(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve }))
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
    };

    /// <summary>
    /// What was typed, so that a mended file can come again: a day as its date and not as the number behind it, and a number that has lost its last
    /// digits as the number that it is, which is refused again.
    /// </summary>
    private static Cell ValueCell(ImportValue value, bool isDate) => value switch
    {
        { IsNumber: true, Date: { } date } when isDate => TextCell(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TextStyle),
        { IsNumber: true, Text.Length: > 15 } => new Cell(new CellValue(value.Text)) { DataType = CellValues.Number, StyleIndex = TextStyle },
        _ => TextCell(value.Text ?? "", TextStyle),
    };

    /// <summary>XML takes no control characters.</summary>
    private static string Clean(string text) => new([.. text.Where(letter => !char.IsControl(letter))]);

    private static Column Width(int column, double width) => new()
    {
        Min = (uint)column, Max = (uint)column, Width = width, CustomWidth = true, Style = TextStyle,
    };

    private static string Letters(int column) =>
        column <= 26 ? $"{(char)('A' + column - 1)}" : $"{(char)('A' + ((column - 1) / 26) - 1)}{(char)('A' + ((column - 1) % 26))}";

    private static Stylesheet Styles()
    {
        static Font FontOf(bool bold, string? rgb = null)
        {
            var font = new Font();
            if (bold) font.AppendChild(new Bold());
            font.AppendChild(new FontSize { Val = 11 });
            if (rgb is not null) font.AppendChild(new Color { Rgb = rgb });
            font.AppendChild(new FontName { Val = "等线" });
            font.AppendChild(new FontCharSet { Val = 134 });
            return font;
        }

        static Fill FillOf(string rgb) => new(new PatternFill(new ForegroundColor { Rgb = rgb }) { PatternType = PatternValues.Solid });

        static CellFormat FormatOf(uint font, uint fill, bool wrap = false) => new()
        {
            NumberFormatId = 49, ApplyNumberFormat = true, FontId = font, ApplyFont = true, FillId = fill, ApplyFill = fill > 0,
            BorderId = 0, FormatId = 0, QuotePrefix = false,
            Alignment = new Alignment { WrapText = wrap, Vertical = VerticalAlignmentValues.Top }, ApplyAlignment = true,
        };

        return new Stylesheet(
            new Fonts(FontOf(false), FontOf(true), FontOf(true, "FFB42318"), FontOf(false, "FF067647"), FontOf(false, "FFB42318")) { Count = 5 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), FillOf("FFEAECF0")) { Count = 3 },
            new Borders(new Border()) { Count = 1 },
            new CellStyleFormats(new CellFormat()) { Count = 1 },
            new CellFormats(
                new CellFormat(), FormatOf(0, 0), FormatOf(1, 2), FormatOf(2, 2), FormatOf(3, 0), FormatOf(4, 0, wrap: true)) { Count = 6 });
    }
}
