using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Tests.Advances;

/// <summary>The forecast of a holiday from the last ones, and the spreading of a fee over its days. Pure.</summary>
public sealed class AdvanceForecastTests
{
    private static readonly BusinessCalendar Calendar = new(Notice.Shipped, new DateTime(2017, 9, 1, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void A_holiday_takes_the_share_of_a_working_day_that_the_last_ones_took()
    {
        var paid = new Dictionary<DateOnly, long>();
        for (var date = new DateOnly(2017, 7, 3); date < new DateOnly(2017, 9, 30); date = date.AddDays(1))
            paid[date] = Calendar.IsWorkingDay(date) ? 1_000_00 : 400_00;

        var forecast = AdvanceForecast.Of(Calendar, new DateOnly(2017, 9, 30), paid);

        Assert.Equal((new DateOnly(2017, 10, 1), new DateOnly(2017, 10, 8), 8), (forecast.Next.From, forecast.Next.Through, forecast.Next.Days));
        Assert.Contains("国庆", forecast.Next.Name, StringComparison.Ordinal);
        Assert.Equal((1_000_00, 40.0m, 3_200_00), (forecast.BaseFen, forecast.RatioPercent!.Value, forecast.PeakFen!.Value));
        Assert.Equal((AdvanceForecast.HolidaysUsed, 0m), (forecast.Past.Count, forecast.MeanErrorPercent!.Value));
    }

    [Fact]
    public void Its_error_is_what_it_would_have_been_off_knowing_only_what_came_before()
    {
        var paid = new Dictionary<DateOnly, long>();
        for (var date = new DateOnly(2017, 8, 7); date < new DateOnly(2017, 8, 22); date = date.AddDays(1))
            paid[date] = Calendar.IsWorkingDay(date) ? 1_000_00 : date.Day < 15 ? 500_00 : 400_00;

        var forecast = AdvanceForecast.Of(Calendar, new DateOnly(2017, 8, 22), paid);

        Assert.Equal([(800_00, 1_000_00), (1_000_00, (long?)null)], forecast.Past.Select(past => (past.ActualFen, past.ForecastFen)));
        Assert.Equal(25m, forecast.MeanErrorPercent);
    }

    [Fact]
    public void Without_history_nothing_is_forecast()
    {
        var forecast = AdvanceForecast.Of(Calendar, new DateOnly(2017, 8, 3), new Dictionary<DateOnly, long>());

        Assert.Equal((null, null, 2), (forecast.PeakFen, forecast.MeanErrorPercent, forecast.Next.Days));
    }

    [Fact]
    public void The_days_of_an_advance_come_to_its_fee()
    {
        foreach (var (fee, days) in new[] { (1L, 8), (30L, 2), (100L, 7), (0L, 3), (7L, 1) })
        {
            var parts = Enumerable.Range(0, days).Select(day => AccrueAdvances.Part(fee, days, day)).ToList();
            Assert.Equal(fee, parts.Sum());
            Assert.All(parts, part => Assert.InRange(part, fee / days, (fee / days) + 1));
        }

        Assert.Equal((0, 0), (AccrueAdvances.Part(30, 2, -1), AccrueAdvances.Part(30, 2, 2)));
    }
}
