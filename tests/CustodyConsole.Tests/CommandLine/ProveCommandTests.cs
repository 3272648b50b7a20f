using Microsoft.Data.Sqlite;

namespace CustodyConsole.Tests.CommandLine;

public sealed class ProveCommandTests : IDisposable
{
    private readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Right_books_give_exit_code_0(string kind)
    {
        var database = await ReplayedAsync(kind);
        var json = await CommandRun.OfAsync("prove", "--database", database, "--json");
        Assert.Equal((0, 0), (json.Code, json.Json.GetProperty("invariantBreaches").GetInt32()));
        Assert.True(json.Json.GetProperty("checks").GetInt32() > 10);
        var table = await CommandRun.OfAsync("prove", "--database", database);
        Assert.Equal(0, table.Code);
        Assert.Contains("0 breaches", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_breach_is_named_with_account_and_figures_and_gives_exit_code_1()
    {
        var database = await ReplayedAsync("sqlite");
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE account SET book_fen = book_fen + 7 WHERE type = 103";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var run = await CommandRun.OfAsync("prove", "--database", database, "--json");
        Assert.Equal(1, run.Code);
        var breaches = run.Json.GetProperty("breaches").EnumerateArray().ToList();
        Assert.Equal(run.Json.GetProperty("invariantBreaches").GetInt32(), breaches.Count);
        var account = breaches.Single(breach => breach.GetProperty("invariant").GetInt32() == 10);
        Assert.Contains(
            $"{account.GetProperty("subject").GetString()}, expected 0.00, found 0.07",
            account.GetProperty("english").GetString(), StringComparison.Ordinal);

        var table = await CommandRun.OfAsync("prove", "--database", database);
        Assert.Equal(1, table.Code);
        Assert.Contains("0.07", table.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/custody.db")]
    [InlineData("")]
    [InlineData("Host=127.0.0.1;Port=1;Username=custody;Database=custody;Timeout=3")]
    public async Task A_database_that_cannot_be_opened_gives_exit_code_2_and_a_sentence(string database)
    {
        var run = await CommandRun.OfAsync("prove", "--database", database, "--json");
        Assert.Equal(2, run.Code);
        Assert.NotEqual("", run.Error);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_file_that_is_no_database_gives_exit_code_2()
    {
        var run = await CommandRun.OfAsync("prove", "--database", _folder.File("x.db", new string('x', 5_000)));
        Assert.Equal(2, run.Code);
    }

    private async Task<string> ReplayedAsync(string kind)
    {
        var database = await _folder.DatabaseAsync(kind);
        var run = await CommandRun.OfAsync(
            "replay", "--format", "kiva", "--file", _folder.File("k.json", KivaText.One), "--database", database);
        Assert.Equal(0, run.Code);
        return database;
    }
}
