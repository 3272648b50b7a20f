using System.Globalization;
using System.IO.Compression;
using System.Text;
using CustodyConsole.Domain;

namespace CustodyConsole.Excel;

/// <summary>Reads one sheet out of the parts of a workbook.</summary>
/// <param name="zip">The package; it was inspected.</param>
/// <param name="limits">What is taken of it.</param>
internal sealed class WorkbookSheet(ZipArchive zip, WorkbookLimits limits)
{
    private const int FormatsMax = 70_000;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = zip.Entries.ToDictionary(
        entry => "/" + entry.FullName.Replace('\\', '/').TrimStart('/'), StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _shared = [];
    private bool[] _isPercent = [];
    private long _chars;

    /// <summary>Refusals in the order of <see cref="WorkbookReader.Read"/>.</summary>
    public Outcome<IReadOnlyList<SheetRow>> Read(string sheetName)
    {
        var workbook = Relations("/").FirstOrDefault(one => one.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target
            ?? throw new InvalidDataException("The package has no workbook.");
        var relations = Relations(workbook);
        if (SheetId(workbook, sheetName) is not { } id) return WorkbookRefusals.SheetMissing(sheetName);
        if (relations.FirstOrDefault(one => one.Type.EndsWith("/styles", StringComparison.Ordinal)) is { Target: { } styles }
            && _parts.ContainsKey(styles))
            ReadStyles(styles);
        if (relations.FirstOrDefault(one => one.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)) is { Target: { } shared }
            && _parts.ContainsKey(shared) && !ReadShared(shared))
            return WorkbookRefusals.TooManyCells(WorkbookLimits.CellsMax);
        return ReadRows(relations.FirstOrDefault(one => one.Id == id).Target ?? throw new InvalidDataException("A sheet is missing."));
    }

    private List<(string Id, string Type, string Target)> Relations(string part)
    {
        var folder = part[..(part.LastIndexOf('/') + 1)];
        using var xml = new BoundedXml(_parts[$"{folder}_rels/{part[folder.Length..]}.rels"]);
        var relations = new List<(string, string, string)>();
        while (xml.Read())
        {
            if (!xml.Starts("Relationship") || xml.Attribute("Target") is not { } target) continue;
            if (relations.Count > WorkbookLimits.PartsMax) throw new InvalidDataException("Too many relationships.");
            relations.Add((xml.Attribute("Id") ?? "", xml.Attribute("Type") ?? "", PathOf(folder, target)));
        }

        return relations;
    }

    /// <summary>Where a target lies in the package, as seen from a folder of it.</summary>
    private static string PathOf(string folder, string target) =>
        Uri.UnescapeDataString(new Uri(new Uri("http://package" + folder), target).AbsolutePath);

    private string? SheetId(string workbook, string sheetName)
    {
        using var xml = new BoundedXml(_parts[workbook]);
        string? id = null;
        while (xml.Read())
        {
            // The other count of days, of old Macintosh files, would make every date four years wrong.
            if (xml.Starts("workbookPr") && xml.Attribute("date1904") is "1" or "true") throw new InvalidDataException("Dates from 1904.");
            if (xml.Starts("sheet") && xml.Attribute("name") == sheetName) id ??= xml.Prefixed("id");
        }

        return id;
    }

    /// <summary>Which formats of cells show a percentage.</summary>
    private void ReadStyles(string part)
    {
        var percents = new HashSet<int> { 9, 10 };
        var formats = new List<bool>();
        var isCells = false;
        using var xml = new BoundedXml(_parts[part]);
        while (xml.Read())
        {
            if (xml.Starts("numFmt") && IsPercent(xml.Attribute("formatCode") ?? "")) percents.Add(Number(xml.Attribute("numFmtId")));
            if (xml.Starts("cellXfs")) isCells = true;
            if (xml.Ends("cellXfs")) isCells = false;
            if (!isCells || !xml.Starts("xf")) continue;
            if (formats.Count > FormatsMax || percents.Count > FormatsMax) throw new InvalidDataException("Too many formats.");
            formats.Add(percents.Contains(Number(xml.Attribute("numFmtId") ?? "0")));
        }

        _isPercent = [.. formats];
    }

    /// <summary>A sign for percent outside of quoted text.</summary>
    private static bool IsPercent(string format)
    {
        var isQuoted = false;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '"') isQuoted = !isQuoted;
            else if (format[i] == '\\') i++;
            else if (format[i] == '%' && !isQuoted) return true;
        }

