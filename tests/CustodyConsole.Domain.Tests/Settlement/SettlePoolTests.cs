using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Settlement;

public sealed class SettlePoolTests
{
    [Theory, OnBothDatabases]
    public async Task The_golden_week_of_2017_is_settled_in_one_batch_on_the_ninth_of_October(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(investor);
        await bank.CutToAsync(new DateOnly(2017, 9, 30));
        await bank.RechargeAsync(investor, 2_000_00);
        var before = await bank.WithdrawAsync(investor, 100_00);
        Assert.Equal("2.00", (await bank.FeeAsync(before)).Formula);
        await bank.CutInTheEveningAsync(new DateOnly(2017, 9, 30));
        await bank.SettleAsync(new DateOnly(2017, 9, 30));
        Assert.Equal(0, (await bank.AdvanceAsync(before)).DaysOpen);
        var payouts = new List<Receipt>();
        for (var day = 1; day <= 8; day++)
        {
            var date = new DateOnly(2017, 10, day);
            bank.Clock.MoveTo(date.ToDateTime(new TimeOnly(1, 30), DateTimeKind.Utc));
            await bank.RechargeAsync(investor, 100_00);
            payouts.Add(await bank.WithdrawAsync(investor, 100_00));
            await bank.CutInTheEveningAsync(date);
            Assert.Equal("settlement.not-a-working-day", (await bank.AskAsync(new SettlePool(bank.Head(), date))).Refusal!.Code);
            await using var db = bank.Db();
            var accrual = (await AccrueAdvances.RunAsync(db, bank.Writer, date)).Value;
            Assert.Equal((1, day * 100_00), (accrual.Pools, accrual.ExposureFen));
            Assert.Empty(await bank.ProveAsync());
        }

        bank.Clock.MoveTo(new DateTime(2017, 10, 9, 1, 0, 0, DateTimeKind.Utc));
        var batch = await bank.SettleAsync(new DateOnly(2017, 10, 8));

        // October 1 is eight days before the settlement, October 8 one: 36 days of 0.05 each.
        Assert.Equal((new DateOnly(2017, 10, 1), new DateOnly(2017, 10, 9)), (batch.From!.Value, batch.SettledOn));
        Assert.Equal((800_00, 800_00, 16_00 + 1_80), (batch.RechargeFen, batch.PayoutFen, batch.FeeFen));
        for (var i = 0; i < 8; i++)
        {
            var (advance, fee, days) = (await bank.AdvanceAsync(payouts[i]), await bank.FeeAsync(payouts[i]), 8 - i);
            Assert.Equal($"2.00 + 100.00 × 0.05% × {days} 天 = {Fen.Format(2_00 + (5 * days))}", fee.Formula);
            Assert.Equal(
                (days, 5L * days, days, batch.Id, new DateOnly(2017, 10, 9), new DateOnly(2017, 10, 9)),
                (advance.Days, advance.FeeFen, advance.DaysOpen!.Value, advance.BatchId!.Value, advance.RepaidOn!.Value, advance.DueOn));
        }

        // What was accrued night by night comes to the fees.
        await using var read = bank.Db();
        Assert.Equal(1_80, await read.AdvanceDays.SumAsync(day => day.AccruedFen ?? 0));
        Assert.Equal("0.00", await bank.BookAsync(AccountType.NetClearing));
        Assert.Equal("1,880.20, unsettled 0.00", await bank.BalanceAsync(investor));
    }

