using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Shell;

/// <summary>
/// Waits until a page has got somewhere. The console goes from page to page without loading, so the address is looked at, and not for a load
/// that a busy browser may never tell of.
/// </summary>
internal static partial class Arrivals
{
    private const float Goes = 30_000;

    /// <summary>Until the page is at a request for approval.</summary>
    public static Task ArriveAtApprovalAsync(this IPage page) => page.ArriveAsync(Approval());

    /// <summary>Until the page's address is like this.</summary>
    public static Task ArriveAsync(this IPage page, Regex address, float within = Goes) => Expect(page).ToHaveURLAsync(address, new() { Timeout = within });

    [GeneratedRegex("/approvals/AP[0-9]+")]
    private static partial Regex Approval();
}
