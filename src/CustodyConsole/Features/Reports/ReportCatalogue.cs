using CustodyConsole.Features.Reports.Registers;

namespace CustodyConsole.Features.Reports;

/// <summary>All reports. A new one is a file in <c>Registers</c> and a line here.</summary>
public static class ReportCatalogue
{
    public static IReadOnlyList<Report> All { get; } =
    [
        new AccountRegister(),
        new JournalRegister(),
    ];

    /// <summary>Null where there is no report of this code.</summary>
    public static Report? Find(string? code) => All.FirstOrDefault(report => report.Facts.Code == code);
}
