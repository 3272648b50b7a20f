using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Notices;

/// <summary>What a platform is told.</summary>
public enum NoticeKind
{
    /// <summary>A compensation was carried out 代偿完成.</summary>
    CompensationExecuted = 1,
    /// <summary>A user's sub-account was closed 销户完成.</summary>
    AccountClosed = 2,
    /// <summary>A user's bank card was changed 换卡完成.</summary>
    CardChanged = 3,
    /// <summary>A withdrawal was intercepted before it was paid out 提现已拦截.</summary>
    WithdrawalIntercepted = 4,
}

/// <summary>Where a notice stands.</summary>
public enum NoticeState
{
    /// <summary>Written, not acknowledged yet 待发送.</summary>
    Waiting = 1,
    /// <summary>The platform has acknowledged it 已确认.</summary>
    Acknowledged = 2,
    /// <summary>Not sent any more; staff look after it 已停发.</summary>
    GivenUp = 3,
}

/// <summary>
/// A notice to a platform 平台通知 in the outbox: the row is written in the transaction of what it tells about, so neither is there without
/// the other. Whoever sends it does so afterwards, as often as needed, until the platform acknowledges it.
/// </summary>
public sealed class PlatformNotice : Row
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The platform that is told.</summary>
    public required long PlatformId { get; init; }

    /// <summary>What it is told.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>What it is about, such as approval:AP0000000012.</summary>
    public required string Subject { get; init; }

    /// <summary>The content, as JSON. Personal data only masked.</summary>
    public required string Payload { get; init; }

    /// <summary>Where it stands.</summary>
    public NoticeState State { get; set; } = NoticeState.Waiting;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>When it was sent last (UTC).</summary>
    public DateTime? LastAttemptAtUtc { get; set; }

    /// <summary>Not before this instant it is sent again (UTC).</summary>
    public DateTime? NextAttemptAtUtc { get; set; }

    /// <summary>When the platform acknowledged it (UTC).</summary>
    public DateTime? AcknowledgedAtUtc { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; set; }

    /// <summary>Writes a notice, inside the writer, in the transaction of what it tells about.</summary>
    internal static PlatformNotice Write(Books books, long platformId, NoticeKind kind, string subject, object payload) =>
        books.Notices.Add(new PlatformNotice
        {
            PlatformId = platformId,
            Kind = kind,
            Subject = subject,
            Payload = JsonSerializer.Serialize(payload, Json),
            CreatedAtUtc = books.NowUtc,
        });

    internal static void Map(ModelBuilder model)
    {
        var notice = model.Entity<PlatformNotice>();
        notice.ToTable("platform_notice");
        notice.HasIndex(n => n.Subject);
        // Only what is still to be sent; the index stays small however many notices there are.
        notice.HasIndex(n => n.PlatformId).HasFilter("state = 1");
    }
}
