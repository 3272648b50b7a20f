using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>What a maker does: ask, change, take back. Runs inside the writer.</summary>
internal static class ApprovalMaking
{
    /// <summary>The longest form number and the longest reason.</summary>
    private const int RequestNoMax = 64, ReasonMax = 500;

    /// <summary>
    /// Makes a request and sets aside what it will need. The same form sent again returns the request that it made. Refusals in order:
    /// <see cref="ApprovalRefusals.FormNumberMissing"/>, <see cref="ApprovalRefusals.FormReused"/>, those of the proposal,
    /// <see cref="StaffRefusals.OtherPlatform"/>, <see cref="ApprovalRefusals.NotAMaker"/>, <see cref="StaffRefusals.OtherPaymentCompany"/>,
    /// the proposal's own for whom it concerns, <see cref="ApprovalRefusals.AnotherPending"/>, those of what is set aside.
    /// </summary>
    public static Outcome<ApprovalRequest> Submit(
        Books books, AuditDraft draft, StaffMember maker, string requestNo, Proposal proposal)
    {
        if (string.IsNullOrWhiteSpace(requestNo) || requestNo.Length > RequestNoMax) return ApprovalRefusals.FormNumberMissing();
        var content = ProposalText.Write(proposal);
        draft.After = content;
        var hash = ProposalText.Hash(proposal.Type, content);
        if (books.ApprovalByRequestNo.Find(requestNo) is { } sent)
        {
            draft.Subject = "approval:" + sent.No;
            draft.IsRepeat = sent.Version == 1 && sent.ContentHash.AsSpan().SequenceEqual(hash) && sent.MakerUser == maker.UserName;
            return draft.IsRepeat ? sent : ApprovalRefusals.FormReused(sent.No);
        }

        var prepared = proposal.Prepare(books, null);
        if (!prepared.Done) return prepared.Refusal;
        var facts = prepared.Value;
        draft.PlatformNo = facts.PlatformNo;
        draft.Subject = facts.Subject;
        if (maker.PlatformNo is { } own && own != facts.PlatformNo) return StaffRefusals.OtherPlatform();
        var ruledFen = RuledFen(books, maker, proposal, facts);
        var rule = ApprovalRules.For(books, proposal.Type, ruledFen, books.NowUtc);
        // What the bank itself asks for is asked by no role; whoever signs in has another name.
        if (!ReferenceEquals(maker, StaffMember.System) && !maker.HoldsAny(rule.MakerRoles))
            return ApprovalRefusals.NotAMaker(proposal.Type, rule.MakerRoles);
        if (PaymentCompanyScope.KeepsOut(books, maker, proposal.Type, proposal.PoolId, facts.Subject) is { } otherCompany) return otherCompany;
        if (proposal.KeepsOut(books, maker) is { } concerned) return concerned;
        if (proposal.OnePendingPerSubject && PendingOn(books, proposal.Type, facts.Subject) is { } other) return ApprovalRefusals.AnotherPending(other.No);

        var request = books.Approvals.Add(new ApprovalRequest
        {
            Type = proposal.Type,
            RequestNo = requestNo,
            PoolId = proposal.PoolId,
            PlatformNo = facts.PlatformNo,
            Subject = facts.Subject,
            Content = content,
            ContentHash = hash,
            SummaryChinese = facts.Chinese,
            SummaryEnglish = facts.English,
            Changes = ProposalText.WriteChanges(facts.Changes),
            AmountFen = facts.AmountFen,
            RuledFen = ruledFen,
            MakerUser = maker.UserName,
            MakerName = maker.DisplayName,
            MakerPersonNo = maker.PersonNo,
            ChecksRequired = rule.Checks,
            CreatedAtUtc = books.NowUtc,
            DeadlineUtc = books.NowUtc.AddHours(rule.DeadlineHours),
        });
        if (proposal.Reserve(books, request, maker) is { Done: false, Refusal: { } refusal }) return refusal;
        draft.Subject = "approval:" + request.No;
        Step(books, request, ApprovalAction.Submitted, maker);
        return request;
    }

