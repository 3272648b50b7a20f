using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Fees;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>Fast (T+0) and ordinary (T+1) withdrawals side by side, each with its own tariff (R20).</summary>
public sealed class NextDayWithdrawalTests
{
    private static readonly DateOnly Friday = new(2017, 9, 29), Holiday = new(2017, 10, 1), AfterHolidays = new(2017, 10, 9);

    [Theory, OnBothDatabases]
    public async Task Over_a_holiday_the_fast_one_pays_for_the_advance_and_the_ordinary_one_waits_for_a_working_day(string database)
    {
        await using var counter = await OfferingAsync(database);
        await counter.Books.CutToAsync(Holiday);
        var account = await counter.OpenUserWithAsync(2_000_00);

        var fast = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 300_00))).Value;
        var ordinary = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 300_00) with { Speed = WithdrawalSpeed.NextWorkingDay })).Value;

        Assert.Equal((OrderState.Succeeded, 3_20), (fast.State, fast.FeeFen));
        Assert.Equal("2.00 + 300.00 × 0.05% × 8 天 = 3.20", (await counter.Books.FeeAsync(fast)).Formula);
        Assert.Equal((OrderState.Accepted, 1_00), (ordinary.State, ordinary.FeeFen));
        var fee = await counter.Books.FeeAsync(ordinary);
        Assert.Equal(("1.00", 0, AfterHolidays), (fee.Formula, fee.Days, fee.SettlesOn));
        Assert.Equal(AfterHolidays, (await counter.OrderAsync(ordinary)).PayoutFrom);
        Assert.Equal(301_00, (await counter.FiguresAsync(account)).Frozen);

        // Neither by hand nor by the round of open payments does it leave before its day, nor is anybody asked about it.
        await counter.Books.CutToAsync(AfterHolidays.AddDays(-1));
        Assert.Empty(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));
        Assert.Equal(OrderState.Accepted, (await counter.Bank.PayOutAsync(counter.PoolId, ordinary.OrderNo)).Value.State);
        await counter.Books.CutToAsync(AfterHolidays);
        var paid = Assert.Single(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Value;

        Assert.Equal((OrderState.Succeeded, 1_00), (paid.State, paid.FeeFen));
        var advance = await counter.Books.AdvanceAsync(ordinary);
        Assert.Equal((AfterHolidays, AfterHolidays, 0), (advance.OpenedOn, advance.DueOn, advance.FeeFen));
        Assert.Equal(0, (await counter.FiguresAsync(account)).Frozen);
    }

    [Theory, OnBothDatabases]
    public async Task A_day_that_has_become_a_holiday_since_keeps_the_ordinary_one_back_until_the_next_working_day(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        // On 2020-01-23 the holiday was to end with 01-30; on 01-26 it was extended to 02-02.
        await counter.Books.CutToAsync(new DateOnly(2020, 1, 23));
        await counter.Books.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(1_00) }, FeeKind.NextDayWithdrawal);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var accepted = (await counter.Bank.AskAsync(counter.Withdrawal(account, 300_00) with { Speed = WithdrawalSpeed.NextWorkingDay })).Value;
        Assert.Equal(new DateOnly(2020, 1, 31), (await counter.OrderAsync(accepted)).PayoutFrom);

        await counter.Books.CutToAsync(new DateOnly(2020, 1, 31));
        Assert.Equal(OrderState.Accepted, (await counter.Bank.PayOutAsync(counter.PoolId, accepted.OrderNo)).Value.State);
        Assert.Empty(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));
        await counter.Books.CutToAsync(new DateOnly(2020, 2, 3));
        var paid = Assert.Single(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Value;

        Assert.Equal(OrderState.Succeeded, paid.State);
        var advance = await counter.Books.AdvanceAsync(accepted);
        Assert.Equal((new DateOnly(2020, 2, 3), new DateOnly(2020, 2, 3)), (advance.OpenedOn, advance.DueOn));
    }

    [Theory, OnBothDatabases]
    public async Task A_platform_offers_what_it_has_a_tariff_for_and_a_repeated_request_keeps_its_speed(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var request = counter.Withdrawal(account, 100_00) with { Speed = WithdrawalSpeed.NextWorkingDay };
        Assert.Equal("平台 8001 未开通普通提现（T+1），请改用已开通的到账方式。", (await counter.Bank.AskAsync(request)).Refusal?.Chinese);

        await counter.Books.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(1_00) }, FeeKind.NextDayWithdrawal);
        Assert.Equal("Platform 8001 does not offer T+0 withdrawals; use the other kind.", (await counter.Bank.AskAsync(counter.Withdrawal(account, 100_00))).Refusal?.English);
        var accepted = (await counter.Bank.AskAsync(request)).Value;
        Assert.True((await counter.Bank.AskAsync(request)).Value.Repeated);
        Assert.Equal("order.request-number-reused", (await counter.Bank.AskAsync(request with { Speed = WithdrawalSpeed.AtOnce })).Refusal?.Code);
        Assert.Equal(TestBank.FirstDay.AddDays(1), (await counter.OrderAsync(accepted)).PayoutFrom);
    }

    [Fact]
    public void An_ordinary_one_has_no_advance_fee()
    {
        Assert.Equal("fee.malformed", FeeTermsCheck.Refuse(FeeBank.TwoAndAdvance, FeeKind.NextDayWithdrawal)?.Code);
        Assert.Null(FeeTermsCheck.Refuse(FeeBank.TwoAndAdvance with { Advance = null }, FeeKind.NextDayWithdrawal));
    }

    private static async Task<CounterBank> OfferingAsync(string database)
    {
        var counter = await CounterBank.OpenAsync(database);
        await counter.Books.CutToAsync(Friday);
        await counter.Books.SetFeesAsync(FeeBank.TwoAndAdvance);
        await counter.Books.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(1_00) }, FeeKind.NextDayWithdrawal);
        return counter;
    }
}
