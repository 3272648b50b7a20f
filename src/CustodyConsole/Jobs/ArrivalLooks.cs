using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using Quartz;

namespace CustodyConsole.Jobs;

/// <summary>
/// When the payment company is asked again about money that has not come: every half hour of a working day 工作日, by the scheduler's calendar. On
/// holidays banks move no money between each other, so nobody asks for it and no run is written for it.
/// </summary>
/// <remarks>
/// The calendar only says how soon one looks. What waits is in the runs, and a day after it was asked about it is asked about in any case
/// (<see cref="JobSchedule.LooksAtLeastEvery"/>), so a calendar that is wrong delays and loses nothing.
/// </remarks>
internal static class ArrivalLooks
{
    /// <summary>The trigger's name.</summary>
    public const string Trigger = "arrivals";

    /// <summary>The first and the last look of a working day, on the bank's clock, and how far they are apart.</summary>
    public static readonly TimeOnly From = new(9, 0), Until = new(17, 30);

    /// <summary>How far looks are apart.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    /// <summary>The hours are UTC, eight behind the bank's, and lie on the same date.</summary>
    public const string Cron = "0 0/30 1-9 * * ?";

    private static readonly CronExpression Times = new(Cron, TimeZoneInfo.Utc);

    /// <summary>True for the jobs that wait for money to come.</summary>
    public static bool Wakes(JobFacts job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Name is JobCatalogue.NetSettlement or JobCatalogue.ConfirmationCheck;
    }

    /// <summary>A look that was missed is not made up for: the next one is near.</summary>
    public static void Schedule<T>(ITriggerConfigurator<T> trigger, JobKey job)
        where T : IJob
    {
        ArgumentNullException.ThrowIfNull(trigger);
        trigger.ForJob(job).WithIdentity(Trigger).WithCalendarName(BusinessDays.Name)
            .WithCronSchedule(Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing));
    }

    /// <summary>The first look after an instant (UTC), by the same times and the same calendar as the scheduler's trigger.</summary>
    public static DateTime NextUtc(BusinessCalendar calendar, DateTime afterUtc)
    {
        var days = BusinessDays.Of(calendar, BankTime.DateOf(afterUtc));
        var next = new DateTimeOffset(afterUtc);
        do next = Times.GetNextValidTimeAfter(next)!.Value;
        while (!days.IsTimeIncluded(next));
        return next.UtcDateTime;
    }
}
