using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Approvals;

/// <summary>Where a request stands.</summary>
public enum ApprovalState
{
    /// <summary>Waits for a checker 待复核.</summary>
    Pending = 1,
    /// <summary>Approved and carried out, in one transaction 已执行.</summary>
    Executed = 2,
    /// <summary>Turned down by a checker 已驳回.</summary>
    Rejected = 3,
    /// <summary>Taken back by its maker 已撤回.</summary>
    Withdrawn = 4,
    /// <summary>Nobody decided in time 已过期.</summary>
    Expired = 5,
}

/// <summary>
/// A request that takes two people 复核事项: one makes it, another decides. The row is kept for ever, whatever becomes of it.
/// </summary>
public sealed class ApprovalRequest : Row
{
    /// <summary>What it asks for.</summary>
    public required ApprovalType Type { get; init; }

    /// <summary>The number of the form that made it: the same form sent twice makes one request.</summary>
    public required string RequestNo { get; init; }

    /// <summary>The pool whose money it touches; 0 for the bank as a whole.</summary>
    public required long PoolId { get; init; }

    /// <summary>The platform concerned.</summary>
    public string? PlatformNo { get; init; }

    /// <summary>What it is about, such as account:8001101000000001234.</summary>
    public required string Subject { get; init; }

    /// <summary>The exact content, as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>The hash of type and content (SHA-256).</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>What it asks for, in words.</summary>
    public required string SummaryChinese { get; set; }

    /// <summary>What it asks for, in English words.</summary>
    public required string SummaryEnglish { get; set; }

    /// <summary>The state before and after, as JSON (<see cref="ApprovalChange"/>).</summary>
    public required string Changes { get; set; }

    /// <summary>The amount in fen; 0 where no money is concerned.</summary>
    public required long AmountFen { get; set; }

    /// <summary>
    /// The amount in fen by which the rules go: all that is at stake, with what the same person asked for on the subject within a day and what
    /// was done in parts before. Never below <see cref="AmountFen"/>.
    /// </summary>
    public required long RuledFen { get; set; }

    /// <summary>The user name of its maker.</summary>
    public required string MakerUser { get; init; }

    /// <summary>The name of its maker.</summary>
    public required string MakerName { get; init; }

    /// <summary>The staff number of its maker.</summary>
    public required string MakerPersonNo { get; init; }

    /// <summary>How many people must approve.</summary>
    public required int ChecksRequired { get; set; }

    /// <summary>How many people have approved its present content.</summary>
    public int Checks { get; set; }

    /// <summary>Counts its contents: a maker who changes it begins another version, and approvals begin anew.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Where it stands.</summary>
    public ApprovalState State { get; set; } = ApprovalState.Pending;

    /// <summary>When it was made (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>Until when it can be decided (UTC).</summary>
    public required DateTime DeadlineUtc { get; set; }

    /// <summary>When it came to its end (UTC).</summary>
    public DateTime? DecidedAtUtc { get; set; }

    /// <summary>What carrying it out made, such as the numbers of orders.</summary>
    public string? Result { get; set; }

    /// <summary>The freeze that was taken when it was made.</summary>
    public long? FreezeId { get; set; }

    /// <summary>The number shown to people.</summary>
    public string No => NoOf(Id);

    /// <summary>The number of the request with this key.</summary>
    public static string NoOf(long id) => string.Create(CultureInfo.InvariantCulture, $"AP{id:D10}");

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("AP", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var request = model.Entity<ApprovalRequest>();
        request.ToTable("approval_request");
        request.HasIndex(r => r.RequestNo).IsUnique();
        request.HasIndex(r => new { r.State, r.Type });
        request.HasIndex(r => r.Subject);
        request.HasIndex(r => r.MakerUser);
    }
}

/// <summary>What happened to a request.</summary>
public enum ApprovalAction
{
    /// <summary>Made 发起.</summary>
    Submitted = 1,
    /// <summary>Changed by its maker 修改.</summary>
    Revised = 2,
    /// <summary>Approved by one person 复核通过.</summary>
    Approved = 3,
    /// <summary>Turned down 驳回.</summary>
    Rejected = 4,
    /// <summary>Taken back 撤回.</summary>
    Withdrawn = 5,
    /// <summary>Nobody decided in time 过期.</summary>
    Expired = 6,
}

/// <summary>One step in the life of a request; never changed.</summary>
public sealed class ApprovalStep : Row
{
    /// <summary>The request.</summary>
    public required long ApprovalId { get; init; }

    /// <summary>What happened.</summary>
    public required ApprovalAction Action { get; init; }

    /// <summary>The version that it happened to.</summary>
    public required int Version { get; init; }

    /// <summary>The hash of the content that it happened to; for an approval, of all that the checker was shown.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The user name of who did it.</summary>
    public required string UserName { get; init; }

    /// <summary>The name of who did it.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The staff number of who did it.</summary>
    public required string PersonNo { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime AtUtc { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var step = model.Entity<ApprovalStep>();
        step.ToTable("approval_step");
        step.HasIndex(s => s.ApprovalId);
        step.HasIndex(s => s.PersonNo);
    }
}
