using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Ledger;

/// <summary>Which money leaves an account first when part of it is not settled yet (c.4).</summary>
public enum FloatUse
{
    /// <summary>Unsettled money first: bids and repayments.</summary>
    First,
    /// <summary>Settled money first: withdrawals.</summary>
    Last,
}

/// <summary>
/// An entry being put together. Lines are applied in the order in which they are added, and no balance may be negative in between, so a
/// debit stands before the credit it pays for.
/// </summary>
/// <param name="operation">What the entry records.</param>
/// <param name="order">The order behind it.</param>
/// <param name="listingId">The listing concerned, if any.</param>
public sealed class EntryDraft(Operation operation, CustodyOrder order, long? listingId = null)
{
    private readonly List<DraftLine> _lines = [];

    internal Operation Operation { get; } = operation;

    internal CustodyOrder Order { get; } = order;

    internal long? ListingId { get; } = listingId;

    internal long? ReversesEntryId { get; init; }

    /// <summary>The date on which the business happened, where it is not the accounting date (late items).</summary>
    public DateOnly? TransactionDate { get; init; }

    internal IReadOnlyList<DraftLine> Lines => _lines;

    /// <summary>Takes money out of an account's available part, or adds to an asset of the bank.</summary>
    public EntryDraft Debit(
        Account account, long amountFen, LineKind kind, FloatUse floatUse = FloatUse.First, Claim? claim = null) =>
        Add(new DraftLine(account, Side.Debit, Bucket.Available, kind, amountFen) { FloatUse = floatUse, ClaimId = claim?.Id });

    /// <summary>
    /// Takes money out of a transit account together with exactly the unsettled part that came in with it, so that withdrawals in
    /// transit do not take each other's.
    /// </summary>
    public EntryDraft DebitTransit(Account account, long amountFen, LineKind kind, long floatFen) =>
        Add(new DraftLine(account, Side.Debit, Bucket.Available, kind, amountFen) { ExactFloatFen = floatFen });

    /// <summary>Brings money into an account's available part, or takes from an asset of the bank.</summary>
    public EntryDraft Credit(Account account, long amountFen, LineKind kind, Claim? claim = null) =>
        Add(new DraftLine(account, Side.Credit, Bucket.Available, kind, amountFen) { ClaimId = claim?.Id });

    /// <summary>Reserves money of an account: two lines, available to frozen. The freeze has its id once the entry is posted.</summary>
    public Freeze Hold(Account account, long amountFen, FreezePurpose purpose, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(account);
        var freeze = new Freeze
        {
            AccountId = account.Id,
            Purpose = purpose,
            OrderId = Order.Id,
            ListingId = ListingId,
            OriginalFen = amountFen,
            RemainingFen = amountFen,
            CreatedAtUtc = nowUtc,
        };
        Add(new DraftLine(account, Side.Debit, Bucket.Available, LineKind.Hold, amountFen) { Freeze = freeze, KeepsFloat = true });
        Add(new DraftLine(account, Side.Credit, Bucket.Frozen, LineKind.Hold, amountFen)
        {
            Freeze = freeze,
            KeepsFloat = true,
            Effect = FreezeEffect.Make,
        });
        return freeze;
    }

    /// <summary>Gives reserved money back to the available part: two lines, frozen to available.</summary>
    public EntryDraft Unhold(Account account, Freeze freeze, long amountFen)
    {
        Add(new DraftLine(account, Side.Debit, Bucket.Frozen, LineKind.Hold, amountFen)
        {
            Freeze = freeze,
            KeepsFloat = true,
            Effect = FreezeEffect.Release,
        });
        return Add(new DraftLine(account, Side.Credit, Bucket.Available, LineKind.Hold, amountFen) { Freeze = freeze, KeepsFloat = true });
    }

    /// <summary>Spends reserved money for the purpose of its freeze.</summary>
    public EntryDraft DebitHeld(Account account, Freeze freeze, long amountFen, LineKind kind, FloatUse floatUse = FloatUse.First) =>
        Add(new DraftLine(account, Side.Debit, Bucket.Frozen, kind, amountFen)
        {
            Freeze = freeze,
            FloatUse = floatUse,
            Effect = FreezeEffect.Use,
        });

    /// <summary>
    /// Takes money out of an account's available part of which exactly so much is not settled: what only passes through an account leaves
    /// its settled and unsettled parts as they were.
    /// </summary>
    internal EntryDraft DebitExactly(Account account, long amountFen, long floatFen, LineKind kind) =>
        Add(new DraftLine(account, Side.Debit, Bucket.Available, kind, amountFen) { ExactFloatFen = floatFen });

    /// <summary>A line of which exactly so much is unsettled.</summary>
    internal EntryDraft Line(Account account, Side side, long amountFen, LineKind kind, long floatFen) =>
        Add(new DraftLine(account, side, Bucket.Available, kind, amountFen) { ExactFloatFen = floatFen });

    /// <summary>Makes unsettled money of a part of an account settled; nothing where the amount is zero.</summary>
    internal EntryDraft Switch(Account account, Bucket bucket, long amountFen)
    {
        if (amountFen == 0) return this;
        Add(new DraftLine(account, Side.Debit, bucket, LineKind.Settlement, amountFen) { ExactFloatFen = amountFen });
        return Add(new DraftLine(account, Side.Credit, bucket, LineKind.Settlement, amountFen) { ExactFloatFen = 0 });
    }

    internal EntryDraft Mirror(Account account, JournalLine line) =>
        Add(new DraftLine(account, line.Side == Side.Debit ? Side.Credit : Side.Debit, line.Bucket, line.Kind, line.AmountFen)
        {
            ExactFloatFen = line.FloatFen,
        });

    private EntryDraft Add(DraftLine line)
    {
        ArgumentNullException.ThrowIfNull(line.Account);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(line.AmountFen, "amountFen");
        _lines.Add(line);
        return this;
    }
}

internal enum FreezeEffect
{
    None,
    Make,
    Use,
    Release,
}

internal sealed record DraftLine(Account Account, Side Side, Bucket Bucket, LineKind Kind, long AmountFen)
{
    public FloatUse FloatUse { get; init; }

    public long? ClaimId { get; init; }

    public Freeze? Freeze { get; init; }

    public FreezeEffect Effect { get; init; }

    /// <summary>True for moves inside one account: freezing does not touch what is settled and what is not.</summary>
    public bool KeepsFloat { get; init; }

    /// <summary>The unsettled part is given: a reversal takes back exactly what was brought.</summary>
    public long? ExactFloatFen { get; init; }
}
