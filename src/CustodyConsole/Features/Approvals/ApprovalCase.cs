using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Approvals;

/// <summary>
/// One request on an open page: what the person is shown, what they may do, and what happened meanwhile. An approval
/// always names what was on the screen when the button was pressed.
/// </summary>
public sealed class ApprovalCase(
    ApprovalDesk desk, CurrentStaff staff, StepUp proof, IDbContextFactory<CustodyDb> databases, string no)
{
    private IReadOnlyList<ApprovalChange>? _shownBefore;
    private (int Steps, ApprovalState State)? _stood;
    private StaffMember? _person;

    /// <summary>The request as shown; null while there is none to show.</summary>
    public ApprovalView? View { get; private set; }

    /// <summary>What is asked for; null where its kept content is of a kind that is read no more.</summary>
    public Proposal? Proposal { get; private set; }

    /// <summary>What the platform is told about it.</summary>
    public IReadOnlyList<PlatformNotice> Notices { get; private set; } = [];

    /// <summary>True where it makes the platform it names: until it is carried out there is none.</summary>
    public bool IsNewPlatform => View?.Request.Type is ApprovalType.OpenPlatform or ApprovalType.ImportPlatforms;

    /// <summary>True where the platform that it names has a page.</summary>
    public bool HasPlatform => !IsNewPlatform || View?.Request.State == ApprovalState.Executed;

    /// <summary>The draft in which a dossier was filled in.</summary>
    public string? DraftNo => Proposal switch
    {
        Domain.Platforms.ProposePlatform { DraftNo: var draft } => draft,
        Domain.Platforms.ProposePlatformChange { DraftNo: var draft } => draft,
        _ => null,
    };

    /// <summary>Why the last button did nothing, or why there is nothing to show.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The last step of somebody else while the page was open.</summary>
    public ApprovalStep? Meanwhile { get; private set; }

    /// <summary>True while a button's command runs: a second click does nothing.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Why the person may not decide; null where they may.</summary>
    public Refusal? MayNotDecide => View?.MayNotDecide
        ?? (Permissions.Held(Permissions.ApprovalsDecide, _person?.Roles ?? [])
            ? null : StaffRefusals.NotPermitted(Permissions.ApprovalsDecide));

    /// <summary>True when the person made the request and may still change it or take it back.</summary>
    public bool IsMine => View is { Request: { State: ApprovalState.Pending } request, MayNotDecide.Code: not "approval.expired" } && _person is { Roles.Count: > 0 } person
        && request.MakerPersonNo == person.PersonNo;

    /// <summary>
    /// The table of states before and after; what moved since it was made or shown is marked. What each investor receives stands with the
    /// instalment, and here only where it moved.
    /// </summary>
    public IReadOnlyList<ChangeRow> Changes
    {
        get
        {
            if (View is null) return [];
            var asked = ProposalText.ReadChanges(View.Request.Changes);
            var rows = ChangeRows.Of(View.Facts?.Changes ?? asked, asked, View.Facts is null ? null : _shownBefore);
            return Proposal is ProposeCompensation && View.Request.State is ApprovalState.Pending or ApprovalState.Executed
                ? [.. rows.Where(row => row.HasMoved || row.Asked is not null || !ProposeCompensation.IsInvestorsPart(row.Change))]
                : rows;
        }
    }

    /// <summary>Shows the request as it stands now.</summary>
    public async Task LoadAsync(bool byNews = false)
    {
        _person = await staff.GetAsync();
        if (!Permissions.Held(Permissions.ApprovalsView, _person.Roles))
        {
            (View, Refusal) = (null, StaffRefusals.NotPermitted(Permissions.ApprovalsView));
            return;
        }

        var shown = await desk.ShowAsync(_person, no);
        if (!shown.Done)
        {
            (View, Refusal) = (null, shown.Refusal);
            return;
        }

        var stands = (shown.Value.Steps.Count, shown.Value.Request.State);
        if (byNews && _stood is { } stood && stood != stands
            && shown.Value.Steps[^1] is { } last && last.PersonNo != _person.PersonNo)
            Meanwhile = last;
        _stood = stands;
        _shownBefore = View?.Facts?.Changes;
        View = shown.Value;
        Proposal = Read(shown.Value.Request);
        await using var db = await databases.CreateDbContextAsync();
        var subject = "approval:" + no;
        Notices = await db.Notices.Where(notice => notice.Subject == subject).OrderBy(notice => notice.Id).ToListAsync();
    }

    /// <summary>Approves what is on the screen, after another proof of identity where money is concerned.</summary>
    public Task ApproveAsync() => RunAsync(async () =>
    {
        if (View is not { Shown: { } shown, MovesMoney: var movesMoney }) return null;
        if (movesMoney && !await proof.AskAsync()) return null;
        return (await desk.ApproveAsync(await staff.GetAsync(), no, shown)).Refusal;
    });

    /// <summary>Turns the request down.</summary>
    public Task RejectAsync(string reason) => RunAsync(async () =>
        (await desk.RejectAsync(await staff.GetAsync(), no, reason)).Refusal);

    /// <summary>Takes the request back.</summary>
    public Task WithdrawAsync(string reason) => RunAsync(async () =>
        (await desk.WithdrawAsync(await staff.GetAsync(), no, reason)).Refusal);

    private static Proposal? Read(ApprovalRequest request)
    {
        try
        {
            return ProposalText.Read(request.Type, request.Content);
        }
        catch (System.Text.Json.JsonException) when (request.State != ApprovalState.Pending)
        {
            // An old request that has ended is shown by its words alone.
            return null;
        }
    }

    private async Task RunAsync(Func<Task<Refusal?>> command)
    {
        if (IsRunning) return;
        (IsRunning, Refusal, Meanwhile) = (true, null, null);
        try
        {
            var refusal = await command();
            await LoadAsync();
            Refusal ??= refusal;
        }
        finally
        {
            IsRunning = false;
        }
    }
}
