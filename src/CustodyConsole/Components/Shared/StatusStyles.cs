using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Days;
using CustodyConsole.Features.Fees;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Settlement;
using CustodyConsole.Features.Staff;
using Quartz;

namespace CustodyConsole.Components.Shared;

/// <summary>The colours with a meaning. Colour is never alone: an icon and a word say the same.</summary>
public enum Tone { Neutral, Info, Success, Warning, Danger, Muted }

/// <summary>How a status looks.</summary>
public sealed record StatusStyle(Tone Tone, string Icon);

/// <summary>
/// Status to colour and icon, one exhaustive switch for each enum. A new enum is one line in <see cref="Of(Enum)"/>
/// and one switch below; its words are in <c>Resources/StatusText.resx</c> as <c>Enum.Member</c>, and a test asks for
/// every member of every enum named here.
/// </summary>
public static class StatusStyles
{
    /// <summary>The enums that can be shown as a badge.</summary>
    public static readonly IReadOnlyList<Type> Known = 
    [
        typeof(Tone), typeof(OrderState), typeof(ListingState), typeof(InstalmentState), typeof(AccountState),
        typeof(UserState),
        typeof(CardState), typeof(FreezeState), typeof(PlatformState), typeof(ProofState),
        typeof(ApprovalState), typeof(AuditResult),
        typeof(DraftState), typeof(ChecklistFault), typeof(NoticeState), typeof(HoldState), typeof(FeeVersionState), typeof(JobRunState), typeof(JobRunResult), typeof(ReportRunState),
        typeof(StaffStanding),
        typeof(BatchState), typeof(SuspenseState), typeof(DayStage),
    ];

    public static StatusStyle Of(Enum status) => status switch
    {
        Tone tone => Of(tone),
        OrderState state => Of(state),
        ListingState state => Of(state),
        InstalmentState state => Of(state),
        AccountState state => Of(state),
        UserState state => Of(state),
        CardState state => Of(state),
        FreezeState state => Of(state),
        PlatformState state => Of(state),
        ProofState state => Of(state),
        ApprovalState state => Of(state),
        AuditResult result => Of(result),
        DraftState state => Of(state),
        JobRunState state => Of(state),
        JobRunResult result => Of(result),
        ReportRunState state => Of(state),
        ChecklistFault fault => Of(fault),
        NoticeState state => Of(state),
        HoldState state => Of(state),
        BatchState state => DayEndStyles.Of(state),
        SuspenseState state => DayEndStyles.Of(state),
        DayStage stage => DayEndStyles.Of(stage),
        FeeVersionState state => Of(state),
        StaffStanding standing => Of(standing),
        _ => throw new ArgumentException($"{status.GetType().Name} has no status style.", nameof(status)),
    };

