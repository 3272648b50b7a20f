using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>
/// Verifies the audit trail against what was kept of it and writes the digests of all days to a file, to be carried out of the house.
/// </summary>
public sealed class AuditDigestFile(CustodySettings settings, IDbContextFactory<CustodyDb> factory)
{
    /// <summary>The file, beside the database.</summary>
    public string Path { get; } = System.IO.Path.Combine(settings.Folder, "audit-digests.jsonl");

    /// <summary>Verifies and writes. It fails where the trail is not whole any more, and leaves the file as it was.</summary>
    public async Task<JobResult> WriteAsync(DateOnly date, JobLog log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(log);
        IReadOnlyList<AuditDigest> kept = [];
        if (File.Exists(Path))
        {
            var read = AuditDigest.Read(await File.ReadAllLinesAsync(Path, stop));
            if (!read.Done) return JobResult.Failed(read.Refusal);
            kept = read.Value;
        }

        await using var db = await factory.CreateDbContextAsync(stop);
        var verdict = await AuditVerifier.VerifyAsync(db, kept, null, stop);
        foreach (var finding in verdict.Findings) log.Write(finding.Chinese);
        if (!verdict.Holds)
        {
            return JobResult.Failed(
                $"审计链校验不通过，共 {verdict.Findings.Count} 处，首处：{verdict.Findings[0].Chinese}",
                $"The audit trail is not whole: {verdict.Findings.Count} findings, the first: {verdict.Findings[0].English}",
                ("rows", verdict.Rows), ("findings", verdict.Findings.Count));
        }

        // A day that is caught up late takes nothing away that later ones have written.
        var through = kept.Select(digest => digest.Date).Append(date).Max();
        var digests = (await AuditDigest.OfAllDaysAsync(db, stop)).Where(digest => digest.Date <= through).ToList();
        // On PostgreSQL nothing else need lie there.
        Directory.CreateDirectory(settings.Folder);
        var half = Path + ".new";
        await File.WriteAllLinesAsync(half, digests.Select(digest => digest.Line()), stop);
        File.Move(half, Path, overwrite: true);
        return JobResult.Done(
            $"审计链完整，共 {verdict.Rows} 行；已写出截至 {BankTime.Format(through)} 的 {digests.Count} 个日摘要。",
            $"The audit trail of {verdict.Rows} rows is whole; the digests of {digests.Count} days up to {BankTime.Format(through)} were written.",
            ("rows", verdict.Rows), ("days", digests.Count));
    }
}
