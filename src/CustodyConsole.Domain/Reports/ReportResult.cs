namespace CustodyConsole.Domain.Reports;

/// <summary>What came of an export.</summary>
/// <param name="State">How it ended: <see cref="ReportRunState.Done"/>, Failed, Cancelled or Lost.</param>
/// <param name="Chinese">Why there is no file, in Chinese.</param>
/// <param name="English">Why there is no file, in English.</param>
public sealed record ReportResult(ReportRunState State, string? Chinese = null, string? English = null)
{
    /// <summary>The rows of all sheets.</summary>
    public long Rows { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The hash of the file (SHA-256, small hexadecimal digits).</summary>
    public string? Sha256 { get; init; }

    /// <summary>The control totals, as a JSON array.</summary>
    public string? Totals { get; init; }

    /// <summary>True where the period was not closed when it was made.</summary>
    public bool PeriodIsOpen { get; init; }

    /// <summary>True where the file is kept without end (<see cref="ReportFacts.IsKept"/>).</summary>
    public bool IsKept { get; init; }

    /// <summary>The name of the file as people save it.</summary>
    public string? FileName { get; init; }

    /// <summary>A refusal of the bank's, or of the writer of files, is the reason.</summary>
    public static ReportResult Failed(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new ReportResult(ReportRunState.Failed, refusal.Chinese, refusal.English);
    }
}
