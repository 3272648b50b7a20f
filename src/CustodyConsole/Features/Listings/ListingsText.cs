namespace CustodyConsole.Features.Listings;

/// <summary>The words of these pages.</summary>
public sealed class ListingsText;
