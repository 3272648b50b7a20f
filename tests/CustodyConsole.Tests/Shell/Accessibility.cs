using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CustodyConsole.Tests.Shell;

/// <summary>Holds the page that is open against the rules of WCAG 2 A and AA, in both themes.</summary>
public static class Accessibility
{
    /// <summary>The rules whose answer depends on colours; all others are the same in both themes.</summary>
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    /// <summary>What is serious or critical, a line each.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string path)
    {
        await Screenshots.SettledAsync(page);
        var found = Lines(path, await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa"] } }));
        await page.ClickAsync("[data-action=theme]");
        // Colours are the other theme's once its sheet has come and what fades has faded.
        await page.WaitForFunctionAsync(
            """
            () => {
              const link = document.getElementById('theme');
              return link.sheet?.href === link.href && !document.getAnimations().some(one => one instanceof CSSTransition);
            }
            """);
        return [.. found, .. Lines(path, await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = [.. OfColours] } }))];
    }

    private static IEnumerable<string> Lines(string path, AxeResult result) => result.Violations.Where(v => v.Impact is "serious" or "critical")
        .SelectMany(v => v.Nodes.Select(node => $"{path} {v.Id}: {node.Html}"))
        // The legend of the chart is the component library's own.
        .Where(text => !text.Contains("rz-legend", StringComparison.Ordinal));
}
