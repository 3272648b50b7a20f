using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Calendar;

/// <summary>A notice that was taken over after the program was delivered. Rows are never changed: a correction is another notice.</summary>
public sealed class CalendarNotice : Row
{
    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The instant from which the bank knew it (UTC).</summary>
    public required DateTime KnownFromUtc { get; init; }

    /// <summary>The days, as <see cref="Notice.Write"/> writes them.</summary>
    public required string Days { get; init; }

    /// <summary>Where it came from: the name of a file, or the number of an approval.</summary>
    public required string Source { get; init; }

    /// <summary>What it says.</summary>
    public Notice Notice => new(Year, KnownFromUtc, Notice.Read(Days));

    internal static void Map(ModelBuilder model)
    {
        var notice = model.Entity<CalendarNotice>();
        notice.ToTable("calendar_notice");
        notice.HasIndex(n => n.Year);
    }

    /// <summary>The calendar as known at an instant: what came with the program and what was taken over since.</summary>
    public static async Task<BusinessCalendar> CalendarAsync(CustodyDb db, DateTime atUtc, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var taken = await db.CalendarNotices.OrderBy(notice => notice.Id).ToListAsync(cancellationToken);
        return new BusinessCalendar([.. Notice.Shipped, .. taken.Select(notice => notice.Notice)], atUtc);
    }

    /// <summary>The same for a start, where nothing can be awaited.</summary>
    public static BusinessCalendar Calendar(CustodyDb db, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(db);
        return new BusinessCalendar([.. Notice.Shipped, .. db.CalendarNotices.OrderBy(notice => notice.Id).AsEnumerable().Select(notice => notice.Notice)], atUtc);
    }
}
