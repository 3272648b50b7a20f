using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// Where whoever approved a new user, or a reset of a password, adds the second part of the activation code. Whoever asked for it holds the
/// first part, so neither of them alone can set the password of a user that is another's.
/// </summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="writer">The writer of the custody database.</param>
public sealed class ActivationDesk(StaffDesk staff, GroupWriter writer)
{
    /// <summary>Whether this person is the one who has to add the second part for this user; refused with the reason where not.</summary>
    /// <param name="person">Who looks.</param>
    /// <param name="userName">The user.</param>
    public Task<Outcome<bool>> IsAwaitedAsync(StaffMember person, string userName) => writer.RunAsync<bool>(
        CustodyStore.NoPool,
        books =>
        {
            var found = Find(books, person, userName);
            return found.Done ? true : found.Refusal;
        });

    /// <summary>
    /// Adds the second part, once. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>, <see cref="StaffRefusals.Unknown"/>,
    /// <see cref="StaffRefusals.IsDisabled"/>, <see cref="StaffRefusals.ActivationGivenOut"/>,
    /// <see cref="StaffRefusals.ActivationOfChecker"/>, <see cref="StaffRefusals.ActivationMalformed"/>.
    /// </summary>
    /// <param name="checker">Who approved.</param>
    /// <param name="userName">The user.</param>
    /// <param name="secondHash">The hash of the second part (<see cref="SecretCode.HashOfPart"/>).</param>
    public Task<Outcome<bool>> AddPartAsync(StaffMember checker, string userName, string secondHash) => staff.RunAsync<bool>(
        checker, Permissions.ApprovalsDecide, CustodyStore.NoPool, new AuditDraft("Staff.AddActivation", StaffRecord.SubjectOf(userName)),
        (books, draft) =>
        {
            var found = Find(books, checker, userName);
            if (!found.Done) return found.Refusal;
            if (!SecretCode.IsHash(secondHash)) return StaffRefusals.ActivationMalformed();
            var (one, request, firstHash) = found.Value;
            books.StaffRecords.Edit(one);
            one.ActivationHash = SecretCode.HashOfParts(firstHash, secondHash);
            draft.After = request.No;
            return true;
        });

    /// <summary>
    /// Records that a password of this serial let somebody in: from then on the user counts as one who can sign in. Where the password was reset
    /// meanwhile, the serial is another one and the user still waits.
    /// </summary>
    /// <param name="person">Who was let in.</param>
    /// <param name="draft">What the audit trail says.</param>
    /// <param name="serial">The serial of the password (<see cref="StaffRecord.CredentialSerial"/>).</param>
    public Task<Outcome<bool>> RecordHeldAsync(StaffMember person, AuditDraft draft, int serial)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(draft);
        return writer.RunAsync<bool>(
            CustodyStore.NoPool,
            books =>
            {
                if (books.StaffByUserName.Find(person.UserName) is { ActivationUntilUtc: not null } one && one.CredentialSerial == serial)
                    books.StaffRecords.Edit(one).ActivationUntilUtc = null;
                AuditTrail.Append(books, person, draft, AuditResult.Done);
                return true;
            },
            audited: true);
    }

    private static Outcome<(StaffRecord Staff, ApprovalRequest Request, string FirstHash)> Find(
        Books books, StaffMember person, string userName)
    {
        if (books.StaffByUserName.Find(userName) is not { } one) return StaffRefusals.Unknown(userName);
        if (one.State == StaffState.Disabled) return StaffRefusals.IsDisabled(userName);
        if (one.ActivationHash is not null || !(one.ActivationUntilUtc > books.NowUtc)) return StaffRefusals.ActivationGivenOut(userName);
        var last = books.Approvals
            .Search(
                request => request.Subject == one.Subject && request.State == ApprovalState.Executed, "\"subject\" = {0} AND \"state\" = {1}",
                one.Subject, (int)ApprovalState.Executed)
            .OrderByDescending(request => request.DecidedAtUtc).ThenByDescending(request => request.Id)
            .Select(request => (Request: request, Hash: FirstHash(request)))
            .FirstOrDefault(made => made.Hash is not null);
        return last is not { Request: { } request, Hash: { } hash } || request.MakerPersonNo == person.PersonNo
            || one.PersonNo == person.PersonNo
            || !books.StepsOfApproval.Of(request.Id).Any(step => step.Action == ApprovalAction.Approved && step.PersonNo == person.PersonNo)
            ? StaffRefusals.ActivationOfChecker(userName)
            : (one, request, hash);
    }

    /// <summary>The hash of the first part that a request brought; null where it needs none.</summary>
    private static string? FirstHash(ApprovalRequest request) =>
        request.Type is not (ApprovalType.StaffOpen or ApprovalType.StaffReset) ? null
        : ProposalText.Read(request.Type, request.Content) switch
        {
            ProposeStaff { ActivationHash: var hash } => hash,
            ProposeStaffReset { HasPassword: true, ActivationHash: var hash } => hash,
            _ => null,
        };
}
