using System.Collections.Frozen;
using System.Globalization;

namespace CustodyConsole.Domain.Accounts;

/// <summary>How high a region stands in the administrative order.</summary>
public enum RegionLevel
{
    /// <summary>Province, autonomous region, municipality (省级).</summary>
    Province,

    /// <summary>Prefecture (地级).</summary>
    Prefecture,

    /// <summary>County, district, county-level city (县级).</summary>
    County,
}

/// <summary>One administrative region, present or abolished.</summary>
/// <param name="Code">Six digits of GB/T 2260.</param>
/// <param name="Level">Province, prefecture or county.</param>
/// <param name="FromYear">The first year of the code.</param>
/// <param name="ToYear">The year it was given up, or null while it is in use.</param>
/// <param name="Name">The region's own name, without those above it.</param>
public sealed record Region(string Code, RegionLevel Level, int FromYear, int? ToYear, string Name);

/// <summary>
/// The region codes of GB/T 2260 since 1981, abolished ones included: a code stays valid in an identity number for
/// life.
/// </summary>
/// <remarks>
/// Municipal codes are counties of a province without a prefecture. Besides 710000, 810000 and 820000 the table knows
/// 830000: the last three begin the numbers of residence permits (港澳台居民居住证).
/// </remarks>
public static class RegionCodes
{
    private static readonly FrozenDictionary<string, Region> ByCode = EmbeddedTable
        .Rows("region-codes.csv", "code,level,from,to,name")
        .Select(ToRegion)
        .ToFrozenDictionary(region => region.Code, StringComparer.Ordinal);

    /// <summary>Every region in the order of its code.</summary>
    public static IReadOnlyList<Region> All { get; } =
        [.. ByCode.Values.OrderBy(region => region.Code, StringComparer.Ordinal)];

    /// <summary>The region of a code, or null when it never existed.</summary>
    public static Region? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// The name with those above it, for example 浙江省杭州市西湖区; null when the code never existed. A part whose code
    /// is unknown is left out.
    /// </summary>
    public static string? FullName(string code)
    {
        if (Find(code) is not { } region) return null;
        var province = Find(string.Concat(code.AsSpan(0, 2), "0000"));
        var prefecture = Find(string.Concat(code.AsSpan(0, 4), "00"));
        return string.Concat(new[] { province, prefecture, region }.Distinct().Select(part => part?.Name));
    }

    /// <summary>
    /// True when identity numbers may begin with this code: counties and prefectures of any year (cities without
    /// districts use the prefecture's code), and the codes of Hong Kong, Macao and Taiwan.
    /// </summary>
    public static bool MayBeginIdentityNumber(string code) =>
        Find(code) is { } region && (region.Level != RegionLevel.Province || code[0] is '7' or '8');

    private static Region ToRegion(string[] cells) => new(
        cells[0],
        cells[1] switch
        {
            "P" => RegionLevel.Province,
            "C" => RegionLevel.Prefecture,
            "D" => RegionLevel.County,
            _ => throw new InvalidOperationException($"Region {cells[0]} has the level '{cells[1]}'."),
        },
        int.Parse(cells[2], CultureInfo.InvariantCulture),
        cells[3].Length == 0 ? null : int.Parse(cells[3], CultureInfo.InvariantCulture),
        cells[4]);
}
