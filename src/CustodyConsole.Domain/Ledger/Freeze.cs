using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Ledger;

/// <summary>What a freeze reserves money for; it can be used for nothing else (R43).</summary>
public enum FreezePurpose
{
    /// <summary>投标.</summary>
    Bid = 1,
    /// <summary>提现.</summary>
    Withdrawal = 2,
    /// <summary>代偿.</summary>
    Compensation = 3,
    /// <summary>司法冻结.</summary>
    Judicial = 4,
}

/// <summary>The state of a freeze.</summary>
public enum FreezeState
{
    /// <summary>Something of it still reserves money 生效中.</summary>
    Active = 1,
    /// <summary>All of it was spent for its purpose 已使用.</summary>
    Used = 2,
    /// <summary>All that was left of it went back to the available part 已解冻.</summary>
    Released = 3,
}

/// <summary>A reservation of an account's money. The frozen part of an account is the sum of what remains of its active freezes.</summary>
public sealed class Freeze : Row
{
    /// <summary>The account whose money it reserves.</summary>
    public required long AccountId { get; init; }

    /// <summary>What it is for.</summary>
    public required FreezePurpose Purpose { get; init; }

    /// <summary>The order that made it.</summary>
    public required long OrderId { get; init; }

    /// <summary>The listing concerned, if any.</summary>
    public long? ListingId { get; init; }

    /// <summary>The amount first reserved, in fen; never changed.</summary>
    public required long OriginalFen { get; init; }

    /// <summary>What is still reserved, in fen.</summary>
    public long RemainingFen { get; internal set; }

    /// <summary>Its state.</summary>
    public FreezeState State { get; internal set; } = FreezeState.Active;

    /// <summary>The instant it was made (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>The instant nothing was left of it (UTC).</summary>
    public DateTime? EndedAtUtc { get; internal set; }

    /// <summary>The reference that release, repayment and staff cite: the authorisation code 授权码.</summary>
    public string AuthCode => AuthCodeOf(Id);

    /// <summary>The authorisation code of the freeze with this key.</summary>
    public static string AuthCodeOf(long id) => string.Create(CultureInfo.InvariantCulture, $"A{id:D12}");

    /// <summary>The key inside an authorisation code; null when the text is none.</summary>
    public static long? IdOf(string? authCode) =>
        authCode is { Length: >= 13 and <= 20 } && authCode[0] == 'A'
        && long.TryParse(authCode.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var freeze = model.Entity<Freeze>();
        freeze.ToTable("freeze", table =>
            table.HasCheckConstraint("ck_freeze_remaining", "remaining_fen >= 0 AND remaining_fen <= original_fen"));
        freeze.HasIndex(f => f.ListingId);
        freeze.HasIndex(f => new { f.AccountId, f.State });
    }
}
