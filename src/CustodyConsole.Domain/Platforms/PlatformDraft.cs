using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Platforms;

/// <summary>Where a draft stands.</summary>
public enum DraftState
{
    /// <summary>Being filled in 填写中.</summary>
    Open = 1,
    /// <summary>With a checker 待复核.</summary>
    Submitted = 2,
    /// <summary>Approved and in force 已生效.</summary>
    Done = 3,
    /// <summary>Dropped 已作废.</summary>
    Dropped = 4,
}

/// <summary>
/// A dossier that is being filled in 入驻草稿, for a new platform or for a change of one that is there. Several people may look at it and
/// work on it; its version tells when two of them saved at once.
/// </summary>
public sealed class PlatformDraft : Row
{
    /// <summary>The longest text of a dossier.</summary>
    public const int TextMax = 200_000;

    /// <summary>The platform that is to be changed; null for a new one.</summary>
    public string? PlatformNo { get; init; }

    /// <summary>The version of the dossier from which a change was made; 0 for a new platform.</summary>
    public int BaseVersion { get; set; }

    /// <summary>The platform's name, for lists.</summary>
    public string Name { get; set; } = "";

    /// <summary>The dossier, as <see cref="DossierText"/>.</summary>
    public required string Content { get; set; }

    /// <summary>Counts the times it was saved, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Where it stands.</summary>
    public DraftState State { get; set; } = DraftState.Open;

    /// <summary>The request that it was put to a checker with.</summary>
    public string? ApprovalNo { get; set; }

    /// <summary>The user name of who began it.</summary>
    public required string OwnerUser { get; init; }

    /// <summary>The name of who began it.</summary>
    public required string OwnerName { get; init; }

    /// <summary>The name of who saved it last.</summary>
    public required string UpdatedByName { get; set; }

    /// <summary>When it was begun (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>When it was saved last (UTC).</summary>
    public required DateTime UpdatedAtUtc { get; set; }

    /// <summary>The number shown to people.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"PD{Id:D10}");

    /// <summary>The dossier as it stands.</summary>
    public PlatformDossier Dossier => DossierText.Read(Content);

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("PD", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var draft = model.Entity<PlatformDraft>();
        draft.ToTable("platform_draft");
        draft.Ignore(d => d.Dossier);
        draft.HasIndex(d => d.State);
        draft.HasIndex(d => d.PlatformNo);
    }
}

/// <summary>A version of a platform's dossier, from its approval on; never changed and never deleted.</summary>
public sealed class PlatformVersion : Row
{
    /// <summary>The platform.</summary>
    public required long PlatformId { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The dossier, as <see cref="DossierText"/>.</summary>
    public required string Content { get; init; }

    /// <summary>The request by which it came into force.</summary>
    public required string ApprovalNo { get; init; }

    /// <summary>The name of who asked for it.</summary>
    public required string MakerName { get; init; }

    /// <summary>The name of who approved it last.</summary>
    public required string CheckerName { get; init; }

    /// <summary>When it came into force (UTC).</summary>
    public required DateTime EffectiveAtUtc { get; init; }

    /// <summary>The dossier.</summary>
    public PlatformDossier Dossier => DossierText.Read(Content);

    internal static void Map(ModelBuilder model)
    {
        var version = model.Entity<PlatformVersion>();
        version.ToTable("platform_version");
        version.Ignore(v => v.Dossier);
        version.HasIndex(v => new { v.PlatformId, v.Version }).IsUnique();
    }
}
