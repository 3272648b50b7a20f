using Microsoft.Playwright;

namespace CustodyConsole.Tests.Shell;

/// <summary>Attaches a file in a form, as a person does.</summary>
internal static class EvidenceUpload
{
    public static async Task AttachAsync(this IPage page, string fileName)
    {
        // A file is taken once the page listens; a person could not choose one earlier either.
        await Assertions.Expect(page.Locator("#evidence")).ToBeEnabledAsync();
        await page.SetInputFilesAsync("#evidence", new FilePayload
        {
            Name = fileName, MimeType = "application/pdf", Buffer = [.. "%PDF-1.4\n"u8, .. new byte[1_000]],
        });
        await Assertions.Expect(page.Locator(".evidence-input li")).ToContainTextAsync(fileName);
    }
}
