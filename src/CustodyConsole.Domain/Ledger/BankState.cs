using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Ledger;

/// <summary>The bank's own state: one row. The accounting date is the bank's, not the clock's.</summary>
public sealed class BankState : Row
{
    /// <summary>The key of the only row.</summary>
    public const long OnlyId = 1;

    /// <summary>The date on which entries are booked now 会计日.</summary>
    public DateOnly AccountingDate { get; internal set; }

    /// <summary>The last closed accounting day; it and all before it take no postings (c.3, invariant 11).</summary>
    public DateOnly? ClosedThrough { get; internal set; }

    internal static void Map(ModelBuilder model) => model.Entity<BankState>().ToTable("bank_state");
}

/// <summary>The record of one accounting day: when it was cut and closed, and the last entry it holds.</summary>
public sealed class AccountingDay : Row
{
    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The instant the bank moved on to the next date (UTC) 日切时间.</summary>
    public required DateTime CutAtUtc { get; init; }

    /// <summary>The instant the day was closed (UTC); null while late corrections are still possible.</summary>
    public DateTime? ClosedAtUtc { get; internal set; }

    internal static void Map(ModelBuilder model)
    {
        var day = model.Entity<AccountingDay>();
        day.ToTable("accounting_day");
        day.HasIndex(d => d.Date).IsUnique();
    }
}
