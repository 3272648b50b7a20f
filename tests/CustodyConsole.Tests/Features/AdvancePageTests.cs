using System.Text.RegularExpressions;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Features;

/// <summary>Fees and advances in a browser, on the demo bank.</summary>
public sealed class AdvancePageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Staff_of_the_payment_company_approve_and_reject_payouts_and_another_browser_sees_the_exposure_change()
    {
        // A bank of its own, on which nothing else moves money.
        await using var host = await HostProcess.StartAsync(("Custody__Jobs", "false"));
        var inbox = await browser.SignInAsync(Roles.PaymentCompany, "/advances/payouts", host);
        var board = await browser.SignInAsync(Roles.Operator, "/advances", host);
        var rows = inbox.Locator("table.payouts tbody tr");
        await Expect(rows.Nth(1)).ToBeVisibleAsync();
        var waiting = await rows.CountAsync();
        var exposure = board.Locator("#exposure");
        await Expect(exposure).ToHaveTextAsync(new Regex(@"\d"));
        var before = await exposure.InnerTextAsync();

        // One is turned down: its withdrawal has failed, and the exposure stays.
        var rejected = await rows.Last.GetAttributeAsync("data-order");
        await rows.Last.Locator("button.reject").ClickAsync();
        await inbox.FillAsync("#reason-text", "备付金头寸不足");
        await inbox.ClickAsync("dialog .button.primary");
        await Expect(rows).ToHaveCountAsync(waiting - 1);
        Assert.Equal(before, await exposure.InnerTextAsync());

        // One is approved: what it would come to is shown first, then the other browser sees it by itself.
        await rows.Nth(0).Locator("input[type=checkbox]").CheckAsync();
        await Expect(inbox.Locator("#after")).Not.ToHaveTextAsync(await inbox.Locator("#before").InnerTextAsync());
        var after = await inbox.Locator("#after").InnerTextAsync();
        await inbox.ClickAsync("#approve-chosen");
        await inbox.ClickAsync("dialog .button.primary");
        await inbox.FillAsync("#step-up-password", "Zhifu-2017");
        await inbox.PressAsync("#step-up-password", "Enter");
        await Expect(inbox.Locator("dialog .badge:has-text('已执行')")).ToHaveCountAsync(1);
        await inbox.ClickAsync("dialog .modal-actions .button.primary");
        await Expect(rows).ToHaveCountAsync(waiting - 2);
        await Expect(exposure).Not.ToHaveTextAsync(before, new() { Timeout = 15_000 });
        await Expect(exposure).ToHaveTextAsync(after, new() { Timeout = 15_000 });

        await board.GotoAsync("/orders/" + rejected);
        await Expect(board.Locator(".page-head .badge")).ToContainTextAsync("失败");
        await inbox.Context.CloseAsync();
        await board.Context.CloseAsync();
    }

    [Fact]
    public async Task A_fee_is_previewed_with_its_formula_and_another_version_is_asked_for_with_its_effect()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/fees/preview?platform=1001");
        await page.FillAsync("#amount", "300.00");
        await page.Locator("#amount").BlurAsync();
        await page.Locator(".date-input input[type=text]").FillAsync("2026-10-01");
        await page.Locator(".date-input input[type=text]").BlurAsync();
        await page.ClickAsync("#calculate");
        await Expect(page.Locator("#arrives")).ToContainTextAsync("2026-10-01");
        // Today the platform offers T+1 beside T+0; both are answered side by side.
        await page.GotoAsync("/fees/preview?platform=1001");
        await page.ClickAsync("#calculate");
        await Expect(page.Locator("#speeds tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("#speeds")).ToContainTextAsync("普通（T+1）1.00");
        if (Screenshots.Folder is { } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "fees-preview-speeds.png"), FullPage = true });
        await page.GotoAsync("/fees/1001");
        await Expect(page.Locator(".fee-line > li.now").First).ToContainTextAsync("0.05%");
        await page.Locator("a[href*='/change']").First.ClickAsync();
        await page.FillAsync("#advance-rate", "0.06");
        await page.Locator("#advance-rate").BlurAsync();
        await page.FillAsync("#fee-reason", "备付金成本上升");
        await page.Locator("#fee-reason").BlurAsync();
        await page.ClickAsync("#preview");
        await Expect(page.Locator(".preview-changes")).ToContainTextAsync("0.06%");
        await page.ClickAsync("#submit");
        await Expect(page).ToHaveURLAsync(new Regex("/approvals/AP"), new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_of_the_pages_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        Directory.CreateDirectory(Screenshots.Folder);
        foreach (var width in new[] { 1440, 900 })
        {
            var page = await browser.SignInAsync(Roles.Operator, "/fees", width: width);
            await Screenshots.TakeAsync(
                page, width, "/fees", "/fees/1001", "/fees/1003", "/fees/preview", "/fees/statements", "/fees/settle", "/advances", "/advances/limit");
            await page.Context.CloseAsync();
            var channel = await browser.SignInAsync(Roles.PaymentCompany, "/advances/payouts", width: width);
            await Screenshots.TakeAsync(channel, width, "/advances/payouts", "/");
            await channel.Context.CloseAsync();
        }
    }
}
