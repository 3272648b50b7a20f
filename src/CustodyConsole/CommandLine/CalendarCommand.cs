using System.CommandLine;
using CustodyConsole.Data;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Writing;
using Spectre.Console;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verbs <c>calendar import</c> and <c>calendar show</c>: takes a year's holidays over from a file in the public form, and shows a year as
/// it is known now. Exit codes: 0 done, 2 the file or the database cannot be used, or the year has a notice and nothing says that this replaces it.
/// </summary>
internal static class CalendarCommand
{
    public static Command Create(Terminal terminal)
    {
        var database = new Option<string>("--database")
        {
            Required = true,
            Description = "A SQLite file or a PostgreSQL connection (Host=...).",
        };
        var file = new Option<string>("--file") { Required = true, Description = "A year's holidays in the holiday-cn form (JSON)." };
        var year = new Option<int>("--year") { Required = true, Description = "The year." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of a table." };
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of a notice that the year has already." };
        var import = new Command("import", "Take a year's holidays over; they hold from now on.") { file, database, replace, json };
        import.SetAction((parsed, cancellationToken) => DatabaseUse.RunAsync(terminal, parsed.GetValue(database)!, text => ImportAsync(
            terminal, text, parsed.GetValue(file)!, parsed.GetValue(replace), parsed.GetValue(json), cancellationToken)));
        var show = new Command("show", "Show every non-working day of a year.") { year, database, json };
        show.SetAction((parsed, cancellationToken) => DatabaseUse.RunAsync(terminal, parsed.GetValue(database)!, text => ShowAsync(
            terminal, text, parsed.GetValue(year), parsed.GetValue(json), cancellationToken)));
        return new Command("calendar", "The business calendar.") { import, show };
    }

    private static async Task<int> ImportAsync(
        Terminal terminal, string text, string path, bool replaces, bool json, CancellationToken cancellationToken)
    {
        path = CallersFolder.Resolve(path);
        if (new FileInfo(path) is { Exists: true, Length: > HolidayFile.BytesMax })
            return terminal.Refuse(CalendarRefusals.TooLarge(HolidayFile.BytesMax / 1024));
        var read = HolidayFile.Read(await File.ReadAllBytesAsync(path, cancellationToken), TimeProvider.System.GetUtcNow().UtcDateTime);
        if (!read.Done) return terminal.Refuse(read.Refusal);
        var (year, days) = (read.Value.Year, read.Value.Days);

        await using var database = await CustodyDatabase.OpenAsync(text, TimeProvider.System, cancellationToken);
        var desk = new StaffDesk(database.Writer);
        var draft = new AuditDraft("Calendar.Import", $"calendar:{year}") { After = Notice.Write(days), Reason = Path.GetFileName(path) };
        var taken = await desk.RunAtServerAsync(
            Environment.UserName, CustodyStore.NoPool, draft, (books, _) => TakeNotice.Import(books, year, days, Path.GetFileName(path), replaces));
        if (!taken.Done) return terminal.Refuse(taken.Refusal);
        var (change, moves) = taken.Value;
        if (json)
        {
            terminal.WriteJson(new
            {
                year,
                isNew = change.IsNew,
                changedDates = change.Changed.Select(Text),
                moves = moves.Select(move => new { chinese = move.Chinese, english = move.English, before = move.Before, after = move.After }),
            });
            return Terminal.Ok;
        }

        terminal.Out.WriteLine(change.IsNew
            ? FormattableString.Invariant($"{year}: {change.Changed.Count} days changed. {string.Join(' ', change.Changed.Select(Text))}")
            : FormattableString.Invariant($"{year}: known already, nothing changed."));
        var isChinese = terminal.Culture.TwoLetterISOLanguageName == "zh";
        foreach (var move in moves)
        {
            terminal.Out.WriteLine(isChinese
                ? $"{move.Chinese}: {move.Before} -> {move.After}"
                : $"{move.English}: {move.BeforeEnglish ?? move.Before} -> {move.AfterEnglish ?? move.After}");
        }

        return Terminal.Ok;
    }

    private static async Task<int> ShowAsync(
        Terminal terminal, string text, int year, bool json, CancellationToken cancellationToken)
    {
        if (year is < 1950 or > 2100) return terminal.Refuse(CalendarRefusals.YearOutOfRange(1950, 2100));
        await using var database = await CustodyDatabase.OpenToReadAsync(text, TimeProvider.System, cancellationToken);
        await using var db = database.CreateDbContext();
        var calendar = await CalendarNotice.CalendarAsync(db, TimeProvider.System.GetUtcNow().UtcDateTime, cancellationToken);
        var free = calendar.NonWorkingDays(year).ToList();
        var provisional = calendar.IsProvisional(new DateOnly(year, 1, 1));
        var madeUp = BusinessCalendar.DaysOf(year).Where(date => calendar.KindOf(date) == DayKind.MakeUpWorkday).ToList();
        if (json)
        {
            terminal.WriteJson(new
            {
                year,
                provisional,
                nonWorkingDates = free.Select(Text),
                makeUpWorkingDates = madeUp.Select(Text),
                holidays = free.Where(date => calendar.NameOf(date) is not null)
                    .Select(date => new { date = Text(date), name = calendar.NameOf(date) }),
            });
            return Terminal.Ok;
        }

        var table = new Table().AddColumns("Date", "Day", "Kind", "Name").Caption(FormattableString.Invariant(
            $"{year}: {free.Count} non-working days, {madeUp.Count} make-up working days{(provisional ? " (provisional)" : "")}"));
        foreach (var date in free.Concat(madeUp).Order())
        {
            table.AddRow(
                Text(date), date.ToString("ddd", terminal.Culture), calendar.KindOf(date).ToString(),
                Markup.Escape(calendar.NameOf(date) ?? ""));
        }

        terminal.Write(table);
        return Terminal.Ok;
    }

    private static string Text(DateOnly date) => BankTime.Format(date);
}
