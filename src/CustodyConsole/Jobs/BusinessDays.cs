using System.Globalization;
using System.Text.Json;
using CustodyConsole.Domain.Calendar;
using Quartz;
using Quartz.Impl.Calendar;
using Quartz.Serialization.SystemTextJson.Calendars;

namespace CustodyConsole.Jobs;

/// <summary>
/// The business calendar as the scheduler keeps it: the list of every day on which banks do not work, weekends that are no make-up days among them.
/// A trigger that goes by it does not fire on them. What must also run on holidays (day cut, trial balance, accruals) has no calendar.
/// </summary>
/// <remarks>
/// A list, and not weekends with exceptions, because a Saturday that a chained calendar excludes could not be worked on again 调休. Days are those of
/// the bank's own clock, so no time-zone data is needed. It says nothing of the years after <see cref="Through"/>: every day of them counts as a
/// working day until the list is built anew, which is done long before.
/// </remarks>
internal sealed class BusinessDays : BaseCalendar, IEquatable<BusinessDays>
{
    /// <summary>What triggers call it by.</summary>
    public const string Name = "business-days";

    private readonly SortedSet<DateOnly> _off;

    public BusinessDays(IEnumerable<DateOnly> off, int through)
        : base(TimeZoneInfo.Utc)
    {
        _off = [.. off];
        Through = through;
        Description = string.Create(CultureInfo.InvariantCulture, $"业务日历，覆盖至 {through} 年末");
    }

    /// <summary>The days on which nothing fires, in order.</summary>
    public IReadOnlyCollection<DateOnly> Off => _off;

    /// <summary>The last year that it covers.</summary>
    public int Through { get; }

    /// <summary>As the bank knows its calendar: from the year before a day to the year after it, so that a year's turn is never its end.</summary>
    public static BusinessDays Of(BusinessCalendar calendar, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return new BusinessDays(
            Enumerable.Range(today.Year - 1, 3).SelectMany(calendar.NonWorkingDays), today.Year + 1);
    }

    public override bool IsTimeIncluded(DateTimeOffset timeStampUtc) =>
        !_off.Contains(BankTime.DateOf(timeStampUtc.UtcDateTime)) && base.IsTimeIncluded(timeStampUtc);

    public override DateTimeOffset GetNextIncludedTimeUtc(DateTimeOffset timeUtc)
    {
        if (IsTimeIncluded(timeUtc)) return timeUtc;
        var date = BankTime.DateOf(timeUtc.UtcDateTime);
        do date = date.AddDays(1);
        while (_off.Contains(date));
        return new DateTimeOffset(BankTime.Utc(date.ToDateTime(TimeOnly.MinValue)), TimeSpan.Zero);
    }

    public override ICalendar Clone()
    {
        var clone = new BusinessDays(_off, Through);
        CloneFields(clone);
        return clone;
    }

    public bool Equals(BusinessDays? other) => other is not null && other.Through == Through && other._off.SetEquals(_off);

    public override bool Equals(object? obj) => Equals(obj as BusinessDays);

    public override int GetHashCode() => HashCode.Combine(Through, _off.Count);

    /// <summary>How it lies in the scheduler's store.</summary>
    internal sealed class Serializer : CalendarSerializer<BusinessDays>
    {
        public override string CalendarTypeName => nameof(BusinessDays);

        protected override BusinessDays Create(JsonElement jsonElement, JsonSerializerOptions options) => new(
            jsonElement.GetProperty("off").EnumerateArray()
                .Select(day => DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            jsonElement.GetProperty("through").GetInt32());

        protected override void SerializeFields(Utf8JsonWriter writer, BusinessDays calendar, JsonSerializerOptions options)
        {
            writer.WriteNumber("through", calendar.Through);
            writer.WriteStartArray("off");
            foreach (var day in calendar.Off) writer.WriteStringValue(BankTime.Format(day));
            writer.WriteEndArray();
        }

        /// <summary>All there is was read when it was made.</summary>
        protected override void DeserializeFields(BusinessDays calendar, JsonElement jsonElement, JsonSerializerOptions options)
        {
        }
    }
}
