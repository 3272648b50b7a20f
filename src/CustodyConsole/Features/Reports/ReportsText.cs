namespace CustodyConsole.Features.Reports;

/// <summary>The words of these pages.</summary>
public sealed class ReportsText;