    /// <summary>
    /// Gives a pending request another content. What was set aside is given back and set aside anew, and approvals begin anew. Refusals in
    /// order: <see cref="ApprovalRefusals.Unknown"/>, <see cref="ApprovalRefusals.AlreadyDecided"/>,
    /// <see cref="ApprovalRefusals.Expired"/>, <see cref="ApprovalRefusals.NotYours"/>, those of the proposal,
    /// <see cref="ApprovalRefusals.FormReused"/> where type, pool or subject are others, <see cref="ApprovalRefusals.NotAMaker"/>,
    /// the proposal's own for whom it concerns, those of what is set aside.
    /// </summary>
    public static Outcome<ApprovalRequest> Revise(Books books, AuditDraft draft, StaffMember maker, string no, Proposal proposal)
    {
        var found = Pending(books, draft, no);
        if (!found.Done) return found.Refusal;
        var request = found.Value;
        if (request.MakerPersonNo != maker.PersonNo) return ApprovalRefusals.NotYours(no);
        if (request.Type != proposal.Type || request.PoolId != proposal.PoolId) return ApprovalRefusals.FormReused(no);
        books.Approvals.Edit(request);
        if (ProposalText.Read(request.Type, request.Content).Release(books, request, maker) is { Done: false, Refusal: { } kept }) return kept;
        var prepared = proposal.Prepare(books, request);
        if (!prepared.Done) return prepared.Refusal;
        var facts = prepared.Value;
        if (facts.Subject != request.Subject) return ApprovalRefusals.FormReused(no);
        var ruledFen = RuledFen(books, maker, proposal, facts, request);
        var rule = ApprovalRules.For(books, proposal.Type, ruledFen, books.NowUtc);
        if (!maker.HoldsAny(rule.MakerRoles)) return ApprovalRefusals.NotAMaker(proposal.Type, rule.MakerRoles);
        if (proposal.KeepsOut(books, maker) is { } concerned) return concerned;

        draft.Before = request.Content;
        request.Content = ProposalText.Write(proposal);
        draft.After = request.Content;
        request.ContentHash = ProposalText.Hash(proposal.Type, request.Content);
        request.SummaryChinese = facts.Chinese;
        request.SummaryEnglish = facts.English;
        request.Changes = ProposalText.WriteChanges(facts.Changes);
        request.AmountFen = facts.AmountFen;
        request.RuledFen = ruledFen;
        request.ChecksRequired = rule.Checks;
        request.Checks = 0;
        request.Version++;
        request.DeadlineUtc = books.NowUtc.AddHours(rule.DeadlineHours);
        if (proposal.Reserve(books, request, maker) is { Done: false, Refusal: { } refusal }) return refusal;
        Step(books, request, ApprovalAction.Revised, maker);
        return request;
    }

    /// <summary>
    /// Takes a pending request back. Refusals in order: <see cref="ApprovalRefusals.Unknown"/>,
    /// <see cref="ApprovalRefusals.AlreadyDecided"/>, <see cref="ApprovalRefusals.Expired"/>, <see cref="ApprovalRefusals.NotYours"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>, those of giving back what was set aside.
    /// </summary>
    public static Outcome<ApprovalRequest> Withdraw(Books books, AuditDraft draft, StaffMember maker, string no, string reason)
    {
        var found = Pending(books, draft, no);
        if (!found.Done) return found.Refusal;
        if (found.Value.MakerPersonNo != maker.PersonNo) return ApprovalRefusals.NotYours(no);
        return IsMissing(reason)
            ? ApprovalRefusals.ReasonMissing()
            : End(books, found.Value, ApprovalState.Withdrawn, ApprovalAction.Withdrawn, maker, reason);
    }

    /// <summary>
    /// Ends a request whose deadline has passed. Refusals in order: <see cref="ApprovalRefusals.Unknown"/>,
    /// <see cref="ApprovalRefusals.AlreadyDecided"/>, those of giving back what was set aside. One that is not due is left as it is.
    /// </summary>
    public static Outcome<ApprovalRequest> Expire(Books books, AuditDraft draft, string no)
    {
        var found = Pending(books, draft, no, evenExpired: true);
        if (!found.Done) return found.Refusal;
        draft.IsRepeat = found.Value.DeadlineUtc >= books.NowUtc;
        return draft.IsRepeat
            ? found
            : End(books, found.Value, ApprovalState.Expired, ApprovalAction.Expired, StaffMember.System, null);
    }

