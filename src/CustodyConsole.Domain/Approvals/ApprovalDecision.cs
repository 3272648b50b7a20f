using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>What a checker does: look, approve, turn down. Runs inside the writer.</summary>
internal static class ApprovalDecision
{
    /// <summary>The request with what it means now, and whether the viewer may decide.</summary>
    public static Outcome<ApprovalView> Show(Books books, StaffMember viewer, string no)
    {
        if (ApprovalRequest.IdOf(no) is not { } id || books.Approvals.Find(id) is not { } request) return ApprovalRefusals.Unknown(no);
        if (OfOthers(books, viewer, request) is { } others) return others;
        var steps = books.StepsOfApproval.Of(request.Id).ToList();
        // Rows may change while the page looks at them; what is shown is a copy.
        var copy = (ApprovalRequest)request.Copy();
        var movesMoney = ApprovalTypes.Of(request.Type).MovesMoney;
        if (request.State != ApprovalState.Pending) return new ApprovalView(copy, steps, null, null, null, null, movesMoney);
        var facts = ProposalText.Read(request.Type, request.Content).Prepare(books, request);
        if (facts.Done) copy.RuledFen = Math.Max(request.RuledFen, facts.Value.RuledFen);
        copy.ChecksRequired = Math.Max(request.ChecksRequired, RuleOf(books, copy).Checks);
        var shown = facts.Done ? ProposalText.Shown(request, facts.Value) : null;
        return new ApprovalView(
            copy, steps, facts.Done ? facts.Value : null, facts.Refusal, shown,
            request.DeadlineUtc < books.NowUtc ? ApprovalRefusals.Expired(no) : WhyNot(books, viewer, copy, shown), movesMoney);
    }

    /// <summary>
    /// Approves. Refusals in order: <see cref="ApprovalRefusals.Unknown"/>, <see cref="ApprovalRefusals.AlreadyDecided"/>,
    /// <see cref="ApprovalRefusals.Expired"/>, <see cref="StaffRefusals.OtherPlatform"/>, <see cref="StaffRefusals.OtherPaymentCompany"/>, <see cref="ApprovalRefusals.SamePerson"/>,
    /// <see cref="ApprovalRefusals.CheckedAlready"/>, the proposal's own for whom it concerns, <see cref="ApprovalRefusals.NotAChecker"/>,
    /// <see cref="ApprovalRefusals.ProofNeeded"/>, those of the proposal as things stand, <see cref="ApprovalRefusals.ChangedSinceShown"/>,
    /// <see cref="ApprovalRefusals.NotAChecker"/> where more is at stake than when it was made, those of carrying it out.
    /// </summary>
    public static Outcome<ApprovalRequest> Approve(Books books, AuditDraft draft, StaffMember checker, string no, string shown)
    {
        var found = ApprovalMaking.Pending(books, draft, no);
        if (!found.Done) return found.Refusal;
        var request = found.Value;
        if (WhyNot(books, checker, request, shown) is { } notYou) return notYou;
        if (ApprovalTypes.Of(request.Type).MovesMoney && !checker.HasProved(books.NowUtc)) return ApprovalRefusals.ProofNeeded();
        var proposal = ProposalText.Read(request.Type, request.Content);
        var prepared = proposal.Prepare(books, request);
        if (!prepared.Done) return prepared.Refusal;
        if (ProposalText.Shown(request, prepared.Value) != shown) return ApprovalRefusals.ChangedSinceShown(no);

        books.Approvals.Edit(request);
        request.RuledFen = Math.Max(request.RuledFen, prepared.Value.RuledFen);
        var rule = RuleOf(books, request);
        if (!checker.HoldsAny(rule.CheckerRoles)) return ApprovalRefusals.NotAChecker(request.Type, rule.CheckerRoles);
        // Who approved something else than what is shown now has not approved this.
        request.Checks = 1 + books.StepsOfApproval.Of(request.Id).Count(step => IsApprovalOf(step, request, shown));
        ApprovalMaking.Step(books, request, ApprovalAction.Approved, checker, shown: shown);
        // The rules may have become stricter since it was made; they never become laxer for what was made before.
        var required = Math.Max(request.ChecksRequired, rule.Checks);
        request.ChecksRequired = required;
        // The trail proves what was approved, by the hash of all that was shown, also where the rows of the request are changed later.
        draft.After = $"{request.Checks}/{required} · SHA-256 {shown}";
        if (request.Checks < required) return request;

        var executed = proposal.Execute(books, request, checker);
        if (!executed.Done) return executed.Refusal;
        request.State = ApprovalState.Executed;
        request.DecidedAtUtc = books.NowUtc;
        request.Result = executed.Value;
        draft.After = $"{executed.Value} · SHA-256 {shown}";
        return request;
    }

