namespace CustodyConsole.Features.Reports;

/// <summary>How far a report has been written.</summary>
/// <param name="Rows">Rows written so far, of all sheets.</param>
/// <param name="RowsExpected">Rows that will be written, as counted at the start; null where it was not counted.</param>
public sealed record ReportProgress(long Rows, long? RowsExpected)
{
    /// <summary>In hundredths; null where it cannot be told.</summary>
    public int? Percent => RowsExpected is > 0 and var all ? (int)Math.Min(99, Rows * 100 / all) : null;
}

/// <summary>Who makes a report, for its cover.</summary>
/// <param name="RunNo">The number of the export, which ties the file to its row in the list.</param>
/// <param name="UserName">The name signed in with.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Reason">Why, where personal data is in clear.</param>
public sealed record ReportMaker(string RunNo, string UserName, string DisplayName, string? Reason = null)
{
    /// <summary>
    /// True where the bank itself makes the report, and all of the books may be in it: from the command line of the server. Otherwise the maker is a
    /// user of the console, and sees what the record of that user lets them see. Such a file is in no list of exports, and its cover says so.
    /// </summary>
    public bool IsBank { get; init; }
}

/// <summary>A report that lies complete in its file.</summary>
/// <param name="Rows">The rows of all sheets.</param>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Sha256">The hash of the file, in hexadecimal digits.</param>
/// <param name="PeriodIsOpen">True where the period was not closed when it was made.</param>
/// <param name="Totals">The control totals: sheet, column and fen.</param>
public sealed record WrittenReport(long Rows, long Bytes, string Sha256, bool PeriodIsOpen, IReadOnlyList<ReportTotal> Totals);

/// <summary>A control total of one column of a sheet.</summary>
public sealed record ReportTotal(string Sheet, string Column, long Fen);
