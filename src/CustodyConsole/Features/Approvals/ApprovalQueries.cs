using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Approvals;

/// <summary>One line of the inbox.</summary>
public sealed record ApprovalRow(
    string No, ApprovalType Type, ApprovalState State, string SummaryChinese, string SummaryEnglish, long AmountFen,
    PlatformRef? Platform, string MakerName, DateTime CreatedAtUtc, DateTime DeadlineUtc, DateTime? DecidedAtUtc,
    int Checks, int ChecksRequired);

/// <summary>The requests that take two people, as lists.</summary>
public sealed class ApprovalQueries(
    IDbContextFactory<CustodyDb> databases, IStringLocalizer<ApprovalsText> words, TimeProvider time)
{
    /// <summary>待我复核, 我发起, 全部, 已办.</summary>
    public const string Check = "check", Made = "made", All = "all", Decided = "done";

    /// <summary>The tabs in their order.</summary>
    public static readonly IReadOnlyList<string> Tabs = [Check, Made, All, Decided];

    /// <summary>The choices of the filter <c>age</c>: made at least so many hours ago.</summary>
    public static readonly IReadOnlyList<int> Ages = [1, 4, 24, 72];

    /// <summary>The tab that a person finds when the address names none.</summary>
    public static string DefaultTab(StaffMember person) =>
        Permissions.Held(Permissions.ApprovalsDecide, person.Roles) ? Check
            // Whoever supervises looks at what others ask for, even where they may ask for something themselves.
            : Permissions.Held(Permissions.AuditView, person.Roles) ? All
            : Permissions.Held(Permissions.ApprovalsSubmit, person.Roles) ? Made : All;

    /// <summary>
    /// Filters: <c>tab</c>, <c>q</c> (number), <c>type</c>, <c>state</c>, <c>platform</c>, <c>subject</c>,
    /// <c>amountMin</c>/<c>amountMax</c>, <c>age</c>, <c>maker</c> (name or user name).
    /// </summary>
    public async Task<PageOf<ApprovalRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var requests = Filter(await TabAsync(db, person, state, now, cancellationToken), state, now);
        var counted = await requests.CountAsync(request => request.AmountFen, cancellationToken);
        var page = await Sorted(requests, state, person).Skip(state.Skip).Take(state.Size)
            .Select(r => new
            {
                r.Id, r.Type, r.State, r.SummaryChinese, r.SummaryEnglish, r.AmountFen, r.PlatformNo, r.MakerName,
                r.CreatedAtUtc, r.DeadlineUtc, r.DecidedAtUtc, r.Checks, r.ChecksRequired,
            }).ToListAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        return new PageOf<ApprovalRow>(
            [.. page.Select(r => new ApprovalRow(
                NoOf(r.Id), r.Type, r.State, r.SummaryChinese, r.SummaryEnglish, r.AmountFen, platforms.ByNo(r.PlatformNo),
                r.MakerName, r.CreatedAtUtc, r.DeadlineUtc, r.DecidedAtUtc, r.Checks, r.ChecksRequired))],
            counted.Count, counted.IsCapped ? [] : [new(words["TotalAmount"], counted.SumFen)])
        {
            IsCapped = counted.IsCapped,
        };
    }

    /// <summary>How many requests wait for this person.</summary>
    public async Task<int> WaitingAsync(StaffMember person, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await ApprovalReach.OfAsync(db, person, time.GetUtcNow().UtcDateTime, cancellationToken);
        return await waiting.CountAsync(cancellationToken);
    }

    /// <summary>
    /// The numbers of what is pending on a subject, or on a whole platform where its number is given, or for instalments of
    /// a listing; at most 100.
    /// </summary>
    public async Task<IReadOnlyList<string>> PendingAsync(
        StaffMember person, string subject, string? platformNo, CancellationToken cancellationToken,
        long? listingId = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var pending = ApprovalReach.Seen(db, person).Where(request => request.State == ApprovalState.Pending);
        pending = platformNo is null
            ? pending.Where(request => request.Subject == subject)
            : pending.Where(request => request.Subject == subject || request.PlatformNo == platformNo);
        if (listingId is { } listing)
        {
            // What asks for money of an instalment has the compensator's account as its subject.
            var marked = db.Instalments.Where(row => row.ListingId == listing && row.PendingApprovalId != null)
                .Select(row => row.PendingApprovalId);
            pending = ApprovalReach.Seen(db, person).Where(request => request.State == ApprovalState.Pending
                && (request.Subject == subject || marked.Contains(request.Id)));
        }

        var ids = await pending.OrderBy(request => request.Id).Select(request => request.Id).Take(100)
            .ToListAsync(cancellationToken);
        return [.. ids.Select(NoOf)];
    }

    /// <summary>The number of the request that a form made; null while it has made none.</summary>
    public async Task<string?> MadeByFormAsync(string requestNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var id = await db.Approvals.Where(request => request.RequestNo == requestNo)
            .Select(request => (long?)request.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } made ? NoOf(made) : null;
    }

    /// <summary>The number of a request of which only the key is known.</summary>
    public static string NoOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"AP{id:D10}");

    internal static async Task<IQueryable<ApprovalRequest>> TabAsync(
        CustodyDb db, StaffMember person, ListState state, DateTime now, CancellationToken cancellationToken)
    {
        var tab = state.Text("tab") ?? DefaultTab(person);
        if (tab == Check) return await ApprovalReach.OfAsync(db, person, now, cancellationToken);
        var requests = ApprovalReach.Seen(db, person);
        if (tab == All) return requests;
        var me = person.PersonNo;
        var steps = db.ApprovalSteps.Where(step => step.PersonNo == me);
        steps = tab == Made
            ? steps.Where(step => step.Action == ApprovalAction.Submitted)
            : steps.Where(step => step.Action == ApprovalAction.Approved || step.Action == ApprovalAction.Rejected);
        // As a list and not as a question for each request: a person's own steps are found by the person.
        var mine = steps.Select(step => step.ApprovalId);
        return requests.Where(request => mine.Contains(request.Id));
    }

    internal static IQueryable<ApprovalRequest> Filter(IQueryable<ApprovalRequest> requests, ListState state, DateTime now)
    {
        if (state.Text("q") is { } no)
        {
            var id = ApprovalRequest.IdOf(no) ?? -1;
            requests = requests.Where(request => request.Id == id);
        }

        if (state.Choice<ApprovalType>("type") is { } type) requests = requests.Where(request => request.Type == type);
        if (state.Choice<ApprovalState>("state") is { } wanted) requests = requests.Where(request => request.State == wanted);
        if (state.Text("platform") is { } platform) requests = requests.Where(request => request.PlatformNo == platform);
        if (state.Text("subject") is { } subject) requests = requests.Where(request => request.Subject == subject);
        if (state.Fen("amountMin") is { } least) requests = requests.Where(request => request.AmountFen >= least);
        if (state.Fen("amountMax") is { } most) requests = requests.Where(request => request.AmountFen <= most);
        if (int.TryParse(state.Text("age"), out var hours) && Ages.Contains(hours))
        {
            var until = now.AddHours(-hours);
            requests = requests.Where(request => request.CreatedAtUtc <= until);
        }

        if (state.Text("maker") is { } maker)
            requests = requests.Where(request => request.MakerName == maker || request.MakerUser == maker);
        return requests;
    }

    /// <summary>What waits for somebody is ordered by its deadline; what is looked up begins with the newest.</summary>
    internal static IOrderedQueryable<ApprovalRequest> Sorted(
        IQueryable<ApprovalRequest> requests, ListState state, StaffMember person) => (state.Sort, state.Descending) switch
    {
        ("amount", false) => requests.OrderBy(r => r.AmountFen).ThenBy(r => r.Id),
        ("amount", true) => requests.OrderByDescending(r => r.AmountFen).ThenByDescending(r => r.Id),
        ("deadline", false) => requests.OrderBy(r => r.DeadlineUtc).ThenBy(r => r.Id),
        ("deadline", true) => requests.OrderByDescending(r => r.DeadlineUtc).ThenByDescending(r => r.Id),
        ("time", false) => requests.OrderBy(r => r.CreatedAtUtc).ThenBy(r => r.Id),
        ("time", true) => requests.OrderByDescending(r => r.CreatedAtUtc).ThenByDescending(r => r.Id),
        _ => (state.Text("tab") ?? DefaultTab(person)) == Check
            ? requests.OrderBy(r => r.DeadlineUtc).ThenBy(r => r.Id)
            : requests.OrderByDescending(r => r.CreatedAtUtc).ThenByDescending(r => r.Id),
    };
}
