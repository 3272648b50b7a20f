using CustodyConsole.Tests.Features;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Approvals;

public sealed class ApprovalScreenshotTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task Pictures_of_approvals_and_audit_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        var maker = await browser.SignInAsync(Roles.Operator, host: sample.Host);
        var numbers = new List<string>();
        foreach (var (account, amount) in new[] { ("investor3", "1,234.50"), ("investor4", "800.00"), ("far1", "100.00"), ("investor7", "20.00") })
        {
            await maker.GotoAsync($"/accounts/{sample.Accounts[account]}/freeze");
            await maker.FillAsync("#amount", amount);
            await maker.FillAsync("#document", $"（2017）沪0115执{8000 + numbers.Count}号");
            await maker.FillAsync("#authority", "上海市浦东新区人民法院");
            await maker.AttachAsync("协助冻结通知书.pdf");
            await maker.ClickAsync("#preview");
            await maker.WaitForSelectorAsync("#submit");
            if (numbers.Count == 0) await ShootAsync(maker, "freeze-form");
            await maker.ClickAsync("#submit");
            await maker.ArriveAtApprovalAsync();
            numbers.Add(new Uri(maker.Url).Segments[^1]);
        }

        var checker = await browser.SignInAsync(Roles.Checker, "/approvals", sample.Host);
        await checker.ClickAsync($"tr:has-text('{numbers[0]}') input[type=checkbox]");
        await checker.ClickAsync($"tr:has-text('{numbers[1]}') input[type=checkbox]");
        await ShootAsync(checker, "inbox-selected");
        await checker.ClickAsync(".bulk-bar .button.primary");
        await checker.WaitForSelectorAsync("dialog tbody tr");
        await ShootAsync(checker, "bulk");
        await checker.ClickAsync("dialog .button.primary");
        await checker.WaitForSelectorAsync("#step-up-password");
        await ShootAsync(checker, "step-up");
        await checker.FillAsync("#step-up-password", "Fuhe-2017");
        await checker.PressAsync("#step-up-password", "Enter");
        await checker.WaitForSelectorAsync("dialog td .badge");
        await ShootAsync(checker, "bulk-result");
        await Screenshots.TakeAsync(browser, Roles.Checker, sample.Host, ["/approvals", $"/approvals/{numbers[3]}", $"/approvals/{numbers[0]}", "/approvals?tab=all", "/approvals/rules"]);
        await Screenshots.TakeAsync(browser, Roles.Operator, sample.Host, [$"/approvals/{numbers[3]}", $"/accounts/{sample.Accounts["investor7"]}"]);
        await Screenshots.TakeAsync(browser, Roles.Auditor, sample.Host, ["/audit", "/audit/3", $"/accounts/{sample.Accounts["investor7"]}?tab=audit"]);
        await Screenshots.TakeAsync(browser, Roles.Administrator, sample.Host, ["/approvals/rules/JudicialFreeze", "/approvals/rules?history=JudicialFreeze"]);
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Screenshots.Folder!);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder!, $"_{name}.png") });
    }
}
