using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// Puts a new user of the console 新增用户 to a second person. The person sets a password with a code in two parts: one from whoever asked,
/// one from whoever approved (<see cref="ActivationDesk"/>). Only the hash of the first is here.
/// </summary>
/// <param name="UserName">The name to sign in with.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="PersonNo">The person's staff number.</param>
/// <param name="RoleNames">The roles.</param>
/// <param name="PlatformNo">The platform, for staff of a platform only.</param>
/// <param name="ActivationHash">The hash of the first part of the activation code (<see cref="SecretCode.HashOfPart"/>).</param>
/// <param name="Reason">Why.</param>
/// <param name="PaymentCompany">The payment company, for its staff only.</param>
public sealed record ProposeStaff(
    string UserName, string DisplayName, string PersonNo, IReadOnlyList<string> RoleNames, string? PlatformNo,
    string ActivationHash, string Reason, string? PaymentCompany = null) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.StaffOpen;

    /// <summary>
    /// Refusals in order: <see cref="StaffRefusals.UserNameMalformed"/>, <see cref="StaffRefusals.NameMissing"/>,
    /// <see cref="StaffRefusals.PersonNoMalformed"/>, <see cref="StaffRefusals.UserNameTaken"/>, <see cref="StaffRefusals.OtherName"/>,
    /// those of <see cref="StaffForm.RefuseRoles"/>, <see cref="StaffRefusals.ActivationMalformed"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (StaffForm.RefusePerson(books, UserName, DisplayName, PersonNo) is { } person) return person;
        if (StaffForm.RefuseRoles(books, PersonNo, null, RoleNames, PlatformNo, PaymentCompany) is { } roles) return roles;
        if (!SecretCode.IsHash(ActivationHash)) return StaffRefusals.ActivationMalformed();
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var changes = new List<ApprovalChange>
        {
            new("用户名", "User name", null, UserName),
            new("姓名", "Name", null, DisplayName),
            new("工号", "Staff number", null, PersonNo),
            new("岗位", "Roles", null, StaffRecords.Words(RoleNames)),
        };
        if (PlatformNo is not null) changes.Add(new("所属平台", "Platform", null, PlatformNo));
        if (PaymentCompany is not null) changes.Add(new("所属支付公司", "Payment company", null, PaymentCompany));
        if (StaffForm.OthersOf(books, PersonNo, UserName) is { } others)
            changes.Add(new("该人员的其他用户", "Other users of the person", others, others));
        return new ProposalFacts(
            StaffRecord.SubjectOf(UserName), PlatformNo, 0,
            $"新增用户 {UserName}（{DisplayName}，工号 {PersonNo}），岗位：{Staff.RoleNames.Chinese(RoleNames)}。理由：{Reason}",
            $"New user {UserName} ({DisplayName}, staff number {PersonNo}) as {Staff.RoleNames.English(RoleNames)}. Reason: {Reason}",
            changes);
    }

    internal override Refusal? KeepsOut(Books books, StaffMember person) =>
        person.PersonNo == PersonNo ? StaffRefusals.OwnAccount() : null;

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        // No code opens anything before whoever approved has added the second part.
        var staff = Open(books, UserName, DisplayName, PersonNo, RoleNames, PlatformNo, PaymentCompany, null);
        staff.ActivationUntilUtc = books.NowUtc + SecretCode.ActivationHolds;
        return $"staff:{UserName}";
    }

    /// <summary>Makes the row; everything was checked.</summary>
    internal static StaffRecord Open(
        Books books, string userName, string displayName, string personNo, IReadOnlyList<string> roles, string? platformNo,
        string? paymentCompany, string? activationHash, bool isDemo = false) =>
        books.StaffRecords.Add(new StaffRecord
        {
            UserName = userName,
            DisplayName = displayName,
            PersonNo = personNo,
            RoleCodes = StaffRecords.Codes(roles),
            PlatformNo = platformNo,
            PaymentCompany = paymentCompany,
            ActivationHash = activationHash,
            ActivationUntilUtc = activationHash is null ? null : books.NowUtc + SecretCode.ActivationHolds,
            IsDemo = isDemo,
            OpenedAtUtc = books.NowUtc,
            ChangedAtUtc = books.NowUtc,
        });
}
