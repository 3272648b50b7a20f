using System.CommandLine;
using System.Diagnostics;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verb <c>prove</c>: the invariants over any custody database, also while a console or a replay is writing it.
/// Exit codes: 0 there is no breach, 1 there is one, 2 the database cannot be opened or read.
/// </summary>
internal static class ProveCommand
{
    public static Command Create(Terminal terminal)
    {
        var database = new Option<string>("--database")
        {
            Required = true,
            Description = "A SQLite file or a PostgreSQL connection (Host=...).",
        };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of a table." };
        var command = new Command("prove", "Prove the books: run the invariants and name each breach.")
        {
            database,
            json,
        };
        command.SetAction((parsed, cancellationToken) =>
            DatabaseUse.ReadAsync(terminal, parsed.GetValue(database)!, db =>
                RunAsync(terminal, db, parsed.GetValue(json), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, CustodyDb db, bool json, CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        var checks = new List<string>();
        var breaches = await TrialBalance.ProveAsync(db, new CheckNames(checks), cancellationToken);
        var seconds = Math.Round(time.Elapsed.TotalSeconds, 1);
        if (json)
        {
            terminal.WriteJson(new
            {
                checks = checks.Count,
                invariantBreaches = breaches.Count,
                breaches = breaches.Select(breach => new
                {
                    invariant = breach.Invariant,
                    subject = breach.Subject,
                    chinese = breach.Chinese,
                    english = breach.English,
                }),
                elapsedSeconds = seconds,
            });
        }
        else
        {
            WriteTable(terminal, checks, breaches, seconds);
        }

        return breaches.Count == 0 ? Terminal.Ok : Terminal.Found;
    }

    private static void WriteTable(
        Terminal terminal, List<string> checks, IReadOnlyList<Breach> breaches, double seconds)
    {
        var summary = FormattableString.Invariant($"{checks.Count} checks, {breaches.Count} breaches, {seconds:0.0} s");
        if (breaches.Count == 0)
        {
            terminal.Out.WriteLine(summary);
            return;
        }

        var table = new Table().AddColumns("Invariant", "Subject", "Breach").Caption(summary);
        foreach (var breach in breaches)
            table.AddRow(
                Markup.Escape($"{breach.Invariant}"), Markup.Escape(breach.Subject),
                Markup.Escape(BreachTexts.Sentence(breach, terminal.Culture)));
        terminal.Write(table);
    }

    /// <summary>Counts the checks at once; the usual progress object reports on another thread, and late.</summary>
    private sealed class CheckNames(List<string> names) : IProgress<string>
    {
        public void Report(string value) => names.Add(value);
    }
}