    private static StatusStyle Of(ReportRunState state) => state switch
    {
        ReportRunState.Queued => new(Tone.Info, "hourglass_empty"),
        ReportRunState.Running => new(Tone.Info, "sync"),
        ReportRunState.Done => new(Tone.Success, "check_circle"),
        ReportRunState.Failed => new(Tone.Danger, "error"),
        ReportRunState.Cancelled => new(Tone.Warning, "cancel"),
        ReportRunState.Lost => new(Tone.Warning, "link_off"),
        ReportRunState.Expired => new(Tone.Muted, "auto_delete"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(JobRunResult result) => result switch
    {
        JobRunResult.Succeeded => new(Tone.Success, "check_circle"),
        JobRunResult.Failed => new(Tone.Danger, "error"),
        JobRunResult.Cancelled => new(Tone.Warning, "stop_circle"),
        JobRunResult.Skipped => new(Tone.Muted, "skip_next"),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    private static StatusStyle Of(JobRunState state) => state switch
    {
        JobRunState.Queued => new(Tone.Info, "hourglass_empty"),
        JobRunState.Running => new(Tone.Info, "sync"),
        JobRunState.Done => new(Tone.Success, "check_circle"),
        JobRunState.Skipped => new(Tone.Muted, "skip_next"),
        JobRunState.Failed => new(Tone.Danger, "error"),
        JobRunState.Stopped => new(Tone.Warning, "stop_circle"),
        JobRunState.Lost => new(Tone.Warning, "link_off"),
        JobRunState.Waiting => new(Tone.Warning, "schedule"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(Tone tone) => tone switch
    {
        Tone.Neutral => new(tone, "radio_button_unchecked"),
        Tone.Info => new(tone, "info"),
        Tone.Success => new(tone, "check_circle"),
        Tone.Warning => new(tone, "schedule"),
        Tone.Danger => new(tone, "error"),
        Tone.Muted => new(tone, "do_not_disturb_on"),
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    };

    private static StatusStyle Of(OrderState state) => state switch
    {
        OrderState.Accepted => new(Tone.Info, "inbox"),
        OrderState.Sent => new(Tone.Info, "sync"),
        OrderState.Unknown => new(Tone.Warning, "help"),
        OrderState.Succeeded => new(Tone.Success, "check_circle"),
        OrderState.Failed => new(Tone.Danger, "cancel"),
        OrderState.Returned => new(Tone.Warning, "undo"),
        OrderState.Reversed => new(Tone.Muted, "history"),
        OrderState.Intercepted => new(Tone.Muted, "block"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(ListingState state) => state switch
    {
        ListingState.Raising => new(Tone.Info, "hourglass_top"),
        ListingState.Repaying => new(Tone.Warning, "autorenew"),
        ListingState.Closed => new(Tone.Success, "check_circle"),
        ListingState.Failed => new(Tone.Muted, "cancel"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(InstalmentState state) => state switch
    {
        InstalmentState.Planned => new(Tone.Neutral, "schedule"),
        InstalmentState.Due => new(Tone.Warning, "today"),
        InstalmentState.Overdue => new(Tone.Danger, "error"),
        InstalmentState.Paid => new(Tone.Success, "check_circle"),
        InstalmentState.PaidLate => new(Tone.Success, "check_circle"),
        InstalmentState.Compensated => new(Tone.Info, "shield"),
        InstalmentState.Replaced => new(Tone.Muted, "do_not_disturb_on"),
        InstalmentState.NotReleased => new(Tone.Muted, "schedule"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(AccountState state) => state switch
    {
        AccountState.Active => new(Tone.Success, "check_circle"),
        AccountState.Closed => new(Tone.Muted, "do_not_disturb_on"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(UserState state) => state switch
    {
        UserState.Active => new(Tone.Success, "check_circle"),
        UserState.Closed => new(Tone.Muted, "do_not_disturb_on"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(CardState state) => state switch
    {
        CardState.Bound => new(Tone.Success, "credit_card"),
        CardState.Unbound => new(Tone.Muted, "credit_card_off"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(FreezeState state) => state switch
    {
        FreezeState.Active => new(Tone.Info, "lock"),
        FreezeState.Used => new(Tone.Success, "check_circle"),
        FreezeState.Released => new(Tone.Muted, "lock_open"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(PlatformState state) => state switch
    {
        PlatformState.Active => new(Tone.Success, "check_circle"),
        PlatformState.Suspended => new(Tone.Danger, "pause_circle"),
        PlatformState.Closed => new(Tone.Muted, "logout"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(ApprovalState state) => state switch
    {
        ApprovalState.Pending => new(Tone.Warning, "pending_actions"),
        ApprovalState.Executed => new(Tone.Success, "task_alt"),
        ApprovalState.Rejected => new(Tone.Danger, "block"),
        ApprovalState.Withdrawn => new(Tone.Muted, "undo"),
        ApprovalState.Expired => new(Tone.Muted, "timer_off"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(AuditResult result) => result switch
    {
        AuditResult.Done => new(Tone.Success, "check_circle"),
        AuditResult.Refused => new(Tone.Warning, "block"),
        AuditResult.Failed => new(Tone.Danger, "error"),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    private static StatusStyle Of(DraftState state) => state switch
    {
        DraftState.Open => new(Tone.Info, "edit_note"),
        DraftState.Submitted => new(Tone.Warning, "schedule"),
        DraftState.Done => new(Tone.Success, "check_circle"),
        DraftState.Dropped => new(Tone.Muted, "do_not_disturb_on"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(ChecklistFault fault) => fault switch
    {
        ChecklistFault.Missing => new(Tone.Neutral, "radio_button_unchecked"),
        ChecklistFault.Malformed => new(Tone.Danger, "error"),
        ChecklistFault.Expired => new(Tone.Danger, "event_busy"),
        ChecklistFault.ExpiresSoon => new(Tone.Warning, "schedule"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static StatusStyle Of(StaffStanding standing) => standing switch
    {
        StaffStanding.Ready => new(Tone.Success, "check_circle"),
        StaffStanding.Awaited => new(Tone.Info, "hourglass_top"),
        StaffStanding.Lapsed => new(Tone.Warning, "timer_off"),
        StaffStanding.Locked => new(Tone.Danger, "lock"),
        StaffStanding.Disabled => new(Tone.Muted, "person_off"),
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
    };

    private static StatusStyle Of(ProofState state) => state switch
    {
        ProofState.Holds => new(Tone.Success, "verified"),
        ProofState.Broken => new(Tone.Danger, "gpp_bad"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(NoticeState state) => state switch
    {
        NoticeState.Waiting => new(Tone.Info, "schedule_send"),
        NoticeState.Acknowledged => new(Tone.Success, "mark_email_read"),
        NoticeState.GivenUp => new(Tone.Danger, "cancel_schedule_send"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(HoldState state) => state switch
    {
        HoldState.Waiting => new(Tone.Warning, "hourglass_top"),
        HoldState.Approved => new(Tone.Info, "task_alt"),
        HoldState.Sent => new(Tone.Success, "check_circle"),
        HoldState.Refused => new(Tone.Muted, "block"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static StatusStyle Of(FeeVersionState state) => state switch
    {
        FeeVersionState.InForce => new(Tone.Success, "check_circle"),
        FeeVersionState.Future => new(Tone.Info, "schedule"),
        FeeVersionState.Past => new(Tone.Muted, "history"),
        FeeVersionState.Cancelled => new(Tone.Muted, "block"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
