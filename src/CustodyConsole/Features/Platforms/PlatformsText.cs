namespace CustodyConsole.Features.Platforms;

/// <summary>The words of these pages.</summary>
public sealed class PlatformsText;
