using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Demo;

/// <summary>How a withdrawal of the demo ends.</summary>
internal enum DemoWithdrawal
{
    Accepted,
    Sent,
    Unknown,
    Succeeded,
    Failed,
    Returned,
    ReturnedWithFee,
    SucceededAfterUnknown,
}

/// <summary>How a recharge of the demo ends.</summary>
internal enum DemoRecharge
{
    Accepted,
    Unknown,
    Succeeded,
    Failed,
    SucceededAfterUnknown,
}

/// <summary>
/// Money in and money out: the orders, and what the payment company answers some seconds or days later.
/// </summary>
internal sealed class DemoCashier(DemoDesk desk, DemoDiary diary, DemoDraw draw)
{
    private static readonly string[] RechargeReasons = ["银行卡余额不足", "超过持卡人当日限额", "发卡银行拒绝交易", "短信验证码已过期"];
    private static readonly string[] PayoutReasons = ["收款账户状态异常", "收款银行系统维护", "超过收款银行单笔限额"];
    private static readonly string[] ReturnReasons = ["收款账户已销户", "账号户名不符被收款行退回", "收款账户只收不付"];

    private long _serials = 610_000_000;

    /// <summary>Sees to it that a user has an amount available, by a recharge if need be, and goes on.</summary>
    public void Ensure(DateTime at, DemoUser user, long amountFen, Func<DateTime, Task> then) => diary.At(at, time =>
    {
        if (user.AvailableFen >= amountFen) return then(time);
        var missingFen = amountFen - user.AvailableFen;
        Recharge(time, user, Rounded(user, missingFen), later => Ensure(later, user, amountFen, then));
        return Task.CompletedTask;
    });

    /// <summary>Recharges as it usually goes; a user whose recharge failed tries again a few minutes later.</summary>
    public void Recharge(DateTime at, DemoUser user, long amountFen, Action<DateTime>? then = null)
    {
        var ends = draw.Between(0, 999) switch
        {
            < 25 => DemoRecharge.Failed,
            < 40 => DemoRecharge.SucceededAfterUnknown,
            _ => DemoRecharge.Succeeded,
        };
        Recharge(at, user, amountFen, ends, then);
        if (ends != DemoRecharge.Failed) return;
        diary.At(
            at.AddMinutes(draw.Between(3, 9)),
            later => Recharge(later, user, amountFen, DemoRecharge.Succeeded, then));
    }

    /// <summary>Recharges with a given end; goes on when the money is there.</summary>
    public void Recharge(
        DateTime at, DemoUser user, long amountFen, DemoRecharge ends, Action<DateTime>? then = null) =>
        diary.At(at, async accepted =>
        {
            var request = new AcceptRecharge(
                DemoDesk.Head(user.Platform, accepted), await user.AccountNo, amountFen, Verification.Sms);
            var order = desk.Ask(accepted, request);
            if (ends == DemoRecharge.Accepted) return;
            diary.At(accepted.AddSeconds(draw.Between(15, 70)), async answered =>
            {
                switch (ends)
                {
                    case DemoRecharge.Failed:
                        await AnswerAsync(answered, user, order, ChannelResult.Failed, draw.OneOf(RechargeReasons));
                        break;
                    case DemoRecharge.Succeeded:
                        await SucceedAsync(answered);
                        break;
                    default:
                        await AnswerAsync(answered, user, order, ChannelResult.Unknown, "请求超时，未收到应答");
                        if (ends == DemoRecharge.SucceededAfterUnknown) diary.At(answered.AddMinutes(10), SucceedAsync);
                        break;
                }
            });

            async Task SucceedAsync(DateTime paid)
            {
                await AnswerAsync(paid, user, order, ChannelResult.Succeeded);
                user.AvailableFen += amountFen;
                user.OwnUnsettledFen += amountFen;
                then?.Invoke(paid.AddSeconds(draw.Between(10, 200)));
            }
        });

    /// <summary>A recharge that turns out to have been booked twice and is reversed an hour later.</summary>
    public void RechargeTwice(DateTime at, DemoUser user, long amountFen)
    {
        Recharge(at, user, amountFen, DemoRecharge.Succeeded);
        diary.At(at.AddMinutes(2), async again =>
        {
            var order = desk.Ask(again, new AcceptRecharge(
                DemoDesk.Head(user.Platform, again), await user.AccountNo, amountFen, Verification.Sms));
            await AnswerAsync(again.AddSeconds(20), user, order, ChannelResult.Succeeded);
            diary.At(again.AddHours(1), async reversed => _ = desk.Ask(reversed, new ReverseRecharge(
                DemoDesk.Head(user.Platform, reversed, DemoDesk.Staff), (await order).OrderNo, "支付公司重复通知，同一笔资金重复入账")));
        });
    }

