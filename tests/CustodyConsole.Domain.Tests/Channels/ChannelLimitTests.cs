using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Channels;

/// <summary>Limits and hours of the payment company's channels (R89). The first day is a Thursday, the clock shows 09:30.</summary>
public sealed class ChannelLimitTests
{
    private static readonly ChannelLimits Agreed = new(500_00, 800_00, new TimeOnly(9, 0), new TimeOnly(17, 0), WorkingDaysOnly: true);

    [Theory, OnBothDatabases]
    public async Task A_payment_beyond_a_limit_is_refused_with_the_limit_and_what_is_used(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await SetAsync(counter, ChannelKind.Payout, Agreed);
        await SetAsync(counter, ChannelKind.Recharge, Agreed with { SingleMaxFen = 300_00 });
        var (account, other) = (await counter.OpenUserWithAsync(5_000_00), await counter.OpenUserWithAsync(5_000_00));
        async Task<Refusal?> Withdraw(string from, long fen) => (await counter.Bank.AskAsync(counter.Withdrawal(from, fen))).Refusal;

        Assert.Equal("出款渠道单笔限额为 500.00 元，本笔 500.01 元，未受理。", (await Withdraw(account, 500_01))?.Chinese);
        Assert.Null(await Withdraw(account, 500_00));
        Assert.Null(await Withdraw(account, 100_00));
        Assert.Equal(
            "The payout channel takes at most 800.00 yuan of an account in a day; 600.00 are used, this one is of 200.01.",
            (await Withdraw(account, 200_01))?.English);
        Assert.Null(await Withdraw(account, 200_00));
        Assert.Null(await Withdraw(other, 500_00));
        Assert.Equal(
            "channel.above-single",
            (await counter.Bank.AskAsync(new AcceptRecharge(counter.Books.Head(), account, 300_01, Verification.Sms))).Refusal?.Code);

        // Another day counts anew, and what failed does not count.
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(1));
        var failed = (await counter.Bank.AskAsync(counter.Withdrawal(account, 500_00))).Value;
        _ = (await counter.AnswerAsync(failed, ChannelResult.Failed, null, "户名不符")).Value;
        Assert.Null(await Withdraw(account, 500_00));
        Assert.Null(await Withdraw(account, 300_00));
        Assert.Equal("channel.above-daily", (await Withdraw(account, 1))?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Outside_its_hours_and_days_nothing_is_taken_and_what_was_accepted_waits_until_it_opens(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await SetAsync(counter, ChannelKind.Payout, Agreed);
        var account = await counter.OpenUserWithAsync(5_000_00);
        var accepted = await counter.AcceptedAsync(account, 100_00);

        At(counter, TestBank.FirstDay, 17, 0);
        Assert.Equal(
            "出款渠道受理时间为 09:00–17:00，当前为 17:00，请在受理时间内办理。",
            (await counter.Bank.AskAsync(counter.Withdrawal(account, 100_00))).Refusal?.Chinese);
        Assert.Equal(OrderState.Accepted, (await counter.Bank.PayOutAsync(counter.PoolId, accepted.OrderNo)).Value.State);
        // It is no unknown result: the round of open payments has nothing to do meanwhile.
        Assert.False(await counter.Bank.HasOpenAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));
        Assert.Empty(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));
        At(counter, new DateOnly(2017, 8, 5), 10, 0);
        Assert.Equal(
            "The payout channel is open on working days only; 2017-08-05 is none, the next is 2017-08-07.",
            (await counter.Bank.AskAsync(counter.Withdrawal(account, 100_00))).Refusal?.English);
        At(counter, new DateOnly(2017, 8, 7), 9, 0);
        Assert.True(await counter.Bank.HasOpenAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));
        Assert.Equal(
            OrderState.Succeeded,
            (await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Single().Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_asked_for_over_a_holiday_counts_towards_the_day_on_which_it_leaves_together(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.Books.CutToAsync(new DateOnly(2017, 9, 30));
        await SetAsync(counter, ChannelKind.Payout, Agreed with { WorkingDaysOnly = false });
        await counter.Books.SetFeesAsync(new FeeTerms());
        await counter.Books.SetFeesAsync(new FeeTerms(), FeeKind.NextDayWithdrawal);
        var account = await counter.OpenUserWithAsync(5_000_00);
        async Task<string?> Withdraw(long fen, WithdrawalSpeed speed) =>
            (await counter.Bank.AskAsync(counter.Withdrawal(account, fen) with { Speed = speed })).Refusal?.English;

        Assert.Null(await Withdraw(500_00, WithdrawalSpeed.NextWorkingDay));
        await counter.Books.CutToAsync(new DateOnly(2017, 10, 5));
        // What leaves on 10-09 takes nothing of this day, and this day nothing of it.
        Assert.Null(await Withdraw(500_00, WithdrawalSpeed.AtOnce));
        Assert.Equal(
            "The payout channel takes at most 800.00 yuan of an account in a day; 500.00 are used, this one is of 300.01.",
            await Withdraw(300_01, WithdrawalSpeed.NextWorkingDay));
        Assert.Null(await Withdraw(300_00, WithdrawalSpeed.NextWorkingDay));
        await counter.Books.CutToAsync(new DateOnly(2017, 10, 9));
        Assert.NotNull(await Withdraw(1, WithdrawalSpeed.AtOnce));
        Assert.Null(await Withdraw(500_00, WithdrawalSpeed.NextWorkingDay));
    }

    [Theory, OnBothDatabases]
    public async Task Other_limits_take_two_people_and_hold_from_their_day_on(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var desk = new ApprovalDesk(new StaffDesk(counter.Books.Writer), counter.Books.Writer);
        var account = await counter.OpenUserWithAsync(5_000_00);
        var proposal = new ProposeChannelLimits(ChannelKind.Payout, TestBank.FirstDay.AddDays(1), Agreed, "支付公司下调限额") { PoolId = counter.PoolId };
        async Task<string?> Code(ProposeChannelLimits one) => (await desk.PreviewAsync(one)).Refusal?.Code;
        Assert.Equal("approval.reason-missing", await Code(proposal with { Reason = "" }));
        Assert.Equal("channel.limit-out-of-range", await Code(proposal with { Limits = Agreed with { SingleMaxFen = 0 } }));
        Assert.Equal("channel.daily-below-single", await Code(proposal with { Limits = Agreed with { DailyMaxFen = 499_99 } }));
        Assert.Equal("channel.hours-empty", await Code(proposal with { Limits = Agreed with { Closes = null } }));
        Assert.Equal("channel.hours-empty", await Code(proposal with { Limits = Agreed with { Closes = new TimeOnly(9, 0) } }));
        Assert.Equal("channel.starts-in-the-past", await Code(proposal with { EffectiveFrom = TestBank.FirstDay.AddDays(-1) }));
        Assert.Equal("channel.nothing-changed", await Code(proposal with { Limits = ChannelLimits.None }));

        var request = (await desk.SubmitAsync(Person(counter, "chenjiayi", "10001", Roles.Operator), "CH-1", proposal)).Value;
        var checker = Person(counter, "linzhiyuan", "10002", Roles.Checker);
        var view = (await desk.ShowAsync(checker, request.No)).Value;
        Assert.Contains(view.Facts!.Changes, one => one is { Chinese: "单笔限额", Before: null, After: "500.00 元" });
        Assert.Contains(
            view.Facts.Changes, one => one is { Chinese: "试算：10,000.00 元，08-04 10:00工作日", Before: "受理", After: "出款渠道单笔限额为 500.00 元，本笔 10,000.00 元，未受理。" });
        Assert.True((await desk.ApproveAsync(checker, request.No, view.Shown!)).Done);

        Assert.Equal("channel.nothing-changed", await Code(proposal));
        Assert.True((await counter.Bank.AskAsync(counter.Withdrawal(account, 600_00))).Done);
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal("channel.above-single", (await counter.Bank.AskAsync(counter.Withdrawal(account, 600_00))).Refusal?.Code);
        await using var db = counter.Books.Db();
        Assert.Equal((1, request.No, Agreed), await db.ChannelVersions.SingleAsync() is var kept ? (kept.Version, kept.ApprovalNo, kept.Limits) : default);
    }

    [Fact]
    public void Of_two_versions_for_one_day_the_later_holds_and_midnight_ends_a_day()
    {
        ChannelVersion Version(int number, DateOnly from, long single) => new()
        {
            PoolId = 1, Kind = ChannelKind.Payout, Version = number, EffectiveFrom = from, SingleMaxFen = single, WorkingDaysOnly = false,
            ApprovalNo = "", MakerName = "", CheckerName = "", CreatedAtUtc = default,
        };
        var day = TestBank.FirstDay;
        ChannelVersion[] versions = [Version(1, day, 1), Version(2, day.AddDays(5), 2), Version(3, day.AddDays(5), 3)];
        Assert.Null(ChannelVersion.InForce(versions, ChannelKind.Payout, day.AddDays(-1)));
        Assert.Null(ChannelVersion.InForce(versions, ChannelKind.Recharge, day));
        Assert.Equal([1, 1, 3], new[] { 0, 4, 5 }.Select(days => ChannelVersion.InForce(versions, ChannelKind.Payout, day.AddDays(days))!.Version));

        var evening = new ChannelLimits(null, null, new TimeOnly(18, 0), TimeOnly.MinValue, false);
        var calendar = new BusinessCalendar([], default);
        Assert.Equal("18:00–24:00", evening.Hours);
        Assert.Null(evening.Malformed());
        Assert.Null(evening.RefuseTime(ChannelKind.Payout, day.ToDateTime(new TimeOnly(23, 59, 59)), calendar));
        Assert.NotNull(evening.RefuseTime(ChannelKind.Payout, day.ToDateTime(new TimeOnly(17, 59, 59)), calendar));
    }

    private static async Task SetAsync(CounterBank counter, ChannelKind kind, ChannelLimits limits) =>
        _ = (await counter.Books.Writer.RunAsync<ChannelVersion>(counter.PoolId, books => books.ChannelVersions.Add(new ChannelVersion
        {
            PoolId = counter.PoolId, Kind = kind, Version = 1, EffectiveFrom = books.Bank.AccountingDate,
            SingleMaxFen = limits.SingleMaxFen, DailyMaxFen = limits.DailyMaxFen,
            OpensMinute = (int)limits.Opens!.Value.ToTimeSpan().TotalMinutes, ClosesMinute = (int)limits.Closes!.Value.ToTimeSpan().TotalMinutes,
            WorkingDaysOnly = limits.WorkingDaysOnly, ApprovalNo = "AP0000000001", MakerName = "", CheckerName = "", CreatedAtUtc = books.NowUtc,
        }))).Value;

    private static void At(CounterBank counter, DateOnly date, int hour, int minute) =>
        counter.Books.Clock.MoveTo(BankTime.Utc(date.ToDateTime(new TimeOnly(hour, minute))));

    private static StaffMember Person(CounterBank counter, string name, string no, string role) =>
        new(name, name, no, [role], ProvedAtUtc: counter.Books.Clock.GetUtcNow().UtcDateTime);
}
