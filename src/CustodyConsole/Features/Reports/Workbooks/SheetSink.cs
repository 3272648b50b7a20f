namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>
/// Takes the rows of one sheet of a report and writes them into as many sheets of the workbook as they need, each with its totals and, from the
/// second on, with what the ones before came to.
/// </summary>
internal sealed class SheetSink : IDisposable
{
    private const int StagedMax = 300;
    private const double WidthMin = 9, WidthMax = 62;
    private readonly WorkbookFile _file;
    private readonly ReportReading _reading;
    private readonly IReadOnlyList<(PlannedSheet Planned, ShapedSheet Shaped)> _parts;
    private readonly IReadOnlyList<ReportColumn> _columns;
    private readonly List<ReportCell[]> _staged = [];
    private readonly long[] _before, _here;
    private readonly bool[] _overflowed;
    private double[]? _widths;
    private RowWriter? _writer;
    private Stream? _entry;
    private int _part = -1, _row;

    public SheetSink(WorkbookFile file, IReadOnlyList<(PlannedSheet Planned, ShapedSheet Shaped)> parts, ReportReading reading)
    {
        (_file, _parts, _reading) = (file, parts, reading);
        _columns = parts[0].Planned.Sheet.All;
        (_before, _here, _overflowed) = (new long[_columns.Count], new long[_columns.Count], new bool[_columns.Count]);
    }

    public void Write(ReportCell[] cells)
    {
        if (_widths is null && _staged.Count < StagedMax)
        {
            _staged.Add([.. cells]);
            return;
        }

        Unstage();
        Put(cells);
    }

    /// <summary>Ends the last sheet; also those for which there were fewer rows than planned, which the comparison refuses.</summary>
    public void Complete()
    {
        Unstage();
        if (_part < 0) Next();
        ClosePart();
        while (_part < _parts.Count - 1)
        {
            Next();
            ClosePart();
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _entry?.Dispose();
    }

    private void Unstage()
    {
        if (_widths is not null) return;
        // Wide enough for the head with the button of its filter, and for the first rows.
        _widths = [.. _columns.Select((column, i) => Math.Clamp(
            Math.Max(HeadWidth(column), _staged.Count == 0 ? 0 : _staged.Max(row => WidthOf(column, row[i]))) + 2, WidthMin, WidthMax))];
        for (var i = 0; i < _columns.Count; i++)
        {
            // Room for a sum that is longer than any of its rows.
            if (_columns[i].Kind == ColumnKind.Money) _widths[i] = Math.Max(_widths[i] + 1, 15);
        }

        foreach (var row in _staged) Put(row);
        _staged.Clear();
    }

    private void Put(ReportCell[] cells)
    {
        if (_part < 0 || (_row - 1 >= _parts[_part].Planned.Rows && _part < _parts.Count - 1))
        {
            if (_part >= 0) ClosePart();
            Next();
        }

        _row++;
        var styles = _parts[_part].Shaped.Styles;
        _writer!.Begin(_row);
        for (var i = 0; i < cells.Length; i++)
        {
            if (!_writer.Cell(_row, i, _columns[i].Kind, cells[i], styles[i])) _overflowed[i] = true;
            if (_columns[i].IsTotalled && cells[i].HasNumber) _here[i] = checked(_here[i] + cells[i].Number);
        }

        _writer.End(_row);
    }

    private void Next()
    {
        var shaped = _parts[++_part].Shaped;
        _entry = _file.Open(shaped.PartName);
        _writer = new RowWriter(_entry, _columns.Count);
        _writer.Raw(ShapedBook.WithWidths(shaped.Head, _widths!));
        _row = 1;
    }

    private void ClosePart()
    {
        var (planned, shaped) = _parts[_part];
        var (many, last) = (planned.Parts > 1, _row);
        if (planned.Sheet.Totalled.Count > 0)
        {
            Total(last + 1, many ? _reading.Say("本表小计", "This sheet") : _reading.Say("合计", "Total"), shaped,
                i => (last < 2 ? null : $"SUM({Letter(i)}2:{Letter(i)}{last})", _here[i]));
            if (many)
            {
                Total(last + 2, _reading.Say("承前累计", "Brought forward"), shaped,
                    i => (_part == 0 ? null : $"{ShapedBook.Quote(_parts[_part - 1].Planned.Name)}!{Letter(i)}{_parts[_part - 1].Planned.Rows + 4}", _before[i]));
                Total(last + 3, _part == planned.Parts - 1 ? _reading.Say("合计", "Total") : _reading.Say("累计", "Carried forward"), shaped,
                    i => ($"{Letter(i)}{last + 1}+{Letter(i)}{last + 2}", checked(_before[i] + _here[i])));
            }
        }

        for (var i = 0; i < _here.Length; i++)
        {
            _before[i] = checked(_before[i] + _here[i]);
            _here[i] = 0;
        }

        _writer!.Raw(shaped.Tail);
        _writer.Flush();
        _writer.Dispose();
        _entry!.Dispose();
        (_writer, _entry) = (null, null);
    }

    private void Total(int row, string label, ShapedSheet shaped, Func<int, (string? Formula, long Fen)> of)
    {
        _writer!.Begin(row);
        for (var i = 0; i < _columns.Count; i++)
        {
            if (!_columns[i].IsTotalled)
            {
                _writer.Text(row, i, i == 0 ? label : "", shaped.Styles[i].Total);
                continue;
            }

            var (formula, fen) = of(i);
            // A formula would leave out what stands as text; then the exact sum stands as text too.
            if (_overflowed[i] || fen is > RowWriter.ExactMax or < -RowWriter.ExactMax) _writer.Text(row, i, Domain.Fen.Format(fen), shaped.Styles[i].Overflow);
            else if (formula is null) _writer.Cell(row, i, ColumnKind.Money, fen, new ColumnStyle(shaped.Styles[i].Total, 0, 0, 0));
            else _writer.Formula(row, i, formula, fen, shaped.Styles[i].Total);
        }

        _writer.End(row);
    }

    private static string Letter(int column) => RowWriter.Letters(column + 1);

    private double HeadWidth(ReportColumn column)
    {
        var head = WorkbookShape.HeadOf(column, _reading.English);
        var width = CellText.WidthOf(head);
        if (width <= 12) return width + 2;
        // A long head goes into two lines, and a Chinese one breaks before its unit.
        var half = Math.Max(9, width / 2.0);
        if (column.Kind == ColumnKind.Money && !_reading.English) half = Math.Max(half, CellText.WidthOf(column.Chinese) * 1.08);
        while (CellText.LinesOf(head, half) > 2) half++;
        return half + 2;
    }

    private static double WidthOf(ReportColumn column, in ReportCell cell) => cell.IsEmpty ? 0 : column.Kind switch
    {
        ColumnKind.Money => Domain.Fen.Format(cell.Number).Length,
        ColumnKind.Date => 10,
        ColumnKind.Moment => 19,
        ColumnKind.Count or ColumnKind.Percent => 8,
        _ => CellText.WidthOf(cell.Text ?? ""),
    };
}
