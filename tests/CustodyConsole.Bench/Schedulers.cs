using System.Diagnostics;
using CustodyConsole.Data;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Bench;

/// <summary>
/// A bank that stood still for three weeks, on PostgreSQL, with money moving all the while, and two hosts that catch it up: one after the other
/// is killed as soon as it has been up for a few seconds, and started again. In the end every job of every day has ended well exactly once.
/// </summary>
internal static class Schedulers
{
    private const int DaysBehind = 20;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    /// <summary>How long the two hosts are left alone afterwards; what a killed node had begun is taken over after a minute.</summary>
    private static readonly TimeSpan QuietMost = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Report report, TimeSpan duration, int port)
    {
        var folder = Directory.CreateTempSubdirectory("custody-schedulers-").FullName;
        var key = Path.Combine(folder, "personal-data.key");
        _ = PersonalDataKey.Load(key, mayCreate: true);
        var first = Today().AddDays(-DaysBehind);
        Console.WriteLine($"a bank on PostgreSQL whose accounting date is {first:yyyy-MM-dd}");
        await using var bank = await BenchBank.OpenAsync(postgres: true, investors: 200, borrowers: 2, fundsFen: 1_000_00, first: first);
        var database = bank.Database;

        using var ended = new CancellationTokenSource();
        var moved = KeepMovingAsync(bank, ended.Token);
        var hosts = new[] { Start(bank.Connection, folder, key, port), Start(bank.Connection, folder, key, port + 1) };
        var (kills, told) = (0, TimeSpan.Zero);
        var draw = new Random(7);
        var clock = Stopwatch.StartNew();
        try
        {
            // The time of the kills begins when there is something to kill.
            while (!await IsUpAsync(port) || !await IsUpAsync(port + 1)) await Task.Delay(500);
            Console.WriteLine($"  both hosts are up after {clock.Elapsed.TotalSeconds:N0} s");
            clock.Restart();
            while (clock.Elapsed < duration)
            {
                await Task.Delay(draw.Next(2_000, 6_000));
                var which = kills % 2;
                if (await IsUpAsync(port + which))
                {
                    hosts[which].Kill(entireProcessTree: true);
                    await hosts[which].WaitForExitAsync();
                    hosts[which] = Start(bank.Connection, folder, key, port + which);
                    kills++;
                }

                told = await TellAsync(database, clock.Elapsed, told, kills, first);
            }

            Console.WriteLine("  no more kills");
            var until = clock.Elapsed + QuietMost;
            while (clock.Elapsed < until && !await IsCaughtUpAsync(database))
            {
                await Task.Delay(1_000);
                told = await TellAsync(database, clock.Elapsed, told, kills, first);
            }
        }
        finally
        {
            foreach (var host in hosts)
            {
                host.Kill(entireProcessTree: true);
                await host.WaitForExitAsync();
                host.Dispose();
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        await ended.CancelAsync();
        await JudgeAsync(report, database, first, $"{kills} kills in {duration.TotalSeconds:N0} s, {await moved:N0} recharges meanwhile, {seconds:N0} s in all");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task JudgeAsync(Report report, CustodyDatabase database, DateOnly first, string what)
    {
        await using var db = database.CreateDbContext();
        var state = await db.BankStates.SingleAsync();
        var runs = await db.JobRuns.Where(run => run.BusinessDate >= first).ToListAsync();
        var days = state.ClosedThrough is { } closed ? closed.DayNumber - first.DayNumber + 1 : 0;
        var well = runs
            .Where(run => JobCatalogue.Find(run.Job)!.Cadence == JobCadence.Daily && run.BusinessDate <= state.ClosedThrough && run.EndedWell)
            .GroupBy(run => (run.Job, run.BusinessDate)).ToList();
        var batches = await db.Batches.Where(batch => batch.SettledOn >= first).GroupBy(batch => new { batch.PoolId, batch.SettledOn })
            .Select(day => day.Count()).ToListAsync();
        report.Add("PostgreSQL, two hosts", $"{what}, {runs.Count(run => run.State == JobRunState.Lost)} runs lost with their node");
        report.AddAtLeast("  days caught up and closed", days, DaysBehind - 1, "");
        report.AddAtMost("  jobs of closed days that are missing", (JobCatalogue.OfADay.Count() * days) - well.Count, 0, "");
        report.AddAtMost("  jobs done twice for a day", well.Count(one => one.Count() > 1), 0, "");
        report.AddAtMost("  settlement days with more than one batch", batches.Count(count => count > 1), 0, "");
        report.AddAtMost("  breaches of the books", (await TrialBalance.ProveAsync(db)).Count, 0, "");
    }

    /// <summary>Recharges one after the other until the end; gives how many.</summary>
    private static async Task<long> KeepMovingAsync(BenchBank bank, CancellationToken ended)
    {
        var count = 0L;
        while (!ended.IsCancellationRequested)
        {
            await bank.AskAsync(new Recharge(
                bank.Head(), bank.Investors[count % bank.Investors.Length], 10_00, Verification.Sms, bank.Serial()));
            count++;
            await Task.Delay(50, CancellationToken.None);
        }

        return count;
    }

    private static async Task<TimeSpan> TellAsync(
        CustodyDatabase database, TimeSpan now, TimeSpan told, int kills, DateOnly first)
    {
        if (now - told < TellEvery) return told;
        await using var db = database.CreateDbContext();
        var closed = await db.BankStates.Select(state => state.ClosedThrough).SingleAsync();
        var runs = await db.JobRuns.Where(run => run.BusinessDate >= first).GroupBy(run => run.State)
            .Select(state => new { state.Key, Count = state.Count() }).ToListAsync();
        Console.WriteLine(
            $"  {now.TotalSeconds,4:N0} s: {kills} kills, closed through {closed:yyyy-MM-dd}, runs "
            + string.Join(", ", runs.OrderBy(state => state.Key).Select(state => $"{state.Count} {state.Key}")));
        return now;
    }

    /// <summary>The last day that is over may wait for its morning; all before it are closed.</summary>
    private static async Task<bool> IsCaughtUpAsync(CustodyDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.BankStates.Select(state => state.ClosedThrough).SingleAsync() >= Today().AddDays(-2);
    }

    private static DateOnly Today() => BankTime.DateOf(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static async Task<bool> IsUpAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/sign-in"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static Process Start(string database, string folder, string key, int port)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "CustodyConsole", Repository.Configuration, "CustodyConsole.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--contentRoot", folder]) { WorkingDirectory = folder };
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Custody__Database"] = database;
        start.Environment["Custody__PersonalDataKeyFile"] = key;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) Console.Error.WriteLine(text);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
