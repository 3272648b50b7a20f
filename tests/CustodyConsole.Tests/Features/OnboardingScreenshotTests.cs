using CustodyConsole.Data;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Tests.Demo;
using CustodyConsole.Tests.Shell;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

/// <summary>Pictures of onboarding, on the demo bank.</summary>
public sealed class OnboardingScreenshotTests(BrowserFixture browser, SeededBanks banks) : IClassFixture<SeededBanks>
{
    [Fact]
    public async Task Pictures_of_onboarding_are_taken_when_a_folder_is_named()
    {
        Assert.SkipUnless(Screenshots.Folder is not null, "SCREENSHOT_DIR names no folder.");
        var database = (await banks.CopyAsync("sqlite")).Database;
        var paths = new List<string> { "/platforms/onboarding", "/platforms", "/platforms/1001", "/platforms/1004" };
        await using (var bank = await CustodyDatabase.OpenToReadAsync(database, SeededBanks.Clock))
        {
            await using var db = bank.CreateDbContext();
            var stop = TestContext.Current.CancellationToken;
            var half = await db.PlatformDrafts.FirstAsync(draft => draft.State == DraftState.Open, stop);
            var waiting = await db.PlatformDrafts.FirstAsync(draft => draft.State == DraftState.Submitted, stop);
            foreach (var step in Enum.GetNames<DossierStep>().Append("Review")) paths.Add($"/platforms/onboarding/{half.No}?step={step}");
            paths.Add($"/platforms/onboarding/{half.No}?step=Interface&check=yes");
            paths.Add($"/platforms/onboarding/{waiting.No}?step=Licences");
            paths.Add($"/platforms/onboarding/{waiting.No}?step=Interface");
            paths.Add($"/approvals/{waiting.ApprovalNo}");
        }

        await using var host = await HostProcess.StartAsync(("Custody__Database", database));
        await Screenshots.TakeAsync(browser, Roles.Operator, host, paths);
    }
}
