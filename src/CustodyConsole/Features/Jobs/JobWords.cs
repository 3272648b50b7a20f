using System.Globalization;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Jobs;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Jobs;

/// <summary>Jobs, their times and their figures, in the language of the page.</summary>
public static class JobWords
{
    /// <summary>The name of a job; the name in the row where the catalogue has it no more.</summary>
    public static string Of(string name) =>
        JobCatalogue.Find(name) is { } job ? ApprovalWords.Of(job.Chinese, job.English) : name;

    /// <summary>When a job runs, in words.</summary>
    public static string Schedule(JobFacts job, BankState bank, IStringLocalizer<JobsText> words)
    {
        if (job.Cadence == JobCadence.OnDemand) return words["When.OnDemand"];
        if (job.Cadence == JobCadence.Continuous) return words["When.Every", (int)job.At.TotalMinutes];
        var at = TimeSpan.FromMinutes(bank.CutOffMinutes) + job.At;
        var time = $"{at.Hours:00}:{at.Minutes:00}";
        return at.Days == 0 ? words["When.SameDay", time] : words["When.NextDay", time];
    }

    /// <summary>
    /// When a job runs next, as far as the clock decides it: a daily job after the cut-off of the first day for which it has not ended well, a
    /// continuous one at its own pace. Null where people start it, or keep it from running, or have to look first.
    /// </summary>
    public static DateTime? Next(JobRow row, BankState bank, BusinessCalendar calendar, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Pause is { IsPaused: true }) return null;
        var due = (row.Job.Cadence, row.Last) switch
        {
            (JobCadence.OnDemand, _) => (DateTime?)null,
            (JobCadence.Continuous, var last) => last?.StartedAtUtc + row.Job.At ?? nowUtc,
            (_, null) => bank.CutOffOf(bank.AccountingDate) + row.Job.At,
            (_, { EndedWell: true } last) => bank.CutOffOf(last.BusinessDate.AddDays(1)) + row.Job.At,
            (_, { State: JobRunState.Waiting } last) when ArrivalLooks.Wakes(row.Job) => NextLook(last.EndedAtUtc!.Value, calendar, nowUtc),
            (_, { State: JobRunState.Waiting } last) => last.EndedAtUtc + JobSchedule.LooksAgainAfter,
            (_, { State: JobRunState.Failed } last) when row.Failures < JobTries.Max => last.EndedAtUtc + JobSchedule.TriedAgainAfter,
            _ => null,
        };
        return due > nowUtc || due is null ? due : nowUtc;
    }

    /// <summary>How a job that waits for money looks again, in words; null for the others.</summary>
    public static string? Looks(JobFacts job, IStringLocalizer<JobsText> words) => ArrivalLooks.Wakes(job)
        ? words["When.Looks", Of(ArrivalLooks.From), Of(ArrivalLooks.Until), (int)ArrivalLooks.Every.TotalMinutes].Value : null;

    /// <summary>The name of what the scheduler fires: a job, the look at the days, or the look for money that has not come.</summary>
    public static string Fired(string name, IStringLocalizer<JobsText> words) =>
        name is JobScheduler.Days or ArrivalLooks.Trigger ? words["Fired." + name] : Of(name);

    private static string Of(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The next look of a working day, at the latest a day after the last one.</summary>
    private static DateTime NextLook(DateTime lastUtc, BusinessCalendar calendar, DateTime nowUtc)
    {
        var earliest = lastUtc + JobSchedule.AsksAgainAfter;
        var look = ArrivalLooks.NextUtc(calendar, earliest > nowUtc ? earliest : nowUtc);
        var latest = lastUtc + JobSchedule.LooksAtLeastEvery;
        return look < latest ? look : latest;
    }

    /// <summary>How long a run took, or has taken until now.</summary>
    public static string Took(JobRun run, DateTime nowUtc)
    {
        if (run.StartedAtUtc is not { } started) return "—";
        var took = (run.EndedAtUtc ?? nowUtc) - started;
        return Took(took < TimeSpan.Zero ? TimeSpan.Zero : took);
    }

    /// <summary>A duration: seconds, or minutes and seconds.</summary>
    public static string Took(TimeSpan took) => took.TotalSeconds < 60
        ? took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalMinutes}:{took.Seconds:00}");

    /// <summary>What came of a run, in a sentence.</summary>
    public static string? Result(JobRun run) => ApprovalWords.Of(run.ResultChinese ?? "", run.ResultEnglish ?? "");
}
