
namespace CustodyConsole.Tests.Shell;

public sealed class ScreenshotTests(BrowserFixture browser)
{
    [Fact]
    public async Task Pictures_of_the_shell_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        await Screenshots.TakeAsync(browser, Roles.Operator, "/", "/_widgets", "/no-such-page", "/access-denied");
        foreach (var width in new[] { 1440, 900 })
        {
            var page = await browser.NewPageAsync(width: width);
            await page.GotoAsync("/sign-in");
            await Screenshots.TakeAsync(page, width, "/sign-in", "/sign-out", "/error");
            await page.GotoAsync("/sign-in");
            await page.FillAsync("#user-name", "nobody");
            await page.FillAsync("#password", "Some-Password-1");
            await page.PressAsync("#password", "Enter");
            await page.WaitForSelectorAsync("[role=alert]");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots.Folder, $"sign-in-refused.{width}.png") });
            await page.Context.CloseAsync();
        }
    }
}
