namespace CustodyConsole.Features.Reports;

/// <summary>The form into which rows are written: a workbook, or a zip with texts. Sheets come one after the other.</summary>
internal interface IReportFile : IDisposable
{
    /// <summary>Begins a sheet of the report.</summary>
    void Begin(int sheet);

    void Write(ReportCell[] cells);

    /// <summary>Ends the sheet that was begun.</summary>
    void End();

    /// <summary>Ends the file.</summary>
    void Complete();
}
