using System.CommandLine;
using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Jobs;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verb <c>day run</c>: the jobs of an accounting day, for whoever automates them without the scheduler. Days before it that are open are
/// caught up first, in order; what was done is not done again. Exit codes: 0 the day's jobs ended well, 1 one did not, 2 it cannot run.
/// </summary>
internal static class DayCommand
{
    public static Command Create(Terminal terminal)
    {
        var database = new Option<string>("--database")
        {
            Required = true,
            Description = "A SQLite file or a PostgreSQL connection (Host=...).",
        };
        var date = new Option<DateOnly>("--date")
        {
            Required = true,
            Description = "The accounting day (yyyy-MM-dd).",
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                result.AddError($"--date '{result.Tokens[0].Value}': yyyy-MM-dd");
                return default;
            },
        };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of a table." };
        var run = new Command("run", "Run the jobs of an accounting day, and of open days before it.") { date, database, json };
        run.SetAction((parsed, cancellationToken) => DatabaseUse.RunAsync(terminal, parsed.GetValue(database)!, text =>
            RunAsync(terminal, text, parsed.GetValue(date), parsed.GetValue(json), cancellationToken)));
        return new Command("day", "Accounting days.") { run };
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string text, DateOnly date, bool json, CancellationToken cancellationToken)
    {
        await using var provider = await OpenAsync(text, cancellationToken);
        var factory = provider.GetRequiredService<IDbContextFactory<CustodyDb>>();
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            if (await db.BankStates.SingleOrDefaultAsync(cancellationToken) is not { } bank) return terminal.Refuse(JobRefusals.NoBank());
            if (date < bank.AccountingDate && !await db.AccountingDays.AnyAsync(day => day.Date == date, cancellationToken))
                return terminal.Refuse(DayRefusals.UnknownDay(date));
            if (TimeProvider.System.GetUtcNow().UtcDateTime < bank.CutOffOf(date))
                return terminal.Refuse(JobRefusals.FutureDate(JobCatalogue.Find(JobCatalogue.DayCut)!, date));
        }

        var days = new HashSet<DateOnly>();
        // A file has one process: what another had begun, it will not end.
        if (!CustodyDatabase.IsPostgresConnection(text)) await provider.GetRequiredService<JobDesk>().GiveUpOthersAsync(JobRunner.Node);
        var steps = await provider.GetRequiredService<DayRun>().RunThroughAsync(date, step => days.Add(step.Day), null, cancellationToken);
        DateOnly accountingDate;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
            accountingDate = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var well = steps[0].Day == date && steps.All(step => step.EndedWell);
        Write(terminal, json, date, accountingDate, days.Count - 1, well, steps);
        return well ? Terminal.Ok : Terminal.Found;
    }

    private static async Task<ServiceProvider> OpenAsync(string text, CancellationToken cancellationToken)
    {
        var settings = DatabaseText.Settings(text);
        if (!settings.IsPostgres && !File.Exists(settings.Database))
            throw new DatabaseRefusedException($"数据库文件不存在 There is no database file: {settings.Database}");
        var database = await CustodyDatabase.OpenAsync(settings.Database, TimeProvider.System, cancellationToken);
        await using var db = database.CreateDbContext();
        var keys = PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: !await db.Users.AnyAsync(cancellationToken));
        return JobSetup.WithoutScheduler(
            settings, new OpenedCustody(database, keys), DatabaseText.Configuration(Directory.GetCurrentDirectory(), text), TimeProvider.System);
    }

    private static void Write(
        Terminal terminal, bool json, DateOnly date, DateOnly accountingDate, int earlier, bool well, IReadOnlyList<DayRunStep> steps)
    {
        if (json)
        {
            terminal.WriteJson(new
            {
                date = BankTime.Format(date),
                accountingDate = BankTime.Format(accountingDate),
                earlierDays = earlier,
                endedWell = well,
                steps = steps.Select(step => new
                {
                    date = BankTime.Format(step.Day),
                    job = step.Job.Name,
                    run = step.Run?.No,
                    state = StateOf(step),
                    chinese = step.Run?.ResultChinese ?? step.Refusal?.Chinese,
                    english = step.Run?.ResultEnglish ?? step.Refusal?.English,
                    figures = JobResult.Read(step.Run?.Figures),
                }),
            });
            return;
        }

        var isChinese = terminal.Culture.TwoLetterISOLanguageName == "zh";
        var table = new Table().AddColumns("Day", "Job", "State", "Result").Caption(FormattableString.Invariant(
            $"{earlier} earlier days, accounting date {accountingDate:yyyy-MM-dd}"));
        foreach (var step in steps)
        {
            table.AddRow(
                BankTime.Format(step.Day), isChinese ? step.Job.Chinese : step.Job.English, StateOf(step),
                Markup.Escape((isChinese ? step.Run?.ResultChinese ?? step.Refusal?.Chinese : step.Run?.ResultEnglish ?? step.Refusal?.English) ?? ""));
        }

        terminal.Write(table);
    }

    private static string StateOf(DayRunStep step) => step.Run?.State.ToString() ?? (step.EndedWell ? "DoneBefore" : "NotRun");
}
