using System.Globalization;
using System.Text.Json;

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

        // Another notice for the year is no first publication any more; the same one changes nothing.
        Assert.Equal(0, (await CommandRun.OfAsync("calendar", "import", "--file", file, "--database", database)).Code);
        var other = _folder.File("other.json", Year2031.Replace("2031-01-04", "2031-01-05", StringComparison.Ordinal));
        var refused = await CommandRun.OfAsync("calendar", "import", "--file", other, "--database", database);
        Assert.Equal(2, refused.Code);
        Assert.Contains("--replace", refused.Error, StringComparison.Ordinal);
        var replaced = await CommandRun.OfAsync("calendar", "import", "--file", other, "--database", database, "--replace", "--json");
        Assert.Equal(["2031-01-04", "2031-01-05"], replaced.Json.GetProperty("changedDates").EnumerateArray().Select(date => date.GetString()));
        await using var custody = await Data.CustodyDatabase.OpenToReadAsync(database, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var db = custody.CreateDbContext();
        Assert.All(db.AuditEntries.Where(row => row.Action == "Calendar.Import"), row => Assert.Equal("os:" + Environment.UserName, row.UserName));
    }

    [Fact]
    public async Task Published_files_of_years_that_were_not_shipped_are_right_on_every_day()
    {
        var named = new Dictionary<DateOnly, bool>();
        int[] years = [2007, 2008, 2009, 2010, 2011, 2012, 2014, 2015, 2016];
        foreach (var year in years)
        {
            var file = RealData.Find($"holiday-cn/{year}.json");
            Assert.Equal(0, (await CommandRun.OfAsync("calendar", "import", "--file", file, "--database", _folder.Database)).Code);
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var day in json.RootElement.GetProperty("days").EnumerateArray())
            {
                var date = DateOnly.ParseExact(day.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                named[date] = day.GetProperty("isOffDay").GetBoolean();
            }
        }

        foreach (var year in years)
        {
            var shown = await CommandRun.OfAsync("calendar", "show", "--year", $"{year}", "--database", _folder.Database, "--json");
            var first = new DateOnly(year, 1, 1);
            var free = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays).Where(date =>
                named.TryGetValue(date, out var off) ? off : date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
            Assert.False(shown.Json.GetProperty("provisional").GetBoolean());
            Assert.Equal(
                free.Select(date => $"{date:yyyy-MM-dd}"),
                shown.Json.GetProperty("nonWorkingDates").EnumerateArray().Select(date => date.GetString()));
        }

        // The file of a year that is not published names no day: it is refused, and the year stays provisional.
        var unpublished = await CommandRun.OfAsync(
            "calendar", "import", "--file", RealData.Find("holiday-cn/2027.json"), "--database", _folder.Database);
        Assert.Equal(2, unpublished.Code);
        Assert.Contains("2027", unpublished.Error, StringComparison.Ordinal);
        var next = await CommandRun.OfAsync("calendar", "show", "--year", "2027", "--database", _folder.Database, "--json");
        Assert.True(next.Json.GetProperty("provisional").GetBoolean());
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
