using System.Text.RegularExpressions;
using System.Globalization;
using CustodyConsole.Components.Layout;
using CustodyConsole.Tests.Shell;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Features;

/// <summary>A host on a bank with some of everything, for the tests of one class.</summary>
public sealed class SampleHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-pages-").FullName;

    /// <summary>Where its database and the files beside it lie.</summary>
    public string Folder => _folder;

    public HostProcess Host { get; private set; } = null!;

    public Dictionary<string, string> Accounts { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var database = Path.Combine(_folder, "custody.db");
        await using (var bank = await SampleBank.OpenAsync(database, _folder, keep: true)) Accounts = bank.Accounts;
        Host = await HostProcess.StartAsync(("Custody__Database", database));
        // The demo's platform is not in this bank; its person works for one that is.
        await using var connection = new SqliteConnection($"Data Source={database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE staff SET platform_no = '8001' WHERE user_name = 'platform'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>The first value that a question to the database answers; {0} in it is the key of platform 8001.</summary>
    public async Task<string> OfAsync(string question)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "custody.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = question.Replace("{0}", "(SELECT id FROM platform WHERE no = '8001')", StringComparison.Ordinal) + " LIMIT 1";
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The pages in a browser.</summary>
public sealed class PageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task From_the_home_page_to_an_account_its_statement_an_order_and_its_entry()
    {
        var page = await browser.SignInAsync(Roles.Operator, host: sample.Host);
        await Expect(page.Locator(".proof.holds")).ToBeVisibleAsync();
        await page.GotoAsync("/accounts?q=" + sample.Accounts["investor2"]);
        await page.ClickAsync("tbody a.row-link");
        await Expect(page.Locator(".balance-book .money")).ToHaveTextAsync("15,972.93");
        await page.FillAsync(".moment input[type=text]", "2017-09-01 00:00");
        await page.PressAsync(".moment input[type=text]", "Enter");
        await Expect(page.Locator(".balance-book .money")).ToHaveTextAsync("2,714.00");
        Assert.Contains("at=2017-09-01T00", page.Url, StringComparison.Ordinal);
        await page.ClickAsync(".grid tbody tr:first-child a[href^='orders/']");
        await Expect(page.Locator(".timeline li")).ToHaveCountAsync(4);
        await page.ClickAsync(".timeline a >> nth=0");
        await Expect(page.Locator(".pager-total >> nth=0")).ToContainTextAsync("252.00");
        Assert.Contains("/journal/", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_holds_a_whole_name_mobile_or_card()
    {
        var page = await browser.SignInAsync(Roles.Auditor, host: sample.Host);
        foreach (var path in new[] { "/accounts?size=100", "/orders?size=100", "/listings",
            "/accounts/" + sample.Accounts["investor1"] })
        {
            await page.GotoAsync(path);
            await page.WaitForSelectorAsync("main .grid tbody tr");
            var text = await page.InnerTextAsync("main");
            Assert.DoesNotMatch(@"(?<!\d)1[3-9]\d{9}(?!\d)", text);
            Assert.DoesNotMatch(@"(?<!\d)62\d{14,17}(?!\d)", text);
            Assert.DoesNotMatch(@"\d{17}[\dX](?!\d)(?<!\d{19})(?<!\d{20})", text);
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_said_on_a_page_of_its_own()
    {
        var page = await browser.SignInAsync(Roles.Checker, host: sample.Host);
        foreach (var path in new[] { "/orders/20170801000000999999", "/journal/999999", "/accounts/123",
            "/listings/999999", "/platforms/77" })
        {
            await page.GotoAsync(path);
            await Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await Expect(page.Locator("main .empty")).ToContainTextAsync("不存在");
            await Expect(page.Locator("main .empty a")).ToHaveAttributeAsync("href", path.Split('/')[1]);
        }
    }

    [Fact]
    public async Task A_platforms_user_opens_what_is_its_platforms_and_finds_nothing_of_another_ones()
    {
        var page = await browser.SignInAsync(Roles.Platform, host: sample.Host);
        await Expect(page.Locator(".proof tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".proof tbody tr")).ToContainTextAsync("星河网贷");
        foreach (var (own, other) in new[]
        {
            ("/platforms/8001", "/platforms/8002"), ("/fees/8001", "/fees/8002"), ("/channels/8001", "/channels/8002"),
            ("/accounts/" + sample.Accounts["investor1"], "/accounts/" + sample.Accounts["far1"]),
            (await FirstAsync("/listings"), "/listings/" + await sample.OfAsync("SELECT id FROM listing WHERE platform_id <> {0}")),
            (await FirstAsync("/orders"), "/orders/" + await sample.OfAsync(
                "SELECT strftime('%Y%m%d', accounting_date) || printf('%012d', id) FROM custody_order WHERE platform_id <> {0}")),
        })
        {
            await page.GotoAsync(own);
            await Expect(page.Locator("main .panel").First).ToBeVisibleAsync();
            await page.GotoAsync(other);
            await Expect(page.Locator("main .empty")).ToBeVisibleAsync();
            await Expect(page.Locator("main .panel")).ToHaveCountAsync(0);
        }

        foreach (var list in new[] { "/accounts?platform=8002", "/listings?platform=8002", "/accounts/tree?platform=8002", "/platforms?q=8002" })
        {
            await page.GotoAsync(list);
            await Expect(page.Locator("main .empty")).ToBeVisibleAsync();
        }

        async Task<string> FirstAsync(string list)
        {
            await page.GotoAsync(list);
            return "/" + await page.Locator("tbody a.row-link").First.GetAttributeAsync("href");
        }
    }

    [Theory, InlineData(Roles.Platform), InlineData(Roles.PaymentCompany), InlineData(Roles.Administrator)]
    public async Task No_link_of_a_page_leads_somebody_to_a_page_that_is_not_theirs(string role)
    {
        var page = await browser.SignInAsync(role, host: sample.Host);
        var order = await sample.OfAsync(
            "SELECT strftime('%Y%m%d', accounting_date) || printf('%012d', id) FROM custody_order WHERE platform_id = {0} AND listing_id IS NOT NULL");
        var listing = await sample.OfAsync("SELECT id FROM listing WHERE platform_id = {0} AND state = 2");
        string[] addresses =
        [
            "", "platforms", "platforms/8001", "accounts", "accounts/" + sample.Accounts["investor1"], "accounts/tree", "listings", "listings/" + listing,
            "listings/" + listing + "?tab=claims", "orders", "orders/" + order, "settlement", "settlement/suspense", "fees", "fees/8001", "channels", "channels/8001", "advances",
            "calendar", "calendar/2017/10", "approvals", "staff",
        ];
        foreach (var address in addresses.Where(address => address.Length == 0 || Permissions.Held(Menu.PermissionOf(address), [role])))
        {
            await page.GotoAsync("/" + address);
            await Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await Expect(page.Locator("main .skeleton")).ToHaveCountAsync(0);
            foreach (var link in await page.Locator("main a[href]").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))"))
            {
                if (link.Length == 0 || link[0] is '#' or '?' || link.StartsWith("http", StringComparison.Ordinal)) continue;
                Assert.True(Permissions.Held(Menu.PermissionOf(link.TrimStart('/')), [role]), $"{role} on /{address}: {link}");
            }
        }
    }

    [Fact]
    public async Task A_moment_that_is_none_or_is_still_to_come_is_refused_with_a_sentence()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/accounts/" + sample.Accounts["investor2"], sample.Host);
        var moment = page.Locator(".moment input[type=text]");
        foreach (var (typed, said) in new[]
        {
            ("10/09/2017 6:30 PM", "请按 年-月-日 时:分 输入，如 2017-08-04 18:30"),
            ("2999-01-01 00:00", "截止时点不能晚于今日"),
        })
        {
            await moment.FillAsync(typed);
            await moment.PressAsync("Enter");
            await Expect(page.Locator(".as-of .field-error")).ToHaveTextAsync(said);
            await Expect(moment).ToHaveAttributeAsync("aria-invalid", "true");
            Assert.DoesNotContain("at=", page.Url, StringComparison.Ordinal);
        }

        await moment.FillAsync("2017-9-1");
        await moment.PressAsync("Enter");
        await Expect(page.Locator(".as-of .field-error")).ToHaveCountAsync(0);
        await Expect(moment).ToHaveValueAsync("2017-09-01 23:59:59");
    }

    [Fact]
    public async Task What_an_address_asks_for_and_does_not_exist_is_said_and_ends_no_page()
    {
        var page = await browser.SignInAsync(Roles.Operator, host: sample.Host);
        await page.GotoAsync("/orders?state=Nonsense&type=Foo&dateFrom=2017-13-01&amountMin=abc");
        await Expect(page.Locator(".field-error")).ToHaveTextAsync(
        [
            "“Nonsense”不是有效的查询条件", "“Foo”不是有效的查询条件", "“2017-13-01”不是有效的查询条件",
            "请输入金额，最多两位小数",
        ]);
        await page.ClickAsync(".filter-buttons .text");
        await Expect(page.Locator(".field-error")).ToHaveCountAsync(0);
        foreach (var at in new[] { "yesterday", "0001-01-01T00:00:00" })
        {
            await page.GotoAsync($"/accounts/{sample.Accounts["investor2"]}?at={at}");
            await Expect(page.Locator(".as-of .field-error")).ToBeVisibleAsync();
            await Expect(page.Locator(".balance-book .money")).ToHaveTextAsync("15,972.93");
        }

        await page.GotoAsync("/listings?q=XH2017080002");
        await page.ClickAsync("tbody a.row-link");
        var address = page.Url;
        foreach (var (plan, shown) in new[] { ("9", ".empty"), ("x", "tfoot"), ("99999999999", "tfoot") })
        {
            await page.GotoAsync($"{address}?tab=plan&plan={plan}");
            await Expect(page.Locator($".tabs ~ .panel {shown}")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task No_page_runs_out_of_a_narrow_window_or_writes_an_error_to_the_browsers_console()
    {
        var page = await browser.SignInAsync(Roles.Operator, host: sample.Host, width: 900);
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(page.Url + " " + message.Text); };
        page.PageError += (_, error) => errors.Add(page.Url + " " + error);
        foreach (var path in new[]
        {
            "/", "/platforms", "/platforms/8002", "/accounts", "/accounts/tree?platform=8002", "/listings", "/orders",
            "/journal", "/channels", "/channels/8001", "/accounts/" + sample.Accounts["company"], "/accounts/" + sample.Accounts["investor2"],
        })
        {
            await page.GotoAsync(path);
            await Screenshots.SettledAsync(page);
            Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 900, path);
        }

        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_accessibility_rules_find_nothing_serious_in_a_narrow_window_in_both_themes()
    {
        var page = await browser.SignInAsync(Roles.Operator, host: sample.Host, width: 900);
        await page.GotoAsync("/listings?q=XH2017080002");
        await page.ClickAsync("tbody a.row-link");
        await page.ArriveAsync(new Regex("/listings/[0-9]"));
        var account = "/accounts/" + sample.Accounts["investor2"];
        var found = new List<string>();
        foreach (var path in new[]
        {
            "/", "/platforms/8002", "/accounts/tree", account + "?at=never", account + "?tab=cards",
            new Uri(page.Url).AbsolutePath + "?tab=plan", "/orders?state=Foo&type=Foo", "/journal", "/orders/1",
        })
        {
            await page.GotoAsync(path);
            found.AddRange(await Accessibility.FaultsAsync(page, path));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
