using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports.Workbooks;
using CustodyConsole.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Writes a report into a file: everything from one snapshot, the rows streamed, and the sums of what was written compared with an aggregate of
/// the same snapshot before the file gets its name.
/// </summary>
public sealed class ReportFileWriter(
    IDbContextFactory<CustodyDb> databases, CustodySettings settings, TimeProvider time, IStringLocalizer<StatusText> words, PersonalData? keys)
{
    private const int ProgressEvery = 5_000;

    /// <summary>The most rows of a sheet; a workbook can have 1,048,576, of which the head and the totals take some.</summary>
    public int RowsPerSheetMax { get; init; } = 1_000_000;

    /// <summary>True where a file that came to be at the path meanwhile stays; it is replaced otherwise.</summary>
    public bool KeepsFiles { get; init; }

    /// <summary>How a file of this format ends: a workbook, or a zip of texts.</summary>
    public static string ExtensionOf(ReportFormat format) => format == ReportFormat.Workbook ? ".xlsx" : ".zip";

    /// <summary>
    /// Writes the file at <paramref name="path"/>; while it is written it is called the same with something random and <c>.part</c> behind. Refused,
    /// cancelled or failed it leaves nothing. Refusals in order: those of <see cref="ReportScopeCheck"/>, <see cref="ReportScopeRefusals.FigureDiffers"/>,
    /// <see cref="ReportScopeRefusals.RowsDiffer"/>, <see cref="ReportScopeRefusals.TotalsDiffer"/>.
    /// </summary>
    public async Task<Outcome<WrittenReport>> WriteAsync(
        Report report, ReportScope scope, ReportMaker maker, string path, IProgress<ReportProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(maker);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(scope.English ? TextSetup.Cultures[1] : TextSetup.Cultures[0]);
        await using var db = await databases.CreateDbContextAsync(stop);
        await using var snapshot = await ReportSnapshot.BeginAsync(db, stop);
        var now = time.GetUtcNow().UtcDateTime;
        if (await ReportScopeCheck.RefuseAsync(db, report, scope, now, keys is not null, stop) is { } refusal) return refusal;

        var reading = await ReportReading.OpenAsync(db, scope, maker, words, keys, now, stop);
        var totals = new List<SheetTotals>();
        foreach (var sheet in report.Sheets)
        {
            totals.Add(await sheet.TotalsAsync(reading, stop));
            if (await sheet.CompareAsync(reading, stop) is { } contradiction) return contradiction;
        }

        var cover = await ReportCover.OfAsync(report, reading, maker, settings, totals, stop);
        // A name that nobody has, so that what is taken away again on a failure is never somebody else's file.
        var part = $"{path}.{Guid.NewGuid():N}.part";
        var file = new HashingFile(part);
        try
        {
            string hash;
            long bytes;
            Refusal? different;
            using (file)
            {
                using (var form = scope.Format == ReportFormat.Workbook
                    ? (IReportFile)new WorkbookFile(file, report, reading, maker, cover, totals, RowsPerSheetMax)
                    : new CsvFile(file, report, reading, cover))
                {
                    different = await PourAsync(report, reading, totals, form, progress, stop);
                    if (different is null) form.Complete();
                }

                (hash, bytes) = (file.Complete(), file.Length);
            }

            if (different is not null)
            {
                File.Delete(part);
                return different;
            }

            stop.ThrowIfCancellationRequested();
            File.Move(part, path, overwrite: !KeepsFiles);
            return new WrittenReport(
                totals.Sum(sheet => sheet.Rows), bytes, hash, ReportCover.IsOpen(report, reading),
                [.. report.Sheets.SelectMany((sheet, i) => sheet.Totalled.Select((column, k) =>
                    new ReportTotal(sheet.Name(reading.English), column.Name(reading.English), totals[i].Fen[k])))]);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Null where every sheet came out as it was counted and summed.</summary>
    private static async Task<Refusal?> PourAsync(
        Report report, ReportReading reading, List<SheetTotals> totals, IReportFile form, IProgress<ReportProgress>? progress, CancellationToken stop)
    {
        var (all, expected) = (0L, totals.Sum(sheet => sheet.Rows));
        progress?.Report(new ReportProgress(0, expected));
        for (var i = 0; i < report.Sheets.Count; i++)
        {
            var (sheet, rows) = (report.Sheets[i], 0L);
            var totalled = sheet.All.Select((column, at) => (column, at)).Where(pair => pair.column.IsTotalled).Select(pair => pair.at).ToArray();
            var sums = new long[totalled.Length];
            form.Begin(i);
            await foreach (var cells in sheet.ReadAsync(reading, stop))
            {
                // More rows than the sheet was laid out for can only end in a refusal.
                if (++rows > totals[i].Rows) continue;
                form.Write(cells);
                for (var k = 0; k < totalled.Length; k++)
                {
                    if (cells[totalled[k]].HasNumber) sums[k] = checked(sums[k] + cells[totalled[k]].Number);
                }

                if (++all % ProgressEvery != 0) continue;
                stop.ThrowIfCancellationRequested();
                progress?.Report(new ReportProgress(all, expected));
            }

            form.End();
            var name = sheet.Name(reading.English);
            if (rows != totals[i].Rows) return ReportScopeRefusals.RowsDiffer(name, totals[i].Rows, rows);
            for (var k = 0; k < sums.Length; k++)
            {
                if (sums[k] != totals[i].Fen[k])
                    return ReportScopeRefusals.TotalsDiffer(name, sheet.Totalled[k].Name(reading.English), totals[i].Fen[k], sums[k]);
            }
        }

        progress?.Report(new ReportProgress(all, expected));
        return null;
    }
}
