using CustodyConsole.Tests.Features;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Approvals;

/// <summary>Three people side by side: one asks, two may decide.</summary>
public sealed class DualControlTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    /// <summary>Open pages follow within this time without being loaded again.</summary>
    private const float Follows = 2_000;

    [Fact]
    public async Task A_freeze_is_asked_for_by_one_approved_by_another_and_leaves_the_third_ones_inbox_by_itself()
    {
        var maker = await OpenAsync("operator", "/accounts/" + sample.Accounts["investor3"]);
        var checker = await OpenAsync("checker", "/approvals");
        var other = await OpenAsync("checker2", "/approvals");
        await Expect(other.Locator("main .empty")).ToContainTextAsync("没有待您复核的事项");

        await maker.ClickAsync("a[href$='/freeze']");
        await FillAsync(maker, "1,234.50", "（2017）沪0115执6666号");
        await Expect(maker.Locator(".capitals")).ToHaveTextAsync("人民币壹仟贰佰叁拾肆元伍角整");
        await maker.ClickAsync("#submit");
        await maker.ArriveAtApprovalAsync();
        var no = new Uri(maker.Url).Segments[^1];
        await Expect(maker.Locator(".alert")).ToContainTextAsync("由您本人发起或修改，须由另一人复核");
        await Expect(maker.Locator("#approve")).ToHaveCountAsync(0);

        await Expect(other.Locator("a.row-link")).ToHaveTextAsync(no, new() { Timeout = Follows });
        await Expect(other.Locator(".nav-count")).ToContainTextAsync("1");
        await checker.ClickAsync("a.row-link");
        await Expect(checker.Locator("main h1")).ToHaveTextAsync("司法冻结");
        await checker.ClickAsync("#approve");
        await ProveAsync(checker, "Wrong-Password-1");
        await Expect(checker.Locator("dialog .alert")).ToContainTextAsync("身份验证未通过");
        await ProveAsync(checker, "Fuhe-2017");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await Expect(other.Locator("a.row-link")).ToHaveCountAsync(0, new() { Timeout = Follows });
        await Expect(other.Locator(".nav-count")).ToHaveCountAsync(0);
        await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync("已执行", new() { Timeout = Follows });
        await Expect(maker.Locator(".alert")).ToContainTextAsync("页面已更新");
        await maker.ClickAsync("main a[href^='orders/']");
        await Expect(maker.Locator("main h1")).ToHaveTextAsync("司法冻结");
    }

    [Fact]
    public async Task Two_checkers_press_at_once_and_one_is_told_that_it_was_decided()
    {
        var no = await AskAsync("investor4", "800.00");
        var first = await OpenAsync("checker", "/approvals/" + no);
        var second = await OpenAsync("checker2", "/approvals/" + no);
        foreach (var (page, password) in new[] { (first, "Fuhe-2017"), (second, "Fuhe-2018") })
        {
            await page.ClickAsync("#approve");
            await page.FillAsync("#step-up-password", password);
        }

        await Task.WhenAll(first.PressAsync("#step-up-password", "Enter"), second.PressAsync("#step-up-password", "Enter"));

        foreach (var page in new[] { first, second })
            await Expect(page.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        var told = await first.Locator(".alert:has-text('处理完毕')").CountAsync()
            + await second.Locator(".alert:has-text('处理完毕')").CountAsync();
        Assert.Equal(1, told);
        await first.GotoAsync($"/accounts/{sample.Accounts["investor4"]}?tab=freezes");
        await Expect(first.Locator("tr:has-text('司法冻结')")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_rejection_asks_for_a_reason_and_is_found_again_by_its_maker()
    {
        var no = await AskAsync("investor7", "10.00");
        var checker = await OpenAsync("checker", "/approvals/" + no);
        await checker.ClickAsync(".button.danger");
        await checker.FillAsync("#reason-text", "文书与账户不符");
        await checker.ClickAsync("dialog .button.primary");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已驳回");

        var maker = await OpenAsync("operator2", "/approvals?state=Rejected");
        await maker.ClickAsync($"a.row-link:has-text('{no}')");
        await Expect(maker.Locator(".timeline")).ToContainTextAsync("文书与账户不符");
    }

    [Fact]
    public async Task Several_requests_are_approved_together_with_total_capitals_one_proof_and_a_result_for_each()
    {
        var numbers = new List<string> { await AskAsync("far1", "100.00"), await AskAsync("far2", "150.00") };
        var checker = await OpenAsync("checker", "/approvals?platform=8002");
        foreach (var no in numbers) await checker.ClickAsync($"tr:has-text('{no}') input[type=checkbox]");
        await Expect(checker.Locator(".bulk-bar .capitals")).ToHaveTextAsync("贰佰伍拾元整");
        await checker.ClickAsync(".bulk-bar .button.primary");
        await Expect(checker.Locator("dialog .amount-line")).ToContainTextAsync("250.00");
        await checker.ClickAsync("dialog .button.primary");
        await ProveAsync(checker, "Fuhe-2017");
        await Expect(checker.Locator("dialog .badge:has-text('已执行')")).ToHaveCountAsync(2);
        await checker.ClickAsync("dialog .button.primary");
        await Expect(checker.Locator("main .empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_account_says_what_is_pending_on_it_until_it_is_taken_back()
    {
        var no = await AskAsync("investor8", "5.00");
        var auditor = await OpenAsync("auditor", "/accounts/" + sample.Accounts["investor8"]);
        await Expect(auditor.Locator(".pending-approvals")).ToContainTextAsync("1 项待复核");
        var maker = await OpenAsync("operator2", "/approvals/" + no);
        await maker.ClickAsync(".page-actions .button");
        await maker.FillAsync("#reason-text", "录入有误");
        await maker.ClickAsync("dialog .button.primary");
        await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync("已撤回");
        await Expect(auditor.Locator(".pending-approvals")).ToHaveCountAsync(0, new() { Timeout = Follows });

        await auditor.GotoAsync($"/accounts/{sample.Accounts["investor8"]}?tab=audit");
        await Expect(auditor.Locator(".grid tbody tr")).ToHaveCountAsync(2);
        await Expect(auditor.Locator(".grid tbody tr:has-text('发起复核')")).ToHaveCountAsync(1);
        await Expect(auditor.Locator(".grid tbody tr:has-text('撤回')")).ToHaveCountAsync(1);
        await auditor.GotoAsync("/audit");
        await auditor.ClickAsync("#verify");
        await Expect(auditor.Locator(".verdict")).ToContainTextAsync("审计日志完整");
    }

    private async Task<string> AskAsync(string account, string amount)
    {
        var page = await OpenAsync("operator2", $"/accounts/{sample.Accounts[account]}/freeze");
        await FillAsync(page, amount, "（2017）沪0115执7777号");
        // Pressed twice: one request.
        await page.DblClickAsync("#submit");
        await page.ArriveAtApprovalAsync();
        var no = new Uri(page.Url).Segments[^1];
        await page.Context.CloseAsync();
        return no;
    }

    private static async Task FillAsync(IPage page, string amount, string document)
    {
        await page.FillAsync("#amount", amount);
        await page.FillAsync("#document", document);
        await page.FillAsync("#authority", "上海市浦东新区人民法院");
        await page.AttachAsync("协助冻结通知书.pdf");
        await page.ClickAsync("#preview");
        await page.WaitForSelectorAsync("#submit");
    }

    private static async Task ProveAsync(IPage page, string password)
    {
        await page.FillAsync("#step-up-password", password);
        await page.PressAsync("#step-up-password", "Enter");
    }

    private async Task<IPage> OpenAsync(string userName, string path)
    {
        var page = await browser.NewPageAsync(sample.Host);
        await BrowserFixture.SignInAsync(page, Security.DemoUsers.All.Single(user => user.UserName == userName), path);
        return page;
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
