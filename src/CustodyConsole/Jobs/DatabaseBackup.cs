using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>
/// Copies a SQLite custody database while money keeps moving, and proves the copy's books: a copy that nobody has opened is no backup. A
/// PostgreSQL database is backed up by its own tools.
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

        await using (var copy = await CustodyDatabase.OpenToReadAsync(half, time, stop))
        await using (var db = copy.CreateDbContext())
        {
            var breaches = await TrialBalance.ProveAsync(db, cancellationToken: stop);
            if (breaches.Count > 0)
            {
                return JobResult.Failed(
                    $"备份的账簿检查不通过：{breaches[0].Chinese}", $"The books of the copy do not hold: {breaches[0].English}",
                    ("bytes", bytes), ("breaches", breaches.Count));
            }
        }

        File.Move(half, path, overwrite: true);
        var old = Directory.GetFiles(Folder, "custody-????????.db").OrderDescending(StringComparer.Ordinal).Skip(CopiesMax).ToList();
        old.ForEach(File.Delete);
        return JobResult.Done(
            $"备份 {Path.GetFileName(path)} 已生成并通过账簿检查（{bytes / 1024.0 / 1024.0:0.0} MB）；清理 {old.Count} 份旧备份。",
            $"The copy {Path.GetFileName(path)} was made and its books hold ({bytes / 1024.0 / 1024.0:0.0} MB); {old.Count} old copies removed.",
            ("bytes", bytes), ("removed", old.Count));
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
