using System.Text.Json;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Makes one export on this node: begins it, lets itself be heard of while the file is written, stops where people ask for it, and ends it
/// with what came of it. A file stands in the list when it is complete and its hash is in the audit trail, not before.
/// </summary>
public sealed class ReportRunner(ReportDesk desk, ReportFileWriter writer, ReportFiles folder, TimeProvider time, ILogger<ReportRunner> log)
{
    /// <summary>How often an export lets itself be heard of.</summary>
    public static readonly TimeSpan HeardEvery = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What this node is called.</summary>
    public static string Node => CustodyConsole.Jobs.JobRunner.Node;

    /// <summary>
    /// Makes an export. Refusals: those of <see cref="ReportDesk.BeginAsync"/>. One that fails or is stopped is no refusal: it says so itself.
    /// </summary>
    /// <param name="no">The number of the export.</param>
    /// <param name="stopping">Stops it, because the node is closing.</param>
    public async Task<Outcome<ReportRun>> RunAsync(string no, CancellationToken stopping)
    {
        var begun = await desk.BeginAsync(no, Node);
        if (!begun.Done) return begun;
        var run = begun.Value;
        var progress = new LatestProgress();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ended = new CancellationTokenSource();
        var heard = KeepHeardAsync(run, progress, stop, ended.Token);
        var result = await MakeAsync(run, progress, stop.Token, stopping);
        await ended.CancelAsync();
        // Nobody cancelled what could not say that it goes on.
        if (!await heard && result.State == ReportRunState.Cancelled) result = ReportResult.Failed(ReportRefusals.Broke());
        var told = await desk.EndAsync(run, result);
        if (!told.Done) log.LogWarning("Export {No}: {Refusal}", run.No, told.Refusal.English);
        if (!told.Done || result.State != ReportRunState.Done) folder.Remove(run.No);
        return told;
    }

    private async Task<ReportResult> MakeAsync(ReportRun run, LatestProgress progress, CancellationToken stop, CancellationToken stopping)
    {
        if (ReportCatalogue.Find(run.Code) is not { } report) return ReportResult.Failed(ReportScopeRefusals.UnknownReport(run.Code));
        if (report.Facts.Version != run.Version)
            return ReportResult.Failed(ReportRefusals.OtherVersion(report.Facts.Chinese, report.Facts.English, report.Facts.Version));
        try
        {
            // Between asking and making lie minutes, or an approval's days.
            var may = await desk.StillMayAsync(run);
            if (!may.Done) return ReportResult.Failed(may.Refusal);
            folder.Prepare();
            var scope = ReportScope.FromJson(run.Scope);
            var maker = new ReportMaker(run.No, run.AskedBy, run.AskedByName, run.Reason);
            var written = await writer.WriteAsync(report, scope, maker, folder.PathOf(run), progress, stop);
            if (!written.Done) return ReportResult.Failed(written.Refusal);
            var file = written.Value;
            return new ReportResult(ReportRunState.Done)
            {
                Rows = file.Rows,
                Bytes = file.Bytes,
                Sha256 = file.Sha256.ToLowerInvariant(),
                Totals = JsonSerializer.Serialize(file.Totals, Plain),
                PeriodIsOpen = file.PeriodIsOpen,
                IsKept = report.Facts.IsKept,
                FileName = ReportWords.FileName(report.Facts, scope, run.No),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return stopping.IsCancellationRequested
                ? new ReportResult(
                    ReportRunState.Lost, "节点关闭，生成中断，未生成文件，可重新导出。", "The node was closed. There is no file; ask for it again.")
                : new ReportResult(ReportRunState.Cancelled, "已取消。", "Cancelled.");
        }
        catch (IOException failure)
        {
            log.LogError(failure, "Export {No} of {Code} could not be written.", run.No, run.Code);
            return ReportResult.Failed(ReportRefusals.NotWritten());
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Export {No} of {Code} failed.", run.No, run.Code);
            return ReportResult.Failed(ReportRefusals.Broke());
        }
    }

    /// <summary>
    /// Says each second that the export goes on, and stops it where it shall stop or was given up. False where it could not say so and stopped it for that.
    /// </summary>
    private async Task<bool> KeepHeardAsync(ReportRun run, LatestProgress progress, CancellationTokenSource stop, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(HeardEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                var told = await desk.HearAsync(run, progress.Latest?.Percent, progress.Latest?.Rows ?? 0);
                if (!told.Done || told.Value) await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The export has ended.
        }
        catch (Exception failure)
        {
            // An export that cannot be heard of is given up by other nodes after a minute, so it must not go on.
            log.LogError(failure, "Export {No} could not say that it goes on; it stops.", run.No);
            await stop.CancelAsync();
            return false;
        }

        return true;
    }

    /// <summary>Keeps the latest only; unlike <see cref="Progress{T}"/> it does not queue work for each report.</summary>
    private sealed class LatestProgress : IProgress<ReportProgress>
    {
        public ReportProgress? Latest { get; private set; }

        public void Report(ReportProgress value) => Latest = value;
    }
}
