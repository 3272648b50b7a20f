using System.Text;
using System.Text.RegularExpressions;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Tests.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Features;

/// <summary>Settlement, the calendar and the day end in a browser.</summary>
public sealed class SettlementPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Two_people_confirm_a_batch_that_brought_too_little_and_take_a_calendar_over()
    {
        var folder = Directory.CreateTempSubdirectory("custody-settlement-").FullName;
        var database = Path.Combine(folder, "custody.db");
        string no;
        await using (var bank = await SampleBank.OpenAsync(database, folder, keep: true))
        {
            var through = bank.Today.AddDays(-1);
            await bank.AskAsync(new SettlePool(bank.Head(bank.Star), through, new DateOnly(2017, 10, 9)));
            await using var db = bank.Database.CreateDbContext();
            no = (await db.Batches.SingleAsync(TestContext.Current.CancellationToken)).No;
        }

        // The payment company knows nothing of the transfer, so people have to say what arrived.
        await using (var host = await HostProcess.StartAsync(
            ("Custody__Database", database), ("Custody__Sandbox__SettlementLatePerMille", "1000")))
        {
            var maker = await OpenAsync(host, "operator", "/settlement");
            await maker.ClickAsync($"a.row-link:has-text('{no}')");
            var net = await maker.Locator(".cards .stat-value").Last.InnerTextAsync();
            await Expect(maker.Locator(".pager-total")).ToContainTextAsync(net.Trim());
            await maker.ClickAsync("a[href$='/confirm']");
            var expected = decimal.Parse(await maker.InputValueAsync("#amount"), System.Globalization.CultureInfo.InvariantCulture);
            await maker.FillAsync("#amount", (expected - 100).ToString(System.Globalization.CultureInfo.InvariantCulture));
            await maker.ClickAsync("#preview");
            await Expect(maker.Locator(".alert-code")).ToHaveTextAsync("approval.reason-missing");
            await maker.FillAsync("#note", "少划一笔");
            await maker.ClickAsync("#preview");
            await Expect(maker.Locator(".preview-changes")).ToContainTextAsync("短款挂账");
            await maker.ClickAsync("#submit");
            await maker.ArriveAtApprovalAsync();
            await ApproveAsync(host, new Uri(maker.Url).AbsolutePath, proves: true);

            await maker.GotoAsync("/settlement/" + no);
            await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync("已完成");
            await maker.ClickAsync("main a[href^='settlement/suspense/']");
            await Expect(maker.Locator("main h1")).ToContainTextAsync("短款");
            await Expect(maker.Locator(".key-values, dl").First).ToContainTextAsync("100.00");

            await maker.GotoAsync("/calendar/change");
            await Expect(maker.Locator("#file")).ToBeEnabledAsync();
            await maker.SetInputFilesAsync("#file", new FilePayload { Name = "2031.json", MimeType = "application/json", Buffer = "[]"u8.ToArray() });
            await maker.FillAsync("#file-reason", "国务院办公厅通知");
            await maker.ClickAsync("#preview-file");
            await Expect(maker.Locator(".alert-code")).ToHaveTextAsync("calendar.not-the-form");
            const string Year = """{"year":2031,"days":[{"name":"国庆节","date":"2031-10-01","isOffDay":true},{"name":"国庆节","date":"2031-10-04","isOffDay":false}]}""";
            await maker.SetInputFilesAsync(
                "#file", new FilePayload { Name = "2031.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(Year) });
            await Expect(maker.Locator(".file-button").First).ToContainTextAsync("2031.json");
            await maker.ClickAsync("#preview-file");
            await Expect(maker.Locator(".preview-changes")).ToContainTextAsync("2031-10-01");
            await maker.ClickAsync("#submit");
            await maker.ArriveAtApprovalAsync();
            await ApproveAsync(host, new Uri(maker.Url).AbsolutePath, proves: false);
            await maker.GotoAsync("/calendar?year=2031");
            await Expect(maker.Locator("td[title^='2031-10-01']")).ToHaveClassAsync(new Regex("kind-holiday"));
            await Expect(maker.Locator("td[title^='2031-10-04']")).ToHaveClassAsync(new Regex("kind-makeupworkday"));
            await maker.Context.CloseAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pictures_of_the_pages_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        Directory.CreateDirectory(Screenshots.Folder);
        var yesterday = DateTime.UtcNow.AddHours(8).AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var page = await browser.SignInAsync(Roles.Operator, "/settlement");
        await page.SetViewportSizeAsync(1440, 900);
        var batch = await page.Locator("a.row-link").First.GetAttributeAsync("href");
        await page.GotoAsync("/settlement/suspense");
        var item = await page.Locator("a.row-link").First.GetAttributeAsync("href");
        foreach (var (name, path) in new[]
            {
                ("settlement", "/settlement"), ("settlement-batch", "/" + batch), ("settlement-instruct", "/settlement/instruct"),
                ("suspense", "/settlement/suspense"), ("suspense-item", "/" + item), ("days", "/days"), ("day", "/days/" + yesterday),
                ("calendar", "/calendar"), ("calendar-month", "/calendar/2026/10"), ("calendar-provisional", "/calendar?year=2027"),
                ("calendar-change", "/calendar/change"), ("cut-off", "/days/cut-off"), ("home", "/"),
            })
        {
            await page.GotoAsync(path);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder, $"{name}.png"), FullPage = true });
        }

        await page.GotoAsync("/jobs/runs?state=Failed");
        var run = await page.Locator("a.row-link").First.GetAttributeAsync("href");
        await page.Context.CloseAsync();
        foreach (var width in new[] { 900, 390 })
        {
            var narrow = await browser.SignInAsync(Roles.Operator, "/settlement", width: width);
            await Screenshots.TakeAsync(
                narrow, width, "/settlement", "/" + batch, "/days", "/days/" + yesterday, "/calendar", "/calendar/2026/10", "/calendar/2027/10",
                "/advances", "/fees", "/fees/preview", "/jobs", "/jobs/runs", "/jobs/firings", "/jobs/day-close", "/" + run);
            await narrow.Context.CloseAsync();
        }
    }

    private async Task ApproveAsync(HostProcess host, string path, bool proves)
    {
        var checker = await OpenAsync(host, "checker", path);
        await checker.ClickAsync("#approve");
        if (proves)
        {
            await checker.FillAsync("#step-up-password", "Fuhe-2017");
            await checker.PressAsync("#step-up-password", "Enter");
        }

        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await checker.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(HostProcess host, string userName, string path)
    {
        var page = await browser.NewPageAsync(host);
        await BrowserFixture.SignInAsync(page, Security.DemoUsers.All.Single(user => user.UserName == userName), path);
        return page;
    }
}
