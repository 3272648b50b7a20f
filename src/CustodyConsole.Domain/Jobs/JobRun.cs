using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Jobs;

/// <summary>Where a run stands.</summary>
public enum JobRunState
{
    /// <summary>Asked for by hand, not begun 待执行.</summary>
    Queued = 1,
    /// <summary>Under way 执行中.</summary>
    Running = 2,
    /// <summary>Ended well 成功.</summary>
    Done = 3,
    /// <summary>There was nothing to do, and the run says why 无需执行.</summary>
    Skipped = 4,
    /// <summary>What it needs has not come yet; it looks again by itself 等待中.</summary>
    Waiting = 8,
    /// <summary>Ended with a reason that keeps the rest of the day waiting 失败.</summary>
    Failed = 5,
    /// <summary>Stopped by a person, or because its node closed 已中止.</summary>
    Stopped = 6,
    /// <summary>Its node fell silent; another run takes its place 节点失联.</summary>
    Lost = 7,
}

/// <summary>
/// One run of a job for a business date: the business result, kept for ever. What the scheduler knows of the firing lies with the scheduler.
/// </summary>
public sealed class JobRun : Row
{
    /// <summary>A run whose node has not been heard of for so long is lost.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <summary>The job's name in the catalogue.</summary>
    public required string Job { get; init; }

    /// <summary>The accounting date that it is for; the date on which it ran for a continuous job.</summary>
    public required DateOnly BusinessDate { get; init; }

    /// <summary>Its number among the runs of this job for this date, from 1.</summary>
    public required int RunNo { get; init; }

    /// <summary>Where it stands.</summary>
    public JobRunState State { get; internal set; }

    /// <summary>Who started it: a person's user name, or the system's.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The request under which two people started it.</summary>
    public long? ApprovalId { get; init; }

    /// <summary>Why it was started by hand.</summary>
    public string? Reason { get; init; }

    /// <summary>The node that runs it.</summary>
    public string? Node { get; internal set; }

    /// <summary>When it was asked for (UTC).</summary>
    public required DateTime QueuedAtUtc { get; init; }

    /// <summary>When it began (UTC).</summary>
    public DateTime? StartedAtUtc { get; internal set; }

    /// <summary>When its node was last heard of (UTC).</summary>
    public DateTime? HeardAtUtc { get; internal set; }

    /// <summary>When it ended (UTC).</summary>
    public DateTime? EndedAtUtc { get; internal set; }

    /// <summary>How far it is, in hundredths; null where it cannot be told.</summary>
    public int? Percent { get; internal set; }

    /// <summary>What came of it, in Chinese.</summary>
    public string? ResultChinese { get; internal set; }

    /// <summary>What came of it, in English.</summary>
    public string? ResultEnglish { get; internal set; }

    /// <summary>Its counts, amounts in fen and control totals, as a JSON object of whole numbers.</summary>
    public string? Figures { get; internal set; }

    /// <summary>What it did, one line each with its time.</summary>
    public string? Log { get; internal set; }

    /// <summary>Who asked for it to be stopped.</summary>
    public string? StopAskedBy { get; internal set; }

    /// <summary>The number shown to people.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"JR{Id:D10}");

    /// <summary>True while it waits or runs.</summary>
    public bool IsActive => State is JobRunState.Queued or JobRunState.Running;

    /// <summary>True where what runs after it may go on.</summary>
    public bool EndedWell => State is JobRunState.Done or JobRunState.Skipped;

    /// <summary>
    /// True where it runs and its node has fallen silent. A node that is heard of in the future had a fast clock, and is no longer there to be
    /// heard of again: it would have been, by the clock as it is now.
    /// </summary>
    public bool IsSilent(DateTime nowUtc) =>
        State == JobRunState.Running && (HeardAtUtc < nowUtc - SilenceMax || HeardAtUtc > nowUtc + SilenceMax);

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("JR", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var run = model.Entity<JobRun>();
        run.ToTable("job_run");
        run.HasIndex(r => new { r.Job, r.BusinessDate, r.RunNo }).IsUnique();
        run.HasIndex(r => r.BusinessDate);
        run.HasIndex(r => r.State).HasFilter("state IN (1, 2)");
    }
}

/// <summary>A job that people have paused. A row stays when it goes on, and says who paused it last.</summary>
public sealed class JobPause : Row
{
    /// <summary>The job's name in the catalogue.</summary>
    public required string Job { get; init; }

    /// <summary>True while it is paused.</summary>
    public bool IsPaused { get; internal set; }

    /// <summary>Who paused it, or let it go on, last.</summary>
    public required string ByUser { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>When (UTC).</summary>
    public required DateTime AtUtc { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var pause = model.Entity<JobPause>();
        pause.ToTable("job_pause");
        pause.HasIndex(p => p.Job).IsUnique();
    }
}
