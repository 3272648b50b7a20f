namespace CustodyConsole.Features.Channels;

/// <summary>The words of these pages.</summary>
public sealed class ChannelsText;
