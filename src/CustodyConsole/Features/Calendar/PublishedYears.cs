using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Calendar;

/// <summary>Whether the holidays of a year are published, for pages that show many dates: looked up again every few seconds.</summary>
public sealed class PublishedYears(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    private static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(5);
    private (BusinessCalendar Calendar, DateTime ReadAtUtc)? _read;

    /// <summary>True while the year of a date is not published, so that the date may still move.</summary>
    public async ValueTask<bool> IsProvisionalAsync(DateOnly date, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (_read is { } read && now >= read.ReadAtUtc && now - read.ReadAtUtc < HoldsFor) return read.Calendar.IsProvisional(date);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var calendar = await CalendarNotice.CalendarAsync(db, now, cancellationToken);
        _read = (calendar, now);
        return calendar.IsProvisional(date);
    }
}
