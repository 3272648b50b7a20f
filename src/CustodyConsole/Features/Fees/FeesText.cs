namespace CustodyConsole.Features.Fees;

/// <summary>The words of the pages of fees.</summary>
public sealed class FeesText;
