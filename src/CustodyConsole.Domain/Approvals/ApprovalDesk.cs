using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>A request as a person is shown it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Steps">What happened to it, oldest first.</param>
/// <param name="Facts">What it means now; null where it has ended or <paramref name="Obstacle"/> says why it cannot be carried out.</param>
/// <param name="Obstacle">Why it could not be carried out as things stand.</param>
/// <param name="Shown">What an approval must name; null where there is nothing to approve.</param>
/// <param name="MayNotDecide">Why this person may not decide; null where they may.</param>
/// <param name="MovesMoney">True where approving takes another proof of identity.</param>
public sealed record ApprovalView(
    ApprovalRequest Request, IReadOnlyList<ApprovalStep> Steps, ProposalFacts? Facts, Refusal? Obstacle, string? Shown, Refusal? MayNotDecide,
    bool MovesMoney);

/// <summary>
/// The one approvals engine (R82): everything that takes two people is made, shown, decided and carried out here. Each command is one
/// transaction with its audit row.
/// </summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="writer">The writer of the custody database.</param>
public sealed class ApprovalDesk(StaffDesk staff, GroupWriter writer)
{
    /// <summary>
    /// Says what a proposal would mean, before it is made: the refusals of the proposal itself, or its facts.
    /// </summary>
    public Task<Outcome<ProposalFacts>> PreviewAsync(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return writer.RunAsync(proposal.PoolId, books => proposal.Prepare(books, null));
    }

    /// <summary>Makes a request; see <see cref="ApprovalMaking.Submit"/>.</summary>
    public Task<Outcome<ApprovalRequest>> SubmitAsync(StaffMember maker, string requestNo, Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return staff.RunAsync(
            maker, Permissions.ApprovalsSubmit, proposal.PoolId, Draft("Submit"),
            (books, draft) => ApprovalMaking.Submit(books, draft, maker, requestNo, proposal));
    }

    /// <summary>Gives a pending request another content; see <see cref="ApprovalMaking.Revise"/>.</summary>
    public Task<Outcome<ApprovalRequest>> ReviseAsync(StaffMember maker, string no, Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return staff.RunAsync(
            maker, Permissions.ApprovalsSubmit, proposal.PoolId, Draft("Revise", no),
            (books, draft) => ApprovalMaking.Revise(books, draft, maker, no, proposal));
    }

    /// <summary>Takes a pending request back; see <see cref="ApprovalMaking.Withdraw"/>.</summary>
    public async Task<Outcome<ApprovalRequest>> WithdrawAsync(StaffMember maker, string no, string reason) =>
        await staff.RunAsync(
            maker, Permissions.ApprovalsSubmit, await PoolOfAsync(no), Draft("Withdraw", no, reason),
            (books, draft) => ApprovalMaking.Withdraw(books, draft, maker, no, reason));

    /// <summary>
    /// Shows a request to a person, with what it means now. Refusals: <see cref="ApprovalRefusals.Unknown"/>,
    /// <see cref="StaffRefusals.OtherPlatform"/>.
    /// </summary>
    public async Task<Outcome<ApprovalView>> ShowAsync(StaffMember viewer, string no)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return await writer.RunAsync(await PoolOfAsync(no), books => ApprovalDecision.Show(books, viewer, no));
    }

    /// <summary>
    /// Approves what was shown, and carries it out once enough people have; see <see cref="ApprovalDecision.Approve"/>.
    /// </summary>
    public async Task<Outcome<ApprovalRequest>> ApproveAsync(StaffMember checker, string no, string shown) =>
        await staff.RunAsync(
            checker, Permissions.ApprovalsDecide, await PoolOfAsync(no), Draft("Approve", no),
            (books, draft) => ApprovalDecision.Approve(books, draft, checker, no, shown));

    /// <summary>Turns a request down; see <see cref="ApprovalDecision.Reject"/>.</summary>
    public async Task<Outcome<ApprovalRequest>> RejectAsync(StaffMember checker, string no, string reason) =>
        await staff.RunAsync(
            checker, Permissions.ApprovalsDecide, await PoolOfAsync(no), Draft("Reject", no, reason),
            (books, draft) => ApprovalDecision.Reject(books, draft, checker, no, reason));

    /// <summary>
    /// Ends every pending request whose deadline has passed; returns how many there were. Those of a pool whose postings are stopped end once they
    /// go on: what was set aside cannot be given back before, and nobody can approve them.
    /// </summary>
    public async Task<int> ExpireAsync()
    {
        var due = await writer.RunAsync<List<(string No, long PoolId)>>(
            CustodyStore.NoPool,
            books => books.Approvals
                .Search(
                    request => request.State == ApprovalState.Pending && request.DeadlineUtc < books.NowUtc,
                    "\"state\" = 1 AND \"deadline_utc\" < {0}", books.NowUtc)
                .Where(request => books.Pools.Find(request.PoolId) is not { PostingsStopped: true })
                .Select(request => (request.No, request.PoolId)).ToList());
        var expired = 0;
        foreach (var (no, poolId) in due.Value)
        {
            var ended = await staff.RunSystemAsync(
                poolId, Draft("Expire", no), (books, draft) => ApprovalMaking.Expire(books, draft, no));
            if (ended.Done) expired++;
        }

        return expired;
    }

    private async Task<long> PoolOfAsync(string no)
    {
        if (ApprovalRequest.IdOf(no) is not { } id) return CustodyStore.NoPool;
        // The pool of a request never changes, so it may be read before its lock is held.
        var pool = await writer.RunAsync<long>(
            CustodyStore.NoPool, books => books.Approvals.Find(id)?.PoolId ?? CustodyStore.NoPool);
        return pool.Value;
    }

    private static AuditDraft Draft(string verb, string? no = null, string? reason = null) =>
        new("Approvals." + verb, no is null ? "" : "approval:" + no) { Reason = reason };
}
