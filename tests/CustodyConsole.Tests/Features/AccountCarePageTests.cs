using System.Text.RegularExpressions;
using CustodyConsole.Security;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Features;

/// <summary>Closing, card change and the look at personal data in a browser, as several people.</summary>
public sealed partial class AccountCarePageTests(BrowserFixture browser, SampleHost sample) : IClassFixture<SampleHost>
{
    [Fact]
    public async Task An_account_with_money_says_why_it_stays_and_an_empty_one_is_closed_by_two_people()
    {
        var page = await browser.SignInAsync(Roles.Operator, $"/accounts/{sample.Accounts["investor7"]}/close", sample.Host);
        await PreviewClosingAsync(page);
        await Expect(page.Locator(".alert.tone-danger")).ToContainTextAsync("不能销户：余额");
        await Expect(page.Locator("#submit")).ToHaveCountAsync(0);

        var empty = sample.Accounts["borrower2"];
        await page.GotoAsync($"/accounts/{empty}");
        await page.ClickAsync($"a[href='accounts/{empty}/close']");
        await PreviewClosingAsync(page);
        await page.ClickAsync("#submit");
        await page.ArriveAtApprovalAsync();
        var request = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync($"/accounts/{empty}");
        await Expect(page.Locator(".pending-approvals")).ToContainTextAsync("1 项待复核");

        var checker = await browser.SignInAsync(Roles.Checker, request, sample.Host);
        await checker.ClickAsync("#approve");
        await Expect(checker.Locator(".timeline")).ToContainTextAsync("销户完成通知");
        await Expect(checker.Locator(".timeline")).ToContainTextAsync("待发送");
        await page.ReloadAsync();
        await Expect(page.Locator("main .badge").First).ToContainTextAsync("已销户");
        await Expect(page.Locator($"a[href='accounts/{empty}/close']")).ToHaveCountAsync(0);
        await Expect(page.Locator(".pending-approvals")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Personal_data_is_shown_for_a_reason_and_a_password_hidden_again_and_counted_for_compliance()
    {
        var account = sample.Accounts["investor8"];
        var page = await browser.SignInAsync(Roles.Operator, $"/accounts/{account}", sample.Host);
        await Expect(page.Locator("#reveal-Mobile .masked")).ToHaveTextAsync(MaskedMobile());
        await page.ClickAsync("#reveal-Mobile button");
        await page.SelectOptionAsync("#reveal-reason", "Complaint");
        await page.FillAsync("#reveal-text", "工单 2017-118");
        await page.ClickAsync("dialog button[type=submit]");
        await page.FillAsync("#step-up-password", DemoUsers.All.First(user => user.Role == Roles.Operator).Password);
        await page.ClickAsync("dialog button[type=submit]");
        await Expect(page.Locator("#reveal-Mobile .revealed")).ToHaveTextAsync(Mobile());
        var mobile = await page.Locator("#reveal-Mobile .revealed").InnerTextAsync();
        await Expect(page.Locator("#reveal-Mobile [role=timer]")).ToContainTextAsync("秒后隐藏");
        await page.ClickAsync("#reveal-Mobile button:has-text('隐藏')");
        await Expect(page.Locator("#reveal-Mobile .masked")).ToHaveTextAsync(MaskedMobile());
        Assert.DoesNotContain(mobile, await page.ContentAsync(), StringComparison.Ordinal);

        var compliance = await browser.SignInAsync(Roles.Compliance, "/audit", sample.Host);
        var rates = compliance.Locator("section, .panel").Filter(new LocatorFilterOptions { HasText = "敏感信息查看频次" }).First;
        await Expect(rates.Locator("tbody tr").First).ToContainTextAsync("operator");
        await compliance.GotoAsync($"/audit?action={Permissions.AccountsReveal}");
        await Expect(compliance.Locator(".grid tbody tr").First).ToContainTextAsync("投诉处理：工单 2017-118");
        Assert.DoesNotContain(mobile, await compliance.ContentAsync(), StringComparison.Ordinal);

        var checker = await browser.SignInAsync(Roles.Checker, $"/accounts/{account}", sample.Host);
        await Expect(checker.Locator("#reveal-Mobile .masked")).ToBeVisibleAsync();
        await Expect(checker.Locator("#reveal-Mobile button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_new_card_is_checked_with_its_evidence_and_waits_for_another_person()
    {
        var account = sample.Accounts["investor9"];
        var page = await browser.SignInAsync(Roles.Operator, $"/accounts/{account}/card", sample.Host);
        var card = new Domain.Accounts.InventedPeople(11).Person(900);
        await page.FillAsync("#card", card.CardNumber);
        await page.FillAsync("#mobile", card.Mobile);
        await page.FillAsync("#reason", "旧卡遗失");
        await page.PressAsync("#reason", "Tab");
        await page.ClickAsync("#preview");
        await Expect(page.Locator(".alert.tone-danger")).ToContainTextAsync("证明材料");
        await page.AttachAsync("换卡申请表.pdf");
        await page.ClickAsync("#preview");
        await Expect(page.Locator(".changes")).ToContainTextAsync("*" + card.CardNumber[^4..]);
        await page.ClickAsync("#submit");
        await page.ArriveAtApprovalAsync();

        var checker = await browser.SignInAsync(Roles.Checker, new Uri(page.Url).AbsolutePath, sample.Host);
        var file = checker.Locator(".files a");
        await Expect(file).ToContainTextAsync("换卡申请表.pdf");
        var answer = await checker.APIRequest.GetAsync("/" + await file.GetAttributeAsync("href"));
        Assert.Equal((200, 1_009), (answer.Status, (await answer.BodyAsync()).Length));
        Assert.DoesNotContain(card.CardNumber, await checker.ContentAsync(), StringComparison.Ordinal);
    }

    private static async Task PreviewClosingAsync(IPage page)
    {
        await page.FillAsync("#reason", "客户申请销户");
        await page.PressAsync("#reason", "Tab");
        await page.ClickAsync("#preview");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    [GeneratedRegex(@"^\*\d{4}$")]
    private static partial Regex MaskedMobile();

    [GeneratedRegex(@"^1\d{10}$")]
    private static partial Regex Mobile();
}
