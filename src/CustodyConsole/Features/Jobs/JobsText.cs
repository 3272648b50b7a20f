namespace CustodyConsole.Features.Jobs;

/// <summary>The words of these pages.</summary>
public sealed class JobsText;