    [Theory, OnBothDatabases]
    public async Task The_legs_are_those_of_the_domain_reference(string database)
    {
        await using var bank = await TestBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 2_00 });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 1_000_00);
        await bank.WithdrawAsync(account, 300_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);

        var batch = await bank.InstructAsync(TestBank.FirstDay);

        Assert.Equal(
            [
                "D B-PAYO available Funds 300.00 -> 0.00", "C B-NET available Funds 300.00 -> 300.00",
                "D B-FEEP available Fee 2.00 -> 0.00", "C B-NET available Fee 2.00 -> 302.00",
                "D B-NET available Funds 1,000.00 -> -698.00", "C B-RECV available Funds 1,000.00 -> 0.00",
            ],
            await bank.LegsAsync(batch.OrderId));
        Assert.Empty(await bank.ProveAsync());
        var confirmed = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;
        Assert.Equal(
            ["D B-POOL available Funds 698.00 -> 698.00", "C B-NET available Funds 698.00 -> 0.00"],
            await bank.LegsAsync(confirmed.OrderId));
        await bank.ReleaseFloatAsync(batch);
        Assert.Equal("698.00, unsettled 0.00", await bank.BalanceAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task What_moves_on_after_the_cut_is_no_part_of_the_batch(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [600_00, 400_00]);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var late = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(late, 50_00);
        await bank.RechargeAsync(loan.Investors[0], 70_00);
        _ = (await bank.AskAsync(new Release(bank.Head(), loan.No))).Value;

        var batch = await bank.SettleAsync(TestBank.FirstDay);

        Assert.Equal((1_000_00, BatchState.Closed), (batch.NetFen, batch.State));
        Assert.Equal("50.00, unsettled 50.00", await bank.BalanceAsync(late));
        Assert.Equal("70.00, unsettled 70.00", await bank.BalanceAsync(loan.Investors[0]));
        Assert.Equal("1,000.00, unsettled 0.00", await bank.BalanceAsync(loan.Borrower));
        Assert.Equal("120.00", await bank.BookAsync(AccountType.RechargeReceivable));
    }

    [Theory, OnBothDatabases]
    public async Task No_more_money_becomes_settled_than_confirmed_batches_have_brought(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.RechargeAsync(await bank.AddUserAsync(UserRole.Investor), 1_000_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var first = await bank.InstructAsync(TestBank.FirstDay);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), first.No, first.NetFen))).Value;
        var loan = await LoanCase.RaiseAsync(bank, [600_00]);
        _ = (await bank.AskAsync(new Release(bank.Head(), loan.No) { PlatformFeeFen = 15_00 })).Value;
        await bank.CutInTheEveningAsync(TestBank.FirstDay.AddDays(1));
        var second = await bank.InstructAsync(TestBank.FirstDay.AddDays(1));

        await bank.ReleaseFloatAsync(first);

        Assert.Equal((1_000_00, 600_00), (await SettledFenAsync(), await UnsettledFenAsync()));
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), second.No, second.NetFen))).Value;
        await bank.ReleaseFloatAsync(second);
        Assert.Equal((1_600_00, 0), (await SettledFenAsync(), await UnsettledFenAsync()));

        async Task<long> SettledFenAsync()
        {
            await using var db = bank.Db();
            return await db.Accounts.Where(account => (int)account.Type < 300).SumAsync(account => account.BookFen - account.FloatFen);
        }

        async Task<long> UnsettledFenAsync()
        {
            await using var db = bank.Db();
            return await db.Accounts.Where(account => (int)account.Type < 300).SumAsync(account => account.FloatFen);
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_is_recharged_in_the_very_group_of_the_switch_stays_unsettled(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var first = await bank.AddUserAsync(UserRole.Investor);
        var second = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(first, 60_00);
        await bank.RechargeAsync(second, 40_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var batch = await bank.InstructAsync(TestBank.FirstDay);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;

        await InOneGroupAsync(bank, () => bank.RechargeAsync(first, 50_00), () => bank.ReleaseFloatAsync(batch));

        Assert.Equal("110.00, unsettled 50.00", await bank.BalanceAsync(first));
        Assert.Equal("40.00, unsettled 0.00", await bank.BalanceAsync(second));
    }

    [Theory, OnBothDatabases]
    public async Task A_switch_that_two_start_at_once_closes_the_batch_only_when_every_advance_is_repaid(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var batch = await bank.InstructAsync(TestBank.FirstDay);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;
        // Rows of their own, without payouts behind them: only how many there are matters.
        bank.ProveAtEnd = false;
        _ = (await bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            for (var i = 0; i < 600; i++)
            {
                books.Advances.Add(new Advance
                {
                    PoolId = bank.Pool.Id, AmountFen = 1, FeeFen = 0, Days = 0, OpenedOn = TestBank.FirstDay, OpenedAtUtc = books.NowUtc,
                    DueOn = TestBank.FirstDay,
                });
            }

            return true;
        })).Value;

        var step = new ReleaseFloat(bank.Pool.Id, batch.No);
        await InOneGroupAsync(bank, () => bank.Writer.RunAsync(bank.Pool.Id, step.Run), () => bank.Writer.RunAsync(bank.Pool.Id, step.Run));

        Assert.Equal(BatchState.Confirmed, (await bank.BatchAsync(batch.No)).State);
        await bank.ReleaseFloatAsync(batch);
        await using var db = bank.Db();
        Assert.Equal((BatchState.Closed, 0), ((await bank.BatchAsync(batch.No)).State, await db.Advances.CountAsync(one => one.BatchId == null)));
    }

    /// <summary>Holds the writer up until both wait, so that it takes them together.</summary>
    private static async Task InOneGroupAsync(TestBank bank, Func<Task> one, Func<Task> other)
    {
        using var open = new ManualResetEventSlim();
        var gate = bank.Writer.RunAsync<bool>(0, _ =>
        {
            open.Wait(TestContext.Current.CancellationToken);
            return true;
        });
        // The gate must be a group of its own: whoever waits behind it is the next.
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var groups = bank.Writer.Groups;
        var both = Task.WhenAll(one(), other());
        open.Set();
        await gate;
        await both;
        Assert.InRange(bank.Writer.Groups - groups, 2, 3);
    }

    [Theory]
    [InlineData("sqlite", 0)]
    [InlineData("sqlite", -1)]
    [InlineData("postgres", -1)]
    public async Task A_batch_that_is_made_late_is_not_netted_again_by_the_next_whatever_the_clock_says(string database, int clockHours)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 500_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        await bank.RechargeAsync(account, 30_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay.AddDays(1));
        await bank.ProveDayAsync(TestBank.FirstDay.AddDays(1));
        bank.Clock.Advance(TimeSpan.FromHours(clockHours));

        var late = await bank.SettleAsync(TestBank.FirstDay);
        var next = await bank.SettleAsync(TestBank.FirstDay.AddDays(1));

        Assert.Equal((500_00, 30_00), (late.NetFen, next.NetFen));
        Assert.Equal("530.00, unsettled 0.00", await bank.BalanceAsync(account));
        Assert.Equal("0.00", await bank.BookAsync(AccountType.RechargeReceivable));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_recharged_between_batch_and_confirmation_stays_unsettled_on_a_quiet_bank(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var early = await bank.AddUserAsync(UserRole.Investor);
        var settled = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(settled, 500_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var batch = await bank.InstructAsync(TestBank.FirstDay);
        await bank.RechargeAsync(early, 400_00);

        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;
        await bank.ReleaseFloatAsync(batch);

        Assert.Equal("400.00, unsettled 400.00", await bank.BalanceAsync(early));
        Assert.Equal("500.00, unsettled 0.00", await bank.BalanceAsync(settled));
    }

    [Theory, OnBothDatabases]
    public async Task Frozen_money_becomes_settled_and_stays_frozen(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [600_00]);
        await bank.RechargeAsync(loan.Investors[0], 100_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);

        await bank.SettleAsync(TestBank.FirstDay);

        var account = await bank.AccountAsync(loan.Investors[0]);
        Assert.Equal((700_00, 600_00, 0), (account.BookFen, account.FrozenFen, account.FloatFen));
    }

    [Theory, OnBothDatabases]
    public async Task Unsettled_money_on_its_way_to_a_card_is_settled_with_its_payout(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 100_00);
        var order = await bank.WithdrawAsync(account, 100_00, paid: false);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        Assert.Equal(BatchState.Closed, (await bank.SettleAsync(TestBank.FirstDay)).State);
        Assert.Equal(-100_00, (await bank.AccountAsync(AccountType.NetClearing)).FloatFen);
        Assert.Empty(await bank.ProveAsync());

        await bank.AnswerAsync(order, ChannelResult.Succeeded);
        await bank.CutInTheEveningAsync(TestBank.FirstDay.AddDays(1));
        var next = await bank.SettleAsync(TestBank.FirstDay.AddDays(1));

        Assert.Equal(-100_00, next.NetFen);
        Assert.Equal(0, (await bank.AccountAsync(AccountType.NetClearing)).FloatFen);
        Assert.Equal("0.00", await bank.BookAsync(AccountType.Pool));
    }

    [Theory]
    [InlineData(90_00, "0.00", "10.00")]
    [InlineData(110_00, "10.00", "0.00")]
    public async Task More_or_less_than_computed_goes_into_suspense(long receivedFen, string longFen, string shortFen)
    {
        await using var bank = await TestBank.OpenAsync("sqlite");
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);

        await bank.SettleAsync(TestBank.FirstDay, receivedFen);

        Assert.Equal((longFen, shortFen, "0.00"), (
            await bank.BookAsync(AccountType.LongSuspense), await bank.BookAsync(AccountType.ShortSuspense),
            await bank.BookAsync(AccountType.NetClearing)));
    }

    [Theory, OnBothDatabases]
    public async Task Refusals_come_in_their_order(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100_00);
        var day = TestBank.FirstDay;

        Assert.Equal("settlement.day-not-cut", (await bank.AskAsync(new SettlePool(bank.Head(), day))).Refusal!.Code);
        await bank.CutInTheEveningAsync(day);
        var batch = await bank.InstructAsync(day);
        Assert.Equal("settlement.previous-open", (await bank.AskAsync(new SettlePool(bank.Head(), day))).Refusal!.Code);
        Assert.Equal("settlement.unknown-batch", (await bank.AskAsync(new ConfirmSettlement(bank.Head(), "SB0", 1))).Refusal!.Code);
        Assert.Equal("settlement.impossible-amount", (await bank.AskAsync(
            new ConfirmSettlement(bank.Head(), batch.No, long.MaxValue))).Refusal!.Code);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Value;
        Assert.Equal("settlement.already-confirmed", (await bank.AskAsync(
            new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen))).Refusal!.Code);
        Assert.Equal("settlement.already-settled", (await bank.AskAsync(new SettlePool(bank.Head(), day))).Refusal!.Code);
        await using var db = bank.Db();
        Assert.Equal(1, await db.Batches.CountAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Two_starts_of_one_settlement_make_one_batch(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100_00);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        var head = bank.Head($"SETTLE-{TestBank.FirstDay:yyyyMMdd}");

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bank.AskAsync(new SettlePool(head, TestBank.FirstDay))));

        Assert.Single(both.Select(outcome => outcome.Value.OrderNo).Distinct());
        Assert.Equal("-100.00", await bank.BookAsync(AccountType.NetClearing));
    }
}
