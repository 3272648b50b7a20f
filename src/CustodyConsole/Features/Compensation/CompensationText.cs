namespace CustodyConsole.Features.Compensation;

/// <summary>The words of these pages.</summary>
public sealed class CompensationText;
