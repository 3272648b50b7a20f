namespace CustodyConsole.Features.Audit;

/// <summary>The words of these pages.</summary>
public sealed class AuditText;
