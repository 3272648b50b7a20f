using CustodyConsole.Security;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace CustodyConsole.Tests.Shell;

/// <summary>
/// One host and one browser for all browser tests of the assembly; both start with the first test that asks for them.
/// Each test gets a context (cookies) of its own. The browser is Debian's chromium, or the one that CHROMIUM names.
/// </summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
    private readonly SemaphoreSlim _starting = new(1);
    private readonly Dictionary<string, (string Test, List<IBrowserContext> Contexts)> _open = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HostProcess? _host;

    /// <summary>The host that the tests share.</summary>
    public async Task<HostProcess> HostAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _host ??= await HostProcess.StartEmptyAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A page of a fresh browser context against the shared host, or against another one.</summary>
    public async Task<IPage> NewPageAsync(HostProcess? host = null, int width = 1440, int height = 900)
    {
        Assert.SkipUnless(File.Exists(Chromium),
            $"There is no browser at {Chromium}; install chromium or set CHROMIUM.");
        host ??= await HostAsync();
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address.ToString(),
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(30_000);
        await CloseEarlierAsync(context);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// A page on which the demo user of this role is signed in, with the console's frame on the screen.
    /// </summary>
    public async Task<IPage> SignInAsync(
        string role = Roles.Operator, string path = "/", HostProcess? host = null, int width = 1440, int height = 900)
    {
        var page = await NewPageAsync(host, width, height);
        await SignInAsync(page, role, path);
        return page;
    }

    public static Task SignInAsync(IPage page, string role, string path = "/") =>
        SignInAsync(page, DemoUsers.All.First(demo => demo.Role == role), path);

    public static async Task SignInAsync(IPage page, DemoUser user, string path = "/")
    {
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await page.FillAsync("#user-name", user.UserName);
        await page.FillAsync("#password", user.Password);
        await page.ClickAsync("form button[type=submit]");
        await page.WaitForSelectorAsync(".shell main h1");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        _starting.Dispose();
    }

    /// <summary>
    /// Closes what earlier tests of the same class left open, which run one after the other: a page goes on asking a host that is gone.
    /// </summary>
    private async Task CloseEarlierAsync(IBrowserContext context)
    {
        if (TestContext.Current is not { TestClass.UniqueID: { } ofClass, Test.UniqueID: { } test }) return;
        IReadOnlyList<IBrowserContext> earlier = [];
        lock (_open)
        {
            if (!_open.TryGetValue(ofClass, out var open) || open.Test != test)
            {
                earlier = open.Contexts ?? [];
                _open[ofClass] = open = (test, []);
            }

            open.Contexts.Add(context);
        }

        foreach (var one in earlier) await one.CloseAsync();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Headless = true,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic",
                        "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
                ],
            });
        }
        finally
        {
            _starting.Release();
        }
    }
}
