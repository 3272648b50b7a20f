namespace CustodyConsole.Features.Home;

/// <summary>The words of these pages.</summary>
public sealed class HomeText;
