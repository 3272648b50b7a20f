namespace CustodyConsole.Features.Days;

/// <summary>The words of these pages.</summary>
public sealed class DaysText;
