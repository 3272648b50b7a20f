using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Accounts;

/// <summary>The role in which a user holds a sub-account.</summary>
public enum UserRole
{
    /// <summary>投资人.</summary>
    Investor = 1,
    /// <summary>借款人.</summary>
    Borrower = 2,
    /// <summary>担保方.</summary>
    Guarantor = 3,
}

/// <summary>A natural person or an organisation.</summary>
public enum PartyKind
{
    /// <summary>个人.</summary>
    Person = 1,
    /// <summary>企业.</summary>
    Company = 2,
}

/// <summary>The state of a user at the bank.</summary>
public enum UserState
{
    /// <summary>正常.</summary>
    Active = 1,
    /// <summary>已销户.</summary>
    Closed = 2,
}

/// <summary>
/// A platform's user in one role, with the one sub-account of that role (R1). Identity number and mobile are stored encrypted, with a
/// keyed hash beside them for exact search; the name stays readable because staff find people by it, and is masked on display.
/// </summary>
public sealed class CustodyUser : Row
{
    /// <summary>The platform that brought the user.</summary>
    public required long PlatformId { get; init; }

    /// <summary>The pool in which the sub-account lies.</summary>
    public required long PoolId { get; init; }

    /// <summary>The platform's own number of the user.</summary>
    public required string PlatformUserNo { get; init; }

    /// <summary>The role.</summary>
    public required UserRole Role { get; init; }

    /// <summary>Person or company.</summary>
    public required PartyKind Kind { get; init; }

    /// <summary>Full name; mask it before showing.</summary>
    public required string Name { get; set; }

    /// <summary>Identity number or credit code, encrypted.</summary>
    public required byte[] IdentityCipher { get; init; }

    /// <summary>Keyed hash of the identity number or credit code.</summary>
    public required byte[] IdentityHash { get; init; }

    /// <summary>Mobile number, encrypted.</summary>
    public required byte[] MobileCipher { get; set; }

    /// <summary>The last four digits of the mobile, as staff search and see them.</summary>
    public required string MobileLast4 { get; set; }

    /// <summary>The sub-account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The card bound now; null while none is.</summary>
    public long? CardId { get; set; }

    /// <summary>The state.</summary>
    public UserState State { get; set; } = UserState.Active;

    /// <summary>The payment company's serial of the four-element check (R5).</summary>
    public required string VerificationSerial { get; init; }

    /// <summary>The instant of opening (UTC).</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>
    /// For borrowers: what is owed or being raised on this platform, in fen: amounts of listings that are raising plus outstanding
    /// principal of those released plus what compensators paid and the borrower has not paid back to them yet: whom it is owed to changes,
    /// that it is owed does not. The borrowing limits look at it (R26).
    /// </summary>
    public long LoanBalanceFen { get; set; }

    /// <summary>
    /// True for the same person or company, in whatever role: the same identity number or credit code, by its keyed hash.
    /// </summary>
    public bool IsSamePartyAs(CustodyUser other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IdentityHash.AsSpan().SequenceEqual(other.IdentityHash);
    }

    internal static void Map(ModelBuilder model)
    {
        var user = model.Entity<CustodyUser>();
        user.ToTable("custody_user");
        user.Property(u => u.Name).HasMaxLength(128);
        user.Property(u => u.PlatformUserNo).HasMaxLength(64);
        user.HasIndex(u => new { u.PlatformId, u.IdentityHash, u.Role }).IsUnique();
        user.HasIndex(u => new { u.PlatformId, u.PlatformUserNo, u.Role }).IsUnique();
        user.HasIndex(u => u.Name);
        user.HasIndex(u => u.MobileLast4);
    }
}

/// <summary>The state of a bank card.</summary>
public enum CardState
{
    /// <summary>已绑定.</summary>
    Bound = 1,
    /// <summary>已解绑.</summary>
    Unbound = 2,
}

/// <summary>A bank card bound to a user: the only way in and out for the user's money (R11, R17).</summary>
public sealed class BankCard : Row
{
    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>Card number, encrypted.</summary>
    public required byte[] NumberCipher { get; init; }

    /// <summary>Keyed hash of the card number.</summary>
    public required byte[] NumberHash { get; init; }

    /// <summary>The last four digits.</summary>
    public required string Last4 { get; init; }

    /// <summary>The issuer's code in the BIN table, such as ICBC.</summary>
    public required string BankCode { get; init; }

    /// <summary>The state.</summary>
    public CardState State { get; set; } = CardState.Bound;

    /// <summary>The payment company's serial of the check at binding.</summary>
    public required string VerificationSerial { get; init; }

    /// <summary>The instant of binding (UTC).</summary>
    public required DateTime BoundAtUtc { get; init; }

    /// <summary>The instant of unbinding (UTC).</summary>
    public DateTime? UnboundAtUtc { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var card = model.Entity<BankCard>();
        card.ToTable("bank_card");
        card.HasIndex(c => c.UserId);
        card.HasIndex(c => c.Last4);
        card.HasIndex(c => c.NumberHash);
    }
}
