namespace CustodyConsole.Tests.House;

public sealed class ShellShapeTests
{
    [Fact]
    public void The_program_is_a_table_of_contents_of_at_most_100_lines() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Host, "Program.cs")).Length, 10, 100);

    [Fact]
    public void A_widget_has_at_most_90_lines()
    {
        var widgets = Repository.Files(Path.Combine(Repository.Host, "Components", "Shared"), ".razor");
        Assert.Empty(widgets.Where(file => File.ReadAllLines(file).Length > 90).Select(Path.GetFileName));
    }

    [Fact]
    public void Nothing_is_loaded_from_another_host()
    {
        var sources = Repository.Files(Repository.Host, ".razor", ".css", ".js")
            .Where(file => !file.Contains("/data/", StringComparison.Ordinal));
        Assert.Empty(sources.Where(file =>
            File.ReadAllText(file).Contains("src=\"http", StringComparison.OrdinalIgnoreCase)
            || File.ReadAllText(file).Contains("url(http", StringComparison.OrdinalIgnoreCase))
                .Select(Path.GetFileName));
    }
}
