using System.Text.Json;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Tests.Calendar;

public sealed class BusinessCalendarTests
{
    private static readonly DateTime Today = new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);
    private static readonly BusinessCalendar Shipped = new(Notice.Shipped, Today);

    [Fact]
    public void The_golden_week_of_2017_is_settled_on_the_ninth_of_October()
    {
        Assert.Equal(DayKind.MakeUpWorkday, Shipped.KindOf(new DateOnly(2017, 9, 30)));
        Assert.All(Enumerable.Range(1, 8), day => Assert.Equal(DayKind.Holiday, Shipped.KindOf(new DateOnly(2017, 10, day))));
        Assert.Equal(new DateOnly(2017, 10, 9), Shipped.NextWorkingDay(new DateOnly(2017, 9, 30)));
        Assert.Equal(new DateOnly(2017, 9, 30), Shipped.PreviousWorkingDay(new DateOnly(2017, 10, 9)));
    }

    [Fact]
    public void The_late_extension_of_2020_is_known_only_from_its_notice_on()
    {
        var before = new BusinessCalendar(Notice.Shipped, new DateTime(2020, 1, 25, 12, 0, 0, DateTimeKind.Utc));
        var after = new BusinessCalendar(Notice.Shipped, new DateTime(2020, 1, 26, 12, 0, 0, DateTimeKind.Utc));
        var eve = new DateOnly(2020, 1, 23);

        Assert.Equal(new DateOnly(2020, 1, 31), before.NextWorkingDay(eve));
        Assert.Equal(DayKind.MakeUpWorkday, before.KindOf(new DateOnly(2020, 2, 1)));
        Assert.Equal(new DateOnly(2020, 2, 3), after.NextWorkingDay(eve));
        Assert.Equal(DayKind.Holiday, after.KindOf(new DateOnly(2020, 2, 1)));
    }

    [Fact]
    public void A_year_is_provisional_until_its_notice_is_known()
    {
        Assert.True(Shipped.IsProvisional(new DateOnly(2027, 1, 1)));
        Assert.False(Shipped.IsProvisional(new DateOnly(2026, 12, 31)));
        Assert.True(new BusinessCalendar(Notice.Shipped, new DateTime(2017, 11, 1, 0, 0, 0, DateTimeKind.Utc)).IsProvisional(new DateOnly(2018, 1, 1)));
        Assert.Equal(DayKind.Working, Shipped.KindOf(new DateOnly(2027, 10, 1)));
    }

    [Theory]
    [InlineData(2017), InlineData(2018), InlineData(2019), InlineData(2021), InlineData(2022)]
    [InlineData(2023), InlineData(2024), InlineData(2025), InlineData(2026)]
    public void Every_day_of_a_shipped_year_is_as_the_public_file_says(int year)
    {
        var file = File.ReadAllBytes(RealData.Find($"holiday-cn/{year}.json"));
        var read = HolidayFile.Read(file, Today).Value;
        Assert.False(TakeNotice.Change(Notice.Shipped, year, read.Days, Today).IsNew);

        using var json = JsonDocument.Parse(file);
        foreach (var day in json.RootElement.GetProperty("days").EnumerateArray())
        {
            var date = DateOnly.Parse(day.GetProperty("date").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(day.GetProperty("isOffDay").GetBoolean(), !Shipped.IsWorkingDay(date));
        }
    }

    [Theory]
    [InlineData(2007), InlineData(2008), InlineData(2009), InlineData(2010), InlineData(2011), InlineData(2012), InlineData(2014)]
    [InlineData(2015), InlineData(2016)]
    public void A_year_that_was_not_shipped_is_right_on_every_day_once_its_file_is_read(int year)
    {
        var file = File.ReadAllBytes(RealData.Find($"holiday-cn/{year}.json"));
        var notice = HolidayFile.Read(file, Today).Value;
        var calendar = new BusinessCalendar([.. Notice.Shipped, notice], Today);
        using var json = JsonDocument.Parse(file);
        var named = json.RootElement.GetProperty("days").EnumerateArray().ToDictionary(
            day => day.GetProperty("date").GetString()!, day => day.GetProperty("isOffDay").GetBoolean());

        Assert.False(calendar.IsProvisional(new DateOnly(year, 6, 1)));
        Assert.All(BusinessCalendar.DaysOf(year), date => Assert.Equal(
            named.TryGetValue($"{date:yyyy-MM-dd}", out var off) ? !off : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
            calendar.IsWorkingDay(date)));
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        Assert.All(Notice.Shipped, notice => Assert.Equal(notice.Days, Notice.Read(Notice.Write(notice.Days))));
        Assert.Equal(12, Notice.Shipped.Count);
    }

    [Fact]
    public void A_file_in_another_encoding_or_with_half_a_character_is_refused_with_its_reason()
    {
        // "元旦" in GBK.
        var gbk = System.Text.Encoding.Latin1.GetBytes("{\"year\":2027,\"days\":[{\"name\":\"\u00D4\u00AA\u00B5\u00A9\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}");
        Assert.Equal("calendar.not-utf8", HolidayFile.Read(gbk, Today).Refusal!.Code);
        Assert.Equal("calendar.not-the-form", HolidayFile.Read(
            """{"year":2027,"days":[{"name":"\ud800","date":"2027-01-01","isOffDay":true}]}"""u8.ToArray(), Today).Refusal!.Code);
    }

    [Theory]
    [InlineData("", "calendar.not-the-form")]
    [InlineData("[]", "calendar.not-the-form")]
    [InlineData("""{"year":"2027","days":[]}""", "calendar.not-the-form")]
    [InlineData("""{"year":2027,"days":[]}""", "calendar.not-published")]
    [InlineData("""{"year":2027,"days":[{"name":"元旦","date":"2027-1-1","isOffDay":true}]}""", "calendar.day-malformed")]
    [InlineData("""{"year":2027,"days":[{"name":"元旦","date":"2027-01-01"}]}""", "calendar.day-malformed")]
    [InlineData("""{"year":2027,"days":[{"name":"元旦","date":"2021-01-01","isOffDay":true}]}""", "calendar.day-of-another-year")]
    [InlineData("""
        {"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-01","isOffDay":false}]}
        """, "calendar.day-twice")]
    public void A_file_that_is_wrong_is_refused_with_its_reason(string text, string code) =>
        Assert.Equal(code, HolidayFile.Read(System.Text.Encoding.UTF8.GetBytes(text), Today).Refusal!.Code);

    [Fact]
    public void A_file_that_is_too_large_is_refused() =>
        Assert.Equal("calendar.too-large", HolidayFile.Read(new byte[HolidayFile.BytesMax + 1], Today).Refusal!.Code);
}
