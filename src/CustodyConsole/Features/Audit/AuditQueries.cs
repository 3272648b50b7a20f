using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Features.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Audit;

/// <summary>How often a person has seen personal data in clear.</summary>
public sealed record RevealRate(string UserName, string DisplayName, int Today, int Week, int Accounts, int Refused);

/// <summary>The audit trail, as lists.</summary>
public sealed class AuditQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The most requests of one object whose audit rows are shown with the object's own.</summary>
    private const int RequestsMax = 500;

    /// <summary>
    /// Filters: <c>who</c> (user name, name or staff number), <c>action</c> (its name, or the beginning up to a dot),
    /// <c>subject</c>, <c>platform</c>, <c>result</c>, <c>dateFrom</c>/<c>dateTo</c>.
    /// </summary>
    public async Task<PageOf<AuditEntry>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await PageAsync(Filter(db.AuditEntries, state), state, cancellationToken);
    }

    /// <summary>What was done to one object, and to the requests that concern it.</summary>
    public async Task<PageOf<AuditEntry>> OfAsync(string subject, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await OfAsync(db, subject, null, db.Approvals.Where(request => request.Subject == subject), state, cancellationToken);
    }

    /// <summary>What was done to a listing, and to the requests for its compensations. Its number is its platform's own: another platform may have the same.</summary>
    public async Task<PageOf<AuditEntry>> OfListingAsync(long listingId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var listing = await db.Listings.Where(one => one.Id == listingId)
            .Join(db.Platforms, one => one.PlatformId, platform => platform.Id, (one, platform) => new { one.ListingNo, platform.No })
            .SingleOrDefaultAsync(cancellationToken);
        if (listing is null) return new PageOf<AuditEntry>([], 0);
        return await OfAsync(db, "listing:" + listing.ListingNo, listing.No, OfListing(db, listingId), state, cancellationToken);
    }

    private static async Task<PageOf<AuditEntry>> OfAsync(
        CustodyDb db, string subject, string? platformNo, IQueryable<Domain.Approvals.ApprovalRequest> concerning, ListState state,
        CancellationToken cancellationToken)
    {
        var requests = await concerning
            .OrderByDescending(request => request.Id).Select(request => request.Id).Take(RequestsMax)
            .ToListAsync(cancellationToken);
        var subjects = requests.Select(id => "approval:" + ApprovalQueries.NoOf(id)).ToArray();
        return await PageAsync(
            db.AuditEntries.Where(entry => (entry.Subject == subject && (platformNo == null || entry.PlatformNo == platformNo)) || subjects.Contains(entry.Subject)),
            state, cancellationToken);
    }

    /// <summary>Who has seen personal data in clear within seven days, the most active first.</summary>
    public async Task<IReadOnlyList<RevealRate>> RevealRatesAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var (today, week) = (StartOf(BankTime.DateOf(now)), now.AddDays(-7));
        var rows = await db.AuditEntries
            .Where(entry => (entry.Action == Permissions.AccountsReveal || entry.Action == Permissions.PlatformsReveal) && entry.AtUtc >= week)
            .Select(entry => new { entry.UserName, entry.DisplayName, entry.Subject, entry.AtUtc, entry.Result })
            .ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => row.UserName).Select(of =>
        {
            var seen = of.Where(row => row.Result == AuditResult.Done).ToList();
            return new RevealRate(
                of.Key, of.First().DisplayName, seen.Count(row => row.AtUtc >= today), seen.Count,
                seen.Select(row => row.Subject).Distinct().Count(), of.Count() - seen.Count);
        }).OrderByDescending(rate => rate.Week).ThenBy(rate => rate.UserName, StringComparer.Ordinal)];
    }

    /// <summary>Null when there is no row of this number.</summary>
    public async Task<AuditEntry?> FindAsync(long sequenceNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.AuditEntries.SingleOrDefaultAsync(entry => entry.SequenceNo == sequenceNo, cancellationToken);
    }

    /// <summary>The number of the last row: how far a verification has to go.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.AuditHeads.Select(head => head.SequenceNo).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Recomputes the whole trail; the progress is the number of rows looked at.</summary>
    public async Task<AuditVerdict> VerifyAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await AuditVerifier.VerifyAsync(db, [], progress, cancellationToken);
    }

    /// <summary>Requests for compensations of a listing: those that wait, and those that were carried out.</summary>
    private static IQueryable<Domain.Approvals.ApprovalRequest> OfListing(CustodyDb db, long listingId)
    {
        var waiting = db.Instalments.Where(row => row.ListingId == listingId && row.PendingApprovalId != null)
            .Select(row => row.PendingApprovalId);
        var spent = db.Orders.Where(order => order.ListingId == listingId && order.FreezeId != null
                && (order.Type == OrderType.DirectCompensation || order.Type == OrderType.IndirectCompensation))
            .Select(order => order.FreezeId);
        return db.Approvals.Where(request => waiting.Contains(request.Id)
            || (request.FreezeId != null && spent.Contains(request.FreezeId)));
    }

    internal static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> entries, ListState state)
    {
        if (state.Text("who") is { } who)
            entries = entries.Where(e => e.UserName == who || e.DisplayName == who || e.PersonNo == who);
        if (state.Text("action") is { } action)
            entries = action.EndsWith('.')
                ? entries.Where(e => e.Action.StartsWith(action))
                : entries.Where(e => e.Action == action);
        if (state.Text("subject") is { } subject)
            entries = subject.Contains(':', StringComparison.Ordinal)
                ? entries.Where(e => e.Subject == subject)
                : entries.Where(e => e.Subject.EndsWith(":" + subject));
        if (state.Text("platform") is { } platform) entries = entries.Where(e => e.PlatformNo == platform);
        if (state.Choice<AuditResult>("result") is { } result) entries = entries.Where(e => e.Result == result);
        if (state.Date("dateFrom") is { } from)
        {
            var start = StartOf(from);
            entries = entries.Where(e => e.AtUtc >= start);
        }

        if (state.Date("dateTo") is { } to && to < DateOnly.MaxValue)
        {
            var end = StartOf(to.AddDays(1));
            entries = entries.Where(e => e.AtUtc < end);
        }

        return entries;
    }

    private static DateTime StartOf(DateOnly date) =>
        DateTime.SpecifyKind(
            date.Year < 1900 ? DateTime.UnixEpoch : date.ToDateTime(TimeOnly.MinValue) - BankTime.Offset, DateTimeKind.Utc);

    private static async Task<PageOf<AuditEntry>> PageAsync(
        IQueryable<AuditEntry> entries, ListState state, CancellationToken cancellationToken)
    {
        var counted = await entries.CountAsync(entry => entry.SequenceNo, cancellationToken);
        var page = await entries.OrderByDescending(entry => entry.SequenceNo).Skip(state.Skip).Take(state.Size)
            .ToListAsync(cancellationToken);
        return new PageOf<AuditEntry>(page, counted.Count) { IsCapped = counted.IsCapped };
    }
}
