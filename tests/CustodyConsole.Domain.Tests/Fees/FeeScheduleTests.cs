using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Approvals;
using CustodyConsole.Domain.Tests.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>Versions of schedules under dual control, and what withdrawals and recharges are charged by them.</summary>
public sealed class FeeScheduleTests
{
    private static readonly FeeTerms Three = new() { Person = FeeTariff.Fixed(3_00) };
    private static readonly DateOnly Today = TestBank.FirstDay;

    [Theory, OnBothDatabases]
    public async Task Another_version_takes_two_people_and_shows_its_effect_first(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.Bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        var facts = (await desk.Approvals.PreviewAsync(Change(desk, Three, Today.AddDays(1)))).Value;
        Assert.Contains(facts.Changes, one => one is { Chinese: "收费标准", Before: "2.00 元/笔", After: "3.00 元/笔", BeforeEnglish: "2.00 each", AfterEnglish: "3.00 each" });
        Assert.Contains(facts.Changes, one => one is { Chinese: "试算：个人 1,000.00 元，08-05非工作日", Before: "2.00 + 1,000.00 × 0.05% × 2 天 = 3.00", BeforeEnglish: "2.00 + 1,000.00 × 0.05% × 2 days = 3.00", After: "3.00" });

        var request = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), Change(desk, Three, Today.AddDays(1)))).Value;
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, desk.Maker with { Roles = [Roles.Checker] })).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);

        await using var db = desk.Bank.Db();
        var versions = await db.FeeSchedules.OrderBy(one => one.Version).ToListAsync();
        Assert.Equal([(1, Today, (DateOnly?)Today), (2, Today.AddDays(1), null)], versions.Select(one => (one.Version, one.EffectiveFrom, one.EffectiveThrough)));
        Assert.Equal((request.No, "陈嘉怡", "林志远"), (versions[1].ApprovalNo, versions[1].MakerName, versions[1].CheckerName));
        await desk.Bank.AddCardAsync(desk.Account);
        Assert.Equal("2.00", (await desk.Bank.FeeAsync(await desk.Bank.WithdrawAsync(desk.Account, 10_00))).Formula);
        await desk.Bank.CutToAsync(Today.AddDays(1));
        Assert.Equal("3.00", (await desk.Bank.FeeAsync(await desk.Bank.WithdrawAsync(desk.Account, 10_00))).Formula);
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_hold_is_refused_in_order(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.Bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        async Task<string?> Code(ProposeFeeSchedule proposal) => (await desk.Approvals.PreviewAsync(proposal)).Refusal?.Code;
        var good = Change(desk, Three, Today.AddDays(10));

        Assert.Equal("order.unknown-pool", await Code(good with { PoolId = 12345 }));
        Assert.Equal("approval.reason-missing", await Code(good with { Reason = " " }));
        Assert.Equal("fee.malformed", await Code(good with { Terms = Three with { Person = new FeeTariff { Steps = [] } } }));
        Assert.Equal("fee.malformed", await Code(good with { Kind = FeeKind.Recharge }));
        Assert.Equal("fee.period-empty", await Code(good with { EffectiveThrough = Today.AddDays(9) }));
        Assert.Equal("fee.starts-in-the-past", await Code(good with { EffectiveFrom = Today.AddDays(-1) }));
        Assert.Equal("fee.nothing-changed", await Code(good with { Terms = FeeBank.TwoAndAdvance }));
        Assert.Equal("fee.not-replaceable", await Code(good with { Replaces = 1 }));
        await CarryOutAsync(desk, good);
        Assert.Equal("fee.overlaps", await Code(good with { Terms = Three with { Rounding = Rounding.Up } }));
        Assert.Equal("fee.overlaps", await Code(Change(desk, FeeBank.TwoAndAdvance with { Rounding = Rounding.Up }, Today.AddDays(5))));
        // A version whose end is known is not cut: what was planned after it would be another plan.
        Assert.Equal("fee.overlaps", await Code(Change(desk, Three, Today.AddDays(5)) with { EffectiveThrough = Today.AddDays(9) }));
        Assert.Null(await Code(Change(desk, Three, Today.AddDays(5)) with { Replaces = 2 }));
        Assert.Equal("approval.not-a-maker", (await desk.Approvals.SubmitAsync(desk.Checker with { Roles = [Roles.PaymentCompany] }, desk.Form(),
            Change(desk, Three, Today.AddDays(20)) with { Replaces = 2 })).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_version_with_an_end_gives_way_to_the_one_before_and_a_future_one_can_be_replaced(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.Bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        await CarryOutAsync(desk, Change(desk, new FeeTerms(), Today.AddDays(1)) with { EffectiveThrough = Today.AddDays(30) });
        await CarryOutAsync(desk, Change(desk, Three, Today.AddDays(31)) with { Replaces = 3 });

        await using var db = desk.Bank.Db();
        var versions = await db.FeeSchedules.OrderBy(one => one.Version).ToListAsync();
        Assert.Equal(
            [(1, Today, (DateOnly?)Today, true), (2, Today.AddDays(1), Today.AddDays(30), true), (3, Today.AddDays(31), null, false), (4, Today.AddDays(31), null, true)],
            versions.Select(one => (one.Version, one.EffectiveFrom, one.EffectiveThrough, one.CancelledAtUtc is null)));
        Assert.Equal(versions[0].Content, versions[2].Content);
        for (var date = Today; date < Today.AddDays(60); date = date.AddDays(1)) Assert.Single(versions, one => one.HoldsOn(date));
    }

    [Theory, OnBothDatabases]
    public async Task What_ended_only_because_of_a_replaced_version_goes_on_so_that_no_day_is_without_fees(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.Bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        await CarryOutAsync(desk, Change(desk, new FeeTerms(), Today.AddDays(10)) with { EffectiveThrough = Today.AddDays(17) });
        var later = Change(desk, Three, Today.AddDays(30)) with { Replaces = 2 };

        var facts = (await desk.Approvals.PreviewAsync(later)).Value;
        Assert.Contains(facts.Changes, one => one is { Chinese: "替换之后", After: "第 1 版延续至 2017-08-20", AfterEnglish: "version 1 goes on to 2017-08-20" });
        await CarryOutAsync(desk, later);

        await using var db = desk.Bank.Db();
        var versions = await db.FeeSchedules.OrderBy(one => one.Version).ToListAsync();
        Assert.Equal(
            [(1, Today, (DateOnly?)Today.AddDays(17), true), (2, Today.AddDays(10), Today.AddDays(17), false), (3, Today.AddDays(18), Today.AddDays(29), true), (4, Today.AddDays(30), null, true)],
            versions.Select(one => (one.Version, one.EffectiveFrom, one.EffectiveThrough, one.CancelledAtUtc is null)));
        for (var date = Today; date < Today.AddDays(60); date = date.AddDays(1)) Assert.Single(versions, one => one.HoldsOn(date));
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_as_large_as_the_amount_is_refused_where_it_comes_out_of_it(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance with { Deduction = FeeDeduction.Inner });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 100_00);

        var refused = await bank.AskAsync(new Withdrawal(bank.Head(), account, 2_00, Verification.TradePassword));

        Assert.Equal("payment.fee-exceeds-amount", refused.Refusal!.Code);
        var paid = await bank.WithdrawAsync(account, 50_00);
        Assert.Equal(48_00, (await bank.AdvanceAsync(paid)).AmountFen);
    }

    [Theory, OnBothDatabases]
    public async Task What_goes_back_with_a_payout_is_what_the_schedule_says(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance with { FeeRefundable = false });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.CutToAsync(Today.AddDays(2));
        await bank.RechargeAsync(account, 1_000_00);
        var payout = await bank.WithdrawAsync(account, 300_00);
        Assert.Equal("697.70, unsettled 697.70", await bank.BalanceAsync(account));

        await bank.AnswerAsync(payout, ChannelResult.Returned, feeReturned: true);

        Assert.Equal("998.00, unsettled 998.00", await bank.BalanceAsync(account));
        Assert.Equal((0, 30), ((await bank.FeeAsync(payout)).RefundedBaseFen, (await bank.FeeAsync(payout)).RefundedAdvanceFen));
    }

    [Theory, OnBothDatabases]
    public async Task The_first_withdrawals_of_a_month_are_free_and_failed_ones_do_not_count(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(2_00) with { Free = new FreeAllowance(2, FreePeriod.Month) } });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 1_000_00);
        var failed = await bank.WithdrawAsync(account, 10_00, paid: false);
        await bank.AnswerAsync(failed, ChannelResult.Failed);

        var fees = new List<long>();
        for (var i = 0; i < 3; i++) fees.Add((await bank.WithdrawAsync(account, 10_00)).FeeFen);
        await bank.CutToAsync(new DateOnly(2017, 9, 1));
        fees.Add((await bank.WithdrawAsync(account, 10_00)).FeeFen);

        Assert.Equal([0, 0, 2_00, 0], fees);
    }

    [Theory, OnBothDatabases]
    public async Task A_months_recharge_fees_are_paid_from_own_funds_once_and_statements_lead_from_opening_to_closing(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var bank = desk.Bank;
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        await bank.SetFeesAsync(new FeeTerms { Payer = FeePayer.Platform, Person = FeeTariff.Rate(1_000) }, FeeKind.Recharge);
        await bank.AddCardAsync(desk.Account);
        await bank.RechargeAsync(desk.Account, 5_000_00);
        await bank.CutInTheEveningAsync(Today);
        await bank.SettleAsync(Today);
        bank.Clock.MoveTo(Today.AddDays(2).ToDateTime(new TimeOnly(1, 0), DateTimeKind.Utc));
        await bank.WithdrawAsync(desk.Account, 300_00);
        await using (var early = bank.Db())
            Assert.Equal("fee.month-not-over", (await MakeFeeStatements.RunAsync(early, bank.Writer, Today)).Refusal!.Code);
        await bank.CutToAsync(new DateOnly(2017, 9, 1));
        await using var db = bank.Db();
        Assert.Equal(1, (await MakeFeeStatements.RunAsync(db, bank.Writer, Today)).Value);
        Assert.Equal(0, (await MakeFeeStatements.RunAsync(db, bank.Writer, Today)).Value);

        var statement = await db.FeeStatements.SingleAsync();
        Assert.Equal(
            (1, 2_00, 0, 1, 5_00, 0, 2_00),
            (statement.WithdrawalCount, statement.BaseFen, statement.AdvanceFen, statement.RechargeCount, statement.RechargeFen, statement.OpeningFen, statement.ClosingFen));
        var month = new DateOnly(2017, 8, 1);
        var pay = new ProposeFeeSettlement(FeeSettlementKind.RechargeFees, 5_00, month, null, "八月月结") { PoolId = bank.Pool.Id };
        Assert.Equal("fee.not-owed", (await desk.Approvals.PreviewAsync(pay with { AmountFen = 4_00 })).Refusal!.Code);
        Assert.Equal("fee.not-enough-settled", (await desk.Approvals.PreviewAsync(pay)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task An_advance_fee_is_given_back_by_two_people_at_most_once(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var bank = desk.Bank;
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        await bank.AddCardAsync(desk.Account);
        await bank.CutToAsync(Today.AddDays(2));
        var payout = await bank.WithdrawAsync(desk.Account, 300_00);
        var refund = new ProposeFeeSettlement(FeeSettlementKind.AdvanceRefund, 30, null, payout.OrderNo, "系统延迟出款，退还垫资费") { PoolId = bank.Pool.Id };
        Assert.Equal("fee.nothing-to-refund", (await desk.Approvals.PreviewAsync(refund with { AmountFen = 31 })).Refusal!.Code);

        var request = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), refund)).Value;
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, desk.Maker with { Roles = [Roles.Checker] })).Refusal!.Code);
        Assert.True((await desk.ApproveAsync(request.No)).Done);

        Assert.Equal("698.00, unsettled 698.00", await bank.BalanceAsync(desk.Account));
        Assert.Equal("2.00", await bank.BookAsync(AccountType.FeePayable));
        Assert.Equal("fee.nothing-to-refund", (await desk.Approvals.PreviewAsync(refund with { AmountFen = 1 })).Refusal!.Code);
    }

    private static ProposeFeeSchedule Change(Desk desk, FeeTerms terms, DateOnly from) =>
        new(FeeKind.Withdrawal, from, null, terms, "支付协议调整") { PoolId = desk.Bank.Pool.Id };

    private static async Task CarryOutAsync(Desk desk, ProposeFeeSchedule proposal)
    {
        var request = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), proposal)).Value;
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);
    }
}
