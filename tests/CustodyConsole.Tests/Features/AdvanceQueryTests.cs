using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Fees;

namespace CustodyConsole.Tests.Features;

/// <summary>What the pages of fees and advances read, on both databases.</summary>
public sealed class AdvanceQueryTests(SampleBanks banks)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_board_shows_what_the_accounts_hold(string database)
    {
        var bank = await banks.OfAsync(database);
        var queries = new AdvanceQueries(SampleBanks.Contexts(bank), bank.Clock);

        var state = (await queries.ReadAsync(null, Cancellation))!;

        Assert.Equal(("易付通", 2), (state.Company, state.Platforms.Count));
        Assert.True(state.Exposure.OpenFen > 0);
        Assert.Equal(state.Exposure.OpenFen, state.Platforms.Sum(row => row.OpenFen));
        Assert.Equal(state.Exposure.TodayFen, state.Hours.Sum(hour => hour.Fen));
        Assert.Contains(state.Strip, day => day.Date == state.Today);
        Assert.True(state.SettlesOn >= state.Today);
        foreach (var hold in Enum.GetValues<HoldState>()) Assert.Empty(await queries.PayoutsAsync(hold, Cancellation));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Schedules_and_statements_are_read(string database)
    {
        var bank = await banks.OfAsync(database);
        var queries = new FeeQueries(SampleBanks.Contexts(bank), bank.Clock);

        var pools = await queries.SchedulesAsync(null, Cancellation);

        Assert.Equal(["8001", "8002"], pools.Select(pool => pool.Platform.No));
        Assert.All(pools, pool => Assert.NotNull(pool.InForce(FeeKind.Withdrawal)));
        Assert.Empty(await queries.StatementsAsync(null, Cancellation));
    }
}
