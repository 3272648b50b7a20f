using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Replay;

/// <summary>
/// The bank as a replay drives it: its operations, a simulated clock, and the day cut. Requests are made without
/// waiting for the one before; the writer takes them in their order, so what a request needs may be on its way while it
/// is made.
/// </summary>
/// <remarks>
/// At most <see cref="InFlightMax"/> requests wait: enough for full groups, little memory. The clock moves only when
/// none waits. Nothing that a request carries comes from an answer of this run, but for account numbers, which a
/// repeated opening answers again.
/// </remarks>
internal sealed class ReplayBank
{
    private const int InFlightMax = 8_192;
    private const int OpeningsMax = 2_048;
    private const string Operator = "replay";

    private readonly CustodyBank _bank;
    private readonly SimulatedClock _clock;
    private readonly ReplayProgress _progress;
    private readonly Queue<(string RequestNo, Task<Outcome<Receipt>> Answer)> _inFlight = new();
    private readonly DateOnly _until;
    private DateOnly _accountingDate;

    private ReplayBank(
        CustodyBank bank, SimulatedClock clock, ReplayProgress progress, CustodyPool pool, DateOnly accountingDate, DateOnly until)
    {
        _bank = bank;
        _clock = clock;
        _progress = progress;
        Pool = pool;
        _accountingDate = accountingDate;
        _until = until;
    }

    /// <summary>The pool of the replay's platform.</summary>
    public CustodyPool Pool { get; }

    /// <summary>Ends an accounting day and begins the next, for who runs the bank's nights within the replay; null where days are just cut.</summary>
    public Func<DateOnly, Task>? EndDay { get; init; }

    /// <summary>
    /// Opens the plan's platform, or finds it again, and settles payments whose answer a killed run did not live to
    /// take.
    /// </summary>
    public static async Task<ReplayBank> OpenAsync(
        CustodyBank bank, SimulatedClock clock, ReplayPlan plan, ReplayProgress progress, DateOnly until,
        CancellationToken cancellationToken, Func<DateOnly, Task>? endDay = null)
    {
        clock.MoveTo(Instant(plan.FirstDay, 0));
        var date = Require("set-up", await bank.SetUpAsync(plan.FirstDay));
        clock.MoveTo(Instant(date, 0));
        var pool = Require("platform", await bank.OpenPlatformAsync(plan.Platform));
        var opened = new ReplayBank(bank, clock, progress, pool, date, until) { EndDay = endDay };
        clock.MoveTo(Instant(date.AddDays(1), 0));
        foreach (var answer in await bank.QueryUnknownAsync(pool.Id, clock.GetUtcNow().UtcDateTime, cancellationToken))
            Require("query", answer);
        return opened;
    }

    /// <summary>The head of a request under a number that the file gives.</summary>
    public RequestHead Head(string requestNo) => new(Pool.Id, requestNo, Operator);

    /// <summary>
    /// Begins a day: everything of the day before is durable, the clock goes on, and the accounting date is cut
    /// forward. In a run that repeats an earlier one the bank may be on a later date; it stays there.
    /// </summary>
    /// <returns>False where the replay ends before this day: the bank then stands at the beginning of its last one.</returns>
    public async Task<bool> BeginDayAsync(DateOnly day)
    {
        var begun = day <= _until ? day : _until;
        await DrainAsync();
        for (; EndDay is not null && _accountingDate < begun; _accountingDate = _accountingDate.AddDays(1)) await EndDay(_accountingDate);
        await MoveToHourAsync(begun, 0);
        _progress.BeginDay(begun);
        if (begun > _accountingDate) _accountingDate = Require("day cut", await _bank.CutDayAsync(begun));
        return day <= _until;
    }

    /// <summary>Waits for all that was asked and moves the clock within the day.</summary>
    public async Task MoveToHourAsync(DateOnly day, int hour)
    {
        await DrainAsync();
        _clock.MoveTo(Instant(day, hour));
    }

    /// <summary>
    /// Makes a request. Waits only while too many others wait; a refusal stops the replay at the latest at the end of
    /// the day.
    /// </summary>
    public ValueTask AskAsync(BankRequest request)
    {
        _progress.Step();
        _inFlight.Enqueue((request.Head.RequestNo, _bank.AskAsync(request)));
        return _inFlight.Count < InFlightMax ? ValueTask.CompletedTask : new ValueTask(DrainToAsync(InFlightMax / 2));
    }

    /// <summary>Waits until everything that was asked is durable.</summary>
    public Task DrainAsync() => DrainToAsync(0);

    /// <summary>Opens sub-accounts, many at once, and gives their numbers in order.</summary>
    public async Task<IReadOnlyList<string>> OpenUsersAsync(
        IEnumerable<(string RequestNo, UserForm Form)> users, CancellationToken cancellationToken)
    {
        var numbers = new List<string>();
        foreach (var some in users.Chunk(OpeningsMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answers = some
                .Select(user => (user.RequestNo, Answer: _bank.OpenUserAsync(Head(user.RequestNo), user.Form)))
                .ToList();
            foreach (var (requestNo, answer) in answers)
            {
                numbers.Add(Require(requestNo, await answer).AccountNo
                    ?? throw new InvalidOperationException($"{requestNo} was answered without an account number."));
            }
        }

        return numbers;
    }

    /// <summary>Pays money out through the payment company, many users at once.</summary>
    public async Task WithdrawAsync(IEnumerable<Withdrawal> withdrawals)
    {
        await DrainAsync();
        foreach (var some in withdrawals.Chunk(OpeningsMax))
        {
            var answers = some.Select(request => (request.Head.RequestNo, Answer: _bank.WithdrawAsync(request)))
                .ToList();
            foreach (var (requestNo, answer) in answers)
            {
                var receipt = Require(requestNo, await answer);
                if (receipt.State != OrderState.Succeeded)
                    throw new ReplayStoppedException(ReplayRefusals.NotPaidOut(receipt.OrderNo));
                _progress.Step();
            }
        }
    }

    private async Task DrainToAsync(int left)
    {
        while (_inFlight.Count > left)
        {
            var (requestNo, answer) = _inFlight.Dequeue();
            Require(requestNo, await answer);
        }
    }

    /// <summary>Banking hours begin at 9 o'clock in China, which is one in the morning UTC.</summary>
    private static DateTime Instant(DateOnly day, int hour) =>
        day.ToDateTime(new TimeOnly(1 + hour, 0), DateTimeKind.Utc);

    private static T Require<T>(string requestNo, Outcome<T> answer) => answer.Done
        ? answer.Value
        : throw new ReplayStoppedException(ReplayRefusals.BankRefused(requestNo, answer.Refusal));
}

/// <summary>
/// A replay cannot go on, with the reason for the person who started it. What was booked before stays booked.
/// </summary>
internal sealed class ReplayStoppedException(Refusal refusal, bool begun = true) : Exception(refusal.English)
{
    /// <summary>False when nothing was booked.</summary>
    public bool Begun { get; } = begun;

    public Refusal Refusal { get; } = refusal;
}
