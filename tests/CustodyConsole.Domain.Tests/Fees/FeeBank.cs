using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>A test bank's fees and advances.</summary>
internal static class FeeBank
{
    /// <summary>2.00 a withdrawal, and 0.05 % a day for what is advanced.</summary>
    public static readonly FeeTerms TwoAndAdvance = new()
    {
        Person = FeeTariff.Fixed(2_00),
        Advance = new AdvanceFee(AdvanceMode.PerDay, 500),
    };

    /// <summary>The first version of a pool's fees, as if it had been agreed when the platform was taken on.</summary>
    public static async Task SetFeesAsync(this TestBank bank, FeeTerms terms, FeeKind kind = FeeKind.Withdrawal) =>
        _ = (await bank.Writer.RunAsync<FeeSchedule>(bank.Pool.Id, books => books.FeeSchedules.Add(new FeeSchedule
        {
            PoolId = bank.Pool.Id,
            Kind = kind,
            Version = 1,
            EffectiveFrom = books.Bank.AccountingDate,
            Content = FeeText.Write(terms),
            CreatedAtUtc = books.NowUtc,
        }))).Value;

    public static async Task SetLimitAsync(this TestBank bank, long limitFen, long? thresholdFen = null, long? dailyFen = null) =>
        _ = (await bank.Writer.RunAsync<AdvanceLimit>(0, books => books.AdvanceLimits.Add(new AdvanceLimit
        {
            PaymentCompany = bank.Pool.PaymentCompany,
            LimitFen = limitFen,
            ThresholdFen = thresholdFen,
            DailyFen = dailyFen,
            Version = 1,
            SetAtUtc = books.NowUtc,
        }))).Value;

    public static async Task<OrderFee> FeeAsync(this TestBank bank, Receipt order)
    {
        await using var db = bank.Db();
        return await db.OrderFees.SingleAsync(fee => fee.Id == order.OrderId);
    }

    public static async Task<Advance> AdvanceAsync(this TestBank bank, Receipt order)
    {
        await using var db = bank.Db();
        return await db.Advances.SingleAsync(advance => advance.Id == order.OrderId);
    }

    public static async Task<CustodyOrder> OrderAsync(this TestBank bank, Receipt order)
    {
        await using var db = bank.Db();
        return await db.Orders.SingleAsync(one => one.Id == order.OrderId);
    }
}
