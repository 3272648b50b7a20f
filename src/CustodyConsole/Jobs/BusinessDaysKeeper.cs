using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace CustodyConsole.Jobs;

/// <summary>Keeps the scheduler's calendar what the business calendar is.</summary>
internal sealed class BusinessDaysKeeper(IDbContextFactory<CustodyDb> factory, TimeProvider time, ILogger<BusinessDaysKeeper> log)
{
    /// <summary>The calendar as the bank knows it now, with which a scheduler starts.</summary>
    public BusinessDays Now()
    {
        using var db = factory.CreateDbContext();
        return Of(CalendarNotice.Calendar(db, time.GetUtcNow().UtcDateTime));
    }

    /// <summary>
    /// Builds the scheduler's calendar anew where the bank's has changed, whoever changed it, or where a year has begun; the triggers that go by it
    /// take their next time from it. True where it was changed.
    /// </summary>
    public async Task<bool> RefreshAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        BusinessDays now;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
            now = Of(await CalendarNotice.CalendarAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken));
        if (now.Equals(await scheduler.GetCalendar(BusinessDays.Name, cancellationToken))) return false;
        await scheduler.AddCalendar(BusinessDays.Name, now, AddCalendarOptions.ReplacingAndUpdatingTriggers, cancellationToken);
        log.LogInformation("The scheduler goes by a new calendar: {Days} days off until the end of {Year}.", now.Off.Count, now.Through);
        return true;
    }

    private BusinessDays Of(BusinessCalendar calendar) => BusinessDays.Of(calendar, BankTime.DateOf(time.GetUtcNow().UtcDateTime));
}
