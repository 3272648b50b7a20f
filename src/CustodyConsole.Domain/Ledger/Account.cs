using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Ledger;

/// <summary>The state of an account.</summary>
public enum AccountState
{
    /// <summary>Takes postings 正常.</summary>
    Active = 1,
    /// <summary>Closed at zero balance; takes no postings 已销户.</summary>
    Closed = 2,
}

/// <summary>
/// An account of the ledger. Its balance is split twice, independently (c.3, invariant 2): book = available + frozen, and
/// book = settled + float. Only <see cref="LedgerBook"/> changes the figures.
/// </summary>
public sealed class Account : Row
{
    /// <summary>The pool (platform and payment company) to which the account belongs.</summary>
    public long PoolId { get; internal set; }

    /// <summary>The account number shown to people, 19 digits with a check digit.</summary>
    public required string Number { get; init; }

    /// <summary>The kind of account.</summary>
    public required AccountType Type { get; init; }

    /// <summary>The user who owns it; null for accounts of the platform and the bank.</summary>
    public long? UserId { get; internal set; }

    /// <summary>Whether it takes postings.</summary>
    public AccountState State { get; internal set; } = AccountState.Active;

    /// <summary>Book balance in fen, on the account's normal side.</summary>
    public long BookFen { get; internal set; }

    /// <summary>The part of the book balance that freezes reserve, in fen.</summary>
    public long FrozenFen { get; internal set; }

    /// <summary>The part of the book balance that the payment company has not settled yet 在途, in fen.</summary>
    public long FloatFen { get; internal set; }

    /// <summary>The number of lines ever posted to the account; a gap or a reordering shows in it.</summary>
    public long Version { get; internal set; }

    /// <summary>The accounting date on which it was opened.</summary>
    public DateOnly OpenedOn { get; internal set; }

    /// <summary>What the owner may use now, in fen.</summary>
    public long AvailableFen => BookFen - FrozenFen;

    /// <summary>What has been settled to the bank 已到账, in fen.</summary>
    public long SettledFen => BookFen - FloatFen;

    /// <summary>The chart's facts about it.</summary>
    public AccountFacts Facts => ChartOfAccounts.Of(Type);

    internal static void Map(ModelBuilder model)
    {
        var account = model.Entity<Account>();
        account.ToTable("account", table =>
            table.HasCheckConstraint(
                "ck_account_partitions",
                "type >= 300 OR (book_fen >= 0 AND frozen_fen >= 0 AND float_fen >= 0 AND frozen_fen <= book_fen AND float_fen <= book_fen)"));
        account.Property(a => a.Number).HasMaxLength(32);
        account.HasIndex(a => a.Number).IsUnique();
        account.HasIndex(a => new { a.PoolId, a.Type });
        account.HasIndex(a => a.UserId);
    }
}
