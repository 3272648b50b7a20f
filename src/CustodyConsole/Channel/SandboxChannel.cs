using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Channel;

/// <summary>
/// The payment company, embedded: it takes its time, refuses, does not answer, answers late or twice, and has payouts
/// sent back. What it does to an order follows from its seed and the order's number alone, so a run can be repeated,
/// and what it says when asked later is the truth although it remembers nothing. What it is asked about it takes as
/// received.
/// </summary>
public sealed class SandboxChannel(SandboxOptions options, TimeProvider time) : IPaymentChannel, IDisposable
{
    private static readonly string[] RechargeReasons =
        ["银行卡余额不足", "超过持卡人当日限额", "发卡银行拒绝交易", "持卡人身份验证未通过"];

    private static readonly string[] PayoutReasons =
        ["收款账户状态异常", "收款人户名不符", "超过收款银行单笔限额", "收款银行系统维护"];

    private static readonly string[] ReturnReasons = ["收款账户已销户", "账号户名不符被收款行退回", "收款账户只收不付"];

    private static readonly CardCheckResult[] CheckFailures =
    [
        CardCheckResult.Mismatch, CardCheckResult.InvalidCard, CardCheckResult.AbnormalCard, CardCheckResult.Restricted,
        CardCheckResult.TooFrequent,
    ];

    private readonly Channel<ChannelCallback> _callbacks =
        System.Threading.Channels.Channel.CreateUnbounded<ChannelCallback>();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>What the payment company sends by itself, in the order in which it arrives.</summary>
    public ChannelReader<ChannelCallback> Callbacks => _callbacks.Reader;

    /// <inheritdoc />
    public async Task<CardCheck> VerifyCardAsync(CardCheckCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        await WaitAsync(cancellationToken);
        return new CardCheck(
            Happens("check", call.RequestNo, options.CheckFailurePerMille)
                ? OneOf(CheckFailures, "check-reason", call.RequestNo)
                : CardCheckResult.Match,
            SerialOf("check", call.RequestNo));
    }

    /// <inheritdoc />
    public async Task<ChannelAnswer> SendSmsAsync(PaymentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        await WaitAsync(cancellationToken);
        return new ChannelAnswer(ChannelResult.Succeeded, SerialOf("sms", call.OrderNo));
    }

    /// <inheritdoc />
    public async Task<ChannelAnswer> ConfirmRechargeAsync(PaymentCall call, string smsCode)
    {
        ArgumentNullException.ThrowIfNull(call);
        await WaitAsync(CancellationToken.None);
        return smsCode == options.SmsCode
            ? Answer(call, TruthOf(call.OrderNo, isPayout: false, call.AmountFen, call.AskedOn))
            : new ChannelAnswer(ChannelResult.Failed, SerialOf("pay", call.OrderNo), "短信验证码错误或已过期");
    }

    /// <inheritdoc />
    public async Task<ChannelAnswer> PayOutAsync(PaymentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await WaitAsync(CancellationToken.None);
        var truth = TruthOf(call.OrderNo, isPayout: true, call.AmountFen, call.AskedOn);
        var answer = Answer(call, truth);
        if (truth.Result == ChannelResult.Succeeded && Happens("return", call.OrderNo, options.ReturnPerMille))
        {
            var returned = truth with
            {
                Result = ChannelResult.Returned,
                Reason = OneOf(ReturnReasons, "return-reason", call.OrderNo),
                FeeReturned = options.FeeReturned,
                // The receiving bank sends it back on a day of its own.
                TransactionDate = null,
            };
            Deliver(new ChannelCallback(call.PoolId, call.OrderNo, returned), options.ReturnSeconds);
        }

        return answer;
    }

    /// <inheritdoc />
    public async Task<ChannelAnswer> QueryAsync(PaymentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await WaitAsync(cancellationToken);
        return TruthOf(query.OrderNo, query.IsPayout, query.AmountFen, query.AskedOn);
    }

    /// <inheritdoc />
    public async Task<long?> TransferredAsync(SettlementQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await WaitAsync(cancellationToken);
        if (Happens("settlement-late", query.BatchNo, options.SettlementLatePerMille)) return null;
        return Happens("settlement-differs", query.BatchNo, options.SettlementDifferencePerMille) ? query.NetFen - 100 : query.NetFen;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_callbacks.Writer.TryComplete()) return;
        _closing.Cancel();
        _closing.Dispose();
    }

    /// <summary>What really becomes of a payment, on the day on which it was asked for.</summary>
    private ChannelAnswer TruthOf(string orderNo, bool isPayout, long amountFen, DateOnly? askedOn) =>
        Happens("fail", orderNo, options.FailurePerMille)
            ? new ChannelAnswer(
                ChannelResult.Failed, SerialOf("pay", orderNo),
                OneOf(isPayout ? PayoutReasons : RechargeReasons, "fail-reason", orderNo), TransactionDate: askedOn)
            : new ChannelAnswer(ChannelResult.Succeeded, SerialOf("pay", orderNo), AmountFen: amountFen, TransactionDate: askedOn);

    /// <summary>
    /// How much of the truth the caller hears at once; the rest is called back, or waits to be asked for.
    /// </summary>
    private ChannelAnswer Answer(PaymentCall call, ChannelAnswer truth)
    {
        var callback = new ChannelCallback(call.PoolId, call.OrderNo, truth);
        var answer = truth;
        if (Happens("unknown", call.OrderNo, options.UnknownPerMille))
        {
            answer = new ChannelAnswer(ChannelResult.Unknown, Reason: "请求超时，未收到应答");
        }
        else if (Happens("late", call.OrderNo, options.LatePerMille))
        {
            answer = new ChannelAnswer(ChannelResult.Unknown, Reason: "已受理，处理中");
            Deliver(callback, options.LateSeconds);
        }

        if (Happens("repeat", call.OrderNo, options.RepeatPerMille)) Deliver(callback, options.LateSeconds);
        return answer;
    }

    private void Deliver(ChannelCallback callback, int afterSeconds)
    {
        if (afterSeconds <= 0) _callbacks.Writer.TryWrite(callback);
        else _ = DeliverLaterAsync(callback, TimeSpan.FromSeconds(afterSeconds));
    }

    private async Task DeliverLaterAsync(ChannelCallback callback, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _closing.Token);
            _callbacks.Writer.TryWrite(callback);
        }
        catch (OperationCanceledException)
        {
            // The payment company closes; whoever waits for the answer asks for it.
        }
    }

    private Task WaitAsync(CancellationToken cancellationToken) => options.LatencyMs <= 0
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(options.LatencyMs), time, cancellationToken);

    private bool Happens(string what, string orderNo, int perMille) =>
        perMille > 0 && Draw(what, orderNo) % 1000 < (ulong)perMille;

    private T OneOf<T>(T[] choices, string what, string orderNo) =>
        choices[Draw(what, orderNo) % (ulong)choices.Length];

    private string SerialOf(string what, string orderNo) => $"SB{Draw(what, orderNo):X16}";

    private ulong Draw(string what, string orderNo) =>
        BinaryPrimitives.ReadUInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Seed}|{what}|{orderNo}")));
}
