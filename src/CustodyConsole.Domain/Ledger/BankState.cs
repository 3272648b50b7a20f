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

    /// <summary>
    /// When an accounting day may be cut 日切时间, in minutes after the midnight with which it begins, by the bank's time; 1,440 is the next
    /// midnight.
    /// </summary>
    public int CutOffMinutes { get; internal set; } = MinutesADay;

    /// <summary>The minutes of a day.</summary>
    public const int MinutesADay = 1_440;

    /// <summary>The instant (UTC) from which a day may be cut.</summary>
    public DateTime CutOffOf(DateOnly date) =>
        DateTime.SpecifyKind(date.ToDateTime(default).AddMinutes(CutOffMinutes) - Calendar.BankTime.Offset, DateTimeKind.Utc);

    internal static void Map(ModelBuilder model)
    {
        var bank = model.Entity<BankState>();
        bank.ToTable("bank_state");
        bank.Property(b => b.CutOffMinutes).HasDefaultValue(MinutesADay);
    }
}

/// <summary>The record of one accounting day: when it was cut, proved, kept and closed. What a cut day holds never changes.</summary>
public sealed class AccountingDay : Row
{
    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The instant the bank moved on to the next date (UTC) 日切时间.</summary>
    public required DateTime CutAtUtc { get; init; }

    /// <summary>The instant the day was closed (UTC); null while late corrections are still possible.</summary>
    public DateTime? ClosedAtUtc { get; internal set; }

    /// <summary>
    /// When its trial balance was last taken (UTC) 试算时间; null before one has held, also where <see cref="Breaches"/> says that one was taken
    /// and failed. From then on its rows are kept.
    /// </summary>
    public DateTime? ProvedAtUtc { get; internal set; }

    /// <summary>How many contradictions the last trial balance found.</summary>
    public int Breaches { get; internal set; }

    /// <summary>True once a trial balance was taken, whether it held or not.</summary>
    public bool TrialBalanceTaken => ProvedAtUtc is not null || Breaches > 0;

    /// <summary>The first of them, in Chinese; null where there is none.</summary>
    public string? BreachChinese { get; internal set; }

    /// <summary>The first of them, in English; null where there is none.</summary>
    public string? BreachEnglish { get; internal set; }

    /// <summary>
    /// The entries of the day, counted once it was cut. The proof compares a closed day with this count and not with the clock, which may have
    /// been wrong while they were posted (c.3, invariant 11).
    /// </summary>
    public long Entries { get; internal set; }

    /// <summary>Of which entries of business that happened on an earlier date 迟到业务.</summary>
    public long LateEntries { get; internal set; }

    /// <summary>The sum of their debits, in fen.</summary>
    public long TurnoverFen { get; internal set; }

    /// <summary>When the balances at its end were kept (UTC) 余额快照时间; null while they are not, or not all.</summary>
    public DateTime? SnapshotAtUtc { get; internal set; }

    /// <summary>The accounts whose balances were kept: those that moved on the day.</summary>
    public long SnapshotAccounts { get; internal set; }

    /// <summary>The last account whose balance was kept; an interrupted snapshot goes on behind it.</summary>
    public long SnapshotCursor { get; internal set; }

    internal static void Map(ModelBuilder model)
    {
        var day = model.Entity<AccountingDay>();
        day.ToTable("accounting_day");
        day.HasIndex(d => d.Date).IsUnique();
    }
}
