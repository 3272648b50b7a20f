using System.Globalization;
using System.Security;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>Draws a report's charts onto a sheet of the shape; they read the cells of the sheets, so they need no rows yet.</summary>
internal static class ChartSheet
{
    private const int RowsEach = 22, ColumnsEach = 16;
    private static readonly string[] Colours = ["1F5FA8", "D9822B", "5B8C5A", "8E5EA2", "7A8793", "B23A48"];

    public static void Draw(Stream shape, string sheetName, Report report, IReadOnlyList<PlannedSheet> planned, ReportReading reading)
    {
        shape.Position = 0;
        using var document = SpreadsheetDocument.Open(shape, isEditable: true);
        var workbook = document.WorkbookPart!;
        var id = workbook.Workbook.Sheets!.Elements<Sheet>().Single(sheet => sheet.Name == sheetName).Id!.Value!;
        var part = (WorksheetPart)workbook.GetPartById(id);
        var drawing = part.AddNewPart<DrawingsPart>();
        var anchors = new StringBuilder();
        for (var i = 0; i < report.Charts.Count; i++)
        {
            var sheet = planned.First(one => one.Sheet == report.Sheets[report.Charts[i].Sheet]);
            var chart = drawing.AddNewPart<ChartPart>($"rId{i + 1}");
            using var xml = new MemoryStream(Encoding.UTF8.GetBytes(ChartXml(report.Charts[i], sheet, reading)));
            chart.FeedData(xml);
            anchors.Append(Anchor(i));
        }

        using (var xml = new MemoryStream(Encoding.UTF8.GetBytes(
            "<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
            + anchors + "</xdr:wsDr>")))
        {
            drawing.FeedData(xml);
        }

        var link = new Drawing { Id = part.GetIdOfPart(drawing) };
        if (part.Worksheet.GetFirstChild<TableParts>() is { } tables) part.Worksheet.InsertBefore(link, tables);
        else part.Worksheet.AppendChild(link);
    }

    private static string Anchor(int i) => string.Create(CultureInfo.InvariantCulture, $"""
        <xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{2 + (i * RowsEach)}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
        <xdr:to><xdr:col>{ColumnsEach}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1 + ((i + 1) * RowsEach)}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
        <xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{i + 2}" name="Chart {i + 1}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>
        <xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>
        <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId{i + 1}"/></a:graphicData></a:graphic>
        </xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>
        """);

    private static string ChartXml(ReportChart chart, PlannedSheet sheet, ReportReading reading)
    {
        var last = Math.Max(2, sheet.Rows + 1);
        var kind = chart.IsLine ? "lineChart" : "barChart";
        var series = string.Concat(chart.Series.Select((key, i) => Series(i, sheet, key, chart, last)));
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/>
            <c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="{reading.Say("zh-CN", "en-US")}" sz="1200" b="1"><a:latin typeface="等线"/><a:ea typeface="等线"/></a:rPr><a:t>{SecurityElement.Escape(reading.Say(chart.Chinese, chart.English))}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>
            <c:plotArea><c:layout/><c:{kind}>{(chart.IsLine ? "<c:grouping val=\"standard\"/>" : "<c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>")}<c:varyColors val="0"/>{series}{(chart.IsLine ? "<c:marker val=\"1\"/>" : "<c:gapWidth val=\"60\"/>")}<c:axId val="111"/><c:axId val="222"/></c:{kind}>
            <c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="mm\-dd" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>
            <c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D5DBE1"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx></c:plotArea>
            <c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>
            """;
    }

    private static string Series(int index, PlannedSheet sheet, string key, ReportChart chart, int last)
    {
        var name = SecurityElement.Escape(ShapedBook.Quote(sheet.Name));
        var (value, category) = (Letter(key), Letter(chart.Category));
        var colour = Colours[index % Colours.Length];
        var look = chart.IsLine
            ? $"<c:spPr><a:ln w=\"22225\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></a:ln></c:spPr><c:marker><c:symbol val=\"none\"/></c:marker>"
            : $"<c:spPr><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>";
        return $"<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>{name}!${value}$1</c:f></c:strRef></c:tx>{look}"
            + $"<c:cat><c:numRef><c:f>{name}!${category}$2:${category}${last}</c:f></c:numRef></c:cat>"
            + $"<c:val><c:numRef><c:f>{name}!${value}$2:${value}${last}</c:f></c:numRef></c:val>{(chart.IsLine ? "<c:smooth val=\"0\"/>" : "")}</c:ser>";

        string Letter(string of) => RowWriter.Letters(sheet.Sheet.All.Select((column, i) => (column, i)).First(pair => pair.column.Key == of).i + 1);
    }
}
