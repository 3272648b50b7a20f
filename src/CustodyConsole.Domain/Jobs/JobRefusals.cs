namespace CustodyConsole.Domain.Jobs;

/// <summary>Why a job does not run.</summary>
public static class JobRefusals
{
    /// <summary>There is no such job.</summary>
    public static Refusal Unknown(string job) => new(
        "job.unknown", $"没有名为 {job} 的作业。", $"There is no job called {job}.");

    /// <summary>The database holds no bank yet.</summary>
    public static Refusal NoBank() => new(
        "job.no-bank", "数据库中还没有会计日，不能运行日终。", "The database has no accounting date yet; there is no day to run.");

    /// <summary>There is no such run.</summary>
    public static Refusal UnknownRun(string no) => new(
        "job.unknown-run", $"没有编号为 {no} 的作业运行记录。", $"There is no job run {no}.");

    /// <summary>The job is paused.</summary>
    public static Refusal Paused(JobFacts job, string by, string reason) => new(
        "job.paused",
        $"作业“{job.Chinese}”已由 {by} 暂停，原因：{reason}。",
        $"The job {job.English} was paused by {by}: {reason}.");

    /// <summary>The day is not over.</summary>
    public static Refusal FutureDate(JobFacts job, DateOnly date) => new(
        "job.future-date",
        $"{date:yyyy-MM-dd} 尚未结束，作业“{job.Chinese}”不能为其运行。",
        $"The day {date:yyyy-MM-dd} is not over yet; the job {job.English} cannot run for it.");

    /// <summary>The day is closed.</summary>
    public static Refusal ClosedDate(JobFacts job, DateOnly date) => new(
        "job.closed-date",
        $"会计日 {date:yyyy-MM-dd} 已关账，作业“{job.Chinese}”不再为其运行。",
        $"The accounting day {date:yyyy-MM-dd} is closed; the job {job.English} does not run for it any more.");

    /// <summary>The day was not cut.</summary>
    public static Refusal NotCut(JobFacts job, DateOnly date) => new(
        "job.not-cut",
        $"会计日 {date:yyyy-MM-dd} 尚未日切，作业“{job.Chinese}”须等日切之后。",
        $"The accounting day {date:yyyy-MM-dd} was not cut yet; the job {job.English} comes after the day cut.");

    /// <summary>It has ended well for that date already.</summary>
    public static Refusal AlreadyDone(JobFacts job, DateOnly date, string no) => new(
        "job.already-done",
        $"作业“{job.Chinese}”已为 {date:yyyy-MM-dd} 完成（{no}），不再重复执行。",
        $"The job {job.English} has been done for {date:yyyy-MM-dd} ({no}); it is not done again.");

    /// <summary>A run of it is under way.</summary>
    public static Refusal UnderWay(JobFacts job, DateOnly date, string no) => new(
        "job.under-way",
        $"作业“{job.Chinese}”为 {date:yyyy-MM-dd} 的运行 {no} 正在进行或等待执行。",
        $"Run {no} of the job {job.English} for {date:yyyy-MM-dd} is under way or waiting.");

    /// <summary>What it runs after has not ended well.</summary>
    public static Refusal WaitsFor(JobFacts job, DateOnly date, JobFacts before) => new(
        "job.waits-for",
        $"作业“{job.Chinese}”须在 {date:yyyy-MM-dd} 的“{before.Chinese}”完成之后运行。",
        $"The job {job.English} runs after {before.English} of {date:yyyy-MM-dd}, which has not ended well yet.");

    /// <summary>An earlier day was missed.</summary>
    public static Refusal EarlierDayOpen(JobFacts job, DateOnly date, DateOnly earlier) => new(
        "job.earlier-day-open",
        $"作业“{job.Chinese}”在 {earlier:yyyy-MM-dd} 尚未完成，请先补跑该日，再运行 {date:yyyy-MM-dd}。",
        $"The job {job.English} was not done for {earlier:yyyy-MM-dd}; run that day first, then {date:yyyy-MM-dd}.");

    /// <summary>Another node has taken the run's place, or somebody ended it.</summary>
    public static Refusal TakenOver(string no) => new(
        "job.taken-over",
        $"作业运行 {no} 已被中止或由其他节点接替，本次结果不予登记。",
        $"Run {no} was stopped or taken over by another node; this result is not recorded.");

    /// <summary>A continuous job has no business date.</summary>
    public static Refusal NoDate(JobFacts job) => new(
        "job.no-date",
        $"作业“{job.Chinese}”持续运行，不按会计日补跑。",
        $"The job {job.English} runs all the time; it is not run for a date.");

    /// <summary>A reason is missing.</summary>
    public static Refusal ReasonMissing() => new(
        "job.reason-missing", "请填写原因（1 至 200 个字符）。", "Give the reason, 1 to 200 characters.");

    /// <summary>The job is paused already, or not paused.</summary>
    public static Refusal PausedAlready(JobFacts job, bool paused) => new(
        "job.paused-already",
        paused ? $"作业“{job.Chinese}”已处于暂停状态。" : $"作业“{job.Chinese}”没有暂停。",
        paused ? $"The job {job.English} is paused already." : $"The job {job.English} is not paused.");

    /// <summary>Its last run did not end well, and what runs after it waits.</summary>
    public static Refusal NotEndedWell(JobFacts job, string no, string chinese, string english) => new(
        "job.not-ended-well",
        $"作业“{job.Chinese}”的运行 {no} 未成功（{chinese.TrimEnd('。')}），其后的作业等待。",
        $"Run {no} of the job {job.English} has not ended well ({english.TrimEnd('.')}); what runs after it waits.");

    /// <summary>The run has ended.</summary>
    public static Refusal Ended(string no) => new(
        "job.ended", $"作业运行 {no} 已经结束。", $"Run {no} has ended.");

    /// <summary>Running it by hand takes two people.</summary>
    public static Refusal TakesTwo(JobFacts job) => new(
        "job.takes-two",
        $"作业“{job.Chinese}”涉及资金或不可撤回，手工运行须经复核。",
        $"The job {job.English} moves money or cannot be taken back; running it by hand takes a second person.");
}
