using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

public sealed class AccountQueryTests(SampleBanks banks)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AccountQueries Queries(SampleBank bank) => new(bank.Database, banks.Words<AccountsText>());

    private StatementQueries Statements(SampleBank bank) => new(bank.Database, banks.Words<AccountsText>());

    private static ListState State(string query, string prefix = "") =>
        ListState.Parse("http://bank/accounts?" + query, prefix);

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_account_is_found_by_number_name_and_last_four_of_mobile_or_card(string database)
    {
        var bank = await banks.OfAsync(database);
        await using var db = bank.Database.CreateDbContext();
        var number = bank.Accounts["investor1"];
        var user = await (from account in db.Accounts
                          where account.Number == number
                          join u in db.Users on account.UserId equals u.Id
                          select u).SingleAsync(Token);
        var card = await db.Cards.SingleAsync(c => c.UserId == user.Id, Token);
        foreach (var text in new[] { number, user.Name, user.MobileLast4, card.Last4, user.PlatformUserNo })
        {
            var page = await Queries(bank).ListAsync(SampleBanks.Operator, State("q=" + Uri.EscapeDataString(text)), Token);
            Assert.Contains(page.Rows, row => row.Number == number);
            Assert.True(page.Count < 6, text);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_sums_of_a_list_are_those_of_the_filter_whatever_the_page(string database)
    {
        var bank = await banks.OfAsync(database);
        var first = await Queries(bank).ListAsync(SampleBanks.Operator, State("kind=Investor&size=20&sort=-book"), Token);
        await using var db = bank.Database.CreateDbContext();
        var all = await db.Accounts.Where(a => a.Type == AccountType.Investor).ToListAsync(Token);
        Assert.Equal(all.Count, first.Count);
        Assert.Equal([all.Sum(a => a.BookFen), all.Sum(a => a.FrozenFen)], first.Totals.Select(total => total.Fen));
        Assert.Equal(first.Rows.Select(row => row.BookFen).OrderDescending(), first.Rows.Select(row => row.BookFen));
        var narrow = await Queries(bank).ListAsync(SampleBanks.Operator, State("kind=Investor&platform=8002&balanceMin=0.01&state=Active"), Token);
        Assert.All(narrow.Rows, row => Assert.Equal(("8002", true), (row.Platform!.No, row.BookFen > 0)));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task No_list_shows_the_name_of_a_person(string database)
    {
        var bank = await banks.OfAsync(database);
        await using var db = bank.Database.CreateDbContext();
        var people = await db.Users.Where(user => user.Kind == PartyKind.Person).Select(user => user.Name)
            .ToListAsync(Token);
        var page = await Queries(bank).ListAsync(SampleBanks.Operator, State("size=200&sort=name"), Token);
        Assert.Empty(page.Rows.Select(row => row.Holder).Intersect(people));
        Assert.Contains(page.Rows, row => row.Holder?.EndsWith('*') == true);
        var company = await Queries(bank).FindAsync(SampleBanks.Operator, bank.Accounts["company"], Token);
        Assert.Contains("公司", company!.Title!, StringComparison.Ordinal);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_balance_as_of_any_moment_is_the_last_line_before_it(string database)
    {
        var bank = await banks.OfAsync(database);
        var account = (await Queries(bank).FindAsync(SampleBanks.Operator, bank.Accounts["investor2"], Token))!.Account;
        await using var db = bank.Database.CreateDbContext();
        var lines = await (from line in db.Lines
                           where line.AccountId == account.Id
                           join entry in db.Entries on line.EntryId equals entry.Id
                           orderby line.AccountVersion
                           select new { line, entry.PostedAtUtc }).ToListAsync(Token);
        Assert.True(lines.Count > 8);
        foreach (var moment in lines.Select(row => row.PostedAtUtc).Distinct())
        {
            var last = lines.Last(row => row.PostedAtUtc <= moment).line;
            var at = await Statements(bank).AsOfAsync(account, moment, Token);
            Assert.Equal((last.BookAfterFen, last.FrozenAfterFen, last.FloatAfterFen),
                (at.BookFen, at.FrozenFen, at.FloatFen));
        }

        var before = await Statements(bank).AsOfAsync(account, lines[0].PostedAtUtc.AddSeconds(-1), Token);
        Assert.Equal(new BalanceAt(0, 0, 0, 0), before);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_statement_is_whole_over_its_pages_and_its_period_adds_up(string database)
    {
        var bank = await banks.OfAsync(database);
        var account = (await Queries(bank).FindAsync(SampleBanks.Operator, bank.Accounts["guarantor"], Token))!.Account;
        var whole = await Statements(bank).ListAsync(account, State("size=200&sort=time"), Token);
        Assert.Equal(Enumerable.Range(1, (int)account.Version)
            .Select(i => (long)i), whole.Rows.Select(row => row.Line.AccountVersion));
        var newest = await Statements(bank).ListAsync(account, State("size=20"), Token);
        Assert.Equal(account.Version, newest.Rows[0].Line.AccountVersion);

        var period = await Statements(bank).ListAsync(account, State("dateFrom=2017-10-01&dateTo=2017-12-31"), Token);
        Assert.All(period.Rows, row =>
            Assert.Equal(2017_10, (row.AccountingDate.Year * 100) + row.AccountingDate.Month));
        var figures = period.Totals.Select(total => total.Fen).ToList();
        Assert.Equal(figures[3], figures[0] + figures[1] - figures[2]);
        Assert.Equal(account.BookFen, figures[3]);
        Assert.True(figures[0] > 0);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_statement_without_freezes_holds_money_only(string database)
    {
        var bank = await banks.OfAsync(database);
        var account = (await Queries(bank).FindAsync(SampleBanks.Operator, bank.Accounts["investor2"], Token))!.Account;
        var money = await Statements(bank).ListAsync(account, State("kind=Money&size=200"), Token);
        Assert.NotEmpty(money.Rows);
        Assert.DoesNotContain(money.Rows, row => row.Line.Kind == LineKind.Hold);
        Assert.Equal(account.BookFen, money.Totals[0].Fen - money.Totals[1].Fen);
        var freezes = await Queries(bank).FreezesAsync(account.Id, State("state=Active"), Token);
        Assert.Equal(account.FrozenFen, freezes.Totals[0].Fen);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_tree_adds_up_to_the_pool_and_leaves_own_funds_out(string database)
    {
        var bank = await banks.OfAsync(database);
        var trees = new AccountTreeQueries(bank.Database);
        var tree = (await trees.PoolsAsync(SampleBanks.Operator, "8001", Token)).Single();
        Assert.Equal(tree.Figures.PoolFen, tree.Figures.DetailFen);
        Assert.DoesNotContain(tree.Of(AccountClass.Platform), leaf => leaf.Type == AccountType.PlatformOwnFunds);
        Assert.Equal(AccountType.PlatformOwnFunds, tree.One(AccountType.PlatformOwnFunds).Type);
        var investors = await trees.UsersAsync(tree.Figures.PoolId, AccountType.Investor, Token);
        Assert.Equal(tree.Figures.Of(AccountType.Investor).BookFen, investors.Sum(leaf => leaf.BookFen));
    }
}
