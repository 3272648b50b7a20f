using System.Globalization;
using System.IO.Compression;
using System.Xml;
using CustodyConsole.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Row = DocumentFormat.OpenXml.Spreadsheet.Row;

namespace CustodyConsole.Excel;

/// <summary>What is taken of an uploaded workbook.</summary>
/// <param name="BytesMax">The largest file.</param>
/// <param name="UnpackedMax">The most bytes of all its parts unpacked.</param>
/// <param name="RowsMax">The most rows below the header.</param>
/// <param name="ColumnsMax">Cells further to the right are not read.</param>
public sealed record WorkbookLimits(int BytesMax, int UnpackedMax, int RowsMax, int ColumnsMax)
{
    /// <summary>The most parts of a package.</summary>
    public const int PartsMax = 300;

    /// <summary>The longest text of a cell.</summary>
    public const int CellCharsMax = 2_000;
}

/// <summary>A cell: its text, and whether it was kept as a number, which has only 15 exact digits and may be a date.</summary>
public readonly record struct SheetCell(string Text, bool IsNumber)
{
    /// <summary>The day that a cell means: a text such as 2026-01-31, or Excel's count of days.</summary>
    public DateOnly? Date => IsNumber
        ? double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is >= 1 and < 2_958_466
            ? DateOnly.FromDateTime(DateTime.FromOADate(days)) : null
        : DateOnly.TryParseExact(
            Text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date) ? date : null;
}

/// <summary>A row with its number in the sheet; cells that are empty are missing.</summary>
public sealed record SheetRow(int Number, IReadOnlyDictionary<int, SheetCell> Cells);

/// <summary>
/// Reads one sheet of a workbook that somebody uploaded, and trusts nothing of it: the size unpacked is measured and not
/// believed, programs and links to elsewhere are refused, formulas count as the value that was saved with them.
/// </summary>
public static class WorkbookReader
{
    private static readonly string[] Active =
        ["vbaProject", "/macrosheets/", "/embeddings/", "/activeX/", "/ctrlProps/", "/customUI/"];

    private static readonly string[] Linked = ["/externalLinks/", "/connections.xml", "/queryTables/", "/model/"];

    /// <summary>
    /// The rows of a sheet, its header first. Refusals in order: <see cref="WorkbookRefusals.TooLarge"/>,
    /// <see cref="WorkbookRefusals.NotAWorkbook"/>, <see cref="WorkbookRefusals.TooLargeUnpacked"/>,
    /// <see cref="WorkbookRefusals.HasMacros"/>, <see cref="WorkbookRefusals.HasExternalLinks"/>,
    /// <see cref="WorkbookRefusals.SheetMissing"/>, <see cref="WorkbookRefusals.CellTooLong"/>,
    /// <see cref="WorkbookRefusals.TooManyRows"/>.
    /// </summary>
    public static Outcome<IReadOnlyList<SheetRow>> Read(byte[] file, string sheetName, WorkbookLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        if (file.Length > limits.BytesMax) return WorkbookRefusals.TooLarge(limits.BytesMax / 1024 / 1024);
        try
        {
            if (Inspect(file, limits) is { } refusal) return refusal;
            using var stream = new MemoryStream(file, writable: false);
            using var document = SpreadsheetDocument.Open(stream, isEditable: false);
            return ReadSheet(document, sheetName, limits);
        }
        catch (Exception exception) when (exception is InvalidDataException or OpenXmlPackageException or XmlException
            or FileFormatException or InvalidOperationException or FormatException or ArgumentException or IOException
            or KeyNotFoundException or NotSupportedException)
        {
            // Whatever a damaged or hostile package makes the libraries say, it is a file that cannot be read.
            return WorkbookRefusals.NotAWorkbook();
        }
    }

