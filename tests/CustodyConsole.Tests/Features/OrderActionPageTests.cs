using CustodyConsole.Domain.Orders;
using CustodyConsole.Tests.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Features;

/// <summary>What people do about a payment that has not ended, and about what the channels take, in a browser.</summary>
public sealed class OrderActionPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Two_people_intercept_a_withdrawal_book_another_by_its_paper_and_limit_a_channel()
    {
        var folder = Directory.CreateTempSubdirectory("custody-orders-").FullName;
        var database = Path.Combine(folder, "custody.db");
        string accepted, unknown;
        await using (var bank = await SampleBank.OpenAsync(database, folder, keep: true))
        {
            await using var db = bank.Database.CreateDbContext();
            async Task<string> FirstAsync(OrderState state) => (await db.Orders.FirstAsync(
                order => order.Type == OrderType.Withdrawal && order.State == state, TestContext.Current.CancellationToken)).OrderNo;
            (accepted, unknown) = (await FirstAsync(OrderState.Accepted), await FirstAsync(OrderState.Unknown));
        }

        // The jobs would bring both orders to their ends before anybody looks at them.
        await using (var host = await HostProcess.StartAsync(("Custody__Database", database), ("Custody__Jobs", "false")))
        {
            var maker = await browser.SignInAsync(Roles.Operator, "/orders/" + accepted, host);
            await maker.ClickAsync("a[href$='/intercept']");
            await maker.FillAsync("#reason", "疑似账户被盗用");
            await SubmitAsync(maker, "已拦截");
            var request = new Uri(maker.Url).AbsolutePath;
            await maker.GotoAsync("/orders/" + accepted);
            await Expect(maker.Locator(".alert.tone-warning")).ToContainTextAsync("已申请拦截");
            await ApproveAsync(host, request);
            await maker.ReloadAsync();
            await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync("已拦截");

            await maker.GotoAsync("/orders/" + unknown);
            await maker.ClickAsync("a[href$='/statement']");
            await maker.FillAsync("#document", "汇付函〔2017〕12号");
            await maker.FillAsync("#serial", "Y-PAPER-1");
            await maker.AttachAsync("情况说明.pdf");
            await SubmitAsync(maker, "情况说明.pdf");
            await ApproveAsync(host, new Uri(maker.Url).AbsolutePath);
            await maker.GotoAsync("/orders/" + unknown);
            await Expect(maker.Locator(".page-head .badge")).ToContainTextAsync("成功");
            await Expect(maker.Locator(".timeline")).ToContainTextAsync("书面答复");

            await maker.GotoAsync("/channels/8001");
            await maker.Locator("a[href*='kind=Payout']").First.ClickAsync();
            await maker.FillAsync("#single", "50000");
            await maker.FillAsync("#opens", "9:00");
            await maker.FillAsync("#closes", "25:00");
            await maker.FillAsync("#reason", "支付公司下调限额");
            await maker.ClickAsync("#preview");
            await Expect(maker.Locator(".alert-code")).ToHaveTextAsync("channel.hours-empty");
            await maker.FillAsync("#closes", "17:00");
            await SubmitAsync(maker, "出款渠道单笔限额为 50,000.00 元");
            await ApproveAsync(host, new Uri(maker.Url).AbsolutePath);
            await maker.GotoAsync("/channels/8001");
            await Expect(maker.Locator(".fee-line")).ToContainTextAsync("50,000.00 元");
            if (Screenshots.Folder is not null)
            {
                await Screenshots.TakeAsync(
                    browser, Roles.Operator, host, ["/channels", "/channels/8001", "/channels/8001/change", "/orders/" + unknown, $"/orders/{unknown}/statement", "/fees/preview"]);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task SubmitAsync(IPage page, string shown)
    {
        await page.Keyboard.PressAsync("Tab");
        await page.ClickAsync("#preview");
        await Expect(page.Locator(".preview-changes")).ToContainTextAsync(shown);
        await page.ClickAsync("#submit");
        await page.ArriveAtApprovalAsync();
    }

    private async Task ApproveAsync(HostProcess host, string request)
    {
        var checker = await browser.SignInAsync(Roles.Checker, request, host);
        await checker.ClickAsync("#approve");
        var password = checker.Locator("#step-up-password");
        await Expect(password.Or(checker.Locator(".timeline >> text=复核通过"))).ToBeVisibleAsync();
        if (await password.IsVisibleAsync())
        {
            await password.FillAsync(Security.DemoUsers.All.First(user => user.Role == Roles.Checker).Password);
            await checker.ClickAsync("dialog button[type=submit]");
        }

        await Expect(checker.Locator(".page-head .badge").First).ToContainTextAsync("已执行");
        await checker.Context.CloseAsync();
    }
}
