using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Where the files of exports lie: one file each, named by the number of its export. On PostgreSQL all nodes must see the same folder.
/// </summary>
public sealed class ReportFiles(CustodySettings settings, IDbContextFactory<CustodyDb> databases, ILogger<ReportFiles> log)
{
    /// <summary>The folder itself.</summary>
    public string Root { get; } = settings.ReportsFolder;

    /// <summary>The file of an export, whether or not it is there.</summary>
    public string PathOf(ReportRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Path.Combine(Root, run.No + ReportFileWriter.ExtensionOf(ReportScope.FromJson(run.Scope).Format));
    }

    /// <summary>Makes the folder where there is none, for the bank's own process alone. One that was there keeps the rights that operators gave it.</summary>
    public void Prepare()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Root);
        else Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens the file of an export, so that it cannot go away before it is handed out; null where there is none.</summary>
    public FileStream? Open(string no)
    {
        // A number that is none must not reach the file system.
        if (ReportRun.IdOf(no) is not { } id) return null;
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var path = Path.Combine(Root, ReportRun.NoOf(id) + ReportFileWriter.ExtensionOf(format));
            try
            {
                if (File.Exists(path)) return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
            }
            catch (FileNotFoundException)
            {
                // It was removed between the two.
            }
        }

        return null;
    }

    /// <summary>The media type of a file of this kind.</summary>
    public static string MediaTypeOf(ReportFormat format) => format == ReportFormat.Workbook
        ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "application/zip";

    /// <summary>Removes the file of an export and what was begun of it. A file that is still being read stays until the next sweep.</summary>
    public void Remove(string no)
    {
        if (!Directory.Exists(Root)) return;
        foreach (var file in Directory.GetFiles(Root, no + ".*")) TryDelete(file);
    }

    /// <summary>
    /// Removes what belongs to no export whose file is kept and to none that is being made: what a killed process has begun, and files whose
    /// time ended while nobody looked. Other files are left alone. Returns how many were removed.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Root)) return 0;
        var files = Directory.GetFiles(Root, "RP*.*")
            .Select(file => (File: file, Id: ReportRun.IdOf(Path.GetFileName(file).Split('.')[0]))).Where(one => one.Id is not null).ToList();
        if (files.Count == 0) return 0;
        var removed = 0;
        await using var db = await databases.CreateDbContextAsync(stop);
        foreach (var part in files.Chunk(500))
        {
            var ids = part.Select(one => one.Id!.Value).Distinct().ToList();
            var states = await db.ReportRuns.Where(run => ids.Contains(run.Id)).ToDictionaryAsync(run => run.Id, run => run.State, stop);
            foreach (var (file, id) in part)
            {
                // A file without a row belongs to another database, such as one restored from a backup: it is not ours to remove.
                if (!states.TryGetValue(id!.Value, out var state) || state == ReportRunState.Running) continue;
                if (state == ReportRunState.Done && !file.EndsWith(".part", StringComparison.Ordinal)) continue;
                if (TryDelete(file)) removed++;
            }
        }

        return removed;
    }

    private bool TryDelete(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(failure, "The file {File} could not be removed; it is tried again with the next sweep.", file);
            return false;
        }
    }
}
