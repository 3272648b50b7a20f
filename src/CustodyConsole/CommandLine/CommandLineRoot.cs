using System.CommandLine;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verbs of the program. Without a verb the web host starts, so arguments that begin with a dash (--urls,
/// --environment) are its configuration; only --help and --version are answered here.
/// </summary>
public static class CommandLineRoot
{
    private const string About = "The custody console. Without a verb it starts the web host.";
    private static readonly string[] Questions = ["--help", "-h", "-?", "--version"];

    /// <summary>
    /// Runs the verb that the arguments name and gives its exit code; null when they name none. Exit codes: 0 as it
    /// should be, 1 the verb found something wrong, 2 it could not run, 130 interrupted.
    /// </summary>
    public static Task<int?> TryRunAsync(string[] args) => TryRunAsync(args, Terminal.OfProcess());

    internal static async Task<int?> TryRunAsync(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length == 0 || args[0].StartsWith('-') && !Questions.Contains(args[0])) return null;

        var parsed = Root(terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync(error.Message);
            await terminal.Error.WriteLineAsync("See --help for the verbs and their options.");
            return Terminal.Unusable;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Interrupted.");
            return Terminal.Interrupted;
        }
    }

    /// <summary>A new verb is one file in this folder and one line here.</summary>
    private static RootCommand Root(Terminal terminal) => new(About)
    {
        ScheduleCommand.Create(terminal),
        ReplayCommand.Create(terminal),
        ProveCommand.Create(terminal),
        AuditCommand.Create(terminal),
        CalendarCommand.Create(terminal),
        DayCommand.Create(terminal),
        StaffCommand.Create(terminal),
        ReportCommand.Create(terminal),
    };
}
