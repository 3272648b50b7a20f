namespace CustodyConsole.Features.Journal;

/// <summary>The words of these pages.</summary>
public sealed class JournalText;
