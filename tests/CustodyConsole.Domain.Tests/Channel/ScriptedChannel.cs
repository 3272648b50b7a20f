using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Channel;

/// <summary>
/// A payment company that does what a test needs at the moment when it is called, and otherwise what the one behind it
/// does.
/// </summary>
internal sealed class ScriptedChannel(IPaymentChannel inner) : IPaymentChannel
{
    public Func<PaymentQuery, Task<ChannelAnswer>>? OnQuery { get; init; }

    public Func<PaymentCall, Task<ChannelAnswer>>? OnSms { get; set; }

    public List<string> Paid { get; } = [];

    public List<string> Confirmed { get; } = [];

    public Task<CardCheck> VerifyCardAsync(CardCheckCall call, CancellationToken cancellationToken) =>
        inner.VerifyCardAsync(call, cancellationToken);

    public Task<ChannelAnswer> SendSmsAsync(PaymentCall call, CancellationToken cancellationToken) =>
        OnSms?.Invoke(call) ?? inner.SendSmsAsync(call, cancellationToken);

    public Task<ChannelAnswer> ConfirmRechargeAsync(PaymentCall call, string smsCode)
    {
        Confirmed.Add(call.OrderNo);
        return inner.ConfirmRechargeAsync(call, smsCode);
    }

    public Task<ChannelAnswer> PayOutAsync(PaymentCall call)
    {
        Paid.Add(call.OrderNo);
        return inner.PayOutAsync(call);
    }

    public Task<ChannelAnswer> QueryAsync(PaymentQuery query, CancellationToken cancellationToken) =>
        OnQuery?.Invoke(query) ?? inner.QueryAsync(query, cancellationToken);
}
