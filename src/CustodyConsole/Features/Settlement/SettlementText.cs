namespace CustodyConsole.Features.Settlement;

/// <summary>The words of these pages.</summary>
public sealed class SettlementText;
