using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Audit;

/// <summary>How an audited action ended.</summary>
public enum AuditResult
{
    /// <summary>Done 成功.</summary>
    Done = 1,
    /// <summary>Refused 被拒绝.</summary>
    Refused = 2,
    /// <summary>Ended by a fault of the program 异常.</summary>
    Failed = 3,
}

/// <summary>
/// One row of the audit trail: who, when, from where, what, on what, before and after, and how it ended. Rows are numbered without gaps and
/// each carries the hash of the one before, so that a change, a gap or another order is found by <see cref="AuditVerifier"/>.
/// </summary>
public sealed class AuditEntry : Row
{
    /// <summary>The length of a hash in bytes (SHA-256).</summary>
    public const int HashLength = 32;

    /// <summary>The number in the trail, from 1, without gaps.</summary>
    public required long SequenceNo { get; init; }

    /// <summary>The instant (UTC), to the microsecond, which every database keeps.</summary>
    public required DateTime AtUtc { get; init; }

    /// <summary>The name signed in with.</summary>
    public required string UserName { get; init; }

    /// <summary>The person's name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The person's staff number.</summary>
    public required string PersonNo { get; init; }

    /// <summary>The network address.</summary>
    public string? Address { get; init; }

    /// <summary>What was done, such as Approvals.Submit.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, such as approval:AP0000000012; empty where there is nothing to name.</summary>
    public required string Subject { get; init; }

    /// <summary>The platform concerned.</summary>
    public string? PlatformNo { get; init; }

    /// <summary>The state before, as the action names it.</summary>
    public string? Before { get; init; }

    /// <summary>The state after, or what was asked for.</summary>
    public string? After { get; init; }

    /// <summary>Why: the reason given by the person.</summary>
    public string? Reason { get; init; }

    /// <summary>How it ended.</summary>
    public required AuditResult Result { get; init; }

    /// <summary>The code of the refusal.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>The hash of the row before; 32 zero bytes for the first.</summary>
    public required byte[] PreviousHash { get; init; }

    /// <summary>The hash over the row before and this one.</summary>
    public byte[] Hash { get; internal set; } = [];

    /// <summary>
    /// The hash that this row must have: over the hash before and every field, each behind its length, so that no text can pass for two.
    /// </summary>
    public byte[] ComputeHash()
    {
        var text = new StringBuilder(256);
        Add(SequenceNo);
        Add(AtUtc.Ticks / TimeSpan.TicksPerMicrosecond);
        Add(UserName);
        Add(DisplayName);
        Add(PersonNo);
        Add(Address);
        Add(Action);
        Add(Subject);
        Add(PlatformNo);
        Add(Before);
        Add(After);
        Add(Reason);
        Add((int)Result);
        Add(RefusalCode);
        return SHA256.HashData([.. PreviousHash, .. Encoding.UTF8.GetBytes(text.ToString())]);

        void Add(object? value)
        {
            var part = Convert.ToString(value, CultureInfo.InvariantCulture);
            text.Append(value is null ? -1 : part!.Length).Append(':').Append(part).Append('|');
        }
    }

    internal static void Map(ModelBuilder model)
    {
        var entry = model.Entity<AuditEntry>();
        entry.ToTable("audit_entry");
        entry.HasIndex(e => e.SequenceNo).IsUnique();
        entry.HasIndex(e => e.AtUtc);
        entry.HasIndex(e => e.Subject);
        entry.HasIndex(e => e.UserName);
    }
}

/// <summary>The end of the audit trail, one row: with it, rows cut off at the end are missed.</summary>
public sealed class AuditHead : Row
{
    /// <summary>The key of the only row.</summary>
    public const long OnlyId = 1;

    /// <summary>The number of the last row.</summary>
    public long SequenceNo { get; set; }

    /// <summary>The hash of the last row.</summary>
    public byte[] Hash { get; set; } = new byte[AuditEntry.HashLength];

    internal static void Map(ModelBuilder model) => model.Entity<AuditHead>().ToTable("audit_head");
}
