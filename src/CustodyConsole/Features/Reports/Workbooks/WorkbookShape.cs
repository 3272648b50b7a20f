using System.Globalization;
using ClosedXML.Excel;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>A sheet that will hold rows: a sheet of the report, or one part of it.</summary>
/// <param name="Name">The name of the sheet in the workbook.</param>
/// <param name="Sheet">The sheet of the report.</param>
/// <param name="Rows">How many rows it will have.</param>
/// <param name="Part">Which part, from 0.</param>
/// <param name="Parts">How many parts there are.</param>
internal sealed record PlannedSheet(string Name, ReportSheet Sheet, int Rows, int Part, int Parts);

/// <summary>
/// The shape of a workbook: cover, styles, heads, frozen rows, filters and print set-up, drawn with ClosedXML while there are no rows yet. Each
/// sheet carries one sample row for each style; the rows that are poured in later take the styles from there.
/// </summary>
internal static class WorkbookShape
{
    /// <summary>The rows of the samples in each sheet: under the head, in this order.</summary>
    public const int PlainRow = 2, QuotedRow = 3, OverflowRow = 4, TotalRow = 5;

    /// <summary>The columns of the cover.</summary>
    public const int CoverColumns = 4;

    private const string Font = "等线";
    private static readonly double[] CoverWidths = [24, 24, 22, 62];
    private static readonly XLColor HeadFill = XLColor.FromArgb(0xDD, 0xE6, 0xF0), LineColor = XLColor.FromArgb(0xA6, 0xB4, 0xC4);

    public static MemoryStream Draw(ReportCover cover, IReadOnlyList<PlannedSheet> sheets, string? chartSheet, ReportReading reading, Report report, ReportMaker maker)
    {
        using var book = new XLWorkbook();
        book.Style.Font.SetFontName(Font).Font.SetFontSize(10).Font.SetFontCharSet(XLFontCharSet.GB2312);
        DrawCover(book.AddWorksheet(cover.SheetName), cover);
        if (chartSheet is not null) DrawChartSheet(book.AddWorksheet(chartSheet), cover);
        foreach (var sheet in sheets) DrawSheet(book.AddWorksheet(sheet.Name), sheet, cover, reading);
        var properties = book.Properties;
        (properties.Title, properties.Author, properties.Subject) = (cover.Title, cover.Bank, report.Facts.CodeAndVersion);
        (properties.Comments, properties.Created, properties.LastModifiedBy) = (maker.RunNo, reading.NowUtc, maker.UserName);
        book.CustomProperties.Add("ReportCode", report.Facts.Code);
        book.CustomProperties.Add("ReportVersion", report.Facts.Version.ToString(CultureInfo.InvariantCulture));
        book.CustomProperties.Add("RunNo", maker.RunNo);
        var stream = new MemoryStream();
        book.SaveAs(stream);
        return stream;
    }

    private static void DrawCover(IXLWorksheet sheet, ReportCover cover)
    {
        for (var i = 0; i < CoverWidths.Length; i++) sheet.Column(i + 1).Width = CoverWidths[i];
        var row = 1;
        Line(cover.Bank, 12, bold: false, height: 20);
        Line(cover.Title, 20, bold: true, height: 34);
        if (cover.Warning is { } warning)
        {
            var range = Line(warning, 11, bold: true, height: 22);
            range.Style.Font.SetFontColor(XLColor.FromArgb(0x9C, 0x00, 0x06)).Fill.SetBackgroundColor(XLColor.FromArgb(0xFF, 0xE4, 0xE1));
        }

        foreach (var section in cover.Sections)
        {
            row++;
            var head = sheet.Range(row, 1, row, CoverColumns).Merge();
            head.Value = section.Title;
            head.Style.Font.SetBold().Font.SetFontSize(12).Border.SetBottomBorder(XLBorderStyleValues.Medium).Border.SetBottomBorderColor(LineColor);
            sheet.Row(row++).Height = 20;
            if (section.Heads is { } heads)
            {
                for (var i = 0; i < heads.Count; i++) SetText(sheet.Cell(row, i + 1), heads[i]).Style.Font.SetBold().Fill.SetBackgroundColor(HeadFill);
                row++;
            }

            foreach (var cells in section.Rows)
            {
                DrawCoverRow(sheet, row, cells, isPair: section.Heads is null);
                row++;
            }
        }

        sheet.ShowGridLines = false;
        sheet.PageSetup.SetPaperSize(XLPaperSize.A4Paper).SetPageOrientation(XLPageOrientation.Portrait).FitToPages(1, 0);
        sheet.PageSetup.Footer.Center.AddText(XLHFPredefinedText.PageNumber);
        sheet.PageSetup.Footer.Center.AddText(" / ");
        sheet.PageSetup.Footer.Center.AddText(XLHFPredefinedText.NumberOfPages);

        IXLRange Line(string text, double size, bool bold, double height)
        {
            var range = sheet.Range(row, 1, row, CoverColumns).Merge();
            SetText(sheet.Cell(row, 1), text);
            range.Style.Font.SetFontSize(size).Font.SetBold(bold).Alignment.SetVertical(XLAlignmentVerticalValues.Center);
            sheet.Row(row++).Height = height;
            return range;
        }
    }

