using CustodyConsole.Replay;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// Shows on standard error how far a replay is: a bar on a terminal, plain lines where the output goes elsewhere.
/// </summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Shows it until the work ends, however it ends.</summary>
    public static async Task ShowAsync(Terminal terminal, ReplayProgress progress, Task work)
    {
        if (terminal.ErrorIsTerminal) await ShowBarAsync(terminal, progress, work);
        else await ShowLinesAsync(terminal, progress, work);
    }

    private static async Task ShowBarAsync(Terminal terminal, ReplayProgress progress, Task work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console.Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("…", maxValue: Math.Max(1, progress.Total));
                while (!work.IsCompleted)
                {
                    bar.MaxValue = Math.Max(1, progress.Total);
                    bar.Value = progress.Done;
                    bar.Description = Markup.Escape(Text(terminal, progress));
                    await Task.WhenAny(work, Task.Delay(BarEvery));
                }
            });
    }

    private static async Task ShowLinesAsync(Terminal terminal, ReplayProgress progress, Task work)
    {
        var last = "";
        while (await Task.WhenAny(work, Task.Delay(LineEvery)) != work)
        {
            if (Text(terminal, progress) is var line && line != last) await terminal.Error.WriteLineAsync(line);
            last = Text(terminal, progress);
        }
    }

    private static string Text(Terminal terminal, ReplayProgress progress) =>
        ReplayTexts.Progress(progress.Done, progress.Total, progress.Day, progress.Proving, terminal.Culture);
}
