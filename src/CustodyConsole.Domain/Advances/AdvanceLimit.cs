using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// How much a payment company advances, and what its staff want to see first. One row for each; what it was before stands in the requests
/// that changed it. A payment company without a row advances whatever is asked for.
/// </summary>
public sealed class AdvanceLimit : Row
{
    /// <summary>The payment company.</summary>
    public required string PaymentCompany { get; init; }

    /// <summary>The most that may be advanced and not repaid at any moment, over all its pools, in fen.</summary>
    public long LimitFen { get; set; }

    /// <summary>The most that may be paid out on one accounting date, in fen; null without such a limit.</summary>
    public long? DailyFen { get; set; }

    /// <summary>A payout of so many fen and above waits for approval; null where none does for its size.</summary>
    public long? ThresholdFen { get; set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; set; }

    /// <summary>The request that set it; null for what the bank began with.</summary>
    public string? ApprovalNo { get; set; }

    /// <summary>When it was set (UTC).</summary>
    public DateTime SetAtUtc { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var limit = model.Entity<AdvanceLimit>();
        limit.ToTable("advance_limit");
        limit.Property(l => l.PaymentCompany).HasMaxLength(PaymentCompanyName.LengthMax);
        limit.HasIndex(l => l.PaymentCompany).IsUnique();
    }
}

/// <summary>What a payment company has advanced at this moment.</summary>
/// <param name="OpenFen">Paid out on days that no confirmed batch repays yet (<see cref="AdvanceDay.BatchId"/>), in fen.</param>
/// <param name="InTransitFen">Sent to it and not answered: it may have been paid out, in fen.</param>
/// <param name="TodayFen">Paid out on the present accounting date, in fen.</param>
public sealed record AdvanceExposure(long OpenFen, long InTransitFen, long TodayFen)
{
    /// <summary>What counts against the limit, in fen.</summary>
    public long TotalFen => OpenFen + InTransitFen;

    /// <summary>
    /// Reads it over all pools of a payment company. Each pool's part is as of now; where several nodes write, another pool's is as of its
    /// last commit. Whoever adds to it runs in a group that says so (<see cref="GroupWriter.RunAsync"/>): then nobody else adds meanwhile.
    /// </summary>
    internal static AdvanceExposure Of(Books books, string paymentCompany)
    {
        long open = 0, transit = 0, today = 0;
        foreach (var pool in books.PoolsOf(paymentCompany))
        {
            // What is in transit before what was paid out: a payout that is answered in between counts twice and never not at all.
            transit += books.BankAccount(pool, AccountType.WithdrawalTransit).BookFen;
            foreach (var day in books.OpenAdvanceDaysOfPool.Of(pool))
            {
                if (day.BatchId is null) open += day.AmountFen;
                if (day.Date == books.Bank.AccountingDate) today += day.AmountFen;
            }
        }

        return new AdvanceExposure(open, transit, today);
    }
}

/// <summary>Why a payout waits for the payment company's staff.</summary>
public enum HoldReason
{
    /// <summary>It is large 达到单笔审批线.</summary>
    Threshold = 1,
    /// <summary>With it, more would be advanced than the limit 超出垫资限额.</summary>
    Limit = 2,
    /// <summary>With it, more would be paid out today than the day's limit 超出当日限额.</summary>
    DailyLimit = 3,
}

/// <summary>Decides whether a payout goes by itself.</summary>
internal static class AdvanceGate
{
    /// <summary>Why a payout has to wait; null where it goes.</summary>
    public static HoldReason? Check(Books books, long poolId, long payoutFen, out AdvanceLimit? limit, out AdvanceExposure? exposure)
    {
        exposure = null;
        limit = books.Pool(poolId) is { } pool ? books.AdvanceLimitOf.Find(pool.PaymentCompany) : null;
        if (limit is null) return null;
        exposure = AdvanceExposure.Of(books, limit.PaymentCompany);
        if (exposure.TotalFen + payoutFen > limit.LimitFen) return HoldReason.Limit;
        if (limit.DailyFen is { } daily && exposure.TodayFen + exposure.InTransitFen + payoutFen > daily) return HoldReason.DailyLimit;
        return payoutFen >= limit.ThresholdFen ? HoldReason.Threshold : null;
    }
}
