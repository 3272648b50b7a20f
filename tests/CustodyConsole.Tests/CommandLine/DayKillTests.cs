using CustodyConsole.Data;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.CommandLine;

/// <summary>A power cut in the middle of a day end, again and again: the real program as a process of its own, killed.</summary>
public sealed class DayKillTests : IDisposable
{
    private readonly CommandFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_in_each_step_and_started_again_a_day_has_one_batch_and_one_result()
    {
        var database = _folder.Database;
        var file = _folder.File("loans.json", KivaText.One);
        Assert.Equal(0, (await CommandRun.OfAsync("replay", "--format", "kiva", "--file", file, "--database", database)).Code);
        DateOnly day;
        await using (var bank = await CustodyDatabase.OpenToReadAsync(database, TimeProvider.System, Cancellation))
        await using (var db = bank.CreateDbContext())
            day = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(Cancellation);

        // The days of the replay are open: each start goes on where the last one was killed.
        string[] run = ["day", "run", "--date", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "--database", database];
        var killed = 0;
        foreach (var job in JobCatalogue.OfADay)
        {
            using var process = CommandRun.Start(run);
            if (!await IsRunningAsync(database, job.Name, process)) break;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Cancellation);
            killed++;
        }

        Assert.Equal(JobCatalogue.OfADay.Count(), killed);
        var last = await CommandRun.OfAsync([.. run, "--json"]);

        Assert.True(last.Code == 0, last.Out + last.Error);
        await using var read = await CustodyDatabase.OpenToReadAsync(database, TimeProvider.System, Cancellation);
        await using var books = read.CreateDbContext();
        var runs = await books.JobRuns.Where(one => one.State == JobRunState.Done || one.State == JobRunState.Skipped).ToListAsync(Cancellation);
        var ofDays = runs.Where(one => JobCatalogue.Find(one.Job)!.Cadence == JobCadence.Daily).ToList();
        Assert.Equal(ofDays.Count, ofDays.Select(one => (one.Job, one.BusinessDate)).Distinct().Count());
        // A job may have ended between the look and the kill; most have not.
        Assert.InRange((await books.JobRuns.Where(one => one.State == JobRunState.Lost).Select(one => one.Job).Distinct().ToListAsync(Cancellation)).Count, 5, killed);
        var batches = await books.Batches.ToListAsync(Cancellation);
        Assert.Equal(batches.Count, batches.Select(batch => (batch.PoolId, batch.SettledOn)).Distinct().Count());
        var days = await books.AccountingDays.Where(one => one.Date <= day).ToListAsync(Cancellation);
        Assert.All(days, one => Assert.True(one is { ClosedAtUtc: not null, Breaches: 0, SnapshotAtUtc: not null }, Domain.Calendar.BankTime.Format(one.Date)));
        Assert.Equal(days.Sum(one => one.SnapshotAccounts), await books.BalanceSnapshots.CountAsync(Cancellation));
        Assert.Empty(await TrialBalance.ProveAsync(books, cancellationToken: Cancellation));
    }

    /// <summary>Waits until the job is under way; false where the process ends without it.</summary>
    private static async Task<bool> IsRunningAsync(string database, string job, System.Diagnostics.Process process)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM job_run WHERE state = 2 AND job = @job AND node LIKE @node";
        command.Parameters.AddWithValue("@job", job);
        command.Parameters.AddWithValue("@node", $"%-{process.Id}");
        while (Convert.ToInt64(await command.ExecuteScalarAsync(Cancellation), System.Globalization.CultureInfo.InvariantCulture) == 0)
        {
            if (process.HasExited) return false;
            await Task.Delay(1, Cancellation);
        }

        return true;
    }
}
