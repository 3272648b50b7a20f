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
        var kind = order.Type == OrderType.Recharge ? FeeKind.Recharge : order.PayoutFrom is null ? FeeKind.Withdrawal : FeeKind.NextDayWithdrawal;
        var date = books.Bank.AccountingDate;
        if (InForce(books, order.PoolId, kind, date) is not { } schedule) return null;
        var terms = schedule.Terms;
        var tariff = terms.For(party);
        var quote = FeeFormula.Quote(terms, new FeeCase(
            order.AmountFen, party, order.PayoutFrom ?? date, books.WorkingDays,
            tariff.Free is { } free ? UsedSince(books, accountId, FeeFormula.PeriodStart(free.Period, date)) : 0,
            tariff.Idle is { } idle ? IdleMoney.Of(books, accountId, order.AmountFen, idle.Days is { } days ? date.AddDays(-days) : null) : 0));
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

    /// <summary>
    /// What an accepted withdrawal costs if it is paid out on the accounting date; null where no fee is agreed. It is what was accepted, or less
    /// where fewer days are advanced than were counted then.
    /// </summary>
    public static FeeQuote? AtPayout(Books books, CustodyOrder order)
    {
        if (books.OrderFees.Find(order.Id) is not { } fee) return null;
        var accepted = new FeeQuote(fee.BaseFen, fee.AdvanceFen, fee.Days, fee.SettlesOn ?? order.AccountingDate.AddDays(fee.Days), fee.Formula);
        // On the day of its acceptance it stays what it was, whatever became of the calendar meanwhile.
        return order.AccountingDate == books.Bank.AccountingDate
            ? accepted
            : FeeFormula.AtPayout(
                books.FeeSchedules.Get(fee.ScheduleId).Terms, accepted, order.AmountFen, books.Bank.AccountingDate, books.WorkingDays);
    }

    /// <summary>The days that an accepted withdrawal is advanced for, if it is paid out on the accounting date, beyond those that it is charged for.</summary>
    public static int DaysNotCharged(Books books, CustodyOrder order)
    {
        if (books.OrderFees.Find(order.Id) is not { } fee || books.FeeSchedules.Get(fee.ScheduleId).Terms.Advance is not { } advance) return 0;
        var today = books.Bank.AccountingDate;
        return Math.Max(0, FeeFormula.SettlementOf(books.WorkingDays, today, advance.Basis).DayNumber - today.DayNumber - fee.Days);
    }

    /// <summary>Writes into an order and its row of fees what it really costs.</summary>
    public static void Lower(Books books, CustodyOrder order, FeeQuote quote)
    {
        books.Orders.Edit(order).FeeFen = quote.TotalFen;
        var fee = books.OrderFees.Edit(books.OrderFees.Get(order.Id));
        fee.AdvanceFen = quote.AdvanceFen;
        fee.Days = quote.Days;
        fee.SettlesOn = quote.SettlesOn;
        fee.Formula = quote.Formula;
    }

    /// <summary>The withdrawals of an account since a date that neither failed nor were intercepted.</summary>
    private static int UsedSince(Books books, long accountId, DateOnly? since) => books.Orders
        .Search(
            order => order.AccountId == accountId && order.Type == OrderType.Withdrawal && order.State is not (OrderState.Failed or OrderState.Intercepted)
                && (since is null || order.AccountingDate >= since),
            "\"account_id\" = {0} AND \"type\" = 11 AND \"accounting_date\" >= {1}", accountId, since ?? DateOnly.MinValue)
        .Count();
}
