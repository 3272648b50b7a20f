using CustodyConsole.Tests.Shell;
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
    public async Task A_platforms_user_does_not_see_the_state_of_other_platforms()
    {
        var page = await browser.SignInAsync(Roles.Platform, host: sample.Host);
        await Expect(page.Locator("main .empty").First).ToBeVisibleAsync();
        await Expect(page.Locator(".proof")).ToHaveCountAsync(0);
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
            "/journal", "/accounts/" + sample.Accounts["company"], "/accounts/" + sample.Accounts["investor2"],
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
        await page.WaitForURLAsync("**/listings/*");
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
