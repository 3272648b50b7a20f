using CustodyConsole.Tests.Shell;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

public sealed class FeatureScreenshotTests(BrowserFixture browser)
{
    [Fact]
    public async Task Pictures_of_the_pages_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        var folder = Directory.CreateTempSubdirectory("custody-pictures-").FullName;
        var database = Path.Combine(folder, "custody.db");
        var paths = new List<string>
        {
            "/", "/platforms", "/platforms/8001", "/accounts", "/accounts/tree", "/listings", "/orders", "/journal",
            "/accounts?q=9999", "/platforms/8002", "/accounts/tree?platform=8002", "/accounts?platform=8002&kind=Investor",
            "/orders?q=nothing", "/orders/123", "/listings?overdue=yes",
            "/orders?state=Nonsense&type=Foo&dateFrom=2017-13-01&amountMin=abc",
        };
        await using (var bank = await SampleBank.OpenAsync(database, folder, keep: true))
        {
            await using var db = bank.Database.CreateDbContext();
            var cancellationToken = TestContext.Current.CancellationToken;
            paths.Add($"/accounts/tree?open={bank.Star.Id}-101");
            paths.Add($"/accounts/{bank.Accounts["investor2"]}");
            paths.Add($"/accounts/{bank.Accounts["investor2"]}?at=yesterday");
            paths.Add($"/accounts/{bank.Accounts["company"]}");
            foreach (var tab in new[] { "freezes", "cards", "loans", "orders" })
                paths.Add($"/accounts/{bank.Accounts["investor2"]}?tab={tab}");
            paths.Add($"/accounts/{bank.Accounts["guarantor"]}?tab=loans");
            paths.Add($"/accounts/{bank.Accounts["company"]}?tab=loans");
            var own = await db.Accounts.SingleAsync(
                a => a.PoolId == bank.Star.Id
                    && a.Type == Domain.Ledger.AccountType.PlatformOwnFunds, cancellationToken);
            paths.Add($"/accounts/{own.Number}");
            var listing = await db.Listings.SingleAsync(l => l.ListingNo == "XH2017080002", cancellationToken);
            paths.Add($"/listings/{listing.Id}");
            foreach (var tab in new[] { "claims", "plan", "plan&plan=9", "repayments", "compensation" }) paths.Add(
                $"/listings/{listing.Id}?tab={tab}");
            foreach (var state in new[] { Domain.Orders.OrderState.Unknown, Domain.Orders.OrderState.Returned })
                paths.Add($"/orders/{(await db.Orders.FirstAsync(o => o.State == state, cancellationToken)).OrderNo}");
            var release = await db.Entries.FirstAsync(
                e => e.Operation == Domain.Ledger.Operation.Release, cancellationToken);
            paths.Add($"/journal/{release.Id}");
        }

        await using var host = await HostProcess.StartAsync(("Custody__Database", database));
        await Screenshots.TakeAsync(browser, Roles.Operator, host, paths);
        Directory.Delete(folder, recursive: true);
    }
}
