using System.CommandLine;
using System.Globalization;
using System.Text;
using CustodyConsole.Domain;
using CustodyConsole.Replay;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>The verb <c>schedule</c>: holds the schedule rules against the monthly payments of real loans.</summary>
internal static class ScheduleCommand
{
    private const int TornLinesShown = 20;

    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format") { Required = true, Description = "The form of the file." };
        format.AcceptOnlyFromAmong([.. ScheduleFormat.All.Select(known => known.Name)]);
        var file = new Option<string>("--file") { Required = true, Description = "The file with the loans." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of tables." };
        var command = new Command("schedule", "Check the schedule rules against real monthly payments.")
        {
            format,
            file,
            json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            terminal,
            ScheduleFormat.All.Single(known => known.Name == parsed.GetValue(format)),
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static int Run(
        Terminal terminal, ScheduleFormat format, string path, bool json, CancellationToken cancellationToken)
    {
        if (path.Length > 0) path = CallersFolder.Resolve(path);
        var (stream, fault) = ReplaySource.Open(path, long.MaxValue, recognise: _ => null);
        if (stream is null) return Refuse(fault!);
        Outcome<ScheduleCheck> outcome;
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            outcome = ScheduleCheck.Run(format, reader, cancellationToken);
        }
        catch (IOException failure)
        {
            return Refuse(ReplayFault.OfFile(path, ReplayFileRefusals.Unreadable(failure.GetType().Name)));
        }
        if (outcome.Refusal is { } refusal) return Refuse(ReplayFault.OfFile(path, refusal));

        var check = outcome.Value;
        WriteTornLines(terminal, path, check);
        if (json) WriteJson(terminal, check);
        else WriteTables(terminal, check);
        return check.EnoughExplained && check.RefusedLines == 0 ? Terminal.Ok : Terminal.Found;

        int Refuse(ReplayFault why)
        {
            terminal.Error.WriteLine(why.Sentence(terminal.Culture));
            return Terminal.Unusable;
        }
    }

    private static void WriteTornLines(Terminal terminal, string path, ScheduleCheck check)
    {
        foreach (var (line, reason) in check.Refused.Take(TornLinesShown))
            terminal.Error.WriteLine(new ReplayFault(path, line, "", "", reason).Sentence(terminal.Culture));
        if (check.RefusedLines > TornLinesShown)
            terminal.Error.WriteLine($"{check.Format.Name}: +{check.RefusedLines - TornLinesShown}");
    }

    private static void WriteJson(Terminal terminal, ScheduleCheck check) => terminal.WriteJson(new
    {
        format = check.Format.Name,
        rows = check.Rows,
        explained = check.Explained,
        unexplained = check.Unexplained,
        explainedByReading = check.ExplainedByReading,
        refusedLines = check.RefusedLines,
        thresholdPerTenThousand = check.Format.ThresholdPerTenThousand,
        enoughExplained = check.EnoughExplained,
        rest = check.Rest.Select(row => new
        {
            line = row.Line,
            principalFen = row.Case.PrincipalFen,
            annualRateBps = row.Case.AnnualRateBps,
            months = row.Case.Months,
            statedFen = row.Case.StatedFen,
            computedFen = row.Case.ComputedFen,
        }),
        refused = check.Refused.Select(line => new
        {
            line = line.Line,
            code = line.Reason.Code,
            reason = line.Reason.Sentence(terminal.Culture),
        }),
    });

    private static void WriteTables(Terminal terminal, ScheduleCheck check)
    {
        terminal.Write(new Table().AddColumns("Schedule check", check.Format.Name)
            .AddRow("Rows", Count(check.Rows))
            .AddRow("Explained", $"{Count(check.Explained)} ({Percent(check.Explained, check.Rows)})")
            .AddRow("  by another reading of the rate", Count(check.ExplainedByReading))
            .AddRow("Unexplained", Count(check.Unexplained))
            .AddRow("Refused lines", Count(check.RefusedLines))
            .AddRow("Wanted", Percent(check.Format.ThresholdPerTenThousand, Fen.BpsOfWhole)));
        if (check.Unexplained == 0) return;

        var rest = new Table().AddColumns("Line", "Amount", "Rate", "Months", "Stated", "Computed", "Difference");
        foreach (var (line, row) in check.Rest)
            rest.AddRow(
                Count(line),
                Fen.Format(row.PrincipalFen),
                Percent(row.AnnualRateBps, Fen.BpsOfWhole),
                Count(row.Months),
                Fen.Format(row.StatedFen),
                row.ComputedFen is { } computed ? Fen.Format(computed) : "no whole shares",
                row.ComputedFen is { } computedFen ? Fen.Format(row.StatedFen - computedFen) : "");
        for (var column = 0; column < rest.Columns.Count; column++) rest.Columns[column].RightAligned();
        if (check.Unexplained > check.Rest.Count)
            rest.Caption($"+{Count(check.Unexplained - check.Rest.Count)}");
        terminal.Write(rest);
    }

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Percent(int part, int whole) =>
        whole == 0 ? "-" : ((decimal)part / whole).ToString("0.00 %", CultureInfo.InvariantCulture);
}
