using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Resources;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

public sealed class BusinessQueryTests(SampleBanks banks)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OrderQueries Orders(SampleBank bank) => new(bank.Database, banks.Words<OrdersText>());

    private JournalQueries Journal(SampleBank bank) => new(bank.Database, banks.Words<JournalText>());

    private ListingQueries Listings(SampleBank bank) => new(bank.Database, banks.Words<ListingsText>());

    private static ListState State(string query) => ListState.Parse("http://bank/list?" + query);

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Orders_are_found_by_each_filter(string database)
    {
        var bank = await banks.OfAsync(database);
        var orders = Orders(bank);
        var all = await orders.ListAsync(SampleBanks.Operator, State("size=200"), Token);
        Assert.Equal(all.Rows.Sum(row => row.AmountFen), all.Totals.Single().Fen);
        var one = all.Rows.First(row => row.Type == OrderType.Bid);
        Assert.Equal(one, (await orders.ListAsync(SampleBanks.Operator, State("q=" + one.OrderNo), Token)).Rows.Single());
        Assert.Equal(one, (await orders.ListAsync(SampleBanks.Operator, State("q=" + one.RequestNo), Token)).Rows.Single());
        Assert.All((await orders.ListAsync(SampleBanks.Operator, State("type=Bid&listing=" + one.ListingNo), Token)).Rows, row =>
            Assert.Equal(one.ListingId, row.ListingId));
        Assert.All((await orders.ListAsync(SampleBanks.Operator, State("account=" + one.Account!.Number), Token)).Rows, row =>
            Assert.Equal(one.Account, row.Account));
        var open = await orders.ListAsync(SampleBanks.Operator, State("state=Open&sort=time"), Token);
        Assert.Equal([OrderState.Unknown, OrderState.Accepted, OrderState.Sent], open.Rows.Select(row => row.State));
        Assert.Empty((await orders.ListAsync(SampleBanks.Operator, State("platform=9999"), Token)).Rows);
        var day = await orders.ListAsync(
            SampleBanks.Operator, State("dateFrom=2017-08-04&dateTo=2017-08-04&amountMin=20000&sort=-amount"), Token);
        Assert.All(day.Rows, row => Assert.Equal(new DateOnly(2017, 8, 4), row.AccountingDate));
        Assert.Equal(90_000_00, day.Rows[0].AmountFen);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_timeline_of_a_returned_withdrawal_tells_each_step_and_its_entry(string database)
    {
        var bank = await banks.OfAsync(database);
        await using var db = bank.Database.CreateDbContext();
        var order = await db.Orders.SingleAsync(o => o.State == OrderState.Returned, Token);
        var detail = await OrderDetails.ReadAsync(db, SampleBanks.Operator, order.OrderNo, Token);
        var steps = new OrderTimeline(
            banks.Words<OrdersText>(), banks.Words<StatusText>(), banks.Words<Text>()).Of(detail!);
        Assert.Equal("平台接口（8001）", steps[0].Actor);
        Assert.Equal(detail!.Entries.Select(entry => $"journal/{entry.Id}"), steps.Select(step => step.Href)
            .OfType<string>());
        Assert.Equal(steps.Select(step => step.AtUtc).Order(), steps.Select(step => step.AtUtc));
        Assert.Contains(steps, step => step.Detail?.Contains("收款账户状态异常", StringComparison.Ordinal) == true);
        Assert.Null(await OrderDetails.ReadAsync(db, SampleBanks.Operator, "20170101" + order.OrderNo[8..], Token));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_entry_shows_all_its_lines_over_its_pages(string database)
    {
        var bank = await banks.OfAsync(database);
        var releases = await Journal(bank).ListAsync(State("operation=Release&sort=-amount"), Token);
        Assert.Equal(releases.Rows.Sum(row => row.TotalFen), releases.Totals.Single().Fen);
        var detail = (await Journal(bank).FindAsync(releases.Rows[0].Id, Token))!;
        var lines = await Journal(bank).LinesAsync(detail.Entry, State("size=200"), Token);
        Assert.Equal(detail.Entry.LineCount, lines.Rows.Count);
        Assert.All(Enum.GetValues<Side>(), side =>
            Assert.Equal(detail.Entry.TotalFen, lines.Rows.Where(row => row.Line.Side == side)
                .Sum(row => row.Line.AmountFen)));
        Assert.Equal(releases.Rows[0].OrderNo, detail.OrderNo);
        Assert.Single((await Journal(bank).ListAsync(State("q=" + detail.OrderNo), Token)).Rows);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_listing_shows_its_plan_its_money_and_what_compensators_are_owed(string database)
    {
        var bank = await banks.OfAsync(database);
        var overdue = await Listings(bank).ListAsync(SampleBanks.Operator, State("overdue=yes&sort=-outstanding"), Token);
        Assert.NotEmpty(overdue.Rows);
        Assert.All(overdue.Rows, row => Assert.True(row is { OverdueFen: > 0, OverdueSince: not null }));
        var found = await Listings(bank).ListAsync(SampleBanks.Operator, State("q=XH2017080002"), Token);
        await using var db = bank.Database.CreateDbContext();
        var detail = (await ListingDetails.ReadAsync(db, SampleBanks.Operator, found.Rows.Single().Listing.Id, null, Token))!;
        Assert.Equal(ProofState.Holds, detail.Money.Of(detail.Listing));
        Assert.Equal(
            [InstalmentState.Paid, InstalmentState.Compensated, InstalmentState.Planned],
            detail.Plan.Select(row => row.State).Distinct());
        Assert.Equal(1_000_00, detail.Recoveries.Single().Recovery.RecoveredFen);
        Assert.Equal(ProofState.Broken, (detail.Money with { ClaimsOpenFen = 1 }).Of(detail.Listing));
        var raising = (await Listings(bank)
            .ListAsync(SampleBanks.Operator, State("state=Raising&borrower=" + bank.Accounts["borrower3"]), Token)).Rows.Single();
        Assert.Equal(64, raising.ProgressPercent);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_home_page_counts_todays_flows_and_what_waits(string database)
    {
        var bank = await banks.OfAsync(database);
        var home = (await new HomeQueries(bank.Database, bank.Clock).ReadAsync(SampleBanks.Operator, Token))!;
        Assert.Equal(bank.Today, home.Today);
        Assert.All(home.Pools, pool => Assert.Equal((ProofState.Holds, ProofState.Holds), (pool.Total, pool.OwnFunds)));
        Assert.Equal((1, 5_000_00),
            (home.Of(FlowKind.Recharge, home.Today).Count, home.Of(FlowKind.Recharge, home.Today).AmountFen));
        Assert.Equal(51_500_00, home.Of(FlowKind.Bid, home.Today).AmountFen);
        Assert.Equal((2, 1, 1, 1),
            (home.InProgress.Count, home.Unknown.Count, home.FailedToday.Count, home.ReturnedToday.Count));
        Assert.Equal(3, home.OldestOpen.Count);
        Assert.True(home.Lending!.Overdue.Count > 0);
    }

    [Fact]
    public async Task A_pool_that_differs_from_its_accounts_is_broken()
    {
        var bank = await banks.OfAsync("sqlite");
        await using var db = bank.Database.CreateDbContext();
        var pool = (await PoolFigures.ReadAsync(db, Token))[0];
        var figures = pool.ByType.ToDictionary();
        figures[AccountType.Pool] = new TypeFigures(1, pool.PoolFen + 1, 0, 0);
        Assert.Equal((ProofState.Broken, 1),
            ((pool with { ByType = figures }).Total, (pool with { ByType = figures }).DifferenceFen));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Platforms_show_the_figures_of_their_pools(string database)
    {
        var bank = await banks.OfAsync(database);
        var queries = new PlatformQueries(
            bank.Database, new CustodyConsole.Features.Accounts.AccountTreeQueries(bank.Database),
            banks.Words<PlatformsText>());
        var page = await queries.ListAsync(SampleBanks.Operator, State("sort=-users"), Token);
        Assert.Equal(["8001", "8002"], page.Rows.Select(row => row.Platform.No));
        Assert.Equal(17, page.Rows[0].UserCount);
        var detail = (await queries.FindAsync(SampleBanks.Operator, "8001", Token))!;
        Assert.Equal(detail.Row.UserFundsFen, page.Rows[0].UserFundsFen);
        Assert.Contains(detail.Row.Listings, listings => listings is { State: ListingState.Failed, Count: 1 });
    }
}
