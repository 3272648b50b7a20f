using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Demo;

/// <summary>
/// Where the demo's story asks the bank for something: every request gets its number and its instant, and is with the
/// writer when the call returns, so the bank runs them in the order of the story without anybody waiting. Nothing the
/// story asks for may be refused.
/// </summary>
/// <param name="bank">The bank.</param>
/// <param name="clock">The clock that the writer reads.</param>
/// <param name="now">Now, in Shanghai: what happens today is moved together so that it is over by now.</param>
/// <param name="dateAtStart">The accounting date with which the bank begins.</param>
internal sealed class DemoDesk(CustodyBank bank, DemoClock clock, DateTime now, DateOnly dateAtStart)
{
    /// <summary>The member of staff that carries out what authorities order.</summary>
    public const string Staff = "operator";

    private readonly List<Task<Receipt>> _asked = [];
    private readonly List<Task<Outcome<DateOnly>>> _days = [];

    /// <summary>A head with the platform's next request number.</summary>
    public static RequestHead Head(DemoPlatform platform, DateTime at, string? staff = null) =>
        new(platform.PoolId, RequestNo(platform, at, ++platform.Requests), staff ?? $"api:{platform.Terms.No}");

    /// <summary>
    /// The number of the story's last request, which tells a finished story from one that was interrupted.
    /// </summary>
    public static string LastRequestNo(DemoPlatform platform, DateOnly lastDay) =>
        RequestNo(platform, lastDay.ToDateTime(default), 999_999);

    /// <summary>Asks for something that the bank decides by itself.</summary>
    public Task<Receipt> Ask(DateTime at, BankRequest request) => Keep(at, () => bank.AskAsync(request));

    /// <summary>Sends an accepted withdrawal.</summary>
    public Task<Receipt> Send(DateTime at, long poolId, string orderNo) =>
        Keep(at, () => bank.SendAsync(new SendWithdrawal(poolId, orderNo)));

    /// <summary>Hands over an answer of the payment company.</summary>
    public Task<Receipt> Take(DateTime at, long poolId, string orderNo, ChannelAnswer answer) =>
        Keep(at, () => bank.TakeCallbackAsync(new ChannelCallback(poolId, orderNo, answer)));

    /// <summary>Cuts the day before a date; an interrupted run may have cut it already.</summary>
    public void CutDay(DateOnly date)
    {
        if (date <= dateAtStart) return;
        clock.Next(UtcOf(date.ToDateTime(default)));
        _days.Add(bank.CutDayAsync(date));
    }

    /// <summary>
    /// Waits until all that was asked for is done. What was refused is a mistake of the story and throws.
    /// </summary>
    public async Task FinishAsync()
    {
        await Task.WhenAll(_asked);
        foreach (var day in _days) _ = (await day).Value;
        _asked.Clear();
        _days.Clear();
    }

    /// <summary>Waits until all that was asked for is done; what comes next happens at a time, given back in UTC.</summary>
    public async Task<DateTime> ReachAsync(DateTime at)
    {
        await FinishAsync();
        return Next(at);
    }

    /// <summary>Says when the operation after the next ones happens, in UTC.</summary>
    public DateTime Next(DateTime at)
    {
        var utc = UtcOf(at);
        clock.Next(utc);
        return utc;
    }

    /// <summary>Forgets the times of what did not happen after all, once everything that was asked for is done.</summary>
    public void Forget() => clock.Forget();

    private static string RequestNo(DemoPlatform platform, DateTime at, int number) =>
        $"{platform.Code}{at:yyyyMMdd}{number:D6}";

    private Task<Receipt> Keep(DateTime at, Func<Task<Outcome<Receipt>>> ask)
    {
        clock.Next(UtcOf(at));
        var answer = DoneAsync(ask());
        _asked.Add(answer);
        return answer;
    }

    private static async Task<Receipt> DoneAsync(Task<Outcome<Receipt>> answer) => (await answer).Value;

    /// <summary>The last day is as long as it has been so far; all that happens on it happens by now.</summary>
    private DateTime UtcOf(DateTime at)
    {
        var local = at.Date == now.Date ? at.Date + at.TimeOfDay * (now.TimeOfDay / TimeSpan.FromDays(1)) : at;
        return BankTime.Utc(local);
    }
}
