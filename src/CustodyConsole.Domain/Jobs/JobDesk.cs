using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Jobs;

/// <summary>What people and nodes do with jobs. What people do is audited; each command is one transaction.</summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="writer">The writer of the custody database.</param>
public sealed class JobDesk(StaffDesk staff, GroupWriter writer)
{
    /// <summary>
    /// Asks for a run by hand. Refusals in order: those of the desk, <see cref="JobRefusals.Unknown"/>, <see cref="JobRefusals.TakesTwo"/>
    /// (then <see cref="ProposeJobRun"/> is the way), <see cref="JobRefusals.ReasonMissing"/>, those of <see cref="JobRuns.WhyNot"/>.
    /// </summary>
    public Task<Outcome<JobRun>> AskAsync(StaffMember actor, string name, DateOnly date, string reason) => staff.RunAsync(
        actor, Permissions.JobsRun, CustodyStore.JobsLock, new AuditDraft(Permissions.JobsRun, "job:" + name) { After = $"{date:yyyy-MM-dd}", Reason = reason },
        (books, _) =>
        {
            if (JobCatalogue.Find(name) is not { } job) return JobRefusals.Unknown(name);
            if (job.TakesTwo) return JobRefusals.TakesTwo(job);
            var when = job.Cadence == JobCadence.Daily ? date : books.Bank.AccountingDate;
            return JobRuns.Ask(books, job, when, actor.UserName, reason, null);
        });

    /// <summary>Pauses a job, or lets it go on; see <see cref="JobRuns.Pause"/>.</summary>
    public Task<Outcome<JobPause>> PauseAsync(StaffMember actor, string name, bool paused, string reason) => staff.RunAsync<JobPause>(
        actor, Permissions.JobsPause, CustodyStore.JobsLock, new AuditDraft(paused ? Permissions.JobsPause : "Jobs.Resume", "job:" + name) { Reason = reason },
        (books, draft) => JobCatalogue.Find(name) is { } job
            ? JobRuns.Pause(books, draft, job, paused, actor.UserName, reason)
            : JobRefusals.Unknown(name));

    /// <summary>Asks a run to stop; see <see cref="JobRuns.Stop"/>.</summary>
    public Task<Outcome<JobRun>> StopAsync(StaffMember actor, string no, string reason) => staff.RunAsync(
        actor, Permissions.JobsStop, CustodyStore.JobsLock, new AuditDraft(Permissions.JobsStop, "job-run:" + no) { Reason = reason },
        (books, draft) => JobRuns.Stop(books, draft, no, actor.UserName, reason));

    /// <summary>Begins a run on a node; see <see cref="JobRuns.Begin"/>.</summary>
    public Task<Outcome<JobRun>> BeginAsync(
        JobFacts job, DateOnly? date, string node, string? startedBy = null) => writer.RunAsync(
        CustodyStore.JobsLock,
        books => JobRuns.Begin(books, job, date ?? books.Bank.AccountingDate, node, startedBy ?? StaffMember.System.UserName));

    /// <summary>
    /// Gives up the runs that other nodes have begun; see <see cref="JobRuns.GiveUpOthers"/>. A process that owns the database alone calls it when
    /// it starts: whoever had begun them is gone, and what they were doing need not wait until they count as silent.
    /// </summary>
    public Task<Outcome<int>> GiveUpOthersAsync(string node) =>
        writer.RunAsync(CustodyStore.JobsLock, books => JobRuns.GiveUpOthers(books, node));

    /// <summary>Ends the runs whose nodes have fallen silent; see <see cref="JobRuns.GiveUpSilent(Books)"/>.</summary>
    public Task<Outcome<int>> GiveUpSilentAsync() => writer.RunAsync(CustodyStore.JobsLock, JobRuns.GiveUpSilent);

    /// <summary>Says that a run goes on; true where it shall stop; see <see cref="JobRuns.Hear"/>.</summary>
    public Task<Outcome<bool>> HearAsync(JobRun run, int? percent, string? log)
    {
        ArgumentNullException.ThrowIfNull(run);
        return writer.RunAsync(CustodyStore.JobsLock, books => JobRuns.Hear(books, run.Id, run.Node!, percent, log));
    }

    /// <summary>Ends a run; see <see cref="JobRuns.End"/>.</summary>
    public Task<Outcome<JobRun>> EndAsync(JobRun run, JobResult result, string? log)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        return writer.RunAsync(CustodyStore.JobsLock, books => JobRuns.End(books, run.Id, run.Node!, result, log));
    }
}
