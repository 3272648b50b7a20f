using CustodyConsole.Domain.Jobs;

namespace CustodyConsole.Tests.CommandLine;

public sealed class DayCommandTests : IDisposable
{
    private readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_replayed_bank_s_days_are_run_by_command_and_run_again_do_nothing(string kind)
    {
        var database = await _folder.DatabaseAsync(kind);
        var file = _folder.File("loans.json", KivaText.One);
        Assert.Equal(0, (await CommandRun.OfAsync("replay", "--format", "kiva", "--file", file, "--database", database)).Code);

        var first = await CommandRun.OfAsync("day", "run", "--date", "2006-02-12", "--database", database, "--json");

        Assert.True(first.Code == 0, first.Out + first.Error);
        Assert.True(first.Json.GetProperty("endedWell").GetBoolean());
        Assert.True(first.Json.GetProperty("earlierDays").GetInt32() > 0);
        var steps = first.Json.GetProperty("steps").EnumerateArray().ToList();
        Assert.All(JobCatalogue.OfADay, job => Assert.Contains(steps, step => step.GetProperty("job").GetString() == job.Name));
        var again = await CommandRun.OfAsync("day", "run", "--date", "2006-02-12", "--database", database, "--json");
        Assert.Equal(0, again.Code);
        Assert.All(
            again.Json.GetProperty("steps").EnumerateArray(), step => Assert.Equal("DoneBefore", step.GetProperty("state").GetString()));
        var proof = await CommandRun.OfAsync("prove", "--database", database, "--json");
        Assert.Equal(0, proof.Json.GetProperty("invariantBreaches").GetInt32());
    }

    [Fact]
    public async Task A_day_that_is_not_over_and_a_database_that_is_not_there_are_refused_with_a_sentence()
    {
        var database = _folder.Database;
        var missing = await CommandRun.OfAsync("day", "run", "--date", "2026-01-01", "--database", database);
        Assert.Equal(2, missing.Code);
        Assert.Contains("There is no database file", missing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(database));
        Assert.Equal(0, (await CommandRun.OfAsync("replay", "--format", "kiva", "--file", _folder.File("loans.json", KivaText.One), "--database", database)).Code);

        var future = await CommandRun.OfAsync("day", "run", "--date", "2999-01-01", "--database", database);

        Assert.Equal(2, future.Code);
        Assert.Contains("is not over yet", future.Error, StringComparison.Ordinal);
        var never = await CommandRun.OfAsync("day", "run", "--date", "1999-01-01", "--database", database);
        Assert.Equal(2, never.Code);
        Assert.Contains("has no accounting day", never.Error, StringComparison.Ordinal);
    }
}
