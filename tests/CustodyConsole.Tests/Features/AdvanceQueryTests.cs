using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Fees;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Features.Settlement;
using Microsoft.EntityFrameworkCore;

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

        var state = (await queries.ReadAsync(SampleBanks.Operator, null, Cancellation))!;

        Assert.Equal(("易付通", 2), (state.Company, state.Platforms.Count));
        Assert.True(state.Exposure.OpenFen > 0);
        Assert.Equal(state.Exposure.OpenFen, state.Platforms.Sum(row => row.OpenFen));
        Assert.Equal(state.Exposure.TodayFen, state.Hours.Sum(hour => hour.Fen));
        Assert.Contains(state.Strip, day => day.Date == state.Today);
        Assert.True(state.SettlesOn >= state.Today);
        foreach (var hold in Enum.GetValues<HoldState>()) Assert.Empty((await queries.PayoutsAsync(SampleBanks.Operator, hold, Cancellation)).Rows);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Schedules_and_statements_are_read(string database)
    {
        var bank = await banks.OfAsync(database);
        var queries = new FeeQueries(SampleBanks.Contexts(bank), bank.Clock);

        var pools = await queries.SchedulesAsync(SampleBanks.Operator, null, Cancellation);

        Assert.Equal(["8001", "8002"], pools.Select(pool => pool.Platform.No));
        Assert.All(pools, pool => Assert.NotNull(pool.InForce(FeeKind.Withdrawal)));
        Assert.Empty(await queries.StatementsAsync(SampleBanks.Operator, null, Cancellation));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Staff_of_a_payment_company_find_nothing_of_another_ones_pools(string database)
    {
        var bank = await banks.OfAsync(database);
        var contexts = SampleBanks.Contexts(bank);
        await using var db = contexts.CreateDbContext();
        var order = await db.Orders.OrderBy(one => one.Id).FirstAsync(Cancellation);
        var own = SampleBanks.Stranger with { PaymentCompany = "易付通" };
        foreach (var (person, sees) in new[] { (own, true), (SampleBanks.Stranger, false), (SampleBanks.Stranger with { PaymentCompany = null }, false) })
        {
            var state = ListState.Parse("http://bank/list");
            Assert.Equal(sees, await new AdvanceQueries(contexts, bank.Clock).ReadAsync(person, "易付通", Cancellation) is not null);
            Assert.Equal(sees, (await new FeeQueries(contexts, bank.Clock).SchedulesAsync(person, null, Cancellation)).Count > 0);
            Assert.Equal(sees, (await new OrderQueries(contexts, banks.Words<OrdersText>()).ListAsync(person, state, Cancellation)).Count > 0);
            Assert.Equal(sees, await OrderDetails.ReadAsync(db, person, order.OrderNo, Cancellation) is not null);
            var home = (await new HomeQueries(contexts, bank.Clock).ReadAsync(person, Cancellation))!;
            Assert.Equal((sees, sees, sees), (home.Pools.Count > 0, home.Flows.Count > 0, home.OldestOpen.Count > 0));
            Assert.Equal(sees ? 3 : 0, home.InProgress.Count + home.Unknown.Count);
            Assert.Null(home.Lending);
            Assert.DoesNotContain(home.Flows, flow => flow.Kind is not (FlowKind.Recharge or FlowKind.Withdrawal));
            Assert.Equal(
                await db.Batches.AnyAsync(Cancellation) && sees,
                (await new SettlementQueries(contexts, banks.Words<SettlementText>()).ListAsync(person, state, Cancellation)).Count > 0);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Staff_of_a_platform_find_what_is_their_own_platforms_and_nothing_else(string database)
    {
        var bank = await banks.OfAsync(database);
        var contexts = SampleBanks.Contexts(bank);
        await using var db = contexts.CreateDbContext();
        var person = new StaffMember("hejing", "何静", "80001", [Roles.Platform], PlatformNo: "8001");
        var platform = await db.Platforms.SingleAsync(one => one.No == "8001", Cancellation);
        var state = ListState.Parse("http://bank/list?size=100");
        foreach (var order in await db.Orders.GroupBy(one => one.PlatformId).Select(all => all.OrderBy(one => one.Id).First()).ToListAsync(Cancellation))
            Assert.Equal(order.PlatformId == platform.Id, await OrderDetails.ReadAsync(db, person, order.OrderNo, Cancellation) is not null);
        var orders = await new OrderQueries(contexts, banks.Words<OrdersText>()).ListAsync(person, state, Cancellation);
        Assert.Equal(await db.Orders.CountAsync(one => one.PlatformId == platform.Id, Cancellation), orders.Count);
        Assert.All(await new FeeQueries(contexts, bank.Clock).SchedulesAsync(person, null, Cancellation), pool => Assert.Equal("8001", pool.Platform.No));
        var home = (await new HomeQueries(contexts, bank.Clock).ReadAsync(person, Cancellation))!;
        Assert.All(home.Pools, pool => Assert.Equal("8001", pool.Platform.No));
        Assert.Null(home.Lending);
        var batches = await new SettlementQueries(contexts, banks.Words<SettlementText>()).ListAsync(person, state, Cancellation);
        Assert.All(batches.Rows, row => Assert.Equal("8001", row.Platform!.No));
        var accounts = new AccountQueries(contexts, banks.Words<AccountsText>());
        var listings = new ListingQueries(contexts, banks.Words<ListingsText>());
        var trees = new AccountTreeQueries(contexts);
        var platforms = new PlatformQueries(contexts, trees, banks.Words<PlatformsText>());
        var pools = await db.Pools.Where(pool => pool.PlatformId == platform.Id).Select(pool => pool.Id).ToListAsync(Cancellation);
        foreach (var account in await db.Accounts.ToListAsync(Cancellation))
            Assert.Equal(pools.Contains(account.PoolId), await accounts.FindAsync(person, account.Number, Cancellation) is not null);
        foreach (var listing in await db.Listings.ToListAsync(Cancellation))
            Assert.Equal(listing.PlatformId == platform.Id, await ListingDetails.ReadAsync(db, person, listing.Id, null, Cancellation) is not null);
        Assert.Equal(
            await db.Accounts.CountAsync(account => pools.Contains(account.PoolId), Cancellation), (await accounts.ListAsync(person, state, Cancellation)).Count);
        Assert.Equal(
            await db.Listings.CountAsync(one => one.PlatformId == platform.Id, Cancellation), (await listings.ListAsync(person, state, Cancellation)).Count);
        Assert.Equal("8001", Assert.Single((await platforms.ListAsync(person, state, Cancellation)).Rows).Platform.No);
        Assert.NotNull(await platforms.FindAsync(person, "8001", Cancellation));
        Assert.Null(await platforms.FindAsync(person, "8002", Cancellation));
        Assert.All(await trees.PoolsAsync(person, null, Cancellation), tree => Assert.Equal("8001", tree.Figures.Platform.No));
        Assert.Empty(await trees.PoolsAsync(person, "8002", Cancellation));
        // One of whom it was never said whose they are finds nothing.
        Assert.Equal(0, (await new OrderQueries(contexts, banks.Words<OrdersText>()).ListAsync(person with { PlatformNo = null }, state, Cancellation)).Count);
    }
}
