using System.Globalization;
using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Domain.Tests.Simulation;

/// <summary>
/// CUSTODY_SIM_SEED and CUSTODY_SIM_STEPS choose another run: a seed that once failed can be run again, a night can be spent on a million steps.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("sqlite", 20170803, 2_500)]
    [InlineData("sqlite", 4, 1_500)]
    [InlineData("postgres", 7, 500)]
    public async Task Thousands_of_random_operations_agree_with_the_model_after_every_step(string database, int seed, int steps)
    {
        seed = Setting("CUSTODY_SIM_SEED") ?? seed;
        steps = Setting("CUSTODY_SIM_STEPS") ?? steps;
        output.WriteLine($"{database}, seed {seed}, {steps} steps");
        await using var bank = await TestBank.OpenAsync(database, SimulationRun.Terms);
        var run = new SimulationRun(bank, seed);

        await run.RunAsync(steps, proveEvery: database == "sqlite" ? 1 : 10);

        foreach (var (name, (done, refused)) in run.Counts.OrderBy(count => count.Key)) output.WriteLine($"{name}: {done} done, {refused} refused");
        Assert.All(run.Counts.Values, count => Assert.True(count.Done > 0));
    }

    [Fact]
    public async Task A_fen_moved_by_a_balanced_entry_that_nobody_asked_for_turns_it_red()
    {
        await using var bank = await TestBank.OpenAsync("sqlite", SimulationRun.Terms);

        var failure = await Assert.ThrowsAsync<SimulationException>(() => new SimulationRun(bank, 11).RunAsync(
            200, proveEvery: 1, plantAt: 120, plant: async investors =>
            {
                // The books stay in balance, so only the model can tell.
                await bank.RechargeAsync(investors[0], 1);
                await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
                    .Debit(books.AccountByNumber.Find(investors[0])!, 1, LineKind.Funds)
                    .Credit(books.AccountByNumber.Find(investors[1])!, 1, LineKind.Funds)));
            }));

        Assert.StartsWith("Seed 11, step 12", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_changed_behind_the_banks_back_turns_it_red()
    {
        await using var bank = await TestBank.OpenAsync("sqlite", SimulationRun.Terms);
        bank.ProveAtEnd = false;

        var failure = await Assert.ThrowsAsync<SimulationException>(() => new SimulationRun(bank, 12).RunAsync(
            200, proveEvery: 1, plantAt: 90, plant: async _ =>
            {
                // The balances stay what they are, so only the proof can tell.
                await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bank.Connection};Pooling=false");
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = "UPDATE journal_line SET book_after_fen = book_after_fen + 1 WHERE id = (SELECT MAX(id) FROM journal_line)";
                await command.ExecuteNonQueryAsync();
            }));

        Assert.StartsWith("Seed 12, step 90: the proof finds", failure.Message, StringComparison.Ordinal);
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
