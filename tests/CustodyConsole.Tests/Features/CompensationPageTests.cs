using System.Text.RegularExpressions;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Features;

/// <summary>The pages of compensations in a browser, on the demo bank.</summary>
public sealed class CompensationPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task An_operator_chooses_what_is_overdue_lowers_an_amount_and_asks_for_its_compensation()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/compensation?requested=no");
        var box = page.Locator("tbody input[type=checkbox]:enabled").First;
        await box.CheckAsync();
        await page.Locator(".selection .primary").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/compensation/new.items="));
        var principal = page.Locator("input.amount").First;
        var submit = page.Locator(".form-end button.primary");
        await Expect(submit).ToBeEnabledAsync();

        var owed = await principal.InputValueAsync();
        await principal.FillAsync("99999999.00");
        await principal.BlurAsync();
        await Expect(page.Locator(".amount-cell .field-error")).ToBeVisibleAsync();
        await Expect(submit).ToBeDisabledAsync();
        await principal.FillAsync(owed);
        await page.GetByRole(AriaRole.Button, new() { Name = "分配明细" }).First.ClickAsync();
        await Expect(page.Locator(".split-row tbody tr").First).ToBeVisibleAsync();
        await page.Locator("textarea").FillAsync("担保函第 17 号");

        // Straight from the amount to the button: what the page says to the amount arrives while the button is held, and must not move it.
        await principal.FillAsync("100");
        await submit.HoverAsync(new() { Position = new() { X = 20, Y = 4 } });
        await page.Mouse.DownAsync();
        await Expect(page.Locator(".amount-cell .small").First).ToBeVisibleAsync();
        await page.Mouse.UpAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/approvals/AP"), new() { Timeout = 20_000 });
        var no = page.Url[(page.Url.LastIndexOf('/') + 1)..];
        var items = page.Locator(".requested > tbody > tr");
        await Expect(items.First).ToContainTextAsync("100.00");
        await items.First.GetByRole(AriaRole.Button, new() { Name = "分配明细" }).ClickAsync();
        await Expect(page.Locator(".requested .split-row tbody tr").First).ToBeVisibleAsync();

        // The maker thinks again: the form opens with the request's content, and its money is set aside anew.
        await page.ClickAsync("#revise");
        await Expect(principal).ToHaveValueAsync("100.00");
        await Expect(page.Locator("textarea").First).ToHaveValueAsync("担保函第 17 号");
        await principal.FillAsync("60");
        await principal.BlurAsync();
        await submit.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/approvals/{no}$"), new() { Timeout = 20_000 });
        await Expect(items.First).ToContainTextAsync("60.00");
        await page.GotoAsync("/compensation?requested=yes");
        await Expect(page.Locator($"a[href='approvals/{no}']")).ToBeVisibleAsync();
        await page.GotoAsync("/compensation/requests");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("担保函第 17 号");
        await page.GotoAsync("/approvals/" + no);
        await TakeBackAsync(page);
    }

    [Fact]
    public async Task An_operator_takes_up_what_the_days_end_proposed_and_its_checker_sees_where_it_comes_from()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/compensation");
        await page.Locator("main .alert a[href='compensation/proposals']").ClickAsync();
        var row = page.Locator("tbody tr").Filter(new() { Has = page.Locator("a.button") }).First;
        await Expect(row).ToContainTextAsync("系统日终提出");
        await row.Locator("a.button").ClickAsync();
        await Expect(page.Locator("main .alert").First).ToContainTextAsync("日终提出");

        // Adjusted: one instalment, a hundred yuan.
        var leave = page.Locator(".row-buttons .icon-button");
        while (await leave.CountAsync() > 0)
        {
            var before = await page.Locator("tbody tr:has(.row-buttons)").CountAsync();
            await leave.Last.ClickAsync();
            await Expect(page.Locator("tbody tr:has(.row-buttons)")).ToHaveCountAsync(before - 1);
        }

        await page.Locator("input.amount").First.FillAsync("1");
        await page.Locator("input.amount").First.BlurAsync();
        await page.Locator(".form-end button.primary").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/approvals/AP"), new() { Timeout = 20_000 });
        await Expect(page.Locator("main")).ToContainTextAsync(new Regex("来源[\\s\\S]*系统于 [0-9-]{10} 日终提出"));
        await TakeBackAsync(page);
    }

    [Fact]
    public async Task A_checker_sees_what_is_overdue_and_cannot_ask()
    {
        var page = await browser.SignInAsync(Roles.Checker, "/compensation");
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(page.Locator("tbody input[type=checkbox]")).ToHaveCountAsync(0);
        await page.GotoAsync("/compensation/new?items=1");
        await Expect(page.Locator(".form-end")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_of_the_pages_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        Directory.CreateDirectory(Screenshots.Folder);
        var no = await AskAsync();
        foreach (var width in new[] { 1440, 900, 390 })
        {
            var page = await browser.SignInAsync(Roles.Operator, "/compensation/guarantors", width: width);
            var row = page.Locator("tbody tr").First;
            var number = (await row.Locator("a.row-link").GetAttributeAsync("href"))!.Split('/')[^1];
            await Screenshots.TakeAsync(
                page, width, "/compensation", "/compensation?requested=no", "/compensation/requests", "/compensation/recoveries", "/compensation/proposals", "/compensation/proposals?show=all",
                "/jobs/firings", "/jobs",
                "/compensation/guarantors", $"/compensation/guarantors/{number}", $"/compensation/new?compensator={number}",
                $"/compensation/new?revise={no}", $"/approvals/{no}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Split" }).First.ClickAsync();
            await Expect(page.Locator(".requested .split-row tbody tr").First).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder, $"split.en.dark.{width}.png"), FullPage = true });
            await page.Context.CloseAsync();
        }

        await TakeBackAsync(await browser.SignInAsync(Roles.Operator, "/approvals/" + no));

        async Task<string> AskAsync()
        {
            var page = await browser.SignInAsync(Roles.Operator, "/compensation?requested=no");
            await page.Locator("tbody input[type=checkbox]:enabled").First.CheckAsync();
            await page.Locator(".selection .primary").ClickAsync();
            await page.Locator("textarea").First.FillAsync("担保函第 17 号");
            await page.Locator(".form-end button.primary").ClickAsync();
            await Expect(page).ToHaveURLAsync(new Regex("/approvals/AP"), new() { Timeout = 20_000 });
            return page.Url[(page.Url.LastIndexOf('/') + 1)..];
        }
    }

    /// <summary>Takes the request on the page back, so that what it asks for is there for the next test: the bank is shared.</summary>
    private static async Task TakeBackAsync(IPage page)
    {
        await page.Locator(".page-head").GetByRole(AriaRole.Button, new() { Name = "撤回" }).ClickAsync();
        await page.FillAsync("#reason-text", "改由借款人自行还款");
        await page.ClickAsync("button[form=reason]");
        await Expect(page.Locator(".page-head .badge").First).ToContainTextAsync("已撤回");
        await page.Context.CloseAsync();
    }
}
