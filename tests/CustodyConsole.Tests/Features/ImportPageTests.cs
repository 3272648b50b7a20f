using CustodyConsole.Domain.Platforms;
using CustodyConsole.Excel;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Features;

/// <summary>The import of platforms in a browser: a file with a bad row comes back, the mended one is approved.</summary>
public sealed class ImportPageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task A_file_with_a_bad_row_comes_back_with_the_reason_and_the_mended_one_opens_its_platforms()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/platforms/onboarding", sample.Host);
        await page.ClickAsync("a[href='platforms/import']");
        var template = await page.APIRequest.GetAsync("/platforms/import/template");
        Assert.Equal((200, ImportTemplate.MediaType), (template.Status, template.Headers["content-type"]));
        Assert.Single(WorkbookReader.Read(await template.BodyAsync(), ImportTemplate.Sheet, ImportFile.Limits).Value);

        await UploadAsync(page, "不是表格.xlsx", "MZ"u8.ToArray());
        await Assertions.Expect(page.Locator(".alert.tone-danger")).ToContainTextAsync("文件是文本或 CSV 文件，不是 Excel 工作簿");
        var good = PlatformWorkbook.Row("3001", "陆海金服", "上海陆海互联网金融信息服务有限公司", 1);
        var bad = PlatformWorkbook.Row("30", "红岭优贷", "深圳红岭优贷电子商务有限公司", 2);
        await UploadAsync(page, "平台.xlsx", PlatformWorkbook.Of([good, bad]));
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("平台编号应为 4 位数字");
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        var result = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#import-result"));
        Assert.Equal("平台-校验结果.xlsx", result.SuggestedFilename);
        var back = WorkbookReader.Read(await File.ReadAllBytesAsync(await result.PathAsync()), ImportTemplate.Sheet, ImportFile.Limits).Value;
        Assert.Contains("应为 4 位数字", back[2].Cells[ImportColumn.All.Count + 2].Text, StringComparison.Ordinal);

        bad["No"] = new ImportValue("3002");
        await UploadAsync(page, "平台.xlsx", PlatformWorkbook.Of([good, bad]));
        await page.FillAsync("#reason", "存管迁移");
        await page.PressAsync("#reason", "Tab");
        await page.ClickAsync("#preview");
        await page.ClickAsync("#submit");
        await page.ArriveAtApprovalAsync();
        await Assertions.Expect(page.Locator(".changes").First).ToContainTextAsync("平台.xlsx · SHA-256");

        var checker = await browser.SignInAsync(Roles.Checker, new Uri(page.Url).AbsolutePath, sample.Host);
        // What all have in common, and every field of each.
        await Assertions.Expect(checker.Locator(".panel:has-text('2 个平台一致的条款') tr:has-text('入驻时提现手续费')")).ToContainTextAsync("2.00");
        await checker.ClickAsync("#imported-3");
        var terms = checker.Locator("#imported-terms-3");
        foreach (var text in new[] { "红岭优贷", "5.00%", "200,000.00", "1,000,000.00", "四舍五入", "https://api.platform.example/notice", "CG-30", "长期" })
            await Assertions.Expect(terms).ToContainTextAsync(text);
        await checker.ClickAsync("#approve");
        await Assertions.Expect(checker.Locator("main .badge").First).ToContainTextAsync("已执行");
        await checker.GotoAsync("/platforms/3002");
        await Assertions.Expect(checker.Locator("h1")).ToContainTextAsync("红岭优贷");
        await Assertions.Expect(checker.Locator("main .badge").First).ToContainTextAsync("已暂停");
    }

    private static async Task UploadAsync(IPage page, string name, byte[] bytes)
    {
        await Assertions.Expect(page.Locator("#import-file")).ToBeEnabledAsync();
        await page.SetInputFilesAsync("#import-file", new FilePayload { Name = name, MimeType = ImportTemplate.MediaType, Buffer = bytes });
    }
}
