using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Jobs;

/// <summary>The life of job runs, inside the writer: asked for, begun by one node, heard of, ended.</summary>
internal static class JobRuns
{
    private const int ReasonMax = 200;

    /// <summary>
    /// Why a job cannot run for a date; null where it can. Refusals in order: <see cref="JobRefusals.Paused"/>,
    /// <see cref="DayRefusals.UnknownDay"/> for a date that is neither the accounting date nor a day that the bank has had,
    /// <see cref="JobRefusals.FutureDate"/>, <see cref="JobRefusals.AlreadyDone"/>, <see cref="JobRefusals.ClosedDate"/>,
    /// <see cref="JobRefusals.UnderWay"/>, <see cref="JobRefusals.EarlierDayOpen"/>, <see cref="JobRefusals.NotCut"/>,
    /// <see cref="JobRefusals.WaitsFor"/>. A continuous job has but the first and <see cref="JobRefusals.UnderWay"/>.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="job">The job.</param>
    /// <param name="date">The business date.</param>
    /// <param name="mine">The run that is to begin, which does not stand in its own way.</param>
    public static Refusal? WhyNot(Books books, JobFacts job, DateOnly date, JobRun? mine = null)
    {
        if (PauseOf(books, job.Name) is { IsPaused: true } pause) return JobRefusals.Paused(job, pause.ByUser, pause.Reason);
        if (job.Cadence == JobCadence.Continuous)
            return ActiveOf(books, job.Name, null, mine) is { } other ? JobRefusals.UnderWay(job, other.BusinessDate, other.No) : null;
        if (date < books.Bank.AccountingDate && books.DayByDate.Find(date) is null) return DayRefusals.UnknownDay(date);
        if (job.Cadence == JobCadence.OnDemand)
        {
            if (books.NowUtc < books.Bank.CutOffOf(date)) return JobRefusals.FutureDate(job, date);
            if (books.Bank.ClosedThrough >= date) return JobRefusals.ClosedDate(job, date);
            return ActiveOf(books, job.Name, null, mine) is { } running ? JobRefusals.UnderWay(job, running.BusinessDate, running.No) : null;
        }

        if (date > books.Bank.AccountingDate || (date == books.Bank.AccountingDate && books.NowUtc < books.Bank.CutOffOf(date)))
            return JobRefusals.FutureDate(job, date);
        if (WellEnded(books, job.Name, date) is { } done) return JobRefusals.AlreadyDone(job, date, done.No);
        if (books.Bank.ClosedThrough >= date && JobCatalogue.EndsWithItsDay(job)) return JobRefusals.ClosedDate(job, date);
        if (ActiveOf(books, job.Name, date, mine) is { } active) return JobRefusals.UnderWay(job, date, active.No);
        if (MissingBefore(books, job.Name, date) is { } missing) return JobRefusals.EarlierDayOpen(job, date, missing);
        if (date == books.Bank.AccountingDate && job.Name != JobCatalogue.DayCut) return JobRefusals.NotCut(job, date);
        foreach (var before in job.After)
        {
            var earlier = JobCatalogue.Find(before)!;
            // What ends with its day has ended for a day that is closed, whether a job closed it or people did step by step.
            if (books.Bank.ClosedThrough >= date && JobCatalogue.EndsWithItsDay(earlier)) continue;
            if (!Of(books, before, date).Any(run => JobCatalogue.MayFollow(job, run))) return JobRefusals.WaitsFor(job, date, earlier);
        }

        return null;
    }

