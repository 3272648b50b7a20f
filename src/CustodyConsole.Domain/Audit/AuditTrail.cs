using System.Security.Cryptography;
using System.Text;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Audit;

/// <summary>What the audit trail will say about a command; the command completes it while it runs.</summary>
/// <param name="action">What is done, such as Approvals.Submit.</param>
/// <param name="subject">What it is done to, such as account:8001101000000001234.</param>
public sealed class AuditDraft(string action, string subject = "")
{
    /// <summary>What is done.</summary>
    public string Action { get; set; } = action;

    /// <summary>What it is done to.</summary>
    public string Subject { get; set; } = subject;

    /// <summary>The platform concerned.</summary>
    public string? PlatformNo { get; set; }

    /// <summary>The state before.</summary>
    public string? Before { get; set; }

    /// <summary>The state after, or what was asked for. Never a secret and never unmasked personal data.</summary>
    public string? After { get; set; }

    /// <summary>The reason that the person gave.</summary>
    public string? Reason { get; set; }

    /// <summary>True where the command found itself done before and changed nothing: what was done has its row already.</summary>
    public bool IsRepeat { get; set; }
}

/// <summary>Appends to the audit trail, inside the writer, in the transaction of what it tells about.</summary>
public static class AuditTrail
{
    /// <summary>The longest text kept in one field; what is longer is cut and ends with the hash of the whole, which so stays proven.</summary>
    public const int TextMax = 8_000;

    internal static AuditEntry Append(
        Books books, StaffMember actor, AuditDraft draft, AuditResult result, Refusal? refusal = null)
    {
        var head = books.AuditHeads.Find(AuditHead.OnlyId) ?? books.AuditHeads.Add(new AuditHead { Id = AuditHead.OnlyId });
        books.AuditHeads.Edit(head);
        var entry = new AuditEntry
        {
            SequenceNo = head.SequenceNo + 1,
            AtUtc = new DateTime(books.NowUtc.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
            UserName = Clean(actor.UserName)!,
            DisplayName = Clean(actor.DisplayName)!,
            PersonNo = Clean(actor.PersonNo)!,
            Address = Clean(actor.Address),
            Action = Clean(draft.Action)!,
            Subject = Clean(draft.Subject)!,
            PlatformNo = Clean(draft.PlatformNo),
            Before = Clean(draft.Before),
            After = Clean(draft.After),
            Reason = Clean(draft.Reason),
            Result = result,
            RefusalCode = refusal?.Code,
            PreviousHash = head.Hash,
        };
        entry.Hash = entry.ComputeHash();
        head.SequenceNo = entry.SequenceNo;
        head.Hash = entry.Hash;
        return books.AuditEntries.Add(entry);
    }

    /// <summary>Not every database takes a NUL, and no text may make the trail unreadable by its length.</summary>
    private static string? Clean(string? text)
    {
        if (text is null) return null;
        var clean = text.Replace('\0', '\uFFFD');
        if (clean.Length <= TextMax) return clean;
        var mark = $"… SHA-256 {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
        // No half of a letter that takes two characters.
        var keep = TextMax - mark.Length;
        return string.Concat(clean.AsSpan(0, char.IsHighSurrogate(clean[keep - 1]) ? keep - 1 : keep), mark);
    }
}
