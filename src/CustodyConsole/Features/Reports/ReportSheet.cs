using CustodyConsole.Domain;

namespace CustodyConsole.Features.Reports;

/// <summary>How many rows a sheet must have and what its totalled columns must come to, in their order.</summary>
public sealed record SheetTotals(long Rows, params IReadOnlyList<long> Fen);

/// <summary>One table of a report: its columns, its rows, and a second way to know what they come to.</summary>
public abstract class ReportSheet
{
    private IReadOnlyList<ReportColumn>? _totalled;

    /// <summary>At most 20 characters, so that the number of a part fits behind it.</summary>
    public abstract string Chinese { get; }

    public abstract string English { get; }

    /// <summary>The columns in their order.</summary>
    public abstract IReadOnlyList<ReportColumn> All { get; }

    /// <summary>The columns that have a control total.</summary>
    public IReadOnlyList<ReportColumn> Totalled => _totalled ??= [.. All.Where(column => column.IsTotalled)];

    public string Name(bool english) => english ? English : Chinese;

    /// <summary>
    /// Counts the rows and sums the totalled columns, by another query than the one that reads the rows. What was written is compared with it.
    /// </summary>
    public abstract Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop);

    /// <summary>
    /// Compares what no control total holds, such as figures that stand beside each other in one column, with a second way to know it. The refusal
    /// names the figure; null where all are the same, or where the control totals say enough.
    /// </summary>
    public virtual Task<Refusal?> CompareAsync(ReportReading reading, CancellationToken stop) => Task.FromResult<Refusal?>(null);

    /// <summary>The rows in their order. The array is the same one each time.</summary>
    public abstract IAsyncEnumerable<ReportCell[]> ReadAsync(ReportReading reading, CancellationToken stop);
}

/// <summary>A table whose rows are of one type; a definition derives from it.</summary>
public abstract class SheetOf<TRow> : ReportSheet
{
    public sealed override IReadOnlyList<ReportColumn> All => Columns;

    protected abstract IReadOnlyList<ReportColumn<TRow>> Columns { get; }

    /// <summary>The one query, streamed: no look-up for each row, and nothing kept of the rows that went by.</summary>
    protected abstract IAsyncEnumerable<TRow> Rows(ReportReading reading, CancellationToken stop);

    public sealed override async IAsyncEnumerable<ReportCell[]> ReadAsync(
        ReportReading reading, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var values = Columns.Select(column => column.Value).ToArray();
        var cells = new ReportCell[values.Length];
        await foreach (var row in Rows(reading, stop).WithCancellation(stop))
        {
            for (var i = 0; i < values.Length; i++) cells[i] = values[i](row, reading);
            yield return cells;
        }
    }

    protected static ReportColumn<TRow> Text(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, ReportReading, string?> value, bool personal = false) =>
        new(key, ColumnKind.Text, chinese, english, meaning, meaningEnglish, (row, reading) => value(row, reading)) { IsPersonal = personal };

    protected static ReportColumn<TRow> Text(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, string?> value) =>
        new(key, ColumnKind.Text, chinese, english, meaning, meaningEnglish, (row, _) => value(row));

    protected static ReportColumn<TRow> Code(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, string?> value) =>
        new(key, ColumnKind.Code, chinese, english, meaning, meaningEnglish, (row, _) => value(row));

    protected static ReportColumn<TRow> Code(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, ReportReading, string?> value, bool personal = false) =>
        new(key, ColumnKind.Code, chinese, english, meaning, meaningEnglish, (row, reading) => value(row, reading)) { IsPersonal = personal };

    /// <summary>An amount in fen; it is a control total unless its sum would mean nothing.</summary>
    protected static ReportColumn<TRow> Money(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, long?> value, bool totalled = true) =>
        new(key, ColumnKind.Money, chinese, english, meaning, meaningEnglish, (row, _) => value(row)) { IsTotalled = totalled };

    protected static ReportColumn<TRow> Count(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, long?> value) =>
        new(key, ColumnKind.Count, chinese, english, meaning, meaningEnglish, (row, _) => value(row));

    /// <summary>A rate in basis points.</summary>
    protected static ReportColumn<TRow> Percent(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, long?> bps) =>
        new(key, ColumnKind.Percent, chinese, english, meaning, meaningEnglish, (row, _) => bps(row));

    protected static ReportColumn<TRow> Date(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, DateOnly?> value) =>
        new(key, ColumnKind.Date, chinese, english, meaning, meaningEnglish, (row, _) => value(row));

    protected static ReportColumn<TRow> Moment(
        string key, string chinese, string english, string meaning, string meaningEnglish, Func<TRow, DateTime?> utc) =>
        new(key, ColumnKind.Moment, chinese, english, meaning, meaningEnglish, (row, _) => utc(row));
}