    /// <summary>The fee that a user bears on top of a withdrawal, in fen.</summary>
    public static long FeeOnTopFen(DemoPlatform platform) =>
        platform.Terms is { WithdrawalFeePayer: FeePayer.User, WithdrawalFeeDeduction: FeeDeduction.Outer } terms
            ? terms.WithdrawalFeeFen
            : 0;

    /// <summary>Withdraws as it usually goes.</summary>
    public Task WithdrawAsync(DateTime at, DemoUser user, long amountFen)
    {
        var ends = draw.Between(0, 999) switch
        {
            < 15 => DemoWithdrawal.Failed,
            < 27 => DemoWithdrawal.Returned,
            < 37 => DemoWithdrawal.ReturnedWithFee,
            < 55 => DemoWithdrawal.SucceededAfterUnknown,
            _ => DemoWithdrawal.Succeeded,
        };
        return WithdrawAsync(at, user, amountFen, ends);
    }

    /// <summary>Withdraws with a given end; does nothing when the platform should bear the fee and cannot.</summary>
    public async Task WithdrawAsync(DateTime at, DemoUser user, long amountFen, DemoWithdrawal ends)
    {
        var platform = user.Platform;
        var terms = platform.Terms;
        var platformFeeFen = terms.WithdrawalFeePayer == FeePayer.Platform ? terms.WithdrawalFeeFen : 0;
        if (platform.IncomeFen < platformFeeFen) return;
        var costFen = amountFen + FeeOnTopFen(platform);
        platform.IncomeFen -= platformFeeFen;
        user.AvailableFen -= costFen;
        var order = desk.Ask(at, new Withdrawal(
            DemoDesk.Head(platform, at), await user.AccountNo, amountFen, Verification.TradePassword));
        if (ends == DemoWithdrawal.Accepted) return;
        diary.At(at.AddSeconds(draw.Between(30, 240)), async sent =>
        {
            // After an interruption the order may be further already; an order is sent once.
            var accepted = await order;
            if (accepted.State == OrderState.Accepted) _ = desk.Send(sent, platform.PoolId, accepted.OrderNo);
            if (ends == DemoWithdrawal.Sent) return;
            diary.At(sent.AddSeconds(draw.Between(20, 180)), PaidAsync);
        });

        async Task PaidAsync(DateTime paid)
        {
            switch (ends)
            {
                case DemoWithdrawal.Unknown:
                    await AnswerAsync(paid, user, order, ChannelResult.Unknown, "已受理，处理中");
                    return;
                case DemoWithdrawal.SucceededAfterUnknown:
                    await AnswerAsync(paid, user, order, ChannelResult.Unknown, "请求超时，未收到应答");
                    diary.At(paid.AddMinutes(30), late => AnswerAsync(late, user, order, ChannelResult.Succeeded));
                    return;
                case DemoWithdrawal.Failed:
                    await AnswerAsync(paid, user, order, ChannelResult.Failed, draw.OneOf(PayoutReasons));
                    user.AvailableFen += costFen;
                    platform.IncomeFen += platformFeeFen;
                    return;
            }

            await AnswerAsync(paid, user, order, ChannelResult.Succeeded);
            if (ends is not (DemoWithdrawal.Returned or DemoWithdrawal.ReturnedWithFee)) return;
            var later = DateOnly.FromDateTime(paid).AddDays(draw.Between(1, 2));
            diary.At(draw.TimeOn(later, 9, 17), ReturnedAsync);
        }

        async Task ReturnedAsync(DateTime back)
        {
            var withFee = ends == DemoWithdrawal.ReturnedWithFee;
            var answer = new ChannelAnswer(
                ChannelResult.Returned, Serial(), draw.OneOf(ReturnReasons), FeeReturned: withFee);
            _ = desk.Take(back, platform.PoolId, (await order).OrderNo, answer);
            var payoutFen = amountFen;
            if (terms.WithdrawalFeeDeduction == FeeDeduction.Inner) payoutFen -= terms.WithdrawalFeeFen;
            user.AvailableFen += payoutFen;
            user.OwnUnsettledFen += payoutFen;
        }
    }

    private async Task AnswerAsync(
        DateTime at, DemoUser user, Task<Receipt> order, ChannelResult result, string? reason = null)
    {
        var serial = result == ChannelResult.Unknown ? null : Serial();
        _ = desk.Take(at, user.Platform.PoolId, (await order).OrderNo, new ChannelAnswer(result, serial, reason));
    }

    private string Serial() => $"SB{_serials += 37}";

    /// <summary>People recharge round sums: the larger the sum, the rounder; companies whole ten thousands.</summary>
    private static long Rounded(DemoUser user, long amountFen)
    {
        var stepFen = user.IsCompany ? 1_000_000 : amountFen switch
        {
            < 100_000 => 10_000,
            < 1_000_000 => 50_000,
            _ => 500_000,
        };
        return (amountFen + stepFen - 1) / stepFen * stepFen;
    }
}
