using System.Diagnostics;
using CustodyConsole.Data;
using CustodyConsole.Demo;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Bench;

/// <summary>
/// A demo bank that stood still for three weeks, on PostgreSQL, and two hosts that catch it up: one after the other is killed as soon as it has
/// been up for a few seconds, and started again. In the end every job of every day has ended well exactly once.
/// </summary>
internal static class Schedulers
{
    private const int DaysBehind = 20;

    public static async Task RunAsync(Report report, TimeSpan duration, int port)
    {
        var folder = Directory.CreateTempSubdirectory("custody-schedulers-").FullName;
        var settings = new CustodySettings
        {
            BankName = "",
            BankNameEnglish = "",
            Database = await PostgresCluster.NewDatabaseAsync(),
            Demo = true,
            Folder = folder,
            PersonalDataKeyFile = Path.Combine(folder, "personal-data.key"),
        };
        var seeded = new SimulatedClock(DateTime.UtcNow.AddDays(-DaysBehind));
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, seeded, CancellationToken.None);
        await using var database = await CustodyDatabase.OpenToReadAsync(settings.Database, TimeProvider.System);
        DateOnly first;
        await using (var db = database.CreateDbContext()) first = (await db.BankStates.SingleAsync()).AccountingDate;

        var hosts = new[] { Start(settings, port), Start(settings, port + 1) };
        var clock = Stopwatch.StartNew();
        var kills = 0;
        var draw = new Random(7);
        while (clock.Elapsed < duration)
        {
            await Task.Delay(draw.Next(2_000, 6_000));
            var which = kills % 2;
            if (!await IsUpAsync(port + which)) continue;
            hosts[which].Kill(entireProcessTree: true);
            await hosts[which].WaitForExitAsync();
            hosts[which] = Start(settings, port + which);
            kills++;
        }

        var until = clock.Elapsed + TimeSpan.FromMinutes(5);
        while (clock.Elapsed < until && !await IsCaughtUpAsync(database)) await Task.Delay(1_000);
        foreach (var host in hosts)
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync();
        }

        await using (var db = database.CreateDbContext())
        {
            var state = await db.BankStates.SingleAsync();
            var runs = await db.JobRuns.Where(run => run.BusinessDate >= first).ToListAsync();
            var daily = runs.Where(run => JobCatalogue.Find(run.Job)!.Cadence == JobCadence.Daily && run.BusinessDate <= state.ClosedThrough).ToList();
            var well = daily.Where(run => run.EndedWell).GroupBy(run => (run.Job, run.BusinessDate)).ToList();
            var wanted = JobCatalogue.OfADay.Count() * (state.ClosedThrough!.Value.DayNumber - first.DayNumber + 1);
            var pools = await db.Pools.CountAsync();
            var batches = await db.Batches.Where(batch => batch.SettledOn >= first).ToListAsync();
            report.Add("PostgreSQL, two hosts, kills in " + $"{duration.TotalSeconds:N0} s", $"{kills}, {runs.Count(run => run.State == JobRunState.Lost)} runs lost with their node");
            report.Add("  days caught up and closed", $"{state.ClosedThrough.Value.DayNumber - first.DayNumber + 1}, in {clock.Elapsed.TotalSeconds:N0} s");
            report.Add("  jobs done / wanted, done twice", $"{well.Count} / {wanted}, {well.Count(one => one.Count() > 1)}");
            report.Add("  settlement days with another number of batches than pools", $"{batches.GroupBy(batch => batch.SettledOn).Count(one => one.Count() != pools)}");
            report.Add("  breaches of the books", $"{(await TrialBalance.ProveAsync(db)).Count}");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> IsCaughtUpAsync(CustodyDatabase database)
    {
        await using var db = database.CreateDbContext();
        var state = await db.BankStates.SingleAsync();
        // The last day that is over may wait for its morning; all before it are closed.
        return state.ClosedThrough >= DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(-2);
    }

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

    private static Process Start(CustodySettings settings, int port)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "CustodyConsole", Repository.Configuration, "CustodyConsole.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--contentRoot", settings.Folder]) { WorkingDirectory = settings.Folder };
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Custody__Database"] = settings.Database;
        start.Environment["Custody__PersonalDataKeyFile"] = settings.PersonalDataKeyFile;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
