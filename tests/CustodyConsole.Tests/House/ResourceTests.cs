using System.Text.RegularExpressions;
using System.Xml.Linq;
using CustodyConsole.Components.Shared;
using CustodyConsole.Resources;

namespace CustodyConsole.Tests.House;

/// <summary>
/// The words of the screens: complete in both languages, each used, none missing. The shell's are <c>L["key"]</c> from
/// Resources/Text, a feature's are <c>F["key"]</c> from the pair in its own folder, a status' are Resources/StatusText.
/// </summary>
public sealed partial class ResourceTests
{
    private static readonly string Shell = Path.Combine(Repository.Host, "Resources", "Text.resx");
    private static readonly string Status = Path.Combine(Repository.Host, "Resources", "StatusText.resx");

    private static IEnumerable<string> Pairs =>
        Repository.Files(Repository.Host, ".resx").Where(file => !file.EndsWith(".en.resx", StringComparison.Ordinal));

    [Fact]
    public void Both_languages_have_the_same_keys_and_the_same_placeholders()
    {
        foreach (var file in Pairs)
        {
            var (chinese, english) = (Read(file), Read(Path.ChangeExtension(file, ".en.resx")));
            Assert.Equal(chinese.Keys.Order(), english.Keys.Order());
            foreach (var (key, text) in chinese)
            {
                Assert.False(string.IsNullOrWhiteSpace(text), $"{key} has no Chinese.");
                Assert.False(string.IsNullOrWhiteSpace(english[key]), $"{key} has no English.");
                Assert.Equal(Placeholders(text), Placeholders(english[key]));
            }
        }
    }

    [Fact]
    public void No_page_asks_for_a_word_that_is_missing()
    {
        foreach (var file in Repository.Files(Repository.Host, ".razor", ".cs"))
        {
            var source = File.ReadAllText(file);
            AssertKnown(file, Asked(source, "L"), Shell);
            if (FeaturePair(file) is { } pair)
                AssertKnown(file, Asked(source, "F"), pair);
        }
    }

    [Fact]
    public void Every_action_of_the_audit_trail_is_said_in_words()
    {
        var known = Read(Path.Combine(Repository.Host, "Features", "Audit", "AuditText.resx")).Keys;
        var actions = Repository.Files(Path.Combine(Repository.Root, "src"), ".cs", ".razor")
            .SelectMany(file => AuditAction().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("Platforms.SaveDraft", actions);
        Assert.DoesNotContain(actions, action =>
            !known.Contains("Action." + action) && Permissions.All.All(permission => permission.Name != action));
    }

    [Fact]
    public void No_word_is_unused()
    {
        var sources = Repository.Files(Repository.Host, ".razor", ".cs").ToDictionary(file => file, File.ReadAllText);
        foreach (var pair in Pairs.Where(pair => pair != Status))
        {
            var folder = pair == Shell ? Repository.Host : Path.GetDirectoryName(pair)!;
            var text = string.Concat(sources.Where(s => s.Key.StartsWith(folder, StringComparison.Ordinal))
                .Select(s => s.Value));
            // A literal that ends in a dot is put together with a name, as "Role." + role.
            var prefixes = Prefix().Matches(text).Select(match => match.Value).ToHashSet();
            Assert.DoesNotContain(Read(pair).Keys, key =>
                !text.Contains($"\"{key}\"", StringComparison.Ordinal)
                && !prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_member_of_every_status_enum_has_a_word_and_a_style_and_no_other_word_exists()
    {
        var wanted = StatusStyles.Known.Concat(EnumWords.Known)
            .SelectMany(type => Enum.GetNames(type).Select(member => $"{type.Name}.{member}"));
        Assert.Equal(wanted.Order(), Read(Status).Keys.Order());
        foreach (var status in StatusStyles.Known.SelectMany(type => Enum.GetValues(type).Cast<Enum>()))
            Assert.NotEmpty(StatusStyles.Of(status).Icon);
    }

    [Fact]
    public void Every_role_has_a_name() =>
        Assert.Empty(Roles.All.Select(role => "Role." + role).Except(Read(Shell).Keys));

    private static void AssertKnown(string file, IEnumerable<string> asked, string pair)
    {
        var known = Read(pair).Keys;
        Assert.Empty(asked.Where(key => key.EndsWith('.')
            ? !known.Any(other => other.StartsWith(key, StringComparison.Ordinal))
            : !known.Contains(key)).Select(key => $"{Path.GetFileName(file)}: {key}"));
    }

    private static IEnumerable<string> Asked(string source, string localizer) =>
        Regex.Matches(source, $@"\b{localizer}\[(?:""([^""]+)""|[^\]"",]*\? ""([^""]+)"" : ""([^""]+)"")")
            .SelectMany(match => match.Groups.Values.Skip(1))
            .Where(group => group.Success).Select(group => group.Value);

    private static string? FeaturePair(string file)
    {
        var features = Path.Combine(Repository.Host, "Features") + Path.DirectorySeparatorChar;
        if (!file.StartsWith(features, StringComparison.Ordinal))
            return null;
        var area = file[features.Length..].Split(Path.DirectorySeparatorChar)[0];
        var pair = Path.Combine(features, area, area + "Text.resx");
        return File.Exists(pair) ? pair : null;
    }

    private static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Order());

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();

    // The name stands in the constructor or is handed to a desk's own helper.
    [GeneratedRegex(@"(?:AuditDraft|Draft|OnDraftAsync<\w+>)\((?:actor, draftNo, |paused \? \w+\.\w+ : )?""([A-Z]\w+\.[A-Z]\w+)""")]
    private static partial Regex AuditAction();

    [GeneratedRegex("(?<=\")[A-Za-z][A-Za-z.]*\\.(?=\")")]
    private static partial Regex Prefix();
}
