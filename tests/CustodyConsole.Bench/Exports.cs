using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ClosedXML.Excel;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Features.Reports;
using CustodyConsole.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Bench;

/// <summary>
/// How fast a register of a million rows and twelve columns becomes a file and how much memory it takes, beside ClosedXML alone, which holds
/// all rows; and the journal of a real database through the same writer.
/// </summary>
internal static class Exports
{
    private const int Rows = 1_000_000, ClosedXmlRows = 100_000, Transfers = 100_000;
    private static readonly CustodySettings Settings = new()
    {
        BankName = "海晏银行", BankNameEnglish = "Haiyan Bank", Database = "", Demo = false, Folder = "", PersonalDataKeyFile = "",
    };

    public static async Task MeasureAsync(Report report)
    {
        await using var bank = await BenchBank.OpenAsync(postgres: false, investors: 2_000, borrowers: 2);
        await using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var writer = new ReportFileWriter(
            bank.Database, Settings, TimeProvider.System, services.GetRequiredService<IStringLocalizer<StatusText>>(), keys: null);
        var folder = Directory.CreateTempSubdirectory("custody-exports-").FullName;
        try
        {
            // What is loaded once is not part of what a file costs.
            await WriteAsync(writer, new Wide(10), new ReportScope(), folder);
            var workbook = await MeasureAsync(() => WriteAsync(writer, new Wide(Rows), new ReportScope(), folder));
            report.Add($"workbook, {Rows:N0} rows × 12 columns", $"{workbook.Seconds:F1} s ({workbook.Processor:F1} s of processor), {workbook.Bytes / 1e6:N0} MB file");
            // By the processor, because it is one thread that never waits: beside other work the clock says something about that.
            report.AddAtLeast("workbook, rows a second of processor", Rows / workbook.Processor, 40_000, "/s");
            report.AddAtMost("workbook, most memory above idle", workbook.Megabytes, 200, " MB");
            foreach (var format in new[] { ReportFormat.CsvUtf8, ReportFormat.CsvGbk })
            {
                var csv = await MeasureAsync(() => WriteAsync(writer, new Wide(Rows), new ReportScope { Format = format }, folder));
                report.Add($"{format}, {Rows:N0} rows × 12 columns", $"{Rows / csv.Seconds:N0}/s ({csv.Processor:F1} s of processor), {csv.Megabytes:N0} MB above idle, {csv.Bytes / 1e6:N0} MB file");
            }

            await new Loads(bank, TimeSpan.FromSeconds(1)).FillAsync(Transfers);
            var today = new DateOnly(2017, 8, 3);
            var journal = ReportCatalogue.Find("journal")!;
            long lines = 0;
            var read = await MeasureAsync(async () => lines = await WriteAsync(writer, journal, new ReportScope { From = today, To = today }, folder));
            report.Add($"journal of a SQLite file, {lines:N0} lines × 15 columns", $"{lines / read.Seconds:N0}/s ({read.Processor:F1} s of processor), {read.Megabytes:N0} MB above idle");
            var alone = await MeasureAsync(() => Task.FromResult(WriteByClosedXml(Path.Combine(folder, "alone.xlsx"))));
            report.Add($"ClosedXML alone, {ClosedXmlRows:N0} rows × 12 columns", $"{ClosedXmlRows / alone.Seconds:N0}/s ({alone.Processor:F1} s of processor), {alone.Megabytes:N0} MB above idle");
            report.AddRatio("workbook / ClosedXML alone, rows a second of processor", Rows / workbook.Processor / (ClosedXmlRows / alone.Processor), 3);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> WriteAsync(ReportFileWriter writer, Features.Reports.Report report, ReportScope scope, string folder) => (await writer.WriteAsync(
        report, scope, new ReportMaker("RP0000000001", "bench", "bench") { IsBank = true }, Path.Combine(folder, "export"))).Value.Rows;

    private static async Task<(double Seconds, double Processor, double Megabytes, long Bytes)> MeasureAsync(Func<Task<long>> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var idle = Environment.WorkingSet;
        var most = idle;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                most = Math.Max(most, Environment.WorkingSet);
                await Task.Delay(20);
            }
        });
        var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var processor = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        await stop.CancelAsync();
        await watch;
        return (seconds, processor, (most - idle) / 1048576.0, new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories("custody-exports-*")
            .SelectMany(folder => folder.EnumerateFiles("export")).Select(file => file.Length).DefaultIfEmpty().Max());
    }

    private static long WriteByClosedXml(string path)
    {
        using var book = new XLWorkbook();
        var sheet = book.AddWorksheet("明细");
        for (var row = 0; row < ClosedXmlRows; row++)
        {
            for (var column = 0; column < 12; column++)
            {
                if (column % 2 == 0) sheet.Cell(row + 2, column + 1).SetValue(Wide.TextOf(row, column));
                else sheet.Cell(row + 2, column + 1).SetValue(Wide.FenOf(row, column) / 100m);
            }
        }

        book.SaveAs(path);
        return ClosedXmlRows;
    }

    /// <summary>Twelve columns: six texts and six amounts.</summary>
    internal sealed class Wide(int rows) : Features.Reports.Report
    {
        public override ReportFacts Facts { get; } = new("wide", 1, "宽表", "Wide", "测量。", "A measurement.", ReportParameters.None, Permissions.HomeView);

        public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines(rows)];

        public static string TextOf(long row, int column) => column % 4 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"80011010000{row * 12 + column:D8}") : row % 3 == 0 ? "投标冻结" : "充值到账（易付通）";

        public static long FenOf(long row, int column) => row * 7_919 % 10_000_000 + column;

        private sealed class Lines(int rows) : SheetOf<long>
        {
            public override string Chinese => "明细";

            public override string English => "Lines";

            protected override IReadOnlyList<ReportColumn<long>> Columns { get; } = [.. Enumerable.Range(0, 12).Select(column => column % 2 == 0
                ? Code($"c{column}", $"栏目{column}", $"Column {column}", "文本。", "A text.", row => TextOf(row, column))
                : Money($"c{column}", $"栏目{column}", $"Column {column}", "金额。", "An amount.", row => FenOf(row, column)))];

            protected override async IAsyncEnumerable<long> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
            {
                await Task.CompletedTask;
                for (long row = 0; row < rows; row++) yield return row;
            }

            public override Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
            {
                var sums = new long[6];
                for (long row = 0; row < rows; row++)
                {
                    for (var k = 0; k < sums.Length; k++) sums[k] += FenOf(row, (2 * k) + 1);
                }

                return Task.FromResult(new SheetTotals(rows, sums));
            }
        }
    }
}
