using CustodyConsole.Channel;
using CustodyConsole.Domain.Payments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Domain.Tests.Channel;

public sealed class SandboxChannelTests
{
    private static readonly SandboxOptions Restless = new()
    {
        FailurePerMille = 100,
        UnknownPerMille = 100,
        LatePerMille = 100,
        RepeatPerMille = 100,
        ReturnPerMille = 100,
    };

    [Fact]
    public async Task The_same_seed_does_the_same_and_another_seed_something_else()
    {
        var first = await RunAsync(Restless);
        Assert.Equal(first, await RunAsync(Restless));
        Assert.NotEqual(first, await RunAsync(Restless with { Seed = 1 }));
    }

    [Fact]
    public async Task Every_fault_happens_about_as_often_as_it_should()
    {
        using var channel = new SandboxChannel(Restless, TimeProvider.System);
        var answers = new List<ChannelResult>();
        for (var i = 0; i < 2000; i++) answers.Add((await channel.PayOutAsync(Call(i))).Result);
        var callbacks = await DrainAsync(channel);

        Assert.InRange(answers.Count(result => result == ChannelResult.Failed), 120, 210);
        Assert.InRange(answers.Count(result => result == ChannelResult.Unknown), 310, 450);
        Assert.InRange(callbacks.Count(callback => callback.Answer.Result == ChannelResult.Returned), 130, 240);
        Assert.InRange(callbacks.Count(callback => callback.Answer.Result != ChannelResult.Returned), 300, 470);
    }

    [Fact]
    public async Task What_was_unknown_is_told_when_asked()
    {
        using var channel = new SandboxChannel(
            new SandboxOptions { UnknownPerMille = 1000, FailurePerMille = 500 }, TimeProvider.System);
        var truths = new List<ChannelResult>();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(ChannelResult.Unknown, (await channel.PayOutAsync(Call(i))).Result);
            var query = new PaymentQuery(1, Call(i).OrderNo, true, 100);
            truths.Add((await channel.QueryAsync(query, CancellationToken.None)).Result);
        }

        Assert.Equal([ChannelResult.Succeeded, ChannelResult.Failed], truths.Distinct().Order());
        Assert.Empty(await DrainAsync(channel));
    }

    [Fact]
    public async Task Only_the_right_code_confirms_a_recharge()
    {
        using var channel = new SandboxChannel(new SandboxOptions { SmsCode = "246810" }, TimeProvider.System);
        Assert.Equal(ChannelResult.Succeeded, (await channel.SendSmsAsync(Call(1), CancellationToken.None)).Result);
        var wrong = await channel.ConfirmRechargeAsync(Call(1), "888888");
        Assert.Equal((ChannelResult.Failed, "短信验证码错误或已过期"), (wrong.Result, wrong.Reason));
        Assert.Equal(ChannelResult.Succeeded, (await channel.ConfirmRechargeAsync(Call(1), "246810")).Result);
    }

    [Fact]
    public async Task A_late_answer_comes_when_its_time_has_come()
    {
        var time = new SteppedTime();
        using var channel = new SandboxChannel(new SandboxOptions { LatePerMille = 1000, LateSeconds = 30 }, time);
        Assert.Equal(ChannelResult.Unknown, (await channel.PayOutAsync(Call(1))).Result);

        Assert.False(channel.Callbacks.TryRead(out _));
        time.FireAll();

        Assert.Equal(
            ChannelResult.Succeeded,
            (await channel.Callbacks.ReadAsync(TestContext.Current.CancellationToken)).Answer.Result);
        Assert.Equal([TimeSpan.FromSeconds(30)], time.Asked);
    }

    [Fact]
    public void It_is_set_up_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Custody:Sandbox:Seed"] = "5",
            ["Custody:Sandbox:FailurePerMille"] = "7",
            ["Custody:Sandbox:FeeReturned"] = "true",
        }).Build();
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPaymentCompany(
            configuration).BuildServiceProvider();

        Assert.Equal(
            new SandboxOptions { Seed = 5, FailurePerMille = 7, FeeReturned = true },
            services.GetRequiredService<SandboxOptions>());
        Assert.Same(services.GetRequiredService<SandboxChannel>(), services.GetRequiredService<IPaymentChannel>());
    }

    private static async Task<string> RunAsync(SandboxOptions options)
    {
        using var channel = new SandboxChannel(options, TimeProvider.System);
        var said = new List<string>();
        for (var i = 0; i < 200; i++) said.Add($"{await channel.PayOutAsync(Call(i))}");
        said.AddRange((await DrainAsync(channel)).Select(callback => $"{callback}"));
        return string.Join('\n', said);
    }

    private static PaymentCall Call(int i) =>
        new(1, $"20170803{i:D12}", 100, "张三", "6222020000000000000", "13800138000");

    private static Task<List<ChannelCallback>> DrainAsync(SandboxChannel channel)
    {
        var callbacks = new List<ChannelCallback>();
        while (channel.Callbacks.TryRead(out var callback)) callbacks.Add(callback);
        return Task.FromResult(callbacks);
    }

    /// <summary>A clock whose timers run out when the test says so.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> _timers = [];

        public List<TimeSpan> Asked { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            _timers.Add((callback, state));
            return new NoTimer();
        }

        public void FireAll() => _timers.ForEach(timer => timer.Callback(timer.State));

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
