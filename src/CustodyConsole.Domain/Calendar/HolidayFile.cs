using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CustodyConsole.Domain.Calendar;

/// <summary>
/// Reads a year's holidays in the public holiday-cn form: an object with <c>year</c> and <c>days</c>, each day with <c>name</c>, <c>date</c> and
/// <c>isOffDay</c>. Members that it does not know are passed over; what it knows must be right.
/// </summary>
public static class HolidayFile
{
    /// <summary>The largest file, in bytes; a year takes some 5,000.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>
    /// Reads a file. Refusals in order: <see cref="CalendarRefusals.TooLarge"/>, <see cref="CalendarRefusals.NotTheForm"/>,
    /// <see cref="CalendarRefusals.DayMalformed"/>, <see cref="CalendarRefusals.DayOfAnotherYear"/>,
    /// <see cref="CalendarRefusals.DayTwice"/>, <see cref="CalendarRefusals.NotPublished"/>.
    /// </summary>
    /// <param name="content">The content of the file.</param>
    /// <param name="knownFromUtc">The instant from which the bank knows it (UTC).</param>
    public static Outcome<Notice> Read(ReadOnlyMemory<byte> content, DateTime knownFromUtc)
    {
        if (content.Length > BytesMax) return CalendarRefusals.TooLarge(BytesMax / 1024);
        try
        {
            // A file saved by a Windows editor begins with a mark that is no part of it.
            var text = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
            if (!Utf8.IsValid(text.Span)) return CalendarRefusals.NotUtf8();
            using var json = JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("year", out var year) && year.ValueKind == JsonValueKind.Number && year.TryGetInt32(out var number)
                && number is >= 1950 and <= 2100
                && root.TryGetProperty("days", out var days) && days.ValueKind == JsonValueKind.Array
                ? ReadDays(number, days, knownFromUtc)
                : CalendarRefusals.NotTheForm();
        }
        // A text is decoded when it is read, not when the file is parsed: one in another encoding, or with half a character, is found then.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return CalendarRefusals.NotTheForm();
        }
    }

    private static Outcome<Notice> ReadDays(int year, JsonElement days, DateTime knownFromUtc)
    {
        var read = new Dictionary<DateOnly, NoticeDay>();
        var number = 0;
        foreach (var day in days.EnumerateArray())
        {
            number++;
            if (ReadDay(day) is not { } one) return CalendarRefusals.DayMalformed(number);
            if (Math.Abs(one.Date.Year - year) > 1) return CalendarRefusals.DayOfAnotherYear(one.Date, year);
            if (read.TryGetValue(one.Date, out var known) && known.IsOff != one.IsOff) return CalendarRefusals.DayTwice(one.Date);
            read.TryAdd(one.Date, one);
        }

        if (read.Count == 0) return CalendarRefusals.NotPublished(year);
        return new Notice(year, knownFromUtc, [.. read.Values.OrderBy(day => day.Date)]);
    }

    private static NoticeDay? ReadDay(JsonElement day) =>
        day.ValueKind == JsonValueKind.Object
        && day.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && name.GetString() is { Length: > 0 and <= 32 } text && !text.Any(char.IsControl)
        && day.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
        && day.TryGetProperty("isOffDay", out var off) && off.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new NoticeDay(on, off.GetBoolean(), text)
            : null;
}
