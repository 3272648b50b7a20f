namespace CustodyConsole.Features.Reports;

/// <summary>
/// The value of one cell before it has a form: a text, or a whole number that its column knows how to read (fen, a count, basis points, a day,
/// an instant). The default is an empty cell.
/// </summary>
public readonly record struct ReportCell
{
    private ReportCell(string? text, long number, bool hasNumber)
    {
        Text = text;
        Number = number;
        HasNumber = hasNumber;
    }

    /// <summary>The text; null in a cell that holds a number or nothing.</summary>
    public string? Text { get; }

    /// <summary>Fen, a count, basis points, the number of a day, or the ticks of an instant in UTC.</summary>
    public long Number { get; }

    public bool HasNumber { get; }

    public bool IsEmpty => !HasNumber && Text is null;

    public static implicit operator ReportCell(string? text) => new(text is { Length: > 0 } ? text : null, 0, false);

    public static implicit operator ReportCell(long number) => new(null, number, true);

    public static implicit operator ReportCell(long? number) => number is { } known ? known : default(ReportCell);

    public static implicit operator ReportCell(int number) => new(null, number, true);

    public static implicit operator ReportCell(int? number) => number is { } known ? known : default(ReportCell);

    public static implicit operator ReportCell(DateOnly date) => new(null, date.DayNumber, true);

    public static implicit operator ReportCell(DateOnly? date) => date is { } known ? known : default(ReportCell);

    public static implicit operator ReportCell(DateTime utc) => new(null, utc.Ticks, true);

    public static implicit operator ReportCell(DateTime? utc) => utc is { } known ? known : default(ReportCell);
}