        return false;
    }

    /// <summary>The texts that cells share; false where there are more than any honest workbook of this kind has.</summary>
    private bool ReadShared(string part)
    {
        var text = new StringBuilder();
        var (isText, isPhonetic) = (false, false);
        using var xml = new BoundedXml(_parts[part]);
        while (xml.Read())
        {
            if (xml.Starts("si")) text.Clear();
            if (xml.Starts("t")) isText = !xml.IsEmpty;
            if (xml.Starts("rPh")) isPhonetic = !xml.IsEmpty;
            // How a name is read aloud stands beside it and is not part of it.
            if (isText && !isPhonetic) xml.TakeText(text, WorkbookLimits.CellCharsMax);
            if (xml.Ends("t")) isText = false;
            if (xml.Ends("rPh")) isPhonetic = false;
            if (!xml.Ends("si")) continue;
            if (_shared.Count >= WorkbookLimits.CellsMax || (_chars += text.Length) > WorkbookLimits.CharsMax) return false;
            _shared.Add(text.ToString());
        }

        return true;
    }

    private Outcome<IReadOnlyList<SheetRow>> ReadRows(string part)
    {
        var rows = new List<SheetRow>();
        var (cells, number, seen, column) = (new Dictionary<int, SheetCell>(), 0, 0, 0);
        using var xml = new BoundedXml(_parts[part]);
        while (xml.Read())
        {
            if (xml.Starts("row"))
            {
                (cells, column) = ([], 0);
                number = xml.Attribute("r") is { } r ? Number(r) : number + 1;
            }
            else if (xml.Starts("c"))
            {
                if (++seen > WorkbookLimits.CellsMax) return WorkbookRefusals.TooManyCells(WorkbookLimits.CellsMax);
                var reference = xml.Attribute("r");
                column = reference is null ? column + 1 : ColumnOf(reference);
                if (ReadCell(xml) is not { Text.Length: > 0 } read || column > limits.ColumnsMax) continue;
                if (read.Text.Length > WorkbookLimits.CellCharsMax)
                    return WorkbookRefusals.CellTooLong(reference ?? $"R{number}C{column}", WorkbookLimits.CellCharsMax);
                if ((_chars += read.Text.Length) > WorkbookLimits.CharsMax) return WorkbookRefusals.TooManyCells(WorkbookLimits.CellsMax);
                cells[column] = read;
            }

            if (!xml.Ends("row") || cells.Count == 0) continue;
            if (rows.Count > limits.RowsMax) return WorkbookRefusals.TooManyRows(limits.RowsMax);
            rows.Add(new SheetRow(number, cells));
            cells = [];
        }

        return rows;
    }

    private SheetCell ReadCell(BoundedXml xml)
    {
        var (type, style) = (xml.Attribute("t") ?? "n", xml.Attribute("s") is { } s ? Number(s) : 0);
        if (xml.IsEmpty) return default;
        var text = new StringBuilder();
        var (isValue, isPhonetic) = (false, false);
        var name = type == "inlineStr" ? "t" : "v";
        while (xml.Read() && !xml.Ends("c"))
        {
            if (xml.Starts(name)) isValue = !xml.IsEmpty;
            if (xml.Starts("rPh")) isPhonetic = !xml.IsEmpty;
            if (isValue && !isPhonetic) xml.TakeText(text, WorkbookLimits.CellCharsMax);
            if (xml.Ends(name)) isValue = false;
            if (xml.Ends("rPh")) isPhonetic = false;
        }

        return ValueOf(type, text.ToString().Trim(), style < _isPercent.Length && _isPercent[style]);
    }

    private SheetCell ValueOf(string type, string value, bool isPercent)
    {
        if (type == "s")
        {
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _shared.Count
                ? new(_shared[index].Trim(), false) : throw new InvalidDataException("A shared text is missing.");
        }

        if (type == "b") return new(value == "1" ? "是" : "否", false);
        if (type != "n") return new(value, false);
        if (value.Length == 0) return default;
        // Whole numbers as people read them: 12 and not 1.2E1; and 0.05 shown as a percentage is 5%.
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new(value, true);
        return isPercent
            ? new((number * 100).ToString("0.############", CultureInfo.InvariantCulture) + "%", true)
            : new(number.ToString("0.############", CultureInfo.InvariantCulture), true);
    }

    private static int Number(string? text) => int.Parse(text ?? "", NumberStyles.None, CultureInfo.InvariantCulture);

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
