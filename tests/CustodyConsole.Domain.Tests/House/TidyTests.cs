using System.Text.RegularExpressions;

namespace CustodyConsole.Domain.Tests.House;

/// <summary>The house rules that a machine can check.</summary>
public sealed partial class TidyTests
{
    /// <summary>Files over 300 lines: an entry may only shrink, and no file may be added.</summary>
    private static readonly Dictionary<string, int> LongFiles = [];

    private static readonly IReadOnlyList<(string Path, string Text)> Sources = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
        .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file)))];

    [Fact]
    public void Nobody_reads_the_clock_swallows_a_failure_or_leaves_a_reminder()
    {
        var banned = Banned();
        Assert.Empty(Sources.SelectMany(source => banned.Matches(source.Text).Select(match => $"{source.Path}: {match.Value.Trim()}")));
    }

    [Fact]
    public void A_source_file_has_at_most_300_lines_and_a_page_at_most_250()
    {
        var tooLong = Sources
            .Select(source => (source.Path, Lines: source.Text.Count(letter => letter == '\n')))
            .Where(source => source.Lines > Math.Max(source.Path.EndsWith(".razor", StringComparison.Ordinal) ? 250 : 300,
                LongFiles.GetValueOrDefault(source.Path)));
        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_domain_knows_no_provider_and_no_web()
    {
        var references = typeof(CustodyBank).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.Contains("Sqlite", StringComparison.Ordinal) || name.Contains("Npgsql", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_ledger_changes_a_balance()
    {
        var writes = Sources
            .Where(source => !source.Path.EndsWith("Ledger/LedgerBook.cs", StringComparison.Ordinal))
            .SelectMany(source => BalanceWrite().Matches(source.Text).Select(match => $"{source.Path}: {match.Value}"));
        Assert.Empty(writes);
    }

    [Fact]
    public void The_architecture_page_has_at_most_200_lines() =>
        Assert.True(File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md")).Count() <= 200);

    [Fact]
    public void Decisions_are_numbered_from_1_and_each_number_is_given_once()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "decisions")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            files.Select((_, i) => $"{i + 1:D4}: # {i + 1}."),
            files.Select(file => $"{Path.GetFileName(file)[..4]}: {string.Join(' ', File.ReadLines(file).First().Split(' ')[..2])}"));
    }

    [GeneratedRegex(@"DateTime(Offset)?\.(Now|Today|UtcNow)|catch\s*(\(Exception[^)]*\))?\s*\{\s*\}|async void|\b(TODO|FIXME|HACK)\b|NotImplementedException")]
    private static partial Regex Banned();

    [GeneratedRegex(@"\b(account|from|to|payer|borrower|investor)\w*\.(BookFen|FrozenFen|FloatFen|Version)\s*(=[^=]|\+=|-=|\+\+|--)", RegexOptions.IgnoreCase)]
    private static partial Regex BalanceWrite();
}
