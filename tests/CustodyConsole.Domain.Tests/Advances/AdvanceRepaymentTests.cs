using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Tests.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Advances;

/// <summary>What counts as advanced, and until when.</summary>
public sealed class AdvanceRepaymentTests
{
    private static readonly DateOnly Day = TestBank.FirstDay;

    [Theory, OnBothDatabases]
    public async Task Clearing_a_shortage_or_a_surplus_changes_nothing_of_what_is_advanced(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetLimitAsync(1_000_00);
        var account = await RichAsync(bank, 5_000_00);
        await bank.CutInTheEveningAsync(Day);
        await bank.SettleAsync(Day, receivedFen: 4_400_00);
        await bank.WithdrawAsync(account, 900_00);

        await ClearAsync(bank, ClearingWay.FromPaymentCompany, 600_00);

        Assert.Equal(("300.00", 900_00), (await bank.BookAsync(AccountType.PayoutPayable), await ExposureAsync(bank)));
        Assert.Equal(OrderState.Accepted, (await bank.OrderAsync(await bank.WithdrawAsync(account, 200_00, paid: false))).State);
        await bank.CutInTheEveningAsync(Day.AddDays(1));
        var batch = await bank.InstructAsync(Day.AddDays(1));
        Assert.Equal((-300_00, 900_00), (batch.NetFen, await ExposureAsync(bank)));
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen + 500_00))).Value;
        Assert.Equal(0, await ExposureAsync(bank));
        await bank.ReleaseFloatAsync(batch);

        await ClearAsync(bank, ClearingWay.ToPaymentCompany, 500_00);

        Assert.Equal(("500.00", 0), (await bank.BookAsync(AccountType.PayoutPayable), await ExposureAsync(bank)));
        Assert.Equal(OrderState.Succeeded, (await bank.OrderAsync(await bank.WithdrawAsync(account, 1_000_00))).State);
    }

    [Theory, OnBothDatabases]
    public async Task An_advance_is_repaid_on_the_day_on_which_the_money_came_and_is_open_at_the_end_of_every_day_before(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await RichAsync(bank, 1_000_00);
        var paid = await bank.WithdrawAsync(account, 100_00);
        await bank.CutInTheEveningAsync(Day);
        var batch = await bank.InstructAsync(Day);
        await bank.CutToAsync(Day.AddDays(4));
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;
        await using var db = bank.Db();
        // What is confirmed and not repaid yet for a moment was not advanced over night.
        Assert.Equal("advance.repayment-open", (await AccrueAdvances.RunAsync(db, bank.Writer, Day)).Refusal!.Code);

        await bank.ReleaseFloatAsync(batch);

        var advance = await bank.AdvanceAsync(paid);
        Assert.Equal((Day, Day.AddDays(4), 4), (advance.DueOn, advance.RepaidOn!.Value, advance.DaysOpen!.Value));
        for (var date = Day; date < Day.AddDays(4); date = date.AddDays(1))
            Assert.Equal(100_00, (await AccrueAdvances.RunAsync(db, bank.Writer, date)).Value.ExposureFen);
    }

    private static async Task<string> RichAsync(TestBank bank, long amountFen)
    {
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, amountFen);
        return account;
    }

    private static async Task ClearAsync(TestBank bank, ClearingWay way, long amountFen)
    {
        await using var db = bank.Db();
        var item = await db.SuspenseItems.SingleAsync(one => one.ClearedAtUtc == null);
        _ = (await bank.AskAsync(new ClearSuspense(bank.Head(), item.No, way, amountFen, null))).Value;
    }

    private static async Task<long> ExposureAsync(TestBank bank) =>
        (await bank.Writer.RunAsync<long>(0, books => AdvanceExposure.Of(books, bank.Pool.PaymentCompany).OpenFen)).Value;
}
