using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>The styles of a column's cells: as they usually are, as a text that looks like a formula, as an amount of too many digits, as a total.</summary>
internal readonly record struct ColumnStyle(int Plain, int Quoted, int Overflow, int Total);

/// <summary>A sheet of the shape, cut open where its rows go.</summary>
/// <param name="PartName">The entry of the sheet in the package.</param>
/// <param name="Head">The XML up to and with the row of heads.</param>
/// <param name="Tail">The XML after the rows.</param>
/// <param name="Styles">The styles of its columns.</param>
internal sealed record ShapedSheet(string PartName, string Head, string Tail, IReadOnlyList<ColumnStyle> Styles);

/// <summary>A drawn shape, taken apart: parts that are copied as they are, and sheets that wait for rows.</summary>
internal sealed partial class ShapedBook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private ShapedBook(IReadOnlyDictionary<string, byte[]> parts, IReadOnlyList<ShapedSheet> sheets) => (Parts, Sheets) = (parts, sheets);

    /// <summary>The parts that are complete, by their entries.</summary>
    public IReadOnlyDictionary<string, byte[]> Parts { get; }

    /// <summary>The sheets that wait for rows, in the order in which they were planned.</summary>
    public IReadOnlyList<ShapedSheet> Sheets { get; }

    public static ShapedBook Read(Stream shape, IReadOnlyList<PlannedSheet> planned)
    {
        shape.Position = 0;
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using (var zip = new ZipArchive(shape, ZipArchiveMode.Read, leaveOpen: true))
        {
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                using var copy = new MemoryStream();
                content.CopyTo(copy);
                parts[entry.FullName] = copy.ToArray();
            }
        }

        var names = PartsByName(parts);
        var sheets = new List<ShapedSheet>();
        foreach (var one in planned)
        {
            parts.Remove(names[one.Name], out var xml);
            sheets.Add(Open(names[one.Name], Encoding.UTF8.GetString(xml!), one));
        }

        parts["xl/workbook.xml"] = WithNames(parts["xl/workbook.xml"], planned);
        // The order in which cells are calculated names cells of the samples.
        if (parts.Remove("xl/calcChain.xml")) throw new InvalidOperationException("The shape of a workbook must have no formula.");
        return new ShapedBook(parts, sheets);
    }

    private static Dictionary<string, string> PartsByName(Dictionary<string, byte[]> parts)
    {
        XNamespace main = Main, relations = Relations;
        var targets = Xml(parts["xl/_rels/workbook.xml.rels"]).Root!.Elements()
            .ToDictionary(one => (string)one.Attribute("Id")!, one => (string)one.Attribute("Target")!);
        return Xml(parts["xl/workbook.xml"]).Root!.Element(main + "sheets")!.Elements().ToDictionary(
            sheet => (string)sheet.Attribute("name")!,
            sheet => targets[(string)sheet.Attribute(relations + "id")!] is var target && target.StartsWith('/') ? target[1..] : "xl/" + target,
            StringComparer.Ordinal);
    }

    private static ShapedSheet Open(string part, string xml, PlannedSheet planned)
    {
        var columns = planned.Sheet.All.Count;
        var styles = new ColumnStyle[columns];
        for (var i = 0; i < columns; i++)
        {
            var letters = RowWriter.Letters(i + 1);
            styles[i] = new ColumnStyle(
                StyleOf(xml, letters + WorkbookShape.PlainRow), StyleOf(xml, letters + WorkbookShape.QuotedRow),
                StyleOf(xml, letters + WorkbookShape.OverflowRow), StyleOf(xml, letters + WorkbookShape.TotalRow));
        }

        var samples = xml.IndexOf($"<x:row r=\"{WorkbookShape.PlainRow}\"", StringComparison.Ordinal);
        var end = xml.IndexOf("</x:sheetData>", StringComparison.Ordinal);
        if (samples < 0 || end < samples) throw new InvalidOperationException("The shape of a sheet is not as it is drawn.");
        var last = RowWriter.Letters(columns);
        // The rows are written without a prefix, in the same namespace.
        var head = xml[..samples].Replace("<x:worksheet ", $"<x:worksheet xmlns=\"{Main}\" ", StringComparison.Ordinal);
        head = Dimension().Replace(head, $"<x:dimension ref=\"A1:{last}{planned.Rows + 1}\" />");
        var filter = planned.Rows == 0 ? "" : $"<autoFilter ref=\"A1:{last}{planned.Rows + 1}\" />";
        return new ShapedSheet(part, head, "</x:sheetData>" + filter + xml[(end + "</x:sheetData>".Length)..], styles);
    }

    /// <summary>A head with the widths that its rows need.</summary>
    public static string WithWidths(string head, IReadOnlyList<double> widths)
    {
        var cols = new StringBuilder("<cols>");
        for (var i = 0; i < widths.Count; i++)
            cols.Append(System.Globalization.CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{widths[i]:0.##}\" customWidth=\"1\" />");
        cols.Append("</cols>");
        var data = head.IndexOf("<x:sheetData>", StringComparison.Ordinal);
        return Columns().Replace(head[..data], "") + cols + head[data..];
    }

    /// <summary>
    /// Filters need a hidden name in the workbook, which says where they are; and the head is repeated on each page only where its row is fixed, which
    /// ClosedXML leaves out.
    /// </summary>
    private static byte[] WithNames(byte[] workbook, IReadOnlyList<PlannedSheet> planned)
    {
        XNamespace main = Main;
        var document = Xml(workbook);
        var index = document.Root!.Element(main + "sheets")!.Elements().Select((sheet, i) => ((string)sheet.Attribute("name")!, i)).ToDictionary();
        if (document.Root.Element(main + "definedNames") is not { } defined)
        {
            defined = new XElement(main + "definedNames");
            document.Root.Element(main + "sheets")!.AddAfterSelf(defined);
        }

        foreach (var titles in defined.Elements().Where(one => (string?)one.Attribute("name") == "_xlnm.Print_Titles"))
            titles.Value = $"{Quote(planned.First(one => index[one.Name] == (int)titles.Attribute("localSheetId")!).Name)}!$1:$1";
        foreach (var one in planned.Where(one => one.Rows > 0))
        {
            defined.Add(new XElement(
                main + "definedName", new XAttribute("name", "_xlnm._FilterDatabase"), new XAttribute("localSheetId", index[one.Name]), new XAttribute("hidden", 1),
                $"{Quote(one.Name)}!$A$1:${RowWriter.Letters(one.Sheet.All.Count)}${one.Rows + 1}"));
        }

        using var stream = new MemoryStream();
        document.Save(stream);
        return stream.ToArray();
    }

    /// <summary>The name of a sheet as formulas write it.</summary>
    public static string Quote(string sheet) => $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";

    private static XDocument Xml(byte[] part)
    {
        using var stream = new MemoryStream(part);
        return XDocument.Load(stream);
    }

    private static int StyleOf(string xml, string cell)
    {
        var at = xml.IndexOf($"<x:c r=\"{cell}\" s=\"", StringComparison.Ordinal);
        if (at < 0) throw new InvalidOperationException($"The sample {cell} is missing.");
        at += $"<x:c r=\"{cell}\" s=\"".Length;
        return int.Parse(xml.AsSpan(at, xml.IndexOf('"', at) - at), System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<x:dimension [^>]*/>")]
    private static partial Regex Dimension();

    [GeneratedRegex("<x:cols>.*?</x:cols>")]
    private static partial Regex Columns();
}
