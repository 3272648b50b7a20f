using System.IO.Compression;
using System.Text.RegularExpressions;
using CustodyConsole.Security;
using CustodyConsole.Tests.Features;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Reports;

/// <summary>A compliance officer exports a list, fetches and checks the file, asks for personal data in clear, and schedules a report.</summary>
public sealed class ReportPageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    /// <summary>How long the file of a small bank may take on a busy machine.</summary>
    private const float Making = 60_000;

    [Fact]
    public async Task A_filtered_list_is_exported_watched_fetched_and_checked_and_clear_data_takes_two()
    {
        var page = await browser.SignInAsync(Roles.Compliance, "/accounts?kind=Investor", sample.Host);
        var count = Regex.Match(await page.Locator(".pager").InnerTextAsync(), @"[\d,]+").Value;
        await page.ClickAsync(".export-button");
        await Expect(page.Locator("dialog .report-filter")).ToContainTextAsync("投资人");
        await page.ClickAsync("#export-start");
        await Expect(page.Locator("#export-download")).ToBeVisibleAsync(new() { Timeout = Making });
        await Expect(page.Locator(".export-progress")).ToContainTextAsync($"{count} 行");

        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#export-download"));
        Assert.StartsWith("存管账户余额登记表", download.SuggestedFilename, StringComparison.Ordinal);
        var file = await download.PathAsync();
        await using (var zip = await ZipFile.OpenReadAsync(file)) Assert.Contains(zip.Entries, entry => entry.FullName == "xl/workbook.xml");

        // The file as it was fetched is ours; with one byte changed it is not.
        await page.GotoAsync("/reports/check");
        await Expect(page.Locator("#check-file")).ToBeEnabledAsync();
        await page.SetInputFilesAsync("#check-file", file);
        await Expect(page.Locator("#verdict.holds")).ToContainTextAsync("未被改动");
        await Expect(page.Locator("#verdict")).ToContainTextAsync("审计日志第");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await page.SetInputFilesAsync("#check-file", new FilePayload { Name = "改动.xlsx", MimeType = "application/octet-stream", Buffer = bytes });
        await Expect(page.Locator("#verdict.broken")).ToContainTextAsync("核验不通过");

        // Of two files dropped one after the other the last counts: the first, which is read more slowly, says nothing more.
        Assert.Equal(["Begin 1 slow", "Begin 2 quick", "HashedAsync 2"], await page.EvaluateAsync<string[]>(TwoDrops));

        // The list of exports and the page of this one.
        await page.GotoAsync("/reports/runs");
        await Expect(page.Locator(".grid tbody tr").First).ToContainTextAsync("可下载");
        await page.ClickAsync(".grid a.row-link >> nth=0");
        await Expect(page.Locator(".timeline")).ToContainTextAsync("生成完成");
        await Expect(page.Locator("main")).ToContainTextAsync("控制总额");

        // Personal data in clear: a reason, a second person, and then it waits in the list by itself.
        await page.GotoAsync("/reports/account-register");
        await page.CheckAsync("#unmasked");
        await page.ClickAsync("#export");
        await Expect(page.Locator(".field-error")).ToContainTextAsync("原因");
        await page.FillAsync("#reason", "人民银行现场检查");
        await page.ClickAsync("#export");
        await Expect(page.Locator(".preview-changes")).ToContainTextAsync("明文");
        await page.ClickAsync("#submit");
        await page.ArriveAtApprovalAsync();
        var checker = await browser.SignInAsync(Roles.Checker, new Uri(page.Url).AbsolutePath, sample.Host);
        await checker.ClickAsync("#approve");
        await checker.FillAsync("#step-up-password", DemoUsers.All.First(user => user.Role == Roles.Checker).Password);
        await checker.PressAsync("#step-up-password", "Enter");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await page.GotoAsync("/reports/runs");
        await Expect(page.Locator(".grid tbody tr").First).ToContainTextAsync("明文");
        await Expect(page.Locator(".grid tbody tr").First).ToContainTextAsync("可下载", new() { Timeout = Making });
        await checker.GotoAsync("/reports/runs");
        await Expect(checker.Locator(".grid tbody tr").First).ToContainTextAsync("可下载");
        await Expect(checker.Locator(".grid tbody tr").First.Locator("a[href^='reports/files/']")).ToHaveCountAsync(0);

        // A schedule is made once and stopped.
        await page.GotoAsync("/reports/schedules");
        await page.SelectOptionAsync("#schedule-report", "journal");
        await page.SelectOptionAsync("#schedule-cadence", "Daily");
        // Each choice shows what is chosen, the language of the file too.
        await Expect(page.Locator("#schedule-language")).ToHaveValueAsync("zh");
        await page.SelectOptionAsync("#schedule-language", "en");
        await page.ClickAsync("#schedule-add");
        await Expect(page.Locator(".grid tbody tr")).ToContainTextAsync("英文版");
        await Expect(page.Locator("#schedule-language")).ToHaveValueAsync("en");
        await Expect(page.Locator(".grid tbody tr")).ToContainTextAsync("启用");
        await page.ClickAsync("#schedule-add");
        await Expect(page.Locator(".alert-code")).ToHaveTextAsync("report.same-schedule");
        await page.ClickAsync(".grid tbody button");
        await Expect(page.Locator(".grid tbody tr")).ToContainTextAsync("已停用");
        await checker.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pictures_of_the_pages_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        var page = await browser.SignInAsync(Roles.Compliance, "/accounts?kind=Investor", sample.Host);
        foreach (var address in new[] { "/accounts?kind=Investor", "/journal" })
        {
            await page.GotoAsync(address);
            await page.ClickAsync(".export-button");
            await page.ClickAsync("#export-start");
            await Expect(page.Locator("#export-download")).ToBeVisibleAsync(new() { Timeout = Making });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder!, $"dialog-{address.Length}.png") });
        }

        await page.ClickAsync("dialog a[href^='reports/runs/']");
        await page.ArriveAsync(new Regex("/reports/runs/RP"));
        var run = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync("/reports/schedules");
        await page.SelectOptionAsync("#schedule-report", "journal");
        await page.ClickAsync("#schedule-add");
        await page.GotoAsync("/reports/check");
        await Expect(page.Locator("#check-file")).ToBeEnabledAsync();
        await page.SetInputFilesAsync("#check-file", new FilePayload { Name = "改动.xlsx", MimeType = "application/octet-stream", Buffer = [1, 2, 3] });
        await Expect(page.Locator("#verdict")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder!, "check-broken.png"), FullPage = true });
        await page.FillAsync("#hash", await HashOfAsync(page, run));
        await page.ClickAsync("#check-hash");
        await Expect(page.Locator("#verdict.holds")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder!, "check-holds.png"), FullPage = true });
        await Screenshots.TakeAsync(
            browser, Roles.Compliance, sample.Host,
            ["/reports", "/reports/account-register", "/reports/runs", run, "/reports/schedules", "/reports/check", "/accounts?kind=Investor"]);
    }

    /// <summary>Drops two files on the script alone; the slow one yields its only byte after the quick one has ended.</summary>
    private const string TwoDrops = """
        async () => {
          const { watch } = await import('/reports.js?alone');
          const said = [], zone = new EventTarget(), input = new EventTarget();
          zone.classList = { add() {}, remove() {} };
          let hashed, release;
          const done = new Promise(resolve => hashed = resolve);
          const page = { invokeMethodAsync: async (...words) => {
            if (words[0] !== 'Progress') said.push(words.slice(0, words[0] === 'Begin' ? 3 : 2).join(' '));
            if (words[0] === 'HashedAsync') hashed();
          } };
          const slow = new ReadableStream({ start(control) { release = () => { control.enqueue(new Uint8Array(1)); control.close(); }; } });
          const drop = (name, stream) => zone.dispatchEvent(Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files: [{ name, size: 1, stream: () => stream }] } }));
          watch(zone, input, page);
          drop('slow', slow);
          drop('quick', new Blob([new Uint8Array(1)]).stream());
          await done;
          release();
          await new Promise(resolve => setTimeout(resolve, 0));
          await new Promise(resolve => setTimeout(resolve, 0));
          return said;
        }
        """;

    private static async Task<string> HashOfAsync(IPage page, string run)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(run);
        var hash = await other.Locator(".copyable.hash .number").InnerTextAsync();
        await other.CloseAsync();
        return hash.Trim();
    }
}
