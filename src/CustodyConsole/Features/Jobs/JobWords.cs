using System.Globalization;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Approvals;
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

    /// <summary>How long a run took, or has taken until now.</summary>
    public static string Took(JobRun run, DateTime nowUtc)
    {
        if (run.StartedAtUtc is not { } started) return "—";
        var took = (run.EndedAtUtc ?? nowUtc) - started;
        if (took < TimeSpan.Zero) took = TimeSpan.Zero;
        return took.TotalSeconds < 60
            ? took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalMinutes}:{took.Seconds:00}");
    }

    /// <summary>What came of a run, in a sentence.</summary>
    public static string? Result(JobRun run) => ApprovalWords.Of(run.ResultChinese ?? "", run.ResultEnglish ?? "");
}
