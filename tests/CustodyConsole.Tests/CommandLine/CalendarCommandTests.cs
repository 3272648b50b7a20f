namespace CustodyConsole.Tests.CommandLine;

public sealed class CalendarCommandTests : IDisposable
{
    private const string Year2031 = """
        {"year":2031,"days":[{"name":"元旦","date":"2031-01-01","isOffDay":true},{"name":"元旦","date":"2031-01-04","isOffDay":false}]}
        """;

    private readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_year_is_provisional_until_its_file_is_imported()
    {
        var database = _folder.Database;
        var file = _folder.File("2031.json", Year2031);
        Assert.Equal(0, (await CommandRun.OfAsync("calendar", "import", "--file", file, "--database", database)).Code);

        var shown = await CommandRun.OfAsync("calendar", "show", "--year", "2031", "--database", database, "--json");
        var free = shown.Json.GetProperty("nonWorkingDates").EnumerateArray().Select(date => date.GetString()).ToList();

        Assert.False(shown.Json.GetProperty("provisional").GetBoolean());
        Assert.Contains("2031-01-01", free);
        Assert.DoesNotContain("2031-01-04", free);
        Assert.Contains("2031-01-05", free);
        var next = await CommandRun.OfAsync("calendar", "show", "--year", "2032", "--database", database, "--json");
        Assert.True(next.Json.GetProperty("provisional").GetBoolean());
        Assert.Equal(104, next.Json.GetProperty("nonWorkingDates").GetArrayLength());
        var verified = await CommandRun.OfAsync("audit", "verify", "--database", database, "--json");
        Assert.Equal((0, 1), (verified.Code, verified.Json.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task A_file_that_is_wrong_changes_nothing_and_says_why()
    {
        var database = _folder.Database;
        var file = _folder.File("wrong.json", "{}");

        var wrong = await CommandRun.OfAsync("calendar", "import", "--file", file, "--database", database);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("holiday-cn", wrong.Error, StringComparison.Ordinal);
        var missing = await CommandRun.OfAsync("calendar", "import", "--file", file + ".none", "--database", database);
        Assert.Equal(2, missing.Code);
        Assert.NotEqual("", missing.Error);
    }
}
