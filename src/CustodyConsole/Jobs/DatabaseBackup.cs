using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>
/// Copies a SQLite custody database while money keeps moving, and proves the copy's books: a copy that nobody has opened is no backup. What the
/// bank knows to be wrong is wrong in a faithful copy as well, and such a copy is needed more than any other: it is kept, and pushes out no older
/// one, which may be the last whose books hold. A PostgreSQL database is backed up by its own tools.
/// </summary>
public sealed class DatabaseBackup(CustodySettings settings, IDbContextFactory<CustodyDb> factory, TimeProvider time)
{
    /// <summary>How many copies are kept.</summary>
    public const int CopiesMax = 14;

    /// <summary>Where the copies lie.</summary>
    public string Folder { get; } = Path.Combine(settings.Folder, "backups");

    /// <summary>Makes the copy that is named by a date; a day that is caught up late has none of its own.</summary>
    public async Task<JobResult> RunAsync(DateOnly date, JobLog log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (settings.IsPostgres)
        {
            return JobResult.Skipped(
                "PostgreSQL 数据库由其自身工具备份（基础备份与日志归档），控制台不另做。",
                "A PostgreSQL database is backed up by its own tools (base backup and log archiving).");
        }

        await using (var db = await factory.CreateDbContextAsync(stop))
        {
            var accountingDate = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(stop);
            if (date.AddDays(1) < accountingDate)
                return JobResult.Skipped("补跑的日期不另做备份。", "A day that is caught up late has no backup of its own.");
        }

        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"custody-{date:yyyyMMdd}.db"));
        var half = path + ".new";
        // What an interrupted copy has left goes, whatever its date.
        foreach (var left in Directory.GetFiles(Folder, "custody-*.db.new*")) File.Delete(left);
        await Task.Run(() => Copy(half), stop);
        var bytes = new FileInfo(half).Length;
        log.Write(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {bytes:#,0} B"));

        IReadOnlyList<Breach> breaches;
        await using (var copy = await CustodyDatabase.OpenToReadAsync(half, time, stop))
        await using (var db = copy.CreateDbContext())
        {
            breaches = await TrialBalance.ProveAsync(db, cancellationToken: stop);
            if (await FirstUnknownAsync(db, breaches, stop) is { } unknown)
            {
                return JobResult.Failed(
                    $"备份的账簿检查不通过：{unknown.Chinese}", $"The books of the copy do not hold: {unknown.English}",
                    ("bytes", bytes), ("breaches", breaches.Count));
            }
        }

        File.Move(half, path, overwrite: true);
        if (breaches.Count > 0)
        {
            return JobResult.Done(
                $"备份 {Path.GetFileName(path)} 已生成（{bytes / 1024.0 / 1024.0:0.0} MB），账簿有 {breaches.Count} 处不符，均已由试算平衡发现；旧备份暂不清理。",
                $"The copy {Path.GetFileName(path)} was made ({bytes / 1024.0 / 1024.0:0.0} MB) with the {breaches.Count} breaches of the books that the trial balance has found already; no old copy is removed.",
                ("bytes", bytes), ("breaches", breaches.Count));
        }

        var old = Directory.GetFiles(Folder, "custody-????????.db").OrderDescending(StringComparer.Ordinal).Skip(CopiesMax).ToList();
        old.ForEach(File.Delete);
        return JobResult.Done(
            $"备份 {Path.GetFileName(path)} 已生成并通过账簿检查（{bytes / 1024.0 / 1024.0:0.0} MB）；清理 {old.Count} 份旧备份。",
            $"The copy {Path.GetFileName(path)} was made and its books hold ({bytes / 1024.0 / 1024.0:0.0} MB); {old.Count} old copies removed.",
            ("bytes", bytes), ("removed", old.Count));
    }

    /// <summary>The first breach that no trial balance has found yet: its pool still takes postings, or, where it concerns none, no open day is known to be wrong.</summary>
    private static async Task<Breach?> FirstUnknownAsync(CustodyDb db, IReadOnlyList<Breach> breaches, CancellationToken stop)
    {
        if (breaches.Count == 0) return null;
        var stopped = await db.Pools.Where(pool => pool.PostingsStopped).Select(pool => pool.Id).ToListAsync(stop);
        var isDayWrong = await db.AccountingDays.AnyAsync(day => day.ClosedAtUtc == null && day.Breaches > 0, stop);
        return breaches.FirstOrDefault(breach => breach.PoolId is { } pool ? !stopped.Contains(pool) : !isDayWrong);
    }

    private void Copy(string path)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = settings.Database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        // One file and nothing beside it: whoever reads a copy in the writer's own journal mode leaves a log and an index behind.
        using var plain = copy.CreateCommand();
        plain.CommandText = "PRAGMA journal_mode = DELETE";
        plain.ExecuteNonQuery();
    }
}
