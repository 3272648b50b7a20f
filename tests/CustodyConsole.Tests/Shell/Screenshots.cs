using Microsoft.Playwright;

namespace CustodyConsole.Tests.Shell;

/// <summary>
/// Pictures of pages in both languages, light and dark, wide and narrow, into the folder that SCREENSHOT_DIR names.
/// They are for people to look at; nothing is compared.
/// </summary>
public static class Screenshots
{
    public static string? Folder => Environment.GetEnvironmentVariable("SCREENSHOT_DIR");

    public static Task TakeAsync(BrowserFixture browser, string role, params IReadOnlyList<string> paths) =>
        TakeAsync(browser, role, null, paths);

    /// <summary>The same against a host of the test's own.</summary>
    public static async Task TakeAsync(BrowserFixture browser, string role, HostProcess? host, IReadOnlyList<string> paths)
    {
        Directory.CreateDirectory(Folder!);
        foreach (var width in new[] { 1440, 900 })
        {
            var page = await browser.SignInAsync(role, host: host, width: width);
            await TakeAsync(page, width, paths);
            await page.Context.CloseAsync();
        }
    }

    /// <summary>The same for pages that need no sign-in.</summary>
    public static async Task TakeAsync(IPage page, int width, params IReadOnlyList<string> paths)
    {
        foreach (var culture in new[] { "zh-CN", "en" })
        foreach (var theme in new[] { "light", "dark" })
        {
            var host = new Uri(page.Url == "about:blank" ? "http://127.0.0.1" : page.Url)
                .GetLeftPart(UriPartial.Authority);
            await page.Context.AddCookiesAsync(
            [
                new Cookie { Name = "theme", Value = theme, Url = host },
                new Cookie { Name = ".AspNetCore.Culture",
                    Value = Uri.EscapeDataString($"c={culture}|uic={culture}"), Url = host },
            ]);
            foreach (var path in paths)
            {
                await page.GotoAsync(path);
                await SettledAsync(page);
                await page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(Folder!, $"{Name(path)}.{culture[..2]}.{theme}.{width}.png"),
                    FullPage = true,
                });
            }
        }
    }

    /// <summary>Waits until the page has its title, its fonts, and nothing is loading any more.</summary>
    public static async Task SettledAsync(IPage page)
    {
        await page.WaitForSelectorAsync("main h1");
        try
        {
            await page.Locator(".skeleton, [aria-busy=true]").First.WaitForAsync(
                new LocatorWaitForOptions { State = WaitForSelectorState.Detached, Timeout = 3_000 });
        }
        catch (TimeoutException)
        {
            // A page may show a thing that loads for ever on purpose; the picture then shows it so.
        }
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        if (await page.Locator(".rz-chart").CountAsync() > 0)
            await page.WaitForTimeoutAsync(1_000); // A chart is drawn when its place is measured, and grows.
    }

    private static string Name(string path) =>
        path.Trim('/') is { Length: > 0 } name
            ? string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '-')) : "home";
}
