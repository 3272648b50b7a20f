using System.Globalization;
using CustodyConsole.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Reports;

/// <summary>What a check of a file says.</summary>
public enum ReportFinding
{
    /// <summary>Made here and unchanged; the audit trail holds its hash 一致.</summary>
    Unchanged = 1,
    /// <summary>No file with this hash was ever made here: it was changed, or is none of ours 不一致.</summary>
    Unknown = 2,
    /// <summary>The list of exports knows it, but the audit trail does not hold it: the list was tampered with 审计链不符.</summary>
    NotInTrail = 3,
}

/// <summary>What a check of a file found.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Run">The export whose file it is.</param>
/// <param name="Kept">The audit row that holds its hash.</param>
public sealed record ReportVerdict(ReportFinding Finding, ReportRun? Run, AuditEntry? Kept);

/// <summary>
/// The proof that a file was made here: its hash stands with the export and in the audit trail, whose rows are chained, so that nobody can
/// change both without every later row showing it.
/// </summary>
public static class ReportProof
{
    /// <summary>The action of the audit row that holds the hash of a file.</summary>
    public const string MadeAction = "Reports.Made";

    /// <summary>What the audit trail keeps of a file. The hash comes first, so that it is never cut off.</summary>
    internal static string Kept(ReportRun run) => string.Create(
        CultureInfo.InvariantCulture, $"{HashPart(run.Sha256!)},\"bytes\":{run.Bytes},\"rows\":{run.RowsWritten},\"totals\":{run.Totals ?? "[]"}}}");

    /// <summary>
    /// Looks a file up by its hash: in the list of exports, then in the audit trail, whose row must be what its own hash says and be followed
    /// by an unbroken chain to its end.
    /// </summary>
    public static async Task<ReportVerdict> CheckAsync(CustodyDb db, string sha256, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(sha256);
        var hash = sha256.ToLowerInvariant();
        var run = await db.ReportRuns
            .Where(run => run.Sha256 == hash && (run.State == ReportRunState.Done || run.State == ReportRunState.Expired))
            .OrderByDescending(run => run.Id).FirstOrDefaultAsync(cancellationToken);
        if (run is null) return new ReportVerdict(ReportFinding.Unknown, null, null);
        var subject = run.Subject;
        var kept = await db.AuditEntries
            .Where(entry => entry.Subject == subject && entry.Action == MadeAction && entry.Result == AuditResult.Done)
            .OrderBy(entry => entry.SequenceNo).FirstOrDefaultAsync(cancellationToken);
        var holds = kept?.After?.StartsWith(HashPart(hash), StringComparison.Ordinal) == true
            && await IsChainedAsync(db, kept.SequenceNo, cancellationToken);
        return new ReportVerdict(holds ? ReportFinding.Unchanged : ReportFinding.NotInTrail, run, holds ? kept : null);
    }

    private static string HashPart(string sha256) => $"{{\"sha256\":\"{sha256}\"";

    /// <summary>
    /// True where the row and all that come after it follow each other, up to the very end that is kept apart. The end is read first: whatever it
    /// counts was written before it, so rows that are appended meanwhile change nothing, and rows that were cut off are missed.
    /// </summary>
    private static async Task<bool> IsChainedAsync(CustodyDb db, long from, CancellationToken cancellationToken)
    {
        if (await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } head) return false;
        var end = head.SequenceNo;
        byte[]? before = null;
        var number = from - 1;
        await foreach (var entry in db.AuditEntries.Where(entry => entry.SequenceNo >= from && entry.SequenceNo <= end).OrderBy(entry => entry.SequenceNo)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (entry.SequenceNo != ++number) return false;
            if (before is not null && !entry.PreviousHash.AsSpan().SequenceEqual(before)) return false;
            if (!entry.ComputeHash().AsSpan().SequenceEqual(entry.Hash)) return false;
            before = entry.Hash;
        }

        return before is not null && number == end && head.Hash.AsSpan().SequenceEqual(before);
    }
}
