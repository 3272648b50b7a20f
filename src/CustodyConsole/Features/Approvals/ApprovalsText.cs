namespace CustodyConsole.Features.Approvals;

/// <summary>The words of these pages.</summary>
public sealed class ApprovalsText;
