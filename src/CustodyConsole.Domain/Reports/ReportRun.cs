using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Reports;

/// <summary>Where an export stands.</summary>
public enum ReportRunState
{
    /// <summary>Asked for, not begun 排队中.</summary>
    Queued = 1,
    /// <summary>Being written 生成中.</summary>
    Running = 2,
    /// <summary>Its file can be fetched 可下载.</summary>
    Done = 3,
    /// <summary>Ended with a reason and without a file 失败.</summary>
    Failed = 4,
    /// <summary>Stopped by a person 已取消.</summary>
    Cancelled = 5,
    /// <summary>Its node stopped or fell silent; there is no file 已中断.</summary>
    Lost = 6,
    /// <summary>Its file was kept for its time and is gone; what it was stays 已过期.</summary>
    Expired = 7,
}

/// <summary>
/// An export 报表导出: one report, made once for one scope, by one node. The row is kept for ever and says what was asked, by whom and why,
/// what the file held and what its hash is; the file itself is kept for <see cref="KeptFor"/>,
/// or without end where the report says so (<see cref="ReportFacts.IsKept"/>).
/// </summary>
public sealed class ReportRun : Row
{
    /// <summary>A run whose node has not been heard of for so long is lost.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <summary>How long a file is kept after it was made.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>How often a scheduled one is made that fails or is lost, the first time included.</summary>
    public const int TriesMax = 8;

    /// <summary>How long it waits in between.</summary>
    public static readonly TimeSpan TriedAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>The report's code in the catalogue.</summary>
    public required string Code { get; init; }

    /// <summary>The version of the report.</summary>
    public required int Version { get; init; }

    /// <summary>The permission that the report asks for, beside that to export; whoever fetches the file needs it too.</summary>
    public required string Permission { get; init; }

    /// <summary>What exactly was asked, as <see cref="ReportScope.ToJson"/> writes it.</summary>
    public required string Scope { get; init; }

    /// <summary>The hash over code, version and scope (SHA-256, hexadecimal digits): the same hash, the same question.</summary>
    public required string ScopeHash { get; init; }

    /// <summary>The platform it is narrowed to; null for all.</summary>
    public string? PlatformNo { get; init; }

    /// <summary>The scope in words, in Chinese.</summary>
    public required string SummaryChinese { get; init; }

    /// <summary>The scope in English words.</summary>
    public required string SummaryEnglish { get; init; }

    /// <summary>True where personal data stands in clear.</summary>
    public required bool IsUnmasked { get; init; }

    /// <summary>The user name of who asked; for a scheduled one, of the schedule's owner.</summary>
    public required string AskedBy { get; init; }

    /// <summary>The name of who asked.</summary>
    public required string AskedByName { get; init; }

    /// <summary>The staff number of who asked.</summary>
    public required string AskedByPersonNo { get; init; }

    /// <summary>Why, where a reason was needed.</summary>
    public string? Reason { get; init; }

    /// <summary>The request under which two people allowed it.</summary>
    public long? ApprovalId { get; init; }

    /// <summary>The schedule that asked for it.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>The closed accounting date for which the schedule asked.</summary>
    public DateOnly? ScheduledFor { get; init; }

    /// <summary>Where it stands.</summary>
    public ReportRunState State { get; internal set; } = ReportRunState.Queued;

    /// <summary>The node that writes it, or wrote it.</summary>
    public string? Node { get; internal set; }

    /// <summary>When it was asked for (UTC).</summary>
    public required DateTime AskedAtUtc { get; init; }

    /// <summary>When it began (UTC).</summary>
    public DateTime? StartedAtUtc { get; internal set; }

    /// <summary>When its node was last heard of (UTC).</summary>
    public DateTime? HeardAtUtc { get; internal set; }

    /// <summary>When it ended (UTC).</summary>
    public DateTime? EndedAtUtc { get; internal set; }

    /// <summary>How far it is, in hundredths; null where it cannot be told.</summary>
    public int? Percent { get; internal set; }

    /// <summary>The rows written so far; of a finished one, the rows of all sheets.</summary>
    public long RowsWritten { get; internal set; }

    /// <summary>The length of the file in bytes.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The hash of the file (SHA-256, small hexadecimal digits).</summary>
    public string? Sha256 { get; internal set; }

    /// <summary>The control totals of the file, as JSON.</summary>
    public string? Totals { get; internal set; }

    /// <summary>True where the period was not closed when it was made.</summary>
    public bool PeriodIsOpen { get; internal set; }

    /// <summary>The name of the file as people save it.</summary>
    public string? FileName { get; internal set; }

    /// <summary>Why there is no file, in Chinese.</summary>
    public string? ErrorChinese { get; internal set; }

    /// <summary>Why there is no file, in English.</summary>
    public string? ErrorEnglish { get; internal set; }

    /// <summary>Who asked for it to be stopped.</summary>
    public string? CancelAskedBy { get; internal set; }

    /// <summary>Until when the file is kept (UTC); null also of one that is kept without end.</summary>
    public DateTime? ExpiresAtUtc { get; internal set; }

    /// <summary>How often it was fetched; each time has its audit row.</summary>
    public int Fetches { get; internal set; }

    /// <summary>Who fetched it last.</summary>
    public string? FetchedBy { get; internal set; }

    /// <summary>When it was fetched last (UTC).</summary>
    public DateTime? FetchedAtUtc { get; internal set; }

    /// <summary>The number shown to people, which also stands on the file's cover.</summary>
    public string No => NoOf(Id);

    /// <summary>What it is called in the audit trail.</summary>
    public string Subject => SubjectOf(No);

    /// <summary>True while it waits or runs.</summary>
    public bool IsActive => State is ReportRunState.Queued or ReportRunState.Running;

    /// <summary>True where it was made, whether or not its file is still kept.</summary>
    public bool WasMade => State is ReportRunState.Done or ReportRunState.Expired;

    /// <summary>What the run of this number is called in the audit trail.</summary>
    public static string SubjectOf(string no) => "report-run:" + no;

    /// <summary>The number of the run with this key.</summary>
    public static string NoOf(long id) => string.Create(CultureInfo.InvariantCulture, $"RP{id:D10}");

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("RP", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The hash of what is asked: code, version and scope.</summary>
    public static string HashOf(string code, int version, string scope) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{code}|{version}|{scope}"))));

    internal static void Map(ModelBuilder model)
    {
        var run = model.Entity<ReportRun>();
        run.ToTable("report_run");
        run.HasIndex(r => r.Code);
        run.HasIndex(r => r.Sha256);
        run.HasIndex(r => r.AskedByPersonNo);
        run.HasIndex(r => r.State).HasFilter("state IN (1, 2, 3)");
        // One that ended without a file is made again; each date has one that counts.
        run.HasIndex(r => new { r.ScheduleId, r.ScheduledFor }).IsUnique().HasFilter("schedule_id IS NOT NULL AND state NOT IN (4, 6)");
    }
}