    /// <summary>
    /// Turns down. Refusals in order: <see cref="ApprovalRefusals.Unknown"/>, <see cref="ApprovalRefusals.AlreadyDecided"/>,
    /// <see cref="ApprovalRefusals.Expired"/>, <see cref="StaffRefusals.OtherPlatform"/>, <see cref="StaffRefusals.OtherPaymentCompany"/>, <see cref="ApprovalRefusals.SamePerson"/>,
    /// the proposal's own for whom it concerns, <see cref="ApprovalRefusals.NotAChecker"/>, <see cref="ApprovalRefusals.ReasonMissing"/>, those of giving back what was set aside.
    /// </summary>
    public static Outcome<ApprovalRequest> Reject(Books books, AuditDraft draft, StaffMember checker, string no, string reason)
    {
        var found = ApprovalMaking.Pending(books, draft, no);
        if (!found.Done) return found.Refusal;
        if (WhyNot(books, checker, found.Value, null) is { } notYou) return notYou;
        return ApprovalMaking.IsMissing(reason)
            ? ApprovalRefusals.ReasonMissing()
            : ApprovalMaking.End(books, found.Value, ApprovalState.Rejected, ApprovalAction.Rejected, checker, reason);
    }

    /// <summary>
    /// Why this person may not decide on a pending request; null where they may. Nobody approves what is <paramref name="shown"/> twice; where it
    /// has changed since, or the request is turned down, they may.
    /// </summary>
    private static Refusal? WhyNot(Books books, StaffMember person, ApprovalRequest request, string? shown)
    {
        if (OfOthers(books, person, request) is { } others) return others;
        var steps = books.StepsOfApproval.Of(request.Id);
        if (steps.Any(step => step.PersonNo == person.PersonNo && step.Action is ApprovalAction.Submitted or ApprovalAction.Revised))
            return ApprovalRefusals.SamePerson(request.No);
        if (shown is not null && steps.Any(step => step.PersonNo == person.PersonNo && IsApprovalOf(step, request, shown)))
            return ApprovalRefusals.CheckedAlready(request.No);
        if (ProposalText.Read(request.Type, request.Content).KeepsOut(books, person) is { } concerned) return concerned;
        var roles = RuleOf(books, request).CheckerRoles;
        return person.HoldsAny(roles) ? null : ApprovalRefusals.NotAChecker(request.Type, roles);
    }

    /// <summary>Staff of a platform or of a payment company have to do with their own only.</summary>
    private static Refusal? OfOthers(Books books, StaffMember person, ApprovalRequest request) =>
        person.PlatformNo is { } own && own != request.PlatformNo
            ? StaffRefusals.OtherPlatform()
            : PaymentCompanyScope.KeepsOut(books, person, request.Type, request.PoolId, request.Subject);

    private static bool IsApprovalOf(ApprovalStep step, ApprovalRequest request, string shown) =>
        step.Action == ApprovalAction.Approved && step.Version == request.Version && Convert.ToHexString(step.ContentHash) == shown;

    private static ApprovalRuleTerms RuleOf(Books books, ApprovalRequest request) =>
        ApprovalRules.For(books, request.Type, request.RuledFen, books.NowUtc);
}
