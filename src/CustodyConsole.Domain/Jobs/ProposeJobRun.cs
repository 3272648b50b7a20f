using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Jobs;

/// <summary>
/// Puts a run by hand of a job that moves money, or cannot be taken back, to a second person, with what it would move for each pool
/// (<see cref="JobRunEffect"/>); approved, it waits in the queue.
/// </summary>
/// <param name="Job">The job's name in the catalogue.</param>
/// <param name="BusinessDate">The accounting day to run it for.</param>
/// <param name="Reason">Why it is run by hand.</param>
public sealed record ProposeJobRun(string Job, DateOnly BusinessDate, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.JobRun;

    /// <summary>
    /// Refusals in order: <see cref="JobRefusals.Unknown"/>, <see cref="JobRefusals.NoDate"/>, <see cref="JobRefusals.ReasonMissing"/>, those
    /// of <see cref="JobRuns.WhyNot"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (JobCatalogue.Find(Job) is not { } job) return JobRefusals.Unknown(Job);
        if (!job.TakesTwo || job.Cadence == JobCadence.Continuous) return JobRefusals.NoDate(job);
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > 200) return JobRefusals.ReasonMissing();
        if (JobRuns.WhyNot(books, job, BusinessDate) is { } refusal) return refusal;
        var effect = JobRunEffect.Of(books, job, BusinessDate);
        return new ProposalFacts(
            $"job:{Job}", null, effect.AmountFen,
            $"手工运行“{job.Chinese}”（会计日 {BusinessDate:yyyy-MM-dd}）。原因：{Reason}",
            $"Run by hand: {job.English}, accounting day {BusinessDate:yyyy-MM-dd}. Reason: {Reason}",
            [
                new ApprovalChange("作业说明", "What it does", null, $"{job.WhatChinese} {job.WhatEnglish}"),
                new ApprovalChange("将变动", "What it changes", null, $"{job.TouchesChinese} {job.TouchesEnglish}"),
                new ApprovalChange(
                    "当前会计日", "Accounting date now", $"{books.Bank.AccountingDate:yyyy-MM-dd}",
                    $"{DateAfter(books):yyyy-MM-dd}"),
                .. effect.Changes,
            ]);
    }

    /// <summary>The accounting date once the run has ended well.</summary>
    private DateOnly DateAfter(Books books)
    {
        var now = books.Bank.AccountingDate;
        return Job is JobCatalogue.DayCut or JobCatalogue.CatchUp && BusinessDate >= now ? BusinessDate.AddDays(1) : now;
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var asked = JobRuns.Ask(books, JobCatalogue.Find(Job)!, BusinessDate, request.MakerUser, Reason, request.Id);
        if (!asked.Done) return asked.Refusal;
        return asked.Value.No;
    }
}
