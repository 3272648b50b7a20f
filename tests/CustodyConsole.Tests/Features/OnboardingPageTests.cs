using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Features;

/// <summary>Taking a platform on, in a browser, as several people.</summary>
public sealed class OnboardingPageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task What_is_typed_is_saved_at_once_and_is_there_again_after_the_page_is_loaded_anew()
    {
        var page = await BeginAsync();
        await FillAsync(page, "CompanyName", "长河金融信息服务（厦门）有限公司");
        await FillAsync(page, "CreditCode", "91350100m000100y44");
        await Expect(page.Locator("[id='CreditCode'] .field-error")).ToContainTextAsync("校验位");
        await FillAsync(page, "CreditCode", "91350100m000100y43");
        await Expect(page.Locator("[id='CreditCode'] .field-error")).ToHaveCountAsync(0);
        await FillAsync(page, "RepresentativeIdentity", "11010519491231002X");
        await Expect(page.Locator("[id='RepresentativeIdentity'] .masked")).ToHaveTextAsync("110***********002X");
        await Expect(page.Locator(".saved")).ToContainTextAsync("已保存");

        await page.ReloadAsync();

        await Expect(page.Locator("[id='in-CompanyName']")).ToHaveValueAsync("长河金融信息服务（厦门）有限公司");
        await Expect(page.Locator("[id='in-CreditCode']")).ToHaveValueAsync("91350100M000100Y43");
        Assert.DoesNotContain("11010519491231002X", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_opened_twice_loses_nothing_and_the_second_is_told()
    {
        var first = await BeginAsync();
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync(new Uri(first.Url).AbsolutePath);
        await second.WaitForSelectorAsync("[id='in-Name']");
        await FillAsync(first, "Name", "长河网贷");
        await Expect(first.Locator("h1")).ToContainTextAsync("长河网贷");

        await FillAsync(second, "CompanyName", "另一家公司");

        await Expect(second.Locator(".alert.tone-warning")).ToContainTextAsync("陈嘉怡");
        await Expect(second.Locator(".alert.tone-warning tbody tr")).ToHaveCountAsync(2);
        await second.ClickAsync("text=采用对方内容");
        await Expect(second.Locator("[id='in-Name']")).ToHaveValueAsync("长河网贷");
        await FillAsync(second, "CompanyName", "另一家公司");
        await Expect(second.Locator(".alert.tone-warning")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_checklist_leads_to_the_field_and_nothing_incomplete_is_submitted()
    {
        var page = await BeginAsync();
        await page.ClickAsync(".wizard-steps a[href*='Review']");
        await Expect(page.Locator("button:has-text('提交复核')")).ToBeDisabledAsync();

        await page.Locator(".checklist li", new PageLocatorOptions { HasText = "通知地址" }).Locator("a").ClickAsync();

        await Expect(page.Locator("[id='NoticeUrl'] .field-error")).ToContainTextAsync("未填写");
        await FillAsync(page, "NoticeUrl", "http://www.changhe.example/");
        await Expect(page.Locator("[id='NoticeUrl'] .field-error")).ToContainTextAsync("https://");
    }

    [Fact]
    public async Task A_file_is_uploaded_checked_by_its_content_and_given_out_only_to_those_who_may_see_it()
    {
        var page = await BeginAsync();
        await page.ClickAsync(".wizard-steps a[href*='Licences']");
        var input = page.Locator("[id='in-Licence.BusinessLicence.File']");
        await Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(new FilePayload { Name = "假.pdf", MimeType = "application/pdf", Buffer = "MZ"u8.ToArray() });
        await Expect(page.Locator("[id='Licence.BusinessLicence.File'] .field-error")).ToContainTextAsync("不是 PDF");
        await input.SetInputFilesAsync(new FilePayload
        {
            Name = "营业执照.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.4\n"u8, .. new byte[200_000]],
        });
        var link = page.Locator("[id='Licence.BusinessLicence.File'] a");
        await Expect(link).ToContainTextAsync("营业执照.pdf");
        var address = "/" + await link.GetAttributeAsync("href");

        var answer = await page.APIRequest.GetAsync(address);

        Assert.Equal((200, "application/pdf", 200_009), (answer.Status, answer.Headers["content-type"], (await answer.BodyAsync()).Length));
        Assert.StartsWith("attachment", answer.Headers["content-disposition"], StringComparison.Ordinal);
        var reconciler = await browser.SignInAsync(Roles.Reconciler, host: sample.Host);
        Assert.NotEqual("application/pdf", (await reconciler.APIRequest.GetAsync(address)).Headers["content-type"]);
    }

    [Fact]
    public async Task A_suspension_is_asked_for_on_the_platforms_page_and_waits_there_for_another_person()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/platforms/8002", sample.Host);
        await page.ClickAsync(".action-row button:has-text('暂停')");
        await page.FillAsync(".reason textarea", "风险排查");
        await page.ClickAsync(".wizard-move button:has-text('提交复核')");
        await page.ArriveAtApprovalAsync();
        await page.GotoAsync("/platforms/8002");
        await Expect(page.Locator(".pending-approvals")).ToBeVisibleAsync();
        await page.ClickAsync(".action-row button:has-text('退出')");
        await page.FillAsync(".reason textarea", "协议到期");
        await page.ClickAsync(".wizard-move button:has-text('提交复核')");
        await Expect(page.Locator(".panel .alert.tone-danger")).ToContainTextAsync("尚不能退出");
    }

    [Fact]
    public async Task A_checker_looks_at_a_draft_and_cannot_change_it()
    {
        var page = await BeginAsync();
        var checker = await browser.SignInAsync(Roles.Checker, new Uri(page.Url).AbsolutePath, sample.Host);

        await Expect(checker.Locator("[id='in-Name']")).ToBeDisabledAsync();
        await checker.GotoAsync("/platforms/onboarding");
        await Expect(checker.Locator(".page-actions button")).ToHaveCountAsync(0);
    }

    private async Task<IPage> BeginAsync()
    {
        var page = await browser.SignInAsync(Roles.Operator, "/platforms/onboarding", sample.Host);
        await page.ClickAsync("button:has-text('新建入驻')");
        await page.WaitForSelectorAsync("[id='in-Name']");
        return page;
    }

    private static async Task FillAsync(IPage page, string key, string text)
    {
        await page.FillAsync($"[id='in-{key}']", text);
        await page.PressAsync($"[id='in-{key}']", "Tab");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
