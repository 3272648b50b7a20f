using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Fees;

/// <summary>Finds the schedule that holds and charges orders by it, inside the writer.</summary>
internal static class FeeBook
{
    /// <summary>The version that holds on a date; null where no fee is agreed.</summary>
    public static FeeSchedule? InForce(Books books, long poolId, FeeKind kind, DateOnly date)
    {
        foreach (var schedule in books.FeeSchedulesOfPool.Of(poolId))
        {
            if (schedule.Kind == kind && schedule.HoldsOn(date)) return schedule;
        }

        return null;
    }

    /// <summary>
    /// Writes into an order what it costs today, and returns the row that keeps how; null where nothing is agreed. The row is to be added
    /// past the point of no return.
    /// </summary>
    public static OrderFee? Charge(Books books, CustodyOrder order, long accountId, PartyKind party)
    {
        var kind = order.Type == OrderType.Recharge ? FeeKind.Recharge : FeeKind.Withdrawal;
        var date = books.Bank.AccountingDate;
        if (InForce(books, order.PoolId, kind, date) is not { } schedule) return null;
        var terms = schedule.Terms;
        var tariff = terms.For(party);
        var quote = FeeFormula.Quote(terms, new FeeCase(
            order.AmountFen, party, date, books.WorkingDays,
            tariff.Free is { } free ? UsedSince(books, accountId, FeeFormula.PeriodStart(free.Period, date)) : 0,
            tariff.Idle is { } idle ? IdleFen(books, accountId, order.AmountFen, idle.Days is { } days ? date.AddDays(-days) : null) : 0));
        if (quote.TotalFen > 0)
        {
            order.FeeFen = quote.TotalFen;
            order.FeePayer = terms.Payer;
            order.FeeDeduction = terms.Payer == FeePayer.User ? terms.Deduction : null;
        }

        return new OrderFee
        {
            Id = order.Id,
            PoolId = order.PoolId,
            ScheduleId = schedule.Id,
            BaseFen = quote.BaseFen,
            AdvanceFen = quote.AdvanceFen,
            Days = quote.Days,
            SettlesOn = quote.SettlesOn,
            Formula = quote.Formula,
        };
    }

    /// <summary>The withdrawals of an account since a date that did not fail.</summary>
    private static int UsedSince(Books books, long accountId, DateOnly? since) => books.Orders
        .Search(
            order => order.AccountId == accountId && order.Type == OrderType.Withdrawal && order.State != OrderState.Failed
                && (since is null || order.AccountingDate >= since),
            "\"account_id\" = {0} AND \"type\" = 11 AND \"accounting_date\" >= {1}", accountId, since ?? DateOnly.MinValue)
        .Distinct().Count();

    /// <summary>
    /// How much of an amount to be withdrawn was recharged and not lent: what came in since a date less what was bid since then, as far as
    /// it was not taken back, less what was withdrawn already.
    /// </summary>
    private static long IdleFen(Books books, long accountId, long amountFen, DateOnly? since)
    {
        var idleFen = books.Orders
            .Search(
                order => order.AccountId == accountId && (since is null || order.AccountingDate >= since),
                "\"account_id\" = {0} AND \"type\" IN (10, 11, 21, 22) AND \"accounting_date\" >= {1}", accountId, since ?? DateOnly.MinValue)
            .Distinct().Sum(order => (order.Type, order.State) switch
            {
                (OrderType.Recharge, OrderState.Succeeded) => order.AmountFen,
                (OrderType.Bid, OrderState.Succeeded) => -order.AmountFen,
                (OrderType.BidCancel, OrderState.Succeeded) => order.AmountFen,
                (OrderType.Withdrawal, not OrderState.Failed and not OrderState.Returned) => -order.AmountFen,
                _ => 0,
            });
        return Math.Clamp(idleFen, 0, amountFen);
    }
}