    /// <summary>Ends a request without carrying it out, and gives back what was set aside.</summary>
    public static Outcome<ApprovalRequest> End(
        Books books, ApprovalRequest request, ApprovalState state, ApprovalAction action, StaffMember actor, string? reason)
    {
        books.Approvals.Edit(request);
        if (ProposalText.Read(request.Type, request.Content).Release(books, request, actor) is { Done: false, Refusal: { } kept }) return kept;
        request.State = state;
        request.DecidedAtUtc = books.NowUtc;
        Step(books, request, action, actor, reason);
        return request;
    }

    /// <summary>The request, as long as it can be decided.</summary>
    public static Outcome<ApprovalRequest> Pending(Books books, AuditDraft? draft, string no, bool evenExpired = false)
    {
        if (ApprovalRequest.IdOf(no) is not { } id || books.Approvals.Find(id) is not { } request) return ApprovalRefusals.Unknown(no);
        if (draft is not null)
        {
            draft.PlatformNo = request.PlatformNo;
            draft.Before ??= request.State.ToString();
        }

        if (request.State != ApprovalState.Pending)
        {
            var last = books.StepsOfApproval.Of(request.Id)[^1];
            return ApprovalRefusals.AlreadyDecided(no, request.State, last.DisplayName);
        }

        return request.DeadlineUtc < books.NowUtc && !evenExpired ? ApprovalRefusals.Expired(no) : request;
    }

    public static void Step(
        Books books, ApprovalRequest request, ApprovalAction action, StaffMember actor, string? reason = null, string? shown = null) =>
        books.ApprovalSteps.Add(new ApprovalStep
        {
            ApprovalId = request.Id,
            Action = action,
            Version = request.Version,
            ContentHash = shown is null ? request.ContentHash : Convert.FromHexString(shown),
            UserName = actor.UserName,
            DisplayName = actor.DisplayName,
            PersonNo = actor.PersonNo,
            AtUtc = books.NowUtc,
            Reason = reason,
        });

    public static bool IsMissing(string? reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax;

    /// <summary>
    /// The amount in fen by which a request is ruled: its own together with what the same person has asked for on the same subject within a day,
    /// so that an amount split into several requests is ruled as one; or what the proposal itself says is at stake, where that is more. A
    /// request that was changed counts from its last change.
    /// </summary>
    private static long RuledFen(
        Books books, StaffMember maker, Proposal proposal, ProposalFacts facts, ApprovalRequest? itself = null)
    {
        var since = books.NowUtc.AddDays(-1);
        var before = facts.AmountFen == 0 ? 0 : books.Approvals
            .Search(
                other => other.Subject == facts.Subject && other.Type == proposal.Type && other.MakerPersonNo == maker.PersonNo
                    && (other.CreatedAtUtc >= since || other.Version > 1) && other.Id != itself?.Id
                    && other.State is ApprovalState.Pending or ApprovalState.Executed,
                "\"subject\" = {0} AND (\"created_at_utc\" >= {1} OR \"version\" > 1)", facts.Subject, since)
            .Where(other => AskedAtUtc(books, other) >= since).Sum(other => other.AmountFen);
        return Math.Max(facts.RuledFen, checked(facts.AmountFen + before));
    }

    /// <summary>When its present content was asked for.</summary>
    private static DateTime AskedAtUtc(Books books, ApprovalRequest request) => request.Version == 1 ? request.CreatedAtUtc
        : books.StepsOfApproval.Of(request.Id).Last(step => step.Action == ApprovalAction.Revised).AtUtc;

    private static ApprovalRequest? PendingOn(Books books, ApprovalType type, string subject) => books.Approvals
        .Search(
            other => other.Subject == subject && other.Type == type && other.State == ApprovalState.Pending
                && other.DeadlineUtc >= books.NowUtc,
            "\"subject\" = {0} AND \"state\" = 1", subject)
        .FirstOrDefault();
}
