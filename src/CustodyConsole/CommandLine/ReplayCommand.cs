using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Replay;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verb <c>replay</c>: real loans through the bank's operations. Exit codes: 0 all was replayed and the books are
/// right; 1 lines were refused, the bank refused a request or the proof found a breach; 2 nothing could be done; 130
/// interrupted.
/// </summary>
internal static class ReplayCommand
{
    private const int FaultsShown = 20;

    /// <summary>Some fifty years either way: every date of a file stays one that a calendar knows.</summary>
    private const int WeeksMax = 2_600;

    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format") { Required = true, Description = "The form of the file." };
        format.AcceptOnlyFromAmong("kiva", "ppdai");
        var file = new Option<string>("--file") { Required = true, Description = "The file with the loans." };
        var database = new Option<string?>("--database")
        {
            Description = "A SQLite file or a PostgreSQL connection (Host=...); else a temporary file.",
        };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of a table." };
        var seed = new Option<ulong>("--seed")
        {
            Description = "The seed of what is invented: who bids, and people and companies.",
            DefaultValueFactory = _ => LenderPool.DefaultSeed,
        };
        var until = new Option<DateOnly?>("--until")
        {
            Description = "The last day that is replayed (2006-10-08), so that the bank stands in the middle of the loans; else all.",
        };
        var weeks = new Option<int>("--weeks")
        {
            Description = "Move every date of the file by so many whole weeks, weekdays kept: 574 brings October 2006 to October 2017.",
        };
        weeks.Validators.Add(given =>
        {
            // What is no number at all the parser refuses by itself.
            if (given.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var asked)
                && asked is > WeeksMax or < -WeeksMax)
                given.AddError($"--weeks: it must be from -{WeeksMax} to {WeeksMax}.");
        });
        var command = new Command("replay", "Replay real loans through the operations of the bank.")
        {
            format,
            file,
            database,
            json,
            seed,
            until,
            weeks,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            terminal,
            new Asked(
                parsed.GetValue(format)!, parsed.GetValue(file)!, parsed.GetValue(database), parsed.GetValue(json),
                parsed.GetValue(seed), parsed.GetValue(until) ?? DateOnly.MaxValue, parsed.GetValue(weeks)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Asked asked, CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        using var place = ReplayPlace.Of(asked.Database);
        if (place.Refusal is { } malformed) return terminal.Refuse(malformed);
        var path = string.IsNullOrWhiteSpace(asked.File) ? asked.File : CallersFolder.Resolve(asked.File);
        var reading = asked.Format == "kiva"
            ? KivaReplay.Read(path, asked.Seed, cancellationToken, asked.Weeks)
            : PpdaiReplay.Read(path, asked.Seed, cancellationToken, asked.Weeks);
        WriteFaults(terminal, reading);
        if (reading.Plan is not { } plan) return Terminal.Unusable;

        terminal.Error.WriteLine(ReplayTexts.Invented(asked.Seed, terminal.Culture));
        if (asked.Weeks != 0) terminal.Error.WriteLine(ReplayTexts.Moved(asked.Weeks, terminal.Culture));
        try
        {
            var progress = new ReplayProgress();
            // On a thread of its own, so that showing how far it is holds nothing up.
            var work = Task.Run(
                () => ReplayRun.RunAsync(plan, place.Connection, place.KeyFile, progress, asked.Until, cancellationToken),
                CancellationToken.None);
            await ProgressDisplay.ShowAsync(terminal, progress, work);
            var result = await work;
            Write(terminal, asked, reading, result, time.Elapsed);
            return result.Breaches.Count == 0 && reading.RefusedLines == 0 ? Terminal.Ok : Terminal.Found;
        }
        catch (ReplayStoppedException stopped)
        {
            terminal.Refuse(stopped.Refusal);
            return stopped.Begun ? Terminal.Found : Terminal.Unusable;
        }
        catch (DatabaseRefusedException refused)
        {
            terminal.Error.WriteLine(refused.Message);
            return Terminal.Unusable;
        }
        catch (DbException lost)
        {
            return terminal.Refuse(ReplayRefusals.DatabaseLost(lost.Message));
        }
    }

    private static void WriteFaults(Terminal terminal, ReplayReading reading)
    {
        foreach (var fault in reading.Faults.Take(FaultsShown))
            terminal.Error.WriteLine(fault.Sentence(terminal.Culture));
        if (reading.Faults.Count > FaultsShown)
            terminal.Error.WriteLine(ReplayTexts.MoreFaults(reading.Faults.Count - FaultsShown, terminal.Culture));
    }

    private static void Write(
        Terminal terminal, Asked asked, ReplayReading reading, ReplayResult result, TimeSpan elapsed)
    {
        foreach (var breach in result.Breaches)
            terminal.Error.WriteLine(BreachTexts.Sentence(breach, terminal.Culture));
        var figures = result.Figures;
        var seconds = Math.Round(elapsed.TotalSeconds, 1);
        if (!asked.Json)
        {
            WriteTable(terminal, asked.Format, reading, result, seconds);
            return;
        }

        var json = new Dictionary<string, object>
        {
            ["loans"] = figures.Loans,
            ["released"] = figures.Released,
            ["failed"] = figures.Failed,
            ["closed"] = figures.Closed,
            ["outstandingFen"] = figures.OutstandingFen,
            ["investorReceivedFen"] = figures.InvestorReceivedFen,
            ["excessFen"] = figures.ExcessFen,
            ["compensations"] = figures.Compensations,
            ["compensatedFen"] = figures.CompensatedFen,
            ["recoveredFen"] = figures.RecoveredFen,
            ["recoveryOpenFen"] = figures.RecoveryOpenFen,
            ["operations"] = figures.Operations,
            ["entries"] = figures.Entries,
            ["lines"] = figures.Lines,
            ["invariantBreaches"] = result.Breaches.Count,
            ["elapsedSeconds"] = seconds,
        };
        if (asked.Format == "ppdai")
        {
            json["interestFen"] = figures.InterestFen;
            json["refusedLines"] = reading.RefusedLines;
        }

        terminal.WriteJson(json);
    }

    private static void WriteTable(
        Terminal terminal, string format, ReplayReading reading, ReplayResult result, double seconds)
    {
        var figures = result.Figures;
        var table = new Table().AddColumns("Replay", format)
            .AddRow("Loans", Count(figures.Loans))
            .AddRow("  released", Count(figures.Released))
            .AddRow("  failed", Count(figures.Failed))
            .AddRow("  closed", Count(figures.Closed))
            .AddRow("Bids that were released", Count(figures.Bids))
            .AddRow("Outstanding", Fen.Format(figures.OutstandingFen))
            .AddRow("Received by investors", Fen.Format(figures.InvestorReceivedFen))
            .AddRow("  of which interest", Fen.Format(figures.InterestFen))
            .AddRow("Paid too much, on borrowers' accounts", Fen.Format(figures.ExcessFen))
            .AddRow("Compensations", Count(figures.Compensations))
            .AddRow("  compensated", Fen.Format(figures.CompensatedFen))
            .AddRow("  recovered", Fen.Format(figures.RecoveredFen))
            .AddRow("  open", Fen.Format(figures.RecoveryOpenFen))
            .AddRow("Operations", Count(figures.Operations))
            .AddRow("Entries", Count(figures.Entries))
            .AddRow("Lines", Count(figures.Lines))
            .AddRow("Refused lines of the file", Count(reading.RefusedLines))
            .AddRow("Breaches of the invariants", Count(result.Breaches.Count))
            .AddRow("Seconds", seconds.ToString("0.0", CultureInfo.InvariantCulture));
        table.Columns[1].RightAligned();
        terminal.Write(table);
    }

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private sealed record Asked(string Format, string File, string? Database, bool Json, ulong Seed, DateOnly Until, int Weeks);
}