    private static Refusal? Inspect(byte[] file, WorkbookLimits limits)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > WorkbookLimits.PartsMax) return TooMuch(limits);
        var left = (long)limits.UnpackedMax;
        var buffer = new byte[81_920];
        foreach (var entry in zip.Entries)
        {
            // What an entry says about its size counts for nothing.
            using var part = entry.Open();
            while (part.Read(buffer) is var read and > 0)
            {
                left -= read;
                if (left < 0) return TooMuch(limits);
            }
        }

        var names = zip.Entries.Select(entry => "/" + entry.FullName.Replace('\\', '/')).ToList();
        if (names.Exists(name => Has(name, Active)) || TextOf(zip, "[Content_Types].xml").Contains("macroEnabled", StringComparison.OrdinalIgnoreCase))
            return WorkbookRefusals.HasMacros();
        if (names.Exists(name => Has(name, Linked)) || zip.Entries.Any(IsLinkedElsewhere)) return WorkbookRefusals.HasExternalLinks();
        return null;
    }

    private static Refusal TooMuch(WorkbookLimits limits) => WorkbookRefusals.TooLargeUnpacked(limits.UnpackedMax / 1024 / 1024);

    private static bool Has(string name, string[] parts) =>
        Array.Exists(parts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(ZipArchive zip, string name)
    {
        using var reader = new StreamReader((zip.GetEntry(name) ?? throw new InvalidDataException(name)).Open());
        return reader.ReadToEnd();
    }

    /// <summary>A relationship to outside of the package; a web address in a cell is only a text, so it may stay.</summary>
    private static bool IsLinkedElsewhere(ZipArchiveEntry entry)
    {
        if (!entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) return false;
        using var reader = XmlReader.Create(entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Relationship"
                && string.Equals(reader.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase)
                && reader.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true)
                return true;
        }

        return false;
    }

    private static Outcome<IReadOnlyList<SheetRow>> ReadSheet(SpreadsheetDocument document, string sheetName, WorkbookLimits limits)
    {
        var workbook = document.WorkbookPart ?? throw new InvalidDataException("The package has no workbook.");
        var sheet = workbook.Workbook.Sheets?.Elements<Sheet>().FirstOrDefault(one => one.Name?.Value == sheetName);
        if (sheet?.Id?.Value is not { } id || workbook.GetPartById(id) is not WorksheetPart part) return WorkbookRefusals.SheetMissing(sheetName);
        var shared = workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>()
            .Select(item => item.InnerText).ToArray() ?? [];
        // The other count of days, of old Macintosh files, would make every date four years wrong.
        if (workbook.Workbook.WorkbookProperties?.Date1904?.Value == true) throw new InvalidDataException("Dates from 1904.");
        var rows = new List<SheetRow>();
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (!reader.IsStartElement || reader.ElementType != typeof(Row)) continue;
            var row = (Row)reader.LoadCurrentElement()!;
            var cells = new Dictionary<int, SheetCell>();
            var next = 1;
            foreach (var cell in row.Elements<Cell>())
            {
                var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : next;
                next = column + 1;
                if (column > limits.ColumnsMax || CellOf(cell, shared) is not { Text.Length: > 0 } read) continue;
                if (read.Text.Length > WorkbookLimits.CellCharsMax)
                    return WorkbookRefusals.CellTooLong(cell.CellReference?.Value ?? $"R{row.RowIndex}C{column}", WorkbookLimits.CellCharsMax);
                cells[column] = read;
            }

            if (cells.Count == 0) continue;
            if (rows.Count > limits.RowsMax) return WorkbookRefusals.TooManyRows(limits.RowsMax);
            rows.Add(new SheetRow((int)(row.RowIndex?.Value ?? (uint)(rows.Count + 1)), cells));
        }

        return rows;
    }

    private static SheetCell CellOf(Cell cell, string[] shared)
    {
        var type = cell.DataType?.Value ?? CellValues.Number;
        var value = cell.CellValue?.Text ?? "";
        if (type == CellValues.InlineString) return new((cell.InlineString?.InnerText ?? "").Trim(), false);
        if (type == CellValues.SharedString)
        {
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Length
                ? new(shared[index].Trim(), false) : throw new InvalidDataException("A shared text is missing.");
        }

        if (type == CellValues.Boolean) return new(value == "1" ? "是" : "否", false);
        if (type != CellValues.Number) return new(value.Trim(), false);
        if (value.Length == 0) return default;
        // Whole numbers as people read them: 12 and not 1.2E1.
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new(value, true);
        return new(number.ToString("0.############", CultureInfo.InvariantCulture), true);
    }

    /// <summary>The number of a column: A1 is in column 1, AB7 in column 28.</summary>
    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (!char.IsAsciiLetter(letter)) break;
            column = (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1;
            if (column > 16_384) throw new InvalidDataException(reference);
        }

        return column;
    }
}
