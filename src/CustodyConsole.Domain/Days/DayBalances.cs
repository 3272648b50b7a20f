using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Days;

/// <summary>
/// One line of a day's trial balance 试算平衡表: what all accounts of one type in one pool held at the beginning and the end of an accounting
/// day, and what moved between. Never changed: a cut day takes no postings, so taken again it says the same.
/// </summary>
public sealed class TrialBalanceRow : Row
{
    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The type of account.</summary>
    public required AccountType Type { get; init; }

    /// <summary>The balance at the beginning of the day, on the type's normal side, in fen.</summary>
    public required long OpeningFen { get; init; }

    /// <summary>The debits of the day, in fen.</summary>
    public required long DebitFen { get; init; }

    /// <summary>The credits of the day, in fen.</summary>
    public required long CreditFen { get; init; }

    /// <summary>The balance at the end of the day, on the type's normal side, in fen.</summary>
    public long ClosingFen { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var row = model.Entity<TrialBalanceRow>();
        row.ToTable("trial_balance_row");
        row.HasIndex(r => new { r.Date, r.PoolId, r.Type }).IsUnique();
    }
}

/// <summary>
/// What an account held at the end of an accounting day on which it moved 余额快照. A day without one is the day before: the balance of any
/// past day is the latest snapshot up to it.
/// </summary>
public sealed class BalanceSnapshot : Row
{
    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The number of the account's last line of the day.</summary>
    public required long AccountVersion { get; init; }

    /// <summary>The book balance, in fen.</summary>
    public required long BookFen { get; init; }

    /// <summary>Of which frozen, in fen.</summary>
    public required long FrozenFen { get; init; }

    /// <summary>Of which not settled yet, in fen.</summary>
    public required long FloatFen { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var row = model.Entity<BalanceSnapshot>();
        row.ToTable("balance_snapshot");
        row.HasIndex(r => new { r.AccountId, r.Date }).IsUnique();
    }
}
