using System.Text.RegularExpressions;
using CustodyConsole.Tests.Features;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Jobs;

/// <summary>An operator and a checker run and pause jobs, on a bank whose scheduler waits for people because it is years behind.</summary>
public sealed class JobPageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    private const float Runs = 20_000;

    [Fact]
    public async Task A_missed_day_is_run_by_two_people_and_the_run_is_seen_to_end()
    {
        var maker = await browser.SignInAsync(Roles.Operator, "/jobs", sample.Host);
        await maker.ClickAsync("a[href='jobs/day-cut']");
        await maker.ClickAsync("a[href='jobs/day-cut/run']");
        await maker.FillAsync("#reason", "前夜停机，补做日切");
        await maker.ClickAsync("#preview");
        await Expect(maker.Locator(".approval-summary")).ToContainTextAsync("日切");
        await maker.ClickAsync("#submit");
        await maker.ArriveAtApprovalAsync();
        var no = new Uri(maker.Url).Segments[^1];
        await Expect(maker.Locator("#approve")).ToHaveCountAsync(0);

        var checker = await browser.SignInAsync(Roles.Checker, "/approvals/" + no, sample.Host);
        await checker.ClickAsync("#approve");
        await checker.FillAsync("#step-up-password", "Fuhe-2017");
        await checker.PressAsync("#step-up-password", "Enter");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已执行");

        await maker.GotoAsync("/jobs/day-cut");
        await Expect(maker.Locator(".grid tbody tr .badge")).ToContainTextAsync("成功", new() { Timeout = Runs });
        await maker.ClickAsync(".grid a.row-link");
        await Expect(maker.Locator("main")).ToContainTextAsync("会计日由");
        await Expect(maker.Locator("main")).ToContainTextAsync(no);

        // The day cannot be closed before its jobs are done, and the page says which one it waits for.
        await maker.GotoAsync("/jobs/day-close/run");
        await maker.FillAsync("#reason", "补做关账");
        await maker.ClickAsync("#preview");
        await Expect(maker.Locator(".alert")).ToContainTextAsync("须在");

        // A step that fails says why, and is repeated once the cause is gone.
        var digests = Path.Combine(sample.Folder, "audit-digests.jsonl");
        await File.WriteAllTextAsync(digests, "{\"date\":", TestContext.Current.CancellationToken);
        await maker.GotoAsync("/jobs/audit-digest/run");
        await RunAsync("核对审计摘要", "失败");
        await Expect(maker.Locator(".approval-summary")).ToContainTextAsync("第 1 行");
        File.Delete(digests);
        await maker.ClickAsync("main a.button.primary[href*='audit-digest/run']");
        await RunAsync("摘要文件已恢复，重新运行", "成功");

        async Task RunAsync(string reason, string state)
        {
            await maker.FillAsync("#reason", reason);
            await maker.ClickAsync("#preview");
            await maker.ArriveAsync(new Regex("/jobs/runs/JR"));
            await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync(state, new() { Timeout = Runs });
        }
    }

    [Fact]
    public async Task A_job_is_paused_with_a_reason_and_let_go_on_by_another()
    {
        var maker = await browser.SignInAsync(Roles.Operator, "/jobs/backup", sample.Host);
        await maker.ClickAsync("#pause");
        await maker.FillAsync("#reason-text", "备份盘扩容");
        await maker.ClickAsync("dialog .button.primary");
        await Expect(maker.Locator("main .alert")).ToContainTextAsync("备份盘扩容");

        var administrator = await browser.SignInAsync(Roles.Administrator, "/jobs", sample.Host);
        await Expect(administrator.Locator("tr:has-text('数据库备份') .tag")).ToContainTextAsync("已暂停");
        await administrator.ClickAsync("a[href='jobs/backup']");
        await administrator.ClickAsync("#pause");
        await administrator.FillAsync("#reason-text", "扩容完成");
        await administrator.ClickAsync("dialog .button.primary");
        await Expect(administrator.Locator("main .alert")).ToHaveCountAsync(0);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