    private static void DrawCoverRow(IXLWorksheet sheet, int row, IReadOnlyList<CoverCell> cells, bool isPair)
    {
        var lines = 1;
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = sheet.Cell(row, i + 1);
            var width = isPair && i == 1 ? CoverWidths[1..].Sum() : CoverWidths[i];
            if (isPair && i == 1) sheet.Range(row, 2, row, CoverColumns).Merge();
            if (cells[i].Fen is { } fen && fen is <= RowWriter.ExactMax and >= -RowWriter.ExactMax)
            {
                cell.Value = fen / 100m;
                cell.Style.NumberFormat.SetFormat("#,##0.00").Alignment.SetHorizontal(XLAlignmentHorizontalValues.Left);
            }
            else SetText(cell, cells[i].Text);

            cell.Style.Alignment.SetVertical(XLAlignmentVerticalValues.Top).Alignment.SetWrapText();
            lines = Math.Max(lines, CellText.LinesOf(cells[i].Text, width - 1));
        }

        if (isPair) sheet.Cell(row, 1).Style.Font.SetFontColor(XLColor.FromArgb(0x59, 0x63, 0x70));
        var range = sheet.Range(row, 1, row, CoverColumns);
        range.Style.Border.SetBottomBorder(XLBorderStyleValues.Hair).Border.SetBottomBorderColor(LineColor);
        sheet.Row(row).Height = 4 + (13 * lines);
    }

    private static void DrawChartSheet(IXLWorksheet sheet, ReportCover cover)
    {
        SetText(sheet.Cell(1, 1), cover.Title).Style.Font.SetBold().Font.SetFontSize(14);
        sheet.ShowGridLines = false;
        sheet.PageSetup.SetPaperSize(XLPaperSize.A4Paper).SetPageOrientation(XLPageOrientation.Landscape).FitToPages(1, 0);
    }

    private static void DrawSheet(IXLWorksheet sheet, PlannedSheet planned, ReportCover cover, ReportReading reading)
    {
        var columns = planned.Sheet.All;
        for (var i = 0; i < columns.Count; i++)
        {
            var (column, at) = (columns[i], i + 1);
            var isNumeric = IsNumeric(column.Kind);
            // A number ends at the right of its column, so a text beside it begins a little later.
            var indent = isNumeric || (i > 0 && IsNumeric(columns[i - 1].Kind)) ? 1 : 0;
            var head = SetText(sheet.Cell(1, at), HeadOf(column, reading.English));
            head.Style.Font.SetBold().Fill.SetBackgroundColor(HeadFill)
                .Alignment.SetVertical(XLAlignmentVerticalValues.Center).Alignment.SetWrapText()
                .Alignment.SetHorizontal(isNumeric ? XLAlignmentHorizontalValues.Right : XLAlignmentHorizontalValues.Left).Alignment.SetIndent(indent)
                .Border.SetBottomBorder(XLBorderStyleValues.Medium).Border.SetBottomBorderColor(LineColor);
            var format = FormatOf(column.Kind);
            SetText(sheet.Cell(PlainRow, at), "x").Style.NumberFormat.SetFormat(format)
                .Alignment.SetHorizontal(isNumeric ? XLAlignmentHorizontalValues.Right : XLAlignmentHorizontalValues.Left).Alignment.SetIndent(indent);
            SetText(sheet.Cell(QuotedRow, at), "x").Style.NumberFormat.SetFormat("@").SetIncludeQuotePrefix()
                .Alignment.SetHorizontal(XLAlignmentHorizontalValues.Left).Alignment.SetIndent(isNumeric ? 0 : indent);
            SetText(sheet.Cell(OverflowRow, at), "x").Style.NumberFormat.SetFormat("@")
                .Alignment.SetHorizontal(XLAlignmentHorizontalValues.Right).Alignment.SetIndent(1).Font.SetFontColor(XLColor.FromArgb(0x9C, 0x57, 0x00));
            SetText(sheet.Cell(TotalRow, at), "x").Style.NumberFormat.SetFormat(column.Kind == ColumnKind.Money ? format : "@").Font.SetBold()
                .Alignment.SetHorizontal(column.Kind == ColumnKind.Money ? XLAlignmentHorizontalValues.Right : XLAlignmentHorizontalValues.Left)
                .Alignment.SetIndent(column.Kind == ColumnKind.Money ? 1 : 0)
                .Border.SetTopBorder(XLBorderStyleValues.Thin).Border.SetTopBorderColor(LineColor);
        }

        sheet.Row(1).Height = 30;
        sheet.SheetView.FreezeRows(1);
        var setup = sheet.PageSetup;
        setup.SetRowsToRepeatAtTop(1, 1);
        // Many columns on a small page cannot be read.
        setup.SetPaperSize(columns.Count > 12 ? XLPaperSize.A3Paper : XLPaperSize.A4Paper)
            .SetPageOrientation(XLPageOrientation.Landscape).FitToPages(1, 0);
        setup.Margins.SetLeft(0.4).SetRight(0.4).SetTop(0.7).SetBottom(0.6);
        setup.Header.Left.AddText(cover.Bank);
        setup.Header.Center.AddText($"{cover.Title} {planned.Name}");
        setup.Header.Right.AddText(reading.Say("数据截至 ", "as of ") + Domain.Calendar.BankTime.Format(reading.NowUtc));
        setup.Footer.Center.AddText(reading.Say("第 ", "page "));
        setup.Footer.Center.AddText(XLHFPredefinedText.PageNumber);
        setup.Footer.Center.AddText(reading.Say(" 页 / 共 ", " of "));
        setup.Footer.Center.AddText(XLHFPredefinedText.NumberOfPages);
        setup.Footer.Center.AddText(reading.Say(" 页", ""));
    }

    /// <summary>The head of a column with its unit.</summary>
    public static string HeadOf(ReportColumn column, bool english) =>
        column.Kind != ColumnKind.Money ? column.Name(english) : english ? $"{column.English} (yuan)" : $"{column.Chinese}（元）";

    private static string FormatOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Money => "#,##0.00",
        ColumnKind.Count => "#,##0",
        ColumnKind.Percent => "0.00%",
        ColumnKind.Date => "yyyy-mm-dd",
        ColumnKind.Moment => "yyyy-mm-dd hh:mm:ss",
        _ => "@",
    };

    private static bool IsNumeric(ColumnKind kind) => kind is ColumnKind.Money or ColumnKind.Count or ColumnKind.Percent;

    /// <summary>A text that stays one, whatever it looks like.</summary>
    private static IXLCell SetText(IXLCell cell, string text)
    {
        cell.SetDataType(XLDataType.Text);
        // ClosedXML escapes what XML cannot hold by itself.
        cell.SetValue(CellText.Fit(text));
        if (CellText.LooksLikeFormula(text)) cell.Style.SetIncludeQuotePrefix();
        return cell;
    }
}
