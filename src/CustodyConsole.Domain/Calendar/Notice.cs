using System.Globalization;
using System.Text;

namespace CustodyConsole.Domain.Calendar;

/// <summary>A day that a notice names.</summary>
/// <param name="Date">The day.</param>
/// <param name="IsOff">True for a holiday; false for a make-up working day 调休上班.</param>
/// <param name="Name">The holiday it belongs to, as the notice calls it.</param>
public sealed record NoticeDay(DateOnly Date, bool IsOff, string Name);

/// <summary>
/// What the State Council gave notice of for a year: holidays and make-up working days. A later notice for the same year replaces an earlier
/// one as a whole. Some of its days may lie at the end of the year before.
/// </summary>
/// <param name="Year">The year.</param>
/// <param name="KnownFromUtc">The instant from which it was known (UTC).</param>
/// <param name="Days">The days it names, in their order.</param>
public sealed record Notice(int Year, DateTime KnownFromUtc, IReadOnlyList<NoticeDay> Days)
{
    private static readonly Lazy<IReadOnlyList<Notice>> BuiltIn = new(ReadBuiltIn);

    /// <summary>The notices that come with the program (see docs/reference/data-sources.md).</summary>
    public static IReadOnlyList<Notice> Shipped => BuiltIn.Value;

    /// <summary>The days as lines of text, runs of days in one line.</summary>
    public static string Write(IReadOnlyList<NoticeDay> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var text = new StringBuilder();
        var ordered = days.OrderBy(day => day.Date).ToList();
        for (var i = 0; i < ordered.Count;)
        {
            var first = ordered[i];
            var last = first;
            while (++i < ordered.Count && ordered[i] == new NoticeDay(last.Date.AddDays(1), first.IsOff, first.Name)) last = ordered[i];
            text.Append(first.IsOff ? "off " : "work ").Append(Text(first.Date));
            if (last != first) text.Append("..").Append(Text(last.Date));
            text.Append(' ').Append(first.Name).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; a line that it did not write is a bug.</summary>
    public static IReadOnlyList<NoticeDay> Read(string lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var days = new List<NoticeDay>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 3);
            var span = parts[1].Split("..");
            var last = Date(span[^1]);
            for (var date = Date(span[0]); date <= last; date = date.AddDays(1)) days.Add(new NoticeDay(date, parts[0] == "off", parts[2]));
        }

        return [.. days.OrderBy(day => day.Date)];
    }

    private static List<Notice> ReadBuiltIn()
    {
        using var stream = typeof(Notice).Assembly.GetManifestResourceStream("notices.txt")
            ?? throw new InvalidOperationException("The notices are not built into this library.");
        using var reader = new StreamReader(stream);
        var notices = new List<Notice>();
        var lines = reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'));
        foreach (var block in string.Join('\n', lines).Split("year ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var head = block[..block.IndexOf('\n', StringComparison.Ordinal)].Split(' ');
            // A notice is public in the morning of its day in China, so it is known when that day begins there.
            var known = DateTime.SpecifyKind(Date(head[2]).ToDateTime(TimeOnly.MinValue).AddHours(-8), DateTimeKind.Utc);
            notices.Add(new Notice(
                int.Parse(head[0], CultureInfo.InvariantCulture), known, Read(block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
        }

        return notices;
    }

    private static string Text(DateOnly date) => BankTime.Format(date);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
