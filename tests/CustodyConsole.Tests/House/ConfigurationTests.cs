using System.Text.Json;
using System.Text.RegularExpressions;

namespace CustodyConsole.Tests.House;

public sealed class ConfigurationTests
{
    [Fact]
    public void Every_key_of_the_settings_file_is_described_and_no_other()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Host, "appsettings.json")));
        var keys = Keys(settings.RootElement, "").Where(key => !key.StartsWith("Logging:", StringComparison.Ordinal));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "configuration.md"));
        var described = Regex.Matches(page, @"^\| `([A-Za-z:]+)` ", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        Assert.Equal(keys.Order(), described.Order());
    }

    private static IEnumerable<string> Keys(JsonElement element, string prefix) =>
        element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property =>
            Keys(property.Value, prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}"))
        : [prefix];
}
