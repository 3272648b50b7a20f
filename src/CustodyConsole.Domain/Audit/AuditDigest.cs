using System.Text.Json;
using CustodyConsole.Domain.Calendar;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Audit;

/// <summary>
/// The last row of a day's audit trail, to be kept where nobody who can write the database can write: whoever has it can tell later that
/// nothing up to that row was written anew.
/// </summary>
/// <param name="Date">The day, in the bank's time (UTC+8).</param>
/// <param name="SequenceNo">The number of the day's last row.</param>
/// <param name="Hash">Its hash, in hexadecimal digits.</param>
public sealed record AuditDigest(DateOnly Date, long SequenceNo, string Hash)
{
    /// <summary>The digests of all days that have rows, oldest first.</summary>
    public static async Task<IReadOnlyList<AuditDigest>> OfAllDaysAsync(CustodyDb db, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var digests = new List<AuditDigest>();
        await foreach (var row in db.AuditEntries.OrderBy(entry => entry.SequenceNo)
            .Select(entry => new { entry.SequenceNo, entry.AtUtc, entry.Hash }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var date = BankTime.DateOf(row.AtUtc);
            // A row stamped by a clock that was put back belongs to the day in which it stands.
            if (digests.Count > 0 && date <= digests[^1].Date)
            {
                date = digests[^1].Date;
                digests.RemoveAt(digests.Count - 1);
            }

            digests.Add(new AuditDigest(date, row.SequenceNo, Convert.ToHexString(row.Hash)));
        }

        return digests;
    }

    /// <summary>A digest as one line of a file.</summary>
    public string Line() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>
    /// Reads a file of digests, one on each line. Refused with <see cref="AuditRefusals.DigestMalformed"/> at the first line that is none.
    /// </summary>
    public static Outcome<IReadOnlyList<AuditDigest>> Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var digests = new List<AuditDigest>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (JsonSerializer.Deserialize<AuditDigest>(line, JsonSerializerOptions.Web) is { SequenceNo: > 0, Hash.Length: 64 } digest)
                    digests.Add(digest);
                else
                    return AuditRefusals.DigestMalformed(number);
            }
            catch (JsonException)
            {
                return AuditRefusals.DigestMalformed(number);
            }
        }

        return digests;
    }
}

/// <summary>Why the audit trail is not verified.</summary>
public static class AuditRefusals
{
    /// <summary>A line of a file of digests is none.</summary>
    public static Refusal DigestMalformed(int line) => new(
        "audit.digest-malformed",
        $"摘要文件第 {line} 行不是审计摘要，应为含 date、sequenceNo、hash 的一行 JSON。",
        $"Line {line} of the digest file is no audit digest; it must be one line of JSON with date, sequenceNo and hash.");
}
