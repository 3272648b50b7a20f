namespace CustodyConsole.Features.Calendar;

/// <summary>The words of these pages.</summary>
public sealed class CalendarText;
