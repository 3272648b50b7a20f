using System.Text.RegularExpressions;
using CustodyConsole.Security;
using CustodyConsole.Tests.CommandLine;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Staff;

/// <summary>A bank without demo, from the first two administrators to an operator who comes and goes, in a real browser.</summary>
public sealed class StaffJourneyTests(BrowserFixture browser)
{
    private const string Password = "Zhuhai-Bund-1932";

    /// <summary>An open page is closed within this time, the check being set to a second.</summary>
    private const float Follows = 10_000;

    [Fact]
    public async Task Two_administrators_open_a_user_who_activates_enrols_and_is_closed_out_when_disabled()
    {
        var folder = Directory.CreateTempSubdirectory("custody-staff-").FullName;
        var database = Path.Combine(folder, "custody.db");
        var run = await CommandRun.OfAsync(
            "staff", "bootstrap", "--database", database, "--administrator", "sunli,孙立,10006", "--administrator", "gaoming,高明,10009", "--json");
        Assert.Equal(0, run.Code);
        var codes = run.Json.GetProperty("users").EnumerateArray()
            .ToDictionary(user => user.GetProperty("userName").GetString()!, user => user.GetProperty("activationCode").GetString()!);
        Assert.Equal(1, (await CommandRun.OfAsync(
            "staff", "bootstrap", "--database", database, "--administrator", "a,甲,20001", "--administrator", "b,乙,20002")).Code);

        await using var host = await HostProcess.StartAsync(
            ("Custody__Database", database), ("Custody__Demo", "false"), ("Custody__SessionCheckSeconds", "1"));
        var (sun, _) = await ActivateAsync(host, "sunli", codes["sunli"]);
        var (gao, gaoKey) = await ActivateAsync(host, "gaoming", codes["gaoming"]);

        // Asked for by one: the form tells roles that do not go together at once.
        await sun.GotoAsync("/staff/new");
        await sun.FillAsync("#staff-user-name", "chenjiayi");
        await sun.FillAsync("#staff-person-no", "10001");
        await sun.FillAsync("#staff-name", "陈嘉怡");
        await sun.FillAsync("#staff-reason", "新入职经办岗");
        await sun.CheckAsync("#role-Operator");
        await sun.CheckAsync("#role-Checker");
        await Expect(sun.Locator("#role-clash")).ToContainTextAsync("“经办”与“复核”为不相容岗位");
        await ShootAsync(sun, "staff-new-clash");
        await sun.UncheckAsync("#role-Checker");
        await Expect(sun.Locator("#role-clash")).ToHaveCountAsync(0);
        await sun.ClickAsync("#preview");
        await sun.ClickAsync("#submit");
        var code = await sun.InnerTextAsync("#activation-code");
        await ShootAsync(sun, "staff-code");
        await sun.ClickAsync("main a[href^='approvals/AP']");
        await Expect(sun.Locator(".alert")).ToContainTextAsync("由您本人发起或修改，须由另一人复核");
        await Expect(sun.Locator("#approve")).ToHaveCountAsync(0);
        var no = new Uri(sun.Url).Segments[^1];
        Assert.DoesNotContain(code, await sun.InnerTextAsync("main"), StringComparison.Ordinal);

        // Worth nothing before it is approved; approved by the other, with a one-time code as proof.
        var visitor = await browser.NewPageAsync(host);
        await FillActivationAsync(visitor, "chenjiayi", code);
        await Expect(visitor.Locator(".alert")).ToContainTextAsync("激活未成功");
        await gao.GotoAsync("/approvals/" + no);
        await gao.ClickAsync("#approve");
        await gao.FillAsync("#step-up-password", await FreshCodeAsync(gaoKey));
        await gao.PressAsync("#step-up-password", "Enter");
        await Expect(gao.Locator(".page-head .badge")).ToContainTextAsync("已执行");

        // The first part alone opens nothing; whoever asked is not offered the second, whoever approved sees it once.
        await FillActivationAsync(visitor, "chenjiayi", code);
        await Expect(visitor.Locator(".alert")).ToContainTextAsync("激活未成功");
        await sun.ReloadAsync();
        await Expect(sun.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await Expect(sun.Locator("#activation-part")).ToHaveCountAsync(0);
        await gao.ClickAsync("#activation-part");
        var second = await gao.InnerTextAsync("#activation-code");
        await ShootAsync(gao, "staff-code-second");
        await gao.ReloadAsync();
        await Expect(gao.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await Expect(gao.Locator("#activation-part, #activation-code")).ToHaveCountAsync(0);
        code = $"{code} {second}";

        var (chen, key) = await ActivateAsync(host, "chenjiayi", code);
        await chen.GotoAsync("/accounts");
        await Expect(chen.Locator(".person")).ToContainTextAsync("陈嘉怡");
        await chen.ClickAsync("button[form=sign-out]");
        await chen.GotoAsync("/sign-in?returnUrl=/accounts");
        await SignInAsync(chen, "chenjiayi", "");
        await Expect(chen.Locator(".alert")).ToContainTextAsync("登录未成功");
        await SignInAsync(chen, "chenjiayi", await FreshCodeAsync(key));
        await Expect(chen.Locator("main h1")).ToHaveTextAsync("存管账户");

        // Disabled by two: the open page ends by itself, and the way back in is shut.
        await gao.GotoAsync("/staff/chenjiayi");
        await ShootAsync(gao, "staff-page");
        await gao.ClickAsync("main a[href*='what=Disable']");
        await gao.FillAsync("#staff-reason", "离职");
        await gao.ClickAsync("#preview");
        await gao.ClickAsync("#submit");
        await gao.ArriveAtApprovalAsync();
        await sun.GotoAsync(gao.Url);
        await sun.ClickAsync("#approve");
        await sun.FillAsync("#step-up-password", Password);
        await sun.PressAsync("#step-up-password", "Enter");
        await Expect(sun.Locator(".page-head .badge")).ToContainTextAsync("已执行");
        await chen.ArriveAsync(new Regex("/sign-in[?]returnUrl="), Follows);
        await SignInAsync(chen, "chenjiayi", await FreshCodeAsync(key));
        await Expect(chen.Locator(".alert")).ToContainTextAsync("登录未成功");

        await sun.GotoAsync("/staff/chenjiayi");
        await Expect(sun.Locator(".page-head .badge")).ToContainTextAsync("已停用");
        await Expect(sun.Locator(".panel:has-text('登录记录') tbody tr").First).ToContainTextAsync("用户已停用");
        await Expect(sun.Locator(".panel:has-text('变更记录') tbody tr").First).ToContainTextAsync("停用用户");
        await ShootAsync(sun, "staff-page-disabled");
        await sun.GotoAsync("/staff/sunli");
        await Expect(sun.Locator(".alert")).ToContainTextAsync("涉及您本人");
        await Expect(sun.Locator("main a[href*='what=']")).ToHaveCountAsync(0);
        Assert.DoesNotContain(code, host.Output, StringComparison.Ordinal);
        await host.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pictures_of_users_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        await using var host = await HostProcess.StartAsync();
        await Screenshots.TakeAsync(
            browser, Roles.Administrator, host,
            ["/staff", "/staff/operator", "/staff/admin", "/staff/roles", "/staff/new", "/staff/operator/change?what=Reset", "/my-sign-in"]);
        var page = await browser.NewPageAsync(host);
        await page.GotoAsync("/sign-in");
        await Screenshots.TakeAsync(page, 1440, "/activate", "/sign-in");
    }

    private async Task<(IPage Page, byte[] Key)> ActivateAsync(HostProcess host, string userName, string code)
    {
        var page = await browser.NewPageAsync(host);
        await FillActivationAsync(page, userName, code);
        await page.ArriveAsync(new Regex("/my-sign-in$"));
        await Expect(page.Locator(".alert").First).ToContainTextAsync("须先绑定动态口令");
        await Expect(page.Locator("svg.qr")).ToBeVisibleAsync();
        var key = RealBank.Unbase32((await page.InnerTextAsync("#totp-key")).Replace(" ", "", StringComparison.Ordinal));
        if (userName == "sunli") await ShootAsync(page, "enrol");
        await page.FillAsync("#enrol-code", Totp.Code(key, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.FillAsync("#enrol-password", Password);
        await page.PressAsync("#enrol-password", "Enter");
        await ShootAsync(page, "enrolled-" + userName);
        await page.WaitForSelectorAsync("#recovery-codes li");
        await Expect(page.Locator("#recovery-codes li")).ToHaveCountAsync(SecondFactor.RecoveryCodes);
        if (userName == "sunli") await ShootAsync(page, "recovery-codes");
        await page.ClickAsync("#recovery-codes a.button");
        await page.WaitForSelectorAsync(".shell main h1");
        _used[Convert.ToHexString(key)] = Totp.StepAt(TimeProvider.System.GetUtcNow());
        return (page, key);
    }

    private readonly Dictionary<string, long> _used = [];

    /// <summary>A code that was not used yet, also the one of the next half minute, which is accepted early.</summary>
    private async Task<string> FreshCodeAsync(byte[] key)
    {
        var name = Convert.ToHexString(key);
        var step = Math.Max(_used[name] + 1, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        while (step > Totp.StepAt(TimeProvider.System.GetUtcNow()) + 1) await Task.Delay(500, TestContext.Current.CancellationToken);
        _used[name] = step;
        return Totp.Code(key, step);
    }

    private static async Task FillActivationAsync(IPage page, string userName, string code)
    {
        await page.GotoAsync("/activate");
        await page.FillAsync("#user-name", userName);
        await page.FillAsync("#code", code);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#repeated", Password);
        await page.PressAsync("#repeated", "Enter");
    }

    private static async Task SignInAsync(IPage page, string userName, string code)
    {
        await page.FillAsync("#user-name", userName);
        await page.FillAsync("#password", Password);
        await page.FillAsync("#code", code);
        await page.PressAsync("#code", "Enter");
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Screenshots.Folder is not { } folder) return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"_{name}.png"), FullPage = true });
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
