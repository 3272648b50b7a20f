using System.Globalization;
using System.IO.Compression;
using System.Xml;
using CustodyConsole.Domain;

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

    /// <summary>The most cells of a sheet, also empty ones, and the most texts that its cells share.</summary>
    public const int CellsMax = 200_000;

    /// <summary>The most letters of all texts that are kept of a workbook.</summary>
    public const int CharsMax = 8_000_000;
}

/// <summary>
/// A cell: its text as people see it (5% where it is shown as a percentage), and whether it was kept as a number, which has only 15 exact digits
/// and may be a date.
/// </summary>
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
/// Reads one sheet of a workbook that somebody uploaded, and trusts nothing of it: the size unpacked is measured and not believed, programs and
/// links to elsewhere are refused, formulas count as the value that was saved with them. It is read as a stream, so that what it costs is bounded
/// by what is kept of it and not by what is in it.
/// </summary>
public static class WorkbookReader
{
    private static readonly string[] Active =
        ["vbaProject", "/macrosheets/", "/embeddings/", "/activeX/", "/ctrlProps/", "/customUI/"];

    private static readonly string[] Linked = ["/externalLinks/", "/connections.xml", "/queryTables/", "/model/"];

    /// <summary>
    /// The rows of a sheet, its header first. Refusals in order: <see cref="WorkbookRefusals.TooLarge"/>,
    /// <see cref="WorkbookRefusals.OtherKind"/>, <see cref="WorkbookRefusals.NotAWorkbook"/>,
    /// <see cref="WorkbookRefusals.TooLargeUnpacked"/>, <see cref="WorkbookRefusals.HasMacros"/>,
    /// <see cref="WorkbookRefusals.HasExternalLinks"/>, <see cref="WorkbookRefusals.SheetMissing"/>,
    /// <see cref="WorkbookRefusals.TooManyCells"/>, <see cref="WorkbookRefusals.CellTooLong"/>, <see cref="WorkbookRefusals.TooManyRows"/>.
    /// </summary>
    public static Outcome<IReadOnlyList<SheetRow>> Read(byte[] file, string sheetName, WorkbookLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        if (file.Length > limits.BytesMax) return WorkbookRefusals.TooLarge(limits.BytesMax / 1024 / 1024);
        if (FileKind.Of(file) is { } kind) return kind.Refusal;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (Inspect(zip, limits) is { } refusal) return refusal;
            return new WorkbookSheet(zip, limits).Read(sheetName);
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or FormatException or ArgumentException
            or IOException or KeyNotFoundException or NotSupportedException or OverflowException)
        {
            // Whatever a damaged or hostile package makes the libraries say, it is a file that cannot be read.
            return WorkbookRefusals.NotAWorkbook();
        }
    }

    private static Refusal? Inspect(ZipArchive zip, WorkbookLimits limits)
    {
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
        if (names.Exists(name => name.StartsWith("/word/", StringComparison.Ordinal) || name.StartsWith("/ppt/", StringComparison.Ordinal)))
            return FileKind.OtherOffice.Refusal;
        if (names.Exists(name => name.EndsWith("/workbook.bin", StringComparison.OrdinalIgnoreCase)))
            return FileKind.BinaryWorkbook.Refusal;
        if (!names.Contains("/[Content_Types].xml")) return FileKind.Archive.Refusal;
        if (names.Exists(name => Has(name, Active)) || SaysMacros(zip)) return WorkbookRefusals.HasMacros();
        if (names.Exists(name => Has(name, Linked)) || zip.Entries.Any(IsLinkedElsewhere)) return WorkbookRefusals.HasExternalLinks();
        return null;
    }

    private static Refusal TooMuch(WorkbookLimits limits) => WorkbookRefusals.TooLargeUnpacked(limits.UnpackedMax / 1024 / 1024);

    private static bool Has(string name, string[] parts) =>
        Array.Exists(parts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static bool SaysMacros(ZipArchive zip)
    {
        using var xml = new BoundedXml(zip.GetEntry("[Content_Types].xml") ?? throw new InvalidDataException("The types are missing."));
        var macros = false;
        while (xml.Read()) macros |= xml.Attribute("ContentType")?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true;
        return macros;
    }

    /// <summary>A relationship to outside of the package; a web address in a cell is only a text, so it may stay.</summary>
    private static bool IsLinkedElsewhere(ZipArchiveEntry entry)
    {
        if (!entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) return false;
        using var xml = new BoundedXml(entry);
        while (xml.Read())
        {
            if (xml.Starts("Relationship") && string.Equals(xml.Attribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase)
                && xml.Attribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true)
                return true;
        }

        return false;
    }
}
