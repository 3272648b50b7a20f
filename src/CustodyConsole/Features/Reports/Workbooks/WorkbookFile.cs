using System.IO.Compression;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>
/// The container of a workbook: a zip that is written from its beginning to its end. The parts of the shape are copied, the rows are poured
/// into their sheets.
/// </summary>
internal sealed class WorkbookFile : IReportFile
{
    /// <summary>The longest name of a sheet.</summary>
    private const int SheetNameMax = 31;

    private readonly ZipArchive _zip;
    private readonly ShapedBook _book;
    private readonly List<PlannedSheet> _planned;
    private readonly ReportReading _reading;
    private SheetSink? _sink;

    public WorkbookFile(
        Stream target, Report report, ReportReading reading, ReportMaker maker, ReportCover cover, IReadOnlyList<SheetTotals> totals, int rowsPerSheetMax)
    {
        _reading = reading;
        _planned = Plan(report, totals, rowsPerSheetMax, reading);
        var chartSheet = report.Charts.Count == 0 ? null : reading.Say("图表", "Charts");
        using var shape = WorkbookShape.Draw(cover, _planned, chartSheet, reading, report, maker);
        if (chartSheet is not null) ChartSheet.Draw(shape, chartSheet, report, _planned, reading);
        _book = ShapedBook.Read(shape, _planned);
        _zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in _book.Parts.OrderBy(part => part.Key == "[Content_Types].xml" ? 0 : 1))
        {
            using var entry = Open(name);
            entry.Write(content);
        }
    }

    public void Begin(int sheet)
    {
        var first = _planned.Select((one, i) => (one, i)).Where(pair => pair.one.Sheet == _planned[FirstPart(sheet)].Sheet).ToList();
        _sink = new SheetSink(this, [.. first.Select(pair => (pair.one, _book.Sheets[pair.i]))], _reading);
    }

    public void Write(ReportCell[] cells) => _sink!.Write(cells);

    public void End()
    {
        _sink!.Complete();
        _sink.Dispose();
        _sink = null;
    }

    public void Complete() => _zip.Dispose();

    public void Dispose()
    {
        // Before the sink's entry is closed the zip cannot be; a file that was given up is deleted anyway.
        _sink?.Dispose();
        _zip.Dispose();
    }

    /// <summary>A new entry; the one before must be closed.</summary>
    public Stream Open(string name) => _zip.CreateEntry(name, CompressionLevel.Optimal).Open();

    private int FirstPart(int sheet)
    {
        var seen = -1;
        for (var i = 0; i < _planned.Count; i++)
        {
            if (_planned[i].Part == 0) seen++;
            if (seen == sheet) return i;
        }

        throw new ArgumentOutOfRangeException(nameof(sheet));
    }

    private static List<PlannedSheet> Plan(Report report, IReadOnlyList<SheetTotals> totals, int rowsMax, ReportReading reading)
    {
        var planned = new List<PlannedSheet>();
        for (var i = 0; i < report.Sheets.Count; i++)
        {
            var rows = totals[i].Rows;
            var parts = (int)Math.Max(1, (rows + rowsMax - 1) / rowsMax);
            for (var part = 0; part < parts; part++)
            {
                var name = report.Sheets[i].Name(reading.English);
                if (parts > 1) name = FormattableString.Invariant($"{name}-{part + 1}");
                if (name.Length > SheetNameMax) throw new InvalidOperationException($"The name of the sheet {name} is too long.");
                planned.Add(new PlannedSheet(name, report.Sheets[i], (int)Math.Min(rowsMax, rows - ((long)part * rowsMax)), part, parts));
            }
        }

        return planned;
    }
}
