using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>What all changes of a user have in common: they name it, say why, and keep the person it concerns out.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Reason">Why.</param>
public abstract record StaffProposal(string UserName, string Reason) : Proposal
{
    /// <summary>The state that the user must be in.</summary>
    internal virtual StaffState Wanted => StaffState.Active;

    internal override Refusal? KeepsOut(Books books, StaffMember person) =>
        books.StaffByUserName.Find(UserName)?.PersonNo == person.PersonNo ? StaffRefusals.OwnAccount() : null;

    /// <summary>
    /// The user, as long as it is in the state wanted. Refusals in order: <see cref="StaffRefusals.Unknown"/>,
    /// <see cref="StaffRefusals.IsDisabled"/> or <see cref="StaffRefusals.IsActive"/>, <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal Outcome<StaffRecord> Find(Books books)
    {
        if (books.StaffByUserName.Find(UserName) is not { } staff) return StaffRefusals.Unknown(UserName);
        if (staff.State != Wanted)
            return Wanted == StaffState.Active ? StaffRefusals.IsDisabled(UserName) : StaffRefusals.IsActive(UserName);
        return ApprovalMaking.IsMissing(Reason) ? ApprovalRefusals.ReasonMissing() : staff;
    }

    internal ProposalFacts Facts(StaffRecord staff, string chinese, string english, params ApprovalChange[] changes) => new(
        staff.Subject, staff.PlatformNo, 0,
        $"{chinese} {UserName}（{staff.DisplayName}，工号 {staff.PersonNo}）。理由：{Reason}",
        $"{english} {UserName} ({staff.DisplayName}, staff number {staff.PersonNo}). Reason: {Reason}",
        changes);

    internal StaffRecord Change(Books books) => StaffRecords.Change(books, books.StaffByUserName.Find(UserName)!);

    internal static ApprovalChange StateChange(StaffState before, StaffState after) =>
        new("用户状态", "State", Word(before), Word(after));

    private static string Word(StaffState state) => state == StaffState.Active ? "正常 active" : "已停用 disabled";
}

/// <summary>Puts other roles of a user 岗位变更 to a second person. The user's open sessions end with the approval.</summary>
/// <param name="UserName">The user.</param>
/// <param name="RoleNames">The roles it will hold.</param>
/// <param name="PlatformNo">The platform, for staff of a platform only.</param>
/// <param name="Reason">Why.</param>
/// <param name="PaymentCompany">The payment company, for its staff only.</param>
public sealed record ProposeStaffRoles(
    string UserName, IReadOnlyList<string> RoleNames, string? PlatformNo, string Reason, string? PaymentCompany = null)
    : StaffProposal(UserName, Reason)
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.StaffRoles;

    /// <summary>
    /// Refusals in order: those of <see cref="StaffProposal.Find"/>, those of <see cref="StaffForm.RefuseRoles"/>,
    /// <see cref="StaffRefusals.NothingChanges"/>, <see cref="StaffRefusals.TooFewAdministrators"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = Find(books);
        if (!found.Done) return found.Refusal;
        var staff = found.Value;
        if (StaffForm.RefuseRoles(books, staff.PersonNo, staff, RoleNames, PlatformNo, PaymentCompany) is { } refusal) return refusal;
        if (StaffRecords.Codes(RoleNames) == staff.RoleCodes && PlatformNo == staff.PlatformNo && PaymentCompany == staff.PaymentCompany)
            return StaffRefusals.NothingChanges();
        if (staff.HeldRoles.Contains(Roles.Administrator) && !RoleNames.Contains(Roles.Administrator)
            && StaffRecords.OtherAdministrators(books, staff) < 2)
            return StaffRefusals.TooFewAdministrators();
        var changes = new List<ApprovalChange>
        {
            new("岗位", "Roles", StaffRecords.Words(staff.HeldRoles), StaffRecords.Words(RoleNames)),
        };
        if (PlatformNo != staff.PlatformNo) changes.Add(new("所属平台", "Platform", staff.PlatformNo, PlatformNo));
        if (PaymentCompany != staff.PaymentCompany)
            changes.Add(new("所属支付公司", "Payment company", staff.PaymentCompany, PaymentCompany));
        if (StaffForm.OthersOf(books, staff.PersonNo, UserName) is { } others)
            changes.Add(new("该人员的其他用户", "Other users of the person", others, others));
        return Facts(staff, "岗位变更：用户", "Other roles for user", [.. changes]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var staff = Change(books);
        staff.RoleCodes = StaffRecords.Codes(RoleNames);
        staff.PlatformNo = PlatformNo;
        staff.PaymentCompany = PaymentCompany;
        return $"staff:{UserName} {StaffRecords.Words(staff.HeldRoles)}";
    }
}

/// <summary>Puts the disabling of a user 停用 to a second person. The user's open sessions end with the approval.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeStaffDisabling(string UserName, string Reason) : StaffProposal(UserName, Reason)
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.StaffDisable;

    /// <summary>
    /// Refusals in order: those of <see cref="StaffProposal.Find"/>, <see cref="StaffRefusals.TooFewAdministrators"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = Find(books);
        if (!found.Done) return found.Refusal;
        if (found.Value.HeldRoles.Contains(Roles.Administrator) && StaffRecords.OtherAdministrators(books, found.Value) < 2)
            return StaffRefusals.TooFewAdministrators();
        return Facts(found.Value, "停用用户", "Disable user", StateChange(StaffState.Active, StaffState.Disabled));
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        Change(books).State = StaffState.Disabled;
        return $"staff:{UserName}";
    }
}

/// <summary>Puts the enabling of a disabled user 启用 to a second person; the password is what it was.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeStaffEnabling(string UserName, string Reason) : StaffProposal(UserName, Reason)
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.StaffEnable;

    internal override StaffState Wanted => StaffState.Disabled;

    /// <summary>
    /// Refusals in order: those of <see cref="StaffProposal.Find"/>, those of <see cref="StaffForm.RefuseRoles"/>: the person may have been
    /// given other roles since.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = Find(books);
        if (!found.Done) return found.Refusal;
        var staff = found.Value;
        if (StaffForm.RefuseRoles(books, staff.PersonNo, staff, staff.HeldRoles, staff.PlatformNo, staff.PaymentCompany) is { } refusal) return refusal;
        var roles = StaffRecords.Words(staff.HeldRoles);
        return Facts(
            staff, "启用用户", "Enable user",
            StateChange(StaffState.Disabled, StaffState.Active), new ApprovalChange("岗位", "Roles", roles, roles));
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        Change(books).State = StaffState.Active;
        return $"staff:{UserName}";
    }
}
