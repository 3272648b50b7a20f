namespace CustodyConsole.Features.Staff;

/// <summary>The words of the pages about users of the console.</summary>
public sealed class StaffText;
