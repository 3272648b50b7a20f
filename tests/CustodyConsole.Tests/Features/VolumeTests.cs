using System.Diagnostics;
using System.Globalization;
using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

/// <summary>
/// How long the pages' questions take on a large bank: the database that CUSTODY_VOLUME names, such as that of the
/// replay of all ppdai listings. It prints a table for people and asserts nothing about time.
/// </summary>
public sealed class VolumeTests(SampleBanks banks, ITestOutputHelper output)
{
    private readonly string? _database = Environment.GetEnvironmentVariable("CUSTODY_VOLUME");

    [Fact]
    public async Task The_lists_of_a_large_bank_answer()
    {
        Assert.SkipUnless(_database is not null, "CUSTODY_VOLUME names no database.");
        var token = TestContext.Current.CancellationToken;
        await using var database = await CustodyDatabase.OpenToReadAsync(_database, TimeProvider.System, token);
        await using var db = database.CreateDbContext();
        var orders = new OrderQueries(database, banks.Words<OrdersText>());
        var journal = new JournalQueries(database, banks.Words<JournalText>());
        var accounts = new AccountQueries(database, banks.Words<AccountsText>());
        var statements = new StatementQueries(database, banks.Words<AccountsText>());
        var listings = new ListingQueries(database, banks.Words<ListingsText>());
        var trees = new AccountTreeQueries(database);
        var platforms = new PlatformQueries(database, trees, banks.Words<PlatformsText>());

        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(token);
        var hot = await db.Accounts.OrderByDescending(account => account.Version).FirstAsync(token);
        var investor = await db.Accounts.Where(account => account.Type == AccountType.Investor)
            .OrderByDescending(account => account.Version).FirstAsync(token);
        var listing = await db.Listings.OrderByDescending(l => l.BidCount).FirstAsync(token);
        var middle = today.AddMonths(-12).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var order = await db.Orders.OrderBy(o => o.Id).Skip(1000).FirstAsync(token);
        var entry = await db.Entries.Where(e => e.ListingId == listing.Id).OrderByDescending(e => e.LineCount)
            .FirstAsync(token);

        await ShowAsync("home", () => new HomeQueries(database, TimeProvider.System).ReadAsync(SampleBanks.Operator, token));
        await ShowAsync("platforms", () => platforms.ListAsync(SampleBanks.Operator, State(""), token));
        await ShowAsync("account tree", () => trees.PoolsAsync(SampleBanks.Operator, null, token));
        await ShowAsync("accounts", () => accounts.ListAsync(SampleBanks.Operator, State(""), token));
        await ShowAsync("accounts, largest", () => accounts.ListAsync(SampleBanks.Operator, State("sort=-book"), token));
        await ShowAsync("accounts, part of a name", () => accounts.ListAsync(SampleBanks.Operator, State("q=张"), token));
        await ShowAsync("accounts, last four", () => accounts.ListAsync(SampleBanks.Operator, State("q=1234"), token));
        await ShowAsync($"statement of {hot.Version} lines", () => statements.ListAsync(hot, State(""), token));
        await ShowAsync("  the same, page 5,000", () => statements.ListAsync(hot, State("page=5000"), token));
        await ShowAsync("  the same, one day", () =>
            statements.ListAsync(hot, State($"dateFrom={middle}&dateTo={middle}"), token));
        await ShowAsync("  the same, interest only", () => statements.ListAsync(hot, State("kind=Fee"), token));
        await ShowAsync("  balance ten years ago", () => statements.AsOfAsync(hot, TimeProvider.System.GetUtcNow().UtcDateTime.AddYears(-10), token));
        await ShowAsync("claims of an investor", () => listings.ClaimsOfAccountAsync(investor.Id, State(""), token));
        await ShowAsync("orders of an investor", () => orders.OfAccountAsync(investor.Id, State(""), token));
        await ShowAsync("freezes of an investor", () => accounts.FreezesAsync(investor.Id, State(""), token));
        await ShowAsync("listings", () => listings.ListAsync(SampleBanks.Operator, State(""), token));
        await ShowAsync("listings, overdue", () => listings.ListAsync(SampleBanks.Operator, State("overdue=yes"), token));
        await ShowAsync("listing", () => ListingDetails.ReadAsync(db, SampleBanks.Operator, listing.Id, null, token));
        await ShowAsync("claims on a listing", () => listings.ClaimsOfListingAsync(listing.Id, State(""), token));
        await ShowAsync("orders", () => orders.ListAsync(SampleBanks.Operator, State(""), token));
        await ShowAsync("orders, page 200", () => orders.ListAsync(SampleBanks.Operator, State("page=200"), token));
        await ShowAsync("orders, request number", () => orders.ListAsync(SampleBanks.Operator, State("q=" + order.RequestNo), token));
        await ShowAsync("orders, one old day", () =>
            orders.ListAsync(SampleBanks.Operator, State($"dateFrom={middle}&dateTo={middle}"), token));
        await ShowAsync("orders, a rare state", () => orders.ListAsync(SampleBanks.Operator, State("state=Failed"), token));
        await ShowAsync("orders, not ended", () => orders.ListAsync(SampleBanks.Operator, State("state=Open"), token));
        await ShowAsync("orders, largest", () => orders.ListAsync(SampleBanks.Operator, State("sort=-amount"), token));
        await ShowAsync("order", () => OrderDetails.ReadAsync(db, SampleBanks.Operator, order.OrderNo, token));
        await ShowAsync("journal", () => journal.ListAsync(State(""), token));
        await ShowAsync("journal, one old day", () =>
            journal.ListAsync(State($"dateFrom={middle}&dateTo={middle}"), token));
        await ShowAsync("journal, a year", () => journal.ListAsync(State($"dateFrom={middle}"), token));
        await ShowAsync("journal, releases", () => journal.ListAsync(State("operation=Release"), token));
        await ShowAsync($"entry of {entry.LineCount} lines", () => journal.LinesAsync(entry, State(""), token));
    }

    private static ListState State(string query) => ListState.Parse("http://bank/list?" + query);

    /// <summary>The first answer, then the best of three.</summary>
    private async Task ShowAsync<T>(string name, Func<Task<T>> load)
    {
        var times = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var watch = Stopwatch.StartNew();
            await load();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        output.WriteLine(FormattableString.Invariant(
            $"{name,-40} first {times[0],8:0} ms   then {times.Skip(1).Min(),8:0} ms"));
    }
}
