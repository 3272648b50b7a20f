using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Staff;

/// <summary>One user with what only the page of that user shows.</summary>
public sealed record StaffDetail(StaffRow Row, IReadOnlyList<StaffRecord> OthersOfPerson, int RecoveryCodesLeft);

/// <summary>A row of the audit trail that concerns a user; what was asked for, where it belongs to a request.</summary>
public sealed record StaffEvent(AuditEntry Entry, ApprovalType? Type = null, string? Chinese = null, string? English = null);

/// <summary>
/// Users of the console, as lists. Who they are is in one database and how they sign in is in another, so the two are put
/// together here; a bank has hundreds of users, not millions.
/// </summary>
public sealed class StaffQueries(IDbContextFactory<CustodyDb> databases, IServiceScopeFactory scopes, TimeProvider time)
{
    private const int HistoryMax = 50;

    /// <summary>
    /// Filters: <c>q</c> (user name, name or staff number), <c>role</c>, <c>standing</c>, <c>factor</c> (yes, no),
    /// <c>platform</c>.
    /// </summary>
    public async Task<PageOf<StaffRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await FoundAsync(db, state, cancellationToken);
        IEnumerable<StaffRow> rows = await WithCredentialsAsync(found, cancellationToken);
        if (state.Choice<StaffStanding>("standing") is { } standing) rows = rows.Where(row => row.Standing == standing);
        if (state.Text("factor") is { } factor) rows = rows.Where(row => row.HasFactor == (factor == "yes"));
        var all = Sorted(rows, state).ToList();
        return new PageOf<StaffRow>([.. all.Skip(state.Skip).Take(state.Size)], all.Count);
    }

    /// <summary>What the bank's own records can tell of the filters: all but <c>standing</c> and <c>factor</c>.</summary>
    internal static async Task<List<StaffRecord>> FoundAsync(CustodyDb db, ListState state, CancellationToken cancellationToken)
    {
        var staff = db.StaffRecords.AsQueryable();
        if (state.Text("q") is { } text)
        {
            staff = staff.Where(one => one.UserName.Contains(text) || one.DisplayName.Contains(text)
                || one.PersonNo == text);
        }

        if (state.Text("platform") is { } platform) staff = staff.Where(one => one.PlatformNo == platform);
        var found = await staff.ToListAsync(cancellationToken);
        return state.Text("role") is { } role ? [.. found.Where(one => one.HeldRoles.Contains(role))] : found;
    }

    /// <summary>Null when there is no user of this name.</summary>
    public async Task<StaffDetail?> FindAsync(string userName, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var staff = await db.StaffRecords.SingleOrDefaultAsync(one => one.UserName == userName, cancellationToken);
        if (staff is null) return null;
        var others = await db.StaffRecords.Where(one => one.PersonNo == staff.PersonNo && one.UserName != userName)
            .OrderBy(one => one.UserName).ToListAsync(cancellationToken);
        var row = (await WithCredentialsAsync([staff], cancellationToken))[0];
        await using var scope = scopes.CreateAsyncScope();
        var left = await scope.ServiceProvider.GetRequiredService<SecondFactor>().CodesLeftAsync(userName, cancellationToken);
        return new StaffDetail(row, others, left);
    }

    /// <summary>What was asked for and decided about a user, from the audit trail, newest first.</summary>
    public async Task<IReadOnlyList<StaffEvent>> ChangesAsync(string userName, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var subject = StaffRecord.SubjectOf(userName);
        var requests = await db.Approvals.Where(request => request.Subject == subject)
            .OrderByDescending(request => request.Id).Take(HistoryMax)
            .Select(request => new { request.Id, request.Type, request.SummaryChinese, request.SummaryEnglish })
            .ToDictionaryAsync(request => "approval:" + ApprovalQueries.NoOf(request.Id), cancellationToken);
        string[] subjects = [subject, .. requests.Keys];
        var entries = await db.AuditEntries
            .Where(entry => subjects.Contains(entry.Subject) && !entry.Action.StartsWith("Session."))
            .OrderByDescending(entry => entry.SequenceNo).Take(HistoryMax).ToListAsync(cancellationToken);
        return [.. entries.Select(entry => requests.TryGetValue(entry.Subject, out var request)
            ? new StaffEvent(entry, request.Type, request.SummaryChinese, request.SummaryEnglish)
            : new StaffEvent(entry))];
    }

    /// <summary>The sign-ins of a user, also the refused ones, from the audit trail, newest first.</summary>
    public async Task<IReadOnlyList<StaffEvent>> SessionsAsync(string userName, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = await db.AuditEntries
            .Where(entry => entry.UserName == userName && entry.Action.StartsWith("Session."))
            .OrderByDescending(entry => entry.SequenceNo).Take(HistoryMax).ToListAsync(cancellationToken);
        return [.. entries.Select(entry => new StaffEvent(entry))];
    }

    private async Task<List<StaffRow>> WithCredentialsAsync(List<StaffRecord> staff, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var names = staff.Select(one => one.UserName).ToArray();
        var users = await db.Users.AsNoTracking().Where(user => names.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return [.. staff.Select(one => StaffRow.Of(one, users.GetValueOrDefault(one.UserName), now))];
    }

    internal static IEnumerable<StaffRow> Sorted(IEnumerable<StaffRow> rows, ListState state) =>
        (state.Sort, state.Descending) switch
        {
            ("name", false) => rows.OrderBy(row => row.Staff.DisplayName, StringComparer.Ordinal).ThenBy(row => row.Staff.Id),
            ("name", true) => rows.OrderByDescending(row => row.Staff.DisplayName, StringComparer.Ordinal)
                .ThenByDescending(row => row.Staff.Id),
            ("seen", false) => rows.OrderBy(row => row.Credentials?.LastSignInAtUtc).ThenBy(row => row.Staff.Id),
            ("seen", true) => rows.OrderByDescending(row => row.Credentials?.LastSignInAtUtc)
                .ThenByDescending(row => row.Staff.Id),
            ("opened", false) => rows.OrderBy(row => row.Staff.OpenedAtUtc).ThenBy(row => row.Staff.Id),
            ("opened", true) => rows.OrderByDescending(row => row.Staff.OpenedAtUtc).ThenByDescending(row => row.Staff.Id),
            _ => rows.OrderBy(row => row.Staff.UserName, StringComparer.Ordinal),
        };
}
