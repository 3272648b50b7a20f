using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verbs <c>report list</c> and <c>report run</c>: what reports there are, and one of them as a file. They only read, also while a console is
/// writing; personal data stays masked. Exit codes: 0 made, 2 refused, or database or file cannot be used.
/// </summary>
internal static class ReportCommand
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, ReportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["xlsx"] = ReportFormat.Workbook, ["csv"] = ReportFormat.CsvUtf8, ["csv-gbk"] = ReportFormat.CsvGbk,
    };

    public static Command Create(Terminal terminal)
    {
        var code = new Option<string>("--code") { Required = true, Description = "The report's code, as report list gives it." };
        var from = Date("--from", "The first accounting date (yyyy-MM-dd), included.");
        var to = Date("--to", "The last accounting date (yyyy-MM-dd), included.");
        var asOf = new Option<string?>("--as-of") { Description = "A moment in the bank's time (yyyy-MM-ddTHH:mm:ss) as of which balances are taken; a date alone is the end of that accounting day." };
        var platform = new Option<string?>("--platform") { Description = "The number of a platform; without it all." };
        var subject = new Option<string?>("--subject") { Description = "The number of the account or listing that the report is about." };
        var format = new Option<string>("--format") { Description = "xlsx, or a zip with csv (UTF-8) or csv-gbk.", DefaultValueFactory = _ => "xlsx" };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var english = new Option<bool>("--english") { Description = "An English file; Chinese otherwise." };
        var database = new Option<string>("--database") { Required = true, Description = "A SQLite file or a PostgreSQL connection (Host=...)." };
        var output = new Option<string>("--output") { Required = true, Description = "The file to write." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it is there; the database is never replaced." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of a table." };
        var list = new Command("list", "List all reports.") { json };
        list.SetAction(parsed => List(terminal, parsed.GetValue(json)));
        var run = new Command("run", "Make a report.") { code, from, to, asOf, platform, subject, format, english, database, output, overwrite, json };
        run.SetAction((parsed, stop) =>
        {
            if (ReportCatalogue.Find(parsed.GetValue(code)) is not { } report)
                return Task.FromResult(terminal.Refuse(ReportScopeRefusals.UnknownReport(parsed.GetValue(code)!)));
            var scope = new ReportScope
            {
                From = parsed.GetValue(from), To = parsed.GetValue(to), PlatformNo = parsed.GetValue(platform), Subject = parsed.GetValue(subject),
                Format = Formats[parsed.GetValue(format)!], English = parsed.GetValue(english),
            };
            DateOnly? endOf = null;
            if (parsed.GetValue(asOf) is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                endOf = day;
            else if (parsed.GetValue(asOf) is { } instant)
            {
                if (!DateTime.TryParseExact(
                    instant, ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
                    return Task.FromResult(Malformed(terminal, $"--as-of '{instant}': yyyy-MM-ddTHH:mm:ss"));
                scope = scope with { AsOfUtc = BankTime.Utc(moment) };
            }

            return DatabaseUse.RunAsync(terminal, parsed.GetValue(database)!, resolved =>
                RunAsync(
                    terminal, resolved, report, scope, endOf, CallersFolder.Resolve(parsed.GetValue(output)!), parsed.GetValue(overwrite), parsed.GetValue(json), stop));
        });
        return new Command("report", "Reports for compliance and audit.") { list, run };
    }

    private static int Malformed(Terminal terminal, string sentence)
    {
        terminal.Error.WriteLine(sentence);
        return Terminal.Unusable;
    }

    private static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            result.AddError($"{name} '{result.Tokens[0].Value}': yyyy-MM-dd");
            return null;
        },
    };

    private static int List(Terminal terminal, bool json)
    {
        if (json)
        {
            terminal.WriteJson(new
            {
                reports = ReportCatalogue.All.Select(report => new
                {
                    code = report.Facts.Code,
                    version = report.Facts.Version,
                    chinese = report.Facts.Chinese,
                    english = report.Facts.English,
                    requiredByChinese = report.Facts.RequiredByChinese,
                    requiredByEnglish = report.Facts.RequiredByEnglish,
                    parameters = Enum.GetValues<ReportParameters>().Where(one => one != ReportParameters.None && report.Needs(one)).Select(one => one.ToString()),
                    permission = report.Facts.Permission,
                    hasPersonalData = report.Facts.HasPersonalData,
                    sheets = report.Sheets.Select(sheet => new
                    {
                        chinese = sheet.Chinese,
                        english = sheet.English,
                        columns = sheet.All.Select(column => new
                        {
                            key = column.Key,
                            kind = column.Kind.ToString(),
                            chinese = column.Chinese,
                            english = column.English,
                            unit = column.Unit(english: true),
                            isPersonal = column.IsPersonal,
                            isTotalled = column.IsTotalled,
                        }),
                    }),
                }),
            });
            return Terminal.Ok;
        }

        var table = new Table().AddColumns("Code", "名称", "Name", "Parameters", "Sheets");
        foreach (var report in ReportCatalogue.All)
        {
            table.AddRow(
                report.Facts.CodeAndVersion, Markup.Escape(report.Facts.Chinese), Markup.Escape(report.Facts.English),
                report.Facts.Parameters.ToString(), report.Sheets.Count.ToString(CultureInfo.InvariantCulture));
        }

        terminal.Write(table);
        return Terminal.Ok;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string databaseText, Report report, ReportScope scope, DateOnly? endOf, string output, bool overwrite, bool json, CancellationToken stop)
    {
        if (OutputFile.Refuse(output, databaseText, overwrite) is { } taken) return terminal.Refuse(taken);
        await using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        await using var database = await CustodyDatabase.OpenToReadAsync(databaseText, TimeProvider.System, stop);
        if (endOf is { } date) scope = scope with { AsOfUtc = await CutOfAsync(database, date, stop) };
        var settings = CustodySettings.From(
            new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build(),
            AppContext.BaseDirectory);
        var writer = new ReportFileWriter(
            database, settings, TimeProvider.System, services.GetRequiredService<IStringLocalizer<StatusText>>(), keys: null)
        {
            KeepsFiles = !overwrite,
        };
        var clock = Stopwatch.StartNew();
        var maker = new ReportMaker("CLI-" + Guid.CreateVersion7().ToString("N")[..12].ToUpperInvariant(), Environment.UserName, Environment.UserName) { IsBank = true };
        var written = await writer.WriteAsync(report, scope, maker, output, new ProgressLines(terminal, LineEvery), stop);
        if (!written.Done) return terminal.Refuse(written.Refusal);
        var file = written.Value;
        if (json)
        {
            terminal.WriteJson(new
            {
                report = report.Facts.Code,
                version = report.Facts.Version,
                file = output,
                rows = file.Rows,
                bytes = file.Bytes,
                sha256 = file.Sha256,
                periodIsOpen = file.PeriodIsOpen,
                totals = file.Totals.Select(total => new { sheet = total.Sheet, column = total.Column, fen = total.Fen }),
                elapsedSeconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
            });
            return Terminal.Ok;
        }

        terminal.Out.WriteLine(FormattableString.Invariant($"{output}: {file.Rows} rows, {file.Bytes} bytes, {clock.Elapsed.TotalSeconds:0.0} s"));
        terminal.Out.WriteLine($"SHA-256 {file.Sha256}");
        if (file.PeriodIsOpen) terminal.Out.WriteLine("The period is not closed.");
        foreach (var total in file.Totals) terminal.Out.WriteLine($"{total.Sheet} / {total.Column}: {Fen.Format(total.Fen)}");
        return Terminal.Ok;
    }

    /// <summary>When a day was cut, or from when it may be.</summary>
    private static async Task<DateTime?> CutOfAsync(CustodyDatabase database, DateOnly date, CancellationToken stop)
    {
        await using var db = database.CreateDbContext();
        return await db.AccountingDays.Where(day => day.Date == date).Select(day => (DateTime?)day.CutAtUtc).SingleOrDefaultAsync(stop)
            ?? (await db.BankStates.SingleOrDefaultAsync(stop))?.CutOffOf(date);
    }

    /// <summary>A line now and then, at once and in order.</summary>
    private sealed class ProgressLines(Terminal terminal, TimeSpan every) : IProgress<ReportProgress>
    {
        private long _last = Stopwatch.GetTimestamp();

        public void Report(ReportProgress value)
        {
            if (Stopwatch.GetElapsedTime(_last) < every) return;
            _last = Stopwatch.GetTimestamp();
            terminal.Error.WriteLine(FormattableString.Invariant($"{value.Rows} / {value.RowsExpected} rows, {value.Percent} %"));
        }
    }
}
