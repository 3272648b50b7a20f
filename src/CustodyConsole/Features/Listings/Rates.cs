using System.Globalization;

namespace CustodyConsole.Features.Listings;

/// <summary>Rates in basis points as people read them.</summary>
public static class Rates
{
    /// <summary>1025 is "10.25%".</summary>
    public static string Percent(int bps) =>
        string.Create(CultureInfo.InvariantCulture, $"{bps / 100}.{Math.Abs(bps % 100):00}%");
}
