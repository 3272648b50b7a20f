using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Shell;

public sealed class BrowserTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_person_signs_in_sees_name_and_role_and_signs_out()
    {
        var page = await browser.SignInAsync(Roles.Checker);
        await Expect(page.Locator(".person")).ToContainTextAsync("林志远");
        await Expect(page.Locator(".person-role")).ToHaveTextAsync("复核");
        await page.ClickAsync("button[form=sign-out]");
        await Expect(page).ToHaveURLAsync(new Regex("/sign-in$"));
        await page.GotoAsync("/");
        await Expect(page).ToHaveURLAsync(new Regex("/sign-in\\?returnUrl="));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_on_the_same_page_and_not_sent_back()
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#user-name", "nobody");
        await page.FillAsync("#password", "Some-Password-1");
        await page.PressAsync("#password", "Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("登录未成功");
        await Expect(page.Locator("#user-name")).ToHaveValueAsync("nobody");
        await Expect(page.Locator("#password")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_language_changes_on_the_page_where_it_is_asked_for_and_back()
    {
        var page = await browser.SignInAsync(path: "/_widgets?page=2");
        await page.ClickAsync(".language");
        await Expect(page.Locator(".side-nav")).ToContainTextAsync("Accounts");
        await Expect(page).ToHaveURLAsync(new Regex("/_widgets\\?page=2$"));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await page.ClickAsync(".language");
        await Expect(page.Locator(".side-nav")).ToContainTextAsync("存管账户");
    }

    [Fact]
    public async Task The_theme_changes_at_once_and_is_there_from_the_first_byte_afterwards()
    {
        var page = await browser.SignInAsync();
        await page.ClickAsync("[data-action=theme]");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var answer = await page.ReloadAsync();
        Assert.Contains("data-theme=\"dark\"", await answer!.TextAsync(), StringComparison.Ordinal);
        await Expect(page.Locator("#theme")).ToHaveAttributeAsync("href", new Regex("material-dark-base"));
    }

    [Fact]
    public async Task A_click_reaches_the_server_and_its_answer_the_page()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await page.ClickAsync("#clicks");
        await page.ClickAsync("#clicks");
        await Expect(page.Locator("#clicks")).ToHaveTextAsync("2");
    }

    [Fact]
    public async Task A_bug_in_a_page_shows_a_reference_that_the_log_holds_and_leaves_the_session_alive()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await page.GetByRole(AriaRole.Button, new() { Name = "throw" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "页面发生异常" })).ToBeVisibleAsync();
        var reference = await page.Locator("main .number").InnerTextAsync();
        Assert.Contains(reference, (await browser.HostAsync()).Output, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "重试" }).ClickAsync();
        await Expect(page.Locator("#clicks")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_list_keeps_order_filter_and_page_in_the_address()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await page.GetByRole(AriaRole.Link, new() { Name = "金额" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("\\?sort=amount$"));
        await Expect(page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("金额");
        await page.SelectOptionAsync(".filter-bar select", "Danger");
        await Expect(page).ToHaveURLAsync(new Regex("\\?tone=Danger&sort=amount$"));
        await Expect(page.Locator(".pager-totals")).ToContainTextAsync("共 206 条");
        await page.Locator(".pager a").First.ClickAsync();
        await Expect(page.Locator(".pager-at")).ToHaveTextAsync("2 / 5");
        await page.GoBackAsync();
        await Expect(page.Locator(".pager-at")).ToHaveTextAsync("1 / 5");
        await page.FillAsync(".filter input[type=search]", "no such thing");
        await page.PressAsync(".filter input[type=search]", "Enter");
        await Expect(page.Locator(".grid .empty")).ToContainTextAsync("没有符合条件的记录");
        await page.Locator(".grid .empty a").ClickAsync();
        await Expect(page.Locator(".pager-totals")).ToContainTextAsync("共 1,234 条");
        await Expect(page.Locator(".filter input[type=search]")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_search_button_asks_for_what_was_typed_and_asks_again_when_nothing_was()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await Expect(page.Locator(".pager-totals")).ToContainTextAsync("共 1,234 条");
        await page.FillAsync(".filter input[type=search]", "20170804000002");
        await page.ClickAsync(".filter-buttons [type=submit]");
        await Expect(page).ToHaveURLAsync(new Regex("q=20170804000002$"));
        await Expect(page.Locator(".pager-totals")).ToContainTextAsync("共 1 条");
        await Expect(page.Locator(".pager-pages")).ToHaveCountAsync(0);
        await page.EvaluateAsync("""
            () => new MutationObserver(() => { window.wasBusy ||= !!document.querySelector('.grid-busy'); })
                .observe(document.querySelector('main'), { subtree: true, attributes: true })
            """);
        await page.ClickAsync(".filter-buttons [type=submit]");
        await page.WaitForFunctionAsync("() => window.wasBusy");
        await Expect(page).ToHaveURLAsync(new Regex("q=20170804000002$"));
    }

    [Fact]
    public async Task The_skip_link_shows_itself_when_it_is_reached_and_what_has_the_focus_can_be_seen()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await Screenshots.SettledAsync(page);
        await page.Locator(".skip").FocusAsync();
        await Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>(
                "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 1 "
                + "&& getComputedStyle(document.activeElement).outlineStyle !== 'none'"));
        }
    }

    [Fact]
    public async Task A_turned_round_range_and_a_wrong_amount_are_refused_with_a_sentence()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        var amounts = page.Locator("input.amount");
        await amounts.First.FillAsync("12.345");
        await amounts.First.PressAsync("Tab");
        await Expect(page.Locator(".field-error")).ToHaveTextAsync("请输入金额，最多两位小数");
        await amounts.First.FillAsync("500");
        await amounts.First.PressAsync("Tab");
        await Expect(page).ToHaveURLAsync(new Regex("\\?amountMin=500$"));
        await amounts.Last.FillAsync("20");
        await amounts.Last.PressAsync("Tab");
        await Expect(page.Locator(".field-error")).ToHaveTextAsync("起始值不能大于截止值");
    }

    [Fact]
    public async Task A_row_is_reached_and_followed_with_the_keyboard_alone()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await page.Locator("a.row-link").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("q=20170804000002$"));
        await Expect(page.Locator(".pager-totals")).ToContainTextAsync("共 1 条");
    }

    [Fact]
    public async Task At_900_pixels_the_menu_is_icons_opens_above_the_page_and_nothing_runs_out_of_the_window()
    {
        var page = await browser.SignInAsync(path: "/_widgets", width: 900);
        var word = page.Locator(".side-nav a span").First;
        await Expect(word).ToBeHiddenAsync();
        Assert.Equal(900, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.ClickAsync("[data-action=menu]");
        await Expect(word).ToBeVisibleAsync();
        await page.ClickAsync(".side-nav a[href='']");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("工作台");
        await Expect(word).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_menu_shows_what_the_role_may_open()
    {
        var page = await browser.SignInAsync(Roles.PaymentCompany);
        await Expect(page.Locator(".side-nav a[href=orders]")).ToBeVisibleAsync();
        await Expect(page.Locator(".side-nav a[href=journal]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_restarted_server_gets_a_fresh_page_with_the_same_address_and_session()
    {
        await using var host = await HostProcess.StartAsync();
        var page = await browser.SignInAsync(path: "/_widgets?page=3", host: host);
        await page.EvaluateAsync("() => { window.isOld = true; }");
        await host.KillAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync("未提交的操作不会执行");
        await host.StartAgainAsync();
        await Expect(page.Locator(".pager-at")).ToHaveTextAsync("3 / 25", new() { Timeout = 60_000 });
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        Assert.False(await page.EvaluateAsync<bool>("() => window.isOld === true"));
        await page.ClickAsync("#clicks");
        await Expect(page.Locator("#clicks")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task A_date_can_be_typed_without_dashes_and_what_is_no_date_is_refused()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        var from = page.GetByLabel("受理日期：起");
        await from.FillAsync("20170804");
        await from.PressAsync("Tab");
        await Expect(page).ToHaveURLAsync(new Regex("\\?atFrom=2017-08-04$"));
        await Expect(from).ToHaveValueAsync("2017-08-04");
        await from.FillAsync("2017-02-30");
        await from.PressAsync("Tab");
        await Expect(page.Locator(".field-error")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("\\?atFrom=2017-08-04$"));
    }

    [Fact]
    public async Task Who_does_nothing_is_warned_and_then_signed_out()
    {
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await BrowserFixture.SignInAsync(page, Roles.Operator);
        await page.Clock.FastForwardAsync("13:30");
        await Expect(page.Locator("#idle")).ToBeVisibleAsync();
        await page.ClickAsync("#idle button");
        await Expect(page.Locator("#idle")).ToBeHiddenAsync();
        await page.Clock.FastForwardAsync("15:30");
        await Expect(page).ToHaveURLAsync(new Regex("/sign-in$"));
    }

    [Fact]
    public async Task A_page_that_wakes_up_with_a_dead_connection_starts_afresh()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        await page.EvaluateAsync("() => { window.isOld = true; }");
        await page.EvaluateAsync("() => window.dispatchEvent(new Event('online'))");
        await page.ClickAsync("#clicks");
        await Expect(page.Locator("#clicks")).ToHaveTextAsync("1");
        Assert.True(await page.EvaluateAsync<bool>("() => window.isOld === true"));
        await page.EvaluateAsync("() => window.custodyHeartbeat({ invokeMethodAsync: () => new Promise(() => { }) })");
        await page.EvaluateAsync("() => window.dispatchEvent(new Event('online'))");
        await Expect(page.Locator("#clicks")).ToHaveTextAsync("0", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task The_accessibility_rules_find_nothing_serious_in_both_themes()
    {
        var page = await browser.SignInAsync(path: "/_widgets");
        Assert.Empty(await Accessibility.FaultsAsync(page, "/_widgets"));
    }

    [Fact]
    public async Task No_page_of_the_shell_writes_an_error_to_the_browsers_console()
    {
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        await BrowserFixture.SignInAsync(page, Roles.Operator, "/_widgets");
        await Screenshots.SettledAsync(page);
        await page.GotoAsync("/");
        await Screenshots.SettledAsync(page);
        Assert.Empty(errors);
    }
}
