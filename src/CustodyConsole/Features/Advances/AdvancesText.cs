namespace CustodyConsole.Features.Advances;

/// <summary>The words of the pages of advances.</summary>
public sealed class AdvancesText;
