using System.Diagnostics;
using CustodyConsole.Channel;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Bench;

/// <summary>
/// How long the end of a day takes over so many orders of it, nine recharges to one withdrawal, and how much memory: a day end is to be linear
/// in its orders and its memory flat. Beside the clock stands the processor's time, which other work on the machine does not lengthen.
/// </summary>
internal static class DayEnds
{
    public static async Task MeasureAsync(Report report, IReadOnlyList<int> sizes)
    {
        foreach (var orders in sizes) await MeasureAsync(report, orders);
    }

    private static async Task MeasureAsync(Report report, int orders)
    {
        await using var bank = await BenchBank.OpenAsync(postgres: false, investors: Math.Clamp(orders / 10, 1_000, 100_000), borrowers: 2, fundsFen: 1_000_00);
        var fill = Stopwatch.StartNew();
        await FillAsync(bank, orders);
        Console.WriteLine($"{orders:N0} orders in {fill.Elapsed.TotalSeconds:N0} s");
        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        var day = new DateOnly(2017, 8, 3);
        var end = new DayEnd(new StaffDesk(bank.Database.Writer), bank.Database.Writer, channel, bank.Database);
        var total = Stopwatch.StartNew();
        var processor = Processor();
        var told = new List<string>();
        var peak = 0L;
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!watching.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(false));
                await Task.Delay(50);
            }
        });
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        var reports = 0;
        var progress = new Counted(() => reports++);
        await StepAsync("cut", () => end.CutAsync(day));
        await StepAsync("trial balance", () => end.TrialBalanceAsync(day));
        await StepAsync("settle", () => end.SettleAsync(day));
        await StepAsync("snapshot", () => end.SnapshotAsync(day, progress));
        await StepAsync("confirm", () => end.ConfirmAsync(day));
        await StepAsync("release float", () => end.ReleaseFloatAsync(day, progress));
        await StepAsync("accrue", async () =>
        {
            await using var db = bank.Database.CreateDbContext();
            return await AccrueAdvances.RunAsync(db, bank.Database.Writer, day);
        });
        await StepAsync("close", () => end.CloseAsync(day));
        await watching.CancelAsync();
        await watch;
        var (seconds, worked) = (total.Elapsed.TotalSeconds, (Processor() - processor).TotalSeconds);
        report.Add(
            $"SQLite, end of a day of {orders:N0} orders",
            $"{seconds:N1} s, {worked:N1} s of processor: {worked * 1_000_000 / orders:N0} µs an order; managed memory {before / 1048576:N0} → at most {peak / 1048576:N0} MB; "
            + $"progress told {reports:N0} times; " + string.Join(", ", told));

        await TellProofAsync(report, bank);

        async Task StepAsync<T>(string name, Func<Task<Outcome<T>>> step)
        {
            var (clock, begun) = (Stopwatch.StartNew(), Processor());
            _ = (await step()).Value;
            told.Add($"{name} {clock.Elapsed.TotalSeconds:N1} ({(Processor() - begun).TotalSeconds:N1}) s");
            Console.WriteLine($"  {told[^1]}");
        }
    }

    /// <summary>The checks of the proof that take longest, so that one which is not linear is seen.</summary>
    private static async Task TellProofAsync(Report report, BenchBank bank)
    {
        await using var db = bank.Database.CreateDbContext();
        var checks = new Checks();
        _ = await TrialBalance.ProveAsync(db, checks);
        var slowest = checks.Ended().OrderByDescending(check => check.Seconds).Take(6);
        report.Add("  the proof once more, by processor", string.Join(", ", slowest.Select(check => $"{check.Name} {check.Seconds:N1} s")));
    }

    private static TimeSpan Processor() => Environment.CpuUsage.TotalTime;

    private static async Task FillAsync(BenchBank bank, int orders)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 512).Select(async caller =>
        {
            for (var i = Interlocked.Increment(ref next); i < orders; i = Interlocked.Increment(ref next))
            {
                var account = bank.Investors[i % bank.Investors.Length];
                if (i % 10 != 9)
                {
                    await bank.AskAsync(new Recharge(bank.Head(), account, 100_00 + i % 50, Verification.Sms, bank.Serial()));
                    continue;
                }

                var accepted = await bank.AskAsync(new Withdrawal(bank.Head(), account, 50_00, Verification.TradePassword));
                var sent = new SendWithdrawal(bank.PoolId, accepted.OrderNo);
                _ = (await bank.Database.Writer.RunAsync(bank.PoolId, sent.Run, sent.Want, advances: true)).Value;
                var answer = new TakeAnswer(bank.PoolId, accepted.OrderNo, new ChannelAnswer(ChannelResult.Succeeded, "P" + accepted.OrderNo));
                _ = (await bank.Database.Writer.RunAsync(bank.PoolId, answer.Run, answer.Want)).Value;
            }
        }));
    }

    /// <summary>What each check took of the processor: one begins where the one before it has ended.</summary>
    private sealed class Checks : IProgress<string>
    {
        private readonly List<(string Name, TimeSpan At)> _begun = [];

        public void Report(string value) => _begun.Add((value, Processor()));

        public IEnumerable<(string Name, double Seconds)> Ended()
        {
            var end = Processor();
            return _begun.Select((check, i) => (check.Name, ((i + 1 < _begun.Count ? _begun[i + 1].At : end) - check.At).TotalSeconds));
        }
    }

    private sealed class Counted(Action told) : IProgress<DayProgress>
    {
        public void Report(DayProgress value) => told();
    }
}
