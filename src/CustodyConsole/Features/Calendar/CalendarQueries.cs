using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Calendar;

/// <summary>A version of a year's notice. The source is null for what came with the program.</summary>
public sealed record NoticeVersion(Notice Notice, string? Source, bool IsInForce);

/// <summary>The calendar as the bank knows it now.</summary>
/// <param name="Calendar">The days.</param>
/// <param name="Today">The accounting date.</param>
/// <param name="Notices">All notices, oldest first.</param>
/// <param name="Versions">All notices with where they come from, latest first.</param>
/// <param name="NowUtc">When it was read (UTC).</param>
public sealed record CalendarState(
    BusinessCalendar Calendar, DateOnly Today, IReadOnlyList<Notice> Notices, IReadOnlyList<NoticeVersion> Versions, DateTime NowUtc)
{
    /// <summary>The years that can be looked at.</summary>
    public IEnumerable<int> Years => Enumerable.Range(
        Notices.Min(notice => notice.Year), Math.Max(Notices.Max(notice => notice.Year), Today.Year + 1) - Notices.Min(notice => notice.Year) + 1);
}

/// <summary>The business calendar.</summary>
public sealed class CalendarQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    public async Task<CalendarState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
    }

    internal static async Task<CalendarState> ReadAsync(CustodyDb db, DateTime now, CancellationToken cancellationToken)
    {
        var taken = await db.CalendarNotices.OrderBy(notice => notice.Id).ToListAsync(cancellationToken);
        var all = Notice.Shipped.Select(notice => (Notice: notice, Source: (string?)null))
            .Concat(taken.Select(row => (row.Notice, Source: (string?)row.Source))).Where(one => one.Notice.KnownFromUtc <= now).ToList();
        var inForce = all.GroupBy(one => one.Notice.Year).Select(year => year.OrderBy(one => one.Notice.KnownFromUtc).Last().Notice).ToHashSet();
        return new CalendarState(
            new BusinessCalendar(all.Select(one => one.Notice), now),
            await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken),
            [.. all.Select(one => one.Notice)],
            [.. all.OrderByDescending(one => one.Notice.KnownFromUtc).Select(one => new NoticeVersion(one.Notice, one.Source, inForce.Contains(one.Notice)))],
            now);
    }
}
