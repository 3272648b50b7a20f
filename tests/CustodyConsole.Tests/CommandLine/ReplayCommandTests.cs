using System.Text.Json;
using CustodyConsole.Data;
using Microsoft.Data.Sqlite;

namespace CustodyConsole.Tests.CommandLine;

public sealed class ReplayCommandTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "loans", "released", "failed", "closed", "outstandingFen", "investorReceivedFen", "excessFen", "compensations",
        "compensatedFen", "recoveredFen", "recoveryOpenFen", "operations", "entries", "lines", "invariantBreaches",
        "elapsedSeconds",
    ];

    private readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_json_one_object_with_the_agreed_keys_stands_alone_on_standard_output()
    {
        var run = await KivaAsync(KivaText.One);
        Assert.Equal(0, run.Code);
        Assert.Equal(Keys, run.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(4_000, run.Json.GetProperty("recoveryOpenFen").GetInt64());
        Assert.Equal(0, run.Json.GetProperty("invariantBreaches").GetInt32());
        Assert.Contains("Invented by rule (seed 20160824)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_json_a_table_is_written()
    {
        var run = await CommandRun.OfAsync(
            "replay", "--format", "kiva", "--file", _folder.File("k.json", KivaText.One));
        Assert.Equal(0, run.Code);
        Assert.Contains("Received by investors", run.Out, StringComparison.Ordinal);
        Assert.Contains("100.00", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_day_that_is_named_and_goes_on_from_there()
    {
        var whole = await KivaAsync(KivaText.One);
        var part = await KivaAsync(KivaText.One, "--database", _folder.Database, "--until", "2006-03-13");
        Assert.Equal((0, 0), (part.Code, part.Json.GetProperty("compensations").GetInt32()));
        Assert.Equal(4_000, part.Json.GetProperty("outstandingFen").GetInt64());
        await using (var opened = await CustodyDatabase.OpenToReadAsync(_folder.Database, TimeProvider.System))
        await using (var db = opened.CreateDbContext())
            Assert.Equal(new DateOnly(2006, 3, 13), db.BankStates.Single().AccountingDate);
        var rest = await KivaAsync(KivaText.One, "--database", _folder.Database);
        Assert.Equal(Figures(whole.Json), Figures(rest.Json));
    }

    [Fact]
    public async Task Torn_lines_of_ppdai_are_named_and_the_rest_is_replayed_with_exit_code_1()
    {
        const string good = "¥1,200, 12%, 3个月, 还款方式:x, 投标人数：3人结束时间：2015/9/1, 3, AAA,";
        var file = _folder.File("p.txt", $"{good}\n¥3,{good}\n{good}\n");
        var run = await CommandRun.OfAsync("replay", "--format", "ppdai", "--file", file, "--json");
        Assert.Equal(1, run.Code);
        Assert.Contains(
            $"{file}, line 2, amount: '¥3,¥1,200' is not an amount like ¥10,000.", run.Error, StringComparison.Ordinal);
        Assert.Equal([.. Keys, "interestFen", "refusedLines"], run.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(2, run.Json.GetProperty("closed").GetInt32());
        Assert.Equal(2 * 2_408, run.Json.GetProperty("interestFen").GetInt64());
        Assert.Equal(1, run.Json.GetProperty("refusedLines").GetInt32());
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("{}", "This is another format; wanted is a JSON array of loans")]
    [InlineData("[{\"id\": 1, \"status\": \"paid\"", "The JSON is cut off inside record 1")]
    [InlineData("[{\"id\": 1, \"status\": \"x\", \"loan_amount\": 0, \"lender_count\": 1}]",
        "loan_amount: '0' is below 0.01")]
    public async Task A_bad_file_is_named_and_nothing_is_booked(string content, string sentence)
    {
        var run = await KivaAsync(content, "--database", _folder.Database);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.False(File.Exists(_folder.Database));
    }

    [Theory]
    [InlineData("--file", "/no/such/file", "--format", "kiva")]
    [InlineData("--file", "/", "--format", "ppdai")]
    [InlineData("--file", "", "--format", "ppdai")]
    [InlineData("--file", "x", "--format", "berka")]
    [InlineData("--file", "x")]
    [InlineData("--format", "kiva")]
    [InlineData("--file", "x", "--format", "kiva", "--seed", "-1")]
    [InlineData("--file", "x", "--format", "kiva", "--until", "2006-13-01")]
    [InlineData("--file", "x", "--format", "kiva", "--weeks", "2601")]
    [InlineData("--file", "x", "--format", "ppdai", "--weeks", "half")]
    [InlineData("--file", "x", "--format", "kiva", "--database", "")]
    [InlineData("--file", "x", "--format", "kiva", "--database", "postgres://localhost/custody")]
    [InlineData("--file", "x", "--format", "kiva", "--database", "Host=localhost;Nonsense=1")]
    public async Task Bad_usage_and_missing_files_give_exit_code_2_and_a_sentence(params string[] args)
    {
        var run = await CommandRun.OfAsync(["replay", .. args]);
        Assert.Equal(2, run.Code);
        Assert.NotEqual("", run.Error);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_database_in_use_by_another_process_is_refused()
    {
        await using var other = await CustodyDatabase.OpenAsync(_folder.Database, TimeProvider.System);
        var run = await KivaAsync(KivaText.One, "--database", _folder.Database);
        Assert.Equal(2, run.Code);
        Assert.Contains("in use by another process", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await (await CustodyDatabase.OpenAsync(_folder.Database, TimeProvider.System)).DisposeAsync();
        await ExecuteAsync(
            "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_FromTheFuture', '99.0')");
        var run = await KivaAsync(KivaText.One, "--database", _folder.Database);
        Assert.Equal(2, run.Code);
        Assert.Contains("newer version", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var run = await KivaAsync(KivaText.One, "--database", _folder.File("notes.txt", new string('x', 5_000)));
        Assert.Equal(2, run.Code);
        Assert.Contains("cannot be opened", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_cannot_be_reached_is_named()
    {
        var run = await KivaAsync(
            KivaText.One, "--database", "Host=127.0.0.1;Port=1;Username=custody;Database=custody;Timeout=3");
        Assert.Equal(2, run.Code);
        Assert.Contains("cannot be opened", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_replay_that_is_killed_and_run_again_ends_in_the_same_figures(string kind)
    {
        var file = _folder.File("many.json", KivaText.Many(240));
        var whole = (await CommandRun.OfAsync("replay", "--format", "kiva", "--file", file, "--json")).Json;
        Assert.Equal(216, whole.GetProperty("closed").GetInt32());
        Assert.Equal(216, whole.GetProperty("compensations").GetInt32());
        Assert.Equal(216 * 1_000, whole.GetProperty("excessFen").GetInt64());

        var database = await _folder.DatabaseAsync(kind);
        string[] args = ["replay", "--format", "kiva", "--file", file, "--json", "--database", database];
        using (var process = CommandRun.Start(args))
        {
            await EntriesAsync(database, atLeast: 300);
            Assert.False(process.HasExited, "The replay was over before it could be killed.");
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        for (var again = 0; again < 2; again++)
        {
            var run = await CommandRun.OfAsync(args);
            Assert.Equal(0, run.Code);
            Assert.Equal(Figures(whole), Figures(run.Json));
        }
    }

    [Fact]
    public async Task Interrupting_ends_it_cleanly_with_130_and_leaves_right_books()
    {
        var file = _folder.File("many.json", KivaText.Many(3_000));
        using var process = CommandRun.Start(
            "replay", "--format", "kiva", "--file", file, "--json", "--database", _folder.Database);
        await EntriesAsync(_folder.Database, atLeast: 200);
        using (var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]))
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CommandRun.OfAsync("prove", "--database", _folder.Database)).Code);
    }

    private Task<CommandRun> KivaAsync(string content, params string[] more) =>
        CommandRun.OfAsync(
            ["replay", "--format", "kiva", "--file", _folder.File("kiva.json", content), "--json", .. more]);

    private static string Figures(JsonElement json) => string.Join(
        ", ",
        json.EnumerateObject().Where(field => field.Name != "elapsedSeconds").Select(field => field.ToString()));

    /// <summary>Waits until a process that is replaying has committed so many entries.</summary>
    private static async Task EntriesAsync(string database, int atLeast)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                await using var opened = await CustodyDatabase.OpenToReadAsync(database, TimeProvider.System);
                await using var db = opened.CreateDbContext();
                if (db.Entries.Count() >= atLeast) return;
            }
            catch (DatabaseRefusedException)
            {
                // The other process has not made its tables yet.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
