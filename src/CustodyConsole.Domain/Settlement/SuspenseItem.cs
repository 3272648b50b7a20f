using System.Globalization;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Settlement;

/// <summary>On which side money differs.</summary>
public enum SuspenseKind
{
    /// <summary>More than the books can explain 长款.</summary>
    Surplus = 1,
    /// <summary>Less than the books can explain 短款.</summary>
    Shortage = 2,
}

/// <summary>
/// A difference that waits in suspense 挂账 until it is known whose it is (R66). What is left of all items of a pool is the balance of B-LONG
/// or B-SHORT.
/// </summary>
public sealed class SuspenseItem : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>Surplus or shortage.</summary>
    public required SuspenseKind Kind { get; init; }

    /// <summary>The order that met the difference: a confirmed settlement, or a payment that was reported against the books.</summary>
    public required long OrderId { get; init; }

    /// <summary>The entry that put it there.</summary>
    public required long EntryId { get; init; }

    /// <summary>The amount, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>What of it was cleared, in fen.</summary>
    public long ClearedFen { get; set; }

    /// <summary>What is left, in fen.</summary>
    public long LeftFen => AmountFen - ClearedFen;

    /// <summary>The accounting date on which it was put there; its age counts from here.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>When nothing was left of it (UTC).</summary>
    public DateTime? ClearedAtUtc { get; set; }

    /// <summary>The number shown to people.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"SP{Id:D10}");

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("SP", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Opens an item for what an entry has just put into suspense; nothing where it put nothing there.</summary>
    internal static void Open(Books books, CustodyOrder order, SuspenseKind kind, JournalEntry entry, long amountFen)
    {
        if (amountFen == 0) return;
        books.SuspenseItems.Add(new SuspenseItem
        {
            PoolId = order.PoolId,
            Kind = kind,
            OrderId = order.Id,
            EntryId = entry.Id,
            AmountFen = amountFen,
            OpenedOn = entry.AccountingDate,
            OpenedAtUtc = books.NowUtc,
        });
    }

    internal static void Map(ModelBuilder model)
    {
        var item = model.Entity<SuspenseItem>();
        item.ToTable("suspense_item");
        item.HasIndex(i => i.PoolId);
        item.HasIndex(i => i.OpenedOn).HasFilter("cleared_at_utc IS NULL");
    }
}

/// <summary>How a suspense item is cleared (c.2).</summary>
public enum ClearingWay
{
    /// <summary>Long money is a user's: B-LONG to the user 归还用户.</summary>
    ToUser = 1,
    /// <summary>Long money is the payment company's: B-LONG to B-PAYO, paid with the next settlement 退还支付公司.</summary>
    ToPaymentCompany = 2,
    /// <summary>Short money has arrived since: B-POOL against B-SHORT 补款到账.</summary>
    Arrived = 3,
    /// <summary>Short money is claimed with the next settlement: B-PAYO against B-SHORT 下批轧差收回.</summary>
    FromPaymentCompany = 4,
    /// <summary>Short money is a user's debt, by agreement: the user against B-SHORT 协议由用户承担.</summary>
    FromUser = 5,
}

/// <summary>One step by which a suspense item was cleared; never changed.</summary>
public sealed class SuspenseClearing : Row
{
    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The order that records it.</summary>
    public required long OrderId { get; init; }

    /// <summary>How.</summary>
    public required ClearingWay Way { get; init; }

    /// <summary>How much, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>The user's account concerned; null where none is.</summary>
    public long? AccountId { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime AtUtc { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var clearing = model.Entity<SuspenseClearing>();
        clearing.ToTable("suspense_clearing");
        clearing.HasIndex(c => c.ItemId);
        clearing.HasIndex(c => c.OrderId).IsUnique();
    }
}