    /// <summary>
    /// Puts a run in the queue for whoever runs jobs. Refusals in order: <see cref="JobRefusals.ReasonMissing"/>, those of
    /// <see cref="WhyNot"/>.
    /// </summary>
    public static Outcome<JobRun> Ask(Books books, JobFacts job, DateOnly date, string user, string reason, long? approvalId)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax) return JobRefusals.ReasonMissing();
        GiveUpSilent(books, job.Name);
        if (WhyNot(books, job, date) is { } refusal) return refusal;
        return Add(books, job, date, JobRunState.Queued, user, reason, approvalId);
    }

    /// <summary>
    /// Begins a run on a node: the one that waits in the queue, or a new one. Of several nodes that ask, one gets it. A run whose node has
    /// fallen silent is given up and begun anew. Refusals: those of <see cref="WhyNot"/>.
    /// </summary>
    public static Outcome<JobRun> Begin(Books books, JobFacts job, DateOnly date, string node, string startedBy)
    {
        GiveUpSilent(books, job.Name);
        var queued = Of(books, job.Name, date).FirstOrDefault(run => run.State == JobRunState.Queued);
        if (WhyNot(books, job, date, queued) is { } refusal) return refusal;
        var run = queued is null ? Add(books, job, date, JobRunState.Running, startedBy, null, null) : books.JobRuns.Edit(queued);
        run.State = JobRunState.Running;
        run.Node = node;
        run.StartedAtUtc = books.NowUtc;
        run.HeardAtUtc = books.NowUtc;
        return run;
    }

    /// <summary>
    /// Says that a run goes on, and how far it is; answers whether it shall stop. Refusal: <see cref="JobRefusals.TakenOver"/>.
    /// </summary>
    public static Outcome<bool> Hear(Books books, long id, string node, int? percent, string? log)
    {
        if (Mine(books, id, node) is not { } run) return JobRefusals.TakenOver(NoOf(id));
        books.JobRuns.Edit(run);
        run.HeardAtUtc = books.NowUtc;
        run.Percent = percent;
        run.Log = log;
        return run.StopAskedBy is not null;
    }

    /// <summary>Ends a run with what came of it. Refusal: <see cref="JobRefusals.TakenOver"/>.</summary>
    public static Outcome<JobRun> End(Books books, long id, string node, JobResult result, string? log)
    {
        if (Mine(books, id, node) is not { } run) return JobRefusals.TakenOver(NoOf(id));
        books.JobRuns.Edit(run);
        run.State = result.State;
        run.ResultChinese = result.Chinese;
        run.ResultEnglish = result.English;
        run.Figures = result.Figures;
        run.Log = log;
        run.Percent = result.State == JobRunState.Done ? 100 : run.Percent;
        run.EndedAtUtc = books.NowUtc;
        return run;
    }

    /// <summary>
    /// Asks a run to stop; one that only waits in the queue, or whose node has fallen silent, ends at once. Refusals in order: <see cref="JobRefusals.UnknownRun"/>,
    /// <see cref="JobRefusals.Ended"/>, <see cref="JobRefusals.ReasonMissing"/>.
    /// </summary>
    public static Outcome<JobRun> Stop(Books books, AuditDraft draft, string no, string user, string reason)
    {
        if (JobRun.IdOf(no) is not { } id || books.JobRuns.Find(id) is not { } run) return JobRefusals.UnknownRun(no);
        draft.Before = run.State.ToString();
        if (!run.IsActive) return JobRefusals.Ended(no);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax) return JobRefusals.ReasonMissing();
        books.JobRuns.Edit(run).StopAskedBy = user;
        if (run.State != JobRunState.Queued && !run.IsSilent(books.NowUtc)) return run;
        run.State = JobRunState.Stopped;
        run.EndedAtUtc = books.NowUtc;
        run.ResultChinese = $"由 {user} 中止：{reason}";
        run.ResultEnglish = $"Stopped by {user}: {reason}";
        return run;
    }

    /// <summary>
    /// Pauses a job, or lets it go on. Refusals in order: <see cref="JobRefusals.ReasonMissing"/>, <see cref="JobRefusals.PausedAlready"/>.
    /// </summary>
    public static Outcome<JobPause> Pause(Books books, AuditDraft draft, JobFacts job, bool paused, string user, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax) return JobRefusals.ReasonMissing();
        var pause = PauseOf(books, job.Name);
        draft.Before = pause?.IsPaused == true ? "paused" : "running";
        draft.After = paused ? "paused" : "running";
        if ((pause?.IsPaused ?? false) == paused) return JobRefusals.PausedAlready(job, paused);
        pause = pause is null
            ? books.JobPauses.Add(new JobPause { Job = job.Name, ByUser = user, Reason = reason, AtUtc = books.NowUtc })
            : books.JobPauses.Edit(pause);
        pause.IsPaused = paused;
        pause.ByUser = user;
        pause.Reason = reason;
        pause.AtUtc = books.NowUtc;
        return pause;
    }

    private static JobRun Add(
        Books books, JobFacts job, DateOnly date, JobRunState state, string user, string? reason, long? approvalId)
    {
        var runs = Of(books, job.Name, date);
        return books.JobRuns.Add(new JobRun
        {
            Job = job.Name,
            BusinessDate = date,
            RunNo = runs.Count == 0 ? 1 : runs.Max(run => run.RunNo) + 1,
            State = state,
            StartedBy = user,
            Reason = reason,
            ApprovalId = approvalId,
            QueuedAtUtc = books.NowUtc,
        });
    }

    private static List<JobRun> Of(Books books, string job, DateOnly date) =>
        [.. books.JobRuns.Search(
            run => run.Job == job && run.BusinessDate == date, "\"job\" = {0} AND \"business_date\" = {1}", job, date)];

    private static JobRun? WellEnded(Books books, string job, DateOnly date) =>
        Of(books, job, date).FirstOrDefault(run => run.EndedWell);

    /// <summary>A run that waits or goes on. One whose node has fallen silent stands in nobody's way.</summary>
    private static JobRun? ActiveOf(Books books, string job, DateOnly? date, JobRun? mine) => books.JobRuns
        .Search(
            run => run.Job == job && run.IsActive && !run.IsSilent(books.NowUtc) && (date is null || run.BusinessDate == date) && run != mine,
            "\"state\" IN (1, 2) AND \"job\" = {0}", job)
        .FirstOrDefault();

    private static JobRun? Mine(Books books, long id, string node) =>
        books.JobRuns.Find(id) is { State: JobRunState.Running } run && run.Node == node ? run : null;

    /// <summary>
    /// The first day before a date for which the job has not ended well since it ran for the first time; closed days count as done, and so does
    /// one whose run waits for single pools. As each day needs the one before, the last day that ended well tells it.
    /// </summary>
    private static DateOnly? MissingBefore(Books books, string job, DateOnly date)
    {
        var byPool = JobCatalogue.WaitsByPool(job);
        var last = books.JobRuns
            .Search(
                run => run.Job == job && run.BusinessDate < date && (run.EndedWell || (byPool && run.State == JobRunState.Waiting)),
                "\"id\" = (SELECT id FROM job_run WHERE job = {0} AND business_date < {1} AND " +
                $"state IN ({(byPool ? "3, 4, 8" : "3, 4")}) ORDER BY business_date DESC LIMIT 1)", job, date)
            .MaxBy(run => run.BusinessDate)?.BusinessDate;
        // A date that the bank never had is nobody's to catch up.
        var first = books.JobRuns
            .Search(
                run => run.Job == job && run.BusinessDate < date && books.DayByDate.Find(run.BusinessDate) is not null,
                "\"id\" = (SELECT id FROM job_run WHERE job = {0} AND business_date >= (SELECT MIN(date) FROM accounting_day) " +
                "ORDER BY business_date LIMIT 1)", job)
            .MinBy(run => run.BusinessDate)?.BusinessDate;
        if (first is null) return null;
        var due = last?.AddDays(1) ?? first.Value;
        if (books.Bank.ClosedThrough is { } closed && closed >= due) due = closed.AddDays(1);
        return due < date ? due : null;
    }

    private static void GiveUpSilent(Books books, string job)
    {
        var silent = books.JobRuns.Search(
            run => run.Job == job && run.IsSilent(books.NowUtc), "\"state\" = 2 AND \"job\" = {0}", job);
        foreach (var run in silent) GiveUp(books, run);
    }

    /// <summary>
    /// Ends the runs of all nodes that have fallen silent, whatever they were for: nobody may come to begin the same again. Returns how many.
    /// </summary>
    public static Outcome<int> GiveUpSilent(Books books)
    {
        var silent = books.JobRuns.Search(run => run.IsSilent(books.NowUtc), "\"state\" = 2").ToList();
        foreach (var run in silent) GiveUp(books, run);
        return silent.Count;
    }

    /// <summary>Ends a run whose node is gone: stopped, where that was asked for before, else lost.</summary>
    private static void GiveUp(Books books, JobRun run)
    {
        books.JobRuns.Edit(run);
        run.State = run.StopAskedBy is null ? JobRunState.Lost : JobRunState.Stopped;
        run.EndedAtUtc = books.NowUtc;
        (run.ResultChinese, run.ResultEnglish) = run.StopAskedBy is { } user
            ? ($"{user} 要求中止后节点 {run.Node} 失联，本次运行已中止。", $"{user} had asked for a stop when node {run.Node} fell silent; the run is stopped.")
            : JobCatalogue.Find(run.Job) is { Cadence: JobCadence.OnDemand }
                ? ($"节点 {run.Node} 失联，本次运行作废；须由人员重新申请。", $"Node {run.Node} fell silent; the run is lost, and people have to ask for it again.")
                : ($"节点 {run.Node} 失联，本次运行作废，由后续运行接续。", $"Node {run.Node} fell silent; a later run goes on in its place.");
    }

    /// <summary>
    /// Gives up the runs of all other nodes, however lately they were heard of: for a node that is known to be the only one. Returns how many.
    /// </summary>
    public static Outcome<int> GiveUpOthers(Books books, string node)
    {
        var others = books.JobRuns.Search(run => run.State == JobRunState.Running && run.Node != node, "\"state\" = 2").ToList();
        foreach (var run in others) GiveUp(books, run);
        return others.Count;
    }

    private static JobPause? PauseOf(Books books, string job) =>
        books.JobPauses.Search(pause => pause.Job == job, "\"job\" = {0}", job).FirstOrDefault();

    private static string NoOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"JR{id:D10}");
}
