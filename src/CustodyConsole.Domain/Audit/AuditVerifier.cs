using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Audit;

/// <summary>What is wrong with the audit trail.</summary>
public enum AuditFault
{
    /// <summary>A number is missing: a row was taken out.</summary>
    Missing = 1,
    /// <summary>A number stands twice: a row was put in.</summary>
    Doubled = 2,
    /// <summary>A row does not follow the one before it: one of them was changed, put in or moved.</summary>
    BrokenLink = 3,
    /// <summary>A row is not what its hash says: it was changed.</summary>
    Changed = 4,
    /// <summary>The end of the trail is not its last row: rows were cut off, or the end was changed.</summary>
    CutOff = 5,
    /// <summary>A digest kept outside names another row: the trail was written anew.</summary>
    NotTheDigest = 6,
    /// <summary>What stands in a row is not even of the kind that belongs there: it was changed. What follows it was not looked at.</summary>
    Unreadable = 7,
}

/// <summary>One finding.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="SequenceNo">The number of the row.</param>
/// <param name="Chinese">In a sentence.</param>
/// <param name="English">In an English sentence.</param>
public sealed record AuditFinding(AuditFault Fault, long SequenceNo, string Chinese, string English);

/// <summary>What a verification found.</summary>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="LastSequenceNo">The number of the last row.</param>
/// <param name="LastHash">The hash of the last row, in hexadecimal digits.</param>
/// <param name="Findings">What is wrong, the first <see cref="AuditVerifier.FindingsMax"/>.</param>
public sealed record AuditVerdict(long Rows, long LastSequenceNo, string LastHash, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>True where nothing is wrong.</summary>
    public bool Holds => Findings.Count == 0;
}

/// <summary>
/// Reads the whole audit trail and recomputes it. A changed, missing, added or moved row is found by the chain; a tail cut off by the
/// end that is kept apart; a tail cut off together with that end, or a trail written anew from some row on, by digests that were kept outside.
/// </summary>
public static class AuditVerifier
{
    /// <summary>No more findings than this are told.</summary>
    public const int FindingsMax = 100;

    /// <summary>
    /// Verifies the trail as it stands at one moment, against itself and against digests; tells the rows looked at, every thousand. What is
    /// appended meanwhile is no part of it.
    /// </summary>
    public static async Task<AuditVerdict> VerifyAsync(
        CustodyDb db, IReadOnlyList<AuditDigest> digests, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(digests);
        var findings = new List<AuditFinding>();
        var wanted = digests.GroupBy(digest => digest.SequenceNo).ToDictionary(group => group.Key, group => group.ToList());
        var rows = 0L;
        var last = 0L;
        var hash = new byte[AuditEntry.HashLength];
        // Rows and end are of one moment: on a bank in use, rows would otherwise stand behind the last one that was read.
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var entries = db.AuditEntries.OrderBy(entry => entry.SequenceNo).ThenBy(entry => entry.Id).AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        await using (entries)
        {
            while (true)
            {
                try
                {
                    if (!await entries.MoveNextAsync()) break;
                }
                catch (Exception failure) when (failure is FormatException or InvalidCastException or ArgumentException or OverflowException)
                {
                    // SQLite keeps whatever is written into a column; a text that is no date is somebody's work.
                    Add(AuditFault.Unreadable, last + 1, "内容无法读取，记录被修改，其后各条未核验", "it cannot be read, it was changed; what follows was not verified");
                    return new AuditVerdict(rows, last, Convert.ToHexString(hash), findings);
                }

                var entry = entries.Current;
                rows++;
                if (rows % 1_000 == 0) progress?.Report(rows);
                if (entry.SequenceNo == last) Add(AuditFault.Doubled, last, "序号重复，有记录被插入", "its number stands twice, a row was put in");
                else if (entry.SequenceNo != last + 1)
                    Add(AuditFault.Missing, last + 1, $"第 {last + 1} 至 {entry.SequenceNo - 1} 条缺失", $"rows {last + 1} to {entry.SequenceNo - 1} are missing");
                if (!entry.PreviousHash.AsSpan().SequenceEqual(hash))
                    Add(AuditFault.BrokenLink, entry.SequenceNo, "与上一条记录衔接不上", "it does not follow the row before it");
                if (!entry.ComputeHash().AsSpan().SequenceEqual(entry.Hash))
                    Add(AuditFault.Changed, entry.SequenceNo, "内容与摘要不符，记录被修改", "it is not what its hash says, it was changed");
                if (wanted.Remove(entry.SequenceNo, out var kept)) Compare(kept, entry);
                last = entry.SequenceNo;
                hash = entry.Hash;
            }
        }

        foreach (var digest in wanted.Values.SelectMany(kept => kept))
            Add(AuditFault.NotTheDigest, digest.SequenceNo, $"{digest.Date:yyyy-MM-dd} 的摘要所指记录不存在", $"the row that the digest of {digest.Date:yyyy-MM-dd} names is not there");
        var heads = await db.AuditHeads.OrderBy(one => one.SequenceNo).ToListAsync(cancellationToken);
        var head = heads.LastOrDefault();
        if (heads.Count > 1) Add(AuditFault.CutOff, last, $"日志末尾登记了 {heads.Count} 次，应为 1 次", $"the end of the trail is named {heads.Count} times instead of once");
        else if ((head?.SequenceNo ?? 0) != last || !hash.AsSpan().SequenceEqual(head?.Hash ?? new byte[AuditEntry.HashLength]))
            Add(AuditFault.CutOff, last, $"日志末尾应为第 {head?.SequenceNo ?? 0} 条，实际为第 {last} 条，末尾被截断或改动", $"the trail should end at row {head?.SequenceNo ?? 0} and ends here: its end was cut off or changed");
        return new AuditVerdict(rows, last, Convert.ToHexString(hash), findings);

        void Compare(List<AuditDigest> kept, AuditEntry entry)
        {
            foreach (var digest in kept.Where(digest => !digest.Hash.Equals(Convert.ToHexString(entry.Hash), StringComparison.OrdinalIgnoreCase)))
                Add(AuditFault.NotTheDigest, entry.SequenceNo, $"与 {digest.Date:yyyy-MM-dd} 留存的摘要不一致，日志被重写", $"it is not what the digest of {digest.Date:yyyy-MM-dd} says, the trail was written anew");
        }

        void Add(AuditFault fault, long sequenceNo, string chinese, string english)
        {
            if (findings.Count < FindingsMax)
                findings.Add(new AuditFinding(fault, sequenceNo, $"第 {sequenceNo} 条：{chinese}。", $"Row {sequenceNo}: {english}."));
        }
    }
}
