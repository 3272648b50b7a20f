using CustodyConsole.Bench;

// Usage: [overdue | exports | beside [--port n] | sign-ins [--samples n] [--port n] | dayend [--orders n] | schedulers [--port n]] [--seconds n] [--entries n] [--only sqlite|full|postgres|overdue] [--output file]. One run of everything takes about ten minutes with the defaults.
var seconds = TimeSpan.FromSeconds(Option("--seconds", 4));
var entries = Option("--entries", 1_000_000);
var report = new Report();
PostgresCluster.WaitsForDisk = true;

if (args.Contains("dayend"))
{
    var most = Option("--orders", 1_000_000);
    await DayEnds.MeasureAsync(report, [.. new[] { 10_000, 100_000 }.Where(size => size < most), most]);
    Console.WriteLine(report.Markdown());
    return 0;
}

if (args.Contains("schedulers"))
{
    // Two hosts on one PostgreSQL, one of them killed again and again.
    await Schedulers.RunAsync(report, TimeSpan.FromSeconds(Option("--seconds", 120)), Option("--port", 6400));
    await new PostgresCluster().DisposeAsync();
    Console.WriteLine(report.Markdown());
    return report.Missed ? 1 : 0;
}

if (args.Contains("overdue"))
{
    // Reading only: nothing of the rest says anything about it.
    await Overdue.MeasureAsync(report);
    Console.WriteLine(report.Markdown());
    return report.Missed ? 1 : 0;
}

if (args.Contains("sign-ins"))
{
    await SignIns.MeasureAsync(report, Option("--samples", 300), Option("--port", 6410));
    Console.WriteLine(report.Markdown());
    return report.Missed ? 1 : 0;
}

if (args.Contains("beside"))
{
    // Beside other work the clock says nothing, so it is run alone.
    await BesideExports.MeasureAsync(report, Option("--port", 5360));
    Console.WriteLine(report.Markdown());
    return report.Missed ? 1 : 0;
}

if (args.Contains("exports"))
{
    await Exports.MeasureAsync(report);
    Console.WriteLine(report.Markdown());
    return report.Missed ? 1 : 0;
}

Console.WriteLine("PostgreSQL's own benchmark");
var tpc1 = await MedianAsync(() => TpcB.RunAsync(1, (int)seconds.TotalSeconds));
var tpc4 = await MedianAsync(() => TpcB.RunAsync(4, (int)seconds.TotalSeconds));
var tpc16 = await MedianAsync(() => TpcB.RunAsync(16, (int)seconds.TotalSeconds));
report.Add("pgbench TPC-B scale 10, 1 / 4 / 16 clients", $"{tpc1:N0} / {tpc4:N0} / {tpc16:N0}/s");

Console.WriteLine("raw SQLite");
var rawBatch = 0.0;
if (Wanted("sqlite"))
{
    await using var raw = await RawSqlite.OpenAsync(10_000);
    var single = await MedianAsync(() => Task.FromResult(raw.Run(seconds, 1)));
    rawBatch = await MedianAsync(() => Task.FromResult(raw.Run(seconds, 1_000)));
    report.Add("raw SQLite, same rows, prepared, FULL: 1 / 1,000 a commit", $"{single:N0} / {rawBatch:N0}/s");
}

if (Wanted("sqlite"))
{
    Console.WriteLine("the ledger on SQLite");
    await using var bank = await BenchBank.OpenAsync(postgres: false);
    var loads = new Loads(bank, seconds);
    var one = await Measure("SQLite, transfer, 1 caller, spread", () => loads.TransfersAsync(1, hot: false));
    var sixteen = await Measure("SQLite, transfer, 16 callers, spread", () => loads.TransfersAsync(16, hot: false));
    await Measure("SQLite, transfer, 64 callers, spread", () => loads.TransfersAsync(64, hot: false));
    await Measure("SQLite, transfer, 1 caller, one hot account", () => loads.TransfersAsync(1, hot: true));
    var hot = await Measure("SQLite, transfer, 16 callers, one hot account", () => loads.TransfersAsync(16, hot: true));
    await Measure("SQLite, transfer, 64 callers, one hot account", () => loads.TransfersAsync(64, hot: true));
    var batch = await Measure("SQLite, transfers in batches of 1,000", () => loads.BatchesAsync(1_000));
    await Measure("SQLite, freeze + settle, 16 callers", () => loads.FreezeAndSettleAsync(16));
    await Measure("SQLite, repayment over 1,000 investors, shares", () => loads.SplitAsync(1_000));
    var real = await Measure("SQLite, recharge + bid + withdrawal, 16 callers", () => loads.RealAsync(16));

    report.AddRatio("SQLite 1 caller / TPC-B 1 client", one.PerSecond / tpc1, 2);
    report.AddRatio("SQLite 16 callers / TPC-B's best", sixteen.PerSecond / Math.Max(tpc1, Math.Max(tpc4, tpc16)), 3);
    report.AddAtMost("SQLite 16 callers, p99", sixteen.P99Ms, 10, " ms");
    report.AddRatio("SQLite batch of 1,000 / raw SQLite", batch.PerSecond / rawBatch, 0.5);
    report.AddRatio("SQLite hot / spread, 16 callers", hot.PerSecond / sixteen.PerSecond, 1);
    report.AddAtLeast("SQLite real operations, 16 callers", real.PerSecond, 1_500, "/s");
}

if (Wanted("full"))
{
    Console.WriteLine($"the ledger on SQLite, filling up to {entries:N0} entries");
    await using var bank = await BenchBank.OpenAsync(postgres: false);
    var loads = new Loads(bank, seconds);
    var empty = await Measure("SQLite empty, transfer, 16 callers", () => loads.TransfersAsync(16, hot: false));
    var emptyReal = await Measure("SQLite empty, real operations, 16 callers", () => loads.RealAsync(16));
    await loads.FillAsync(entries);
    var full = await Measure($"SQLite with {entries:N0} entries, transfer, 16 callers", () => loads.TransfersAsync(16, hot: false));
    var fullReal = await Measure($"SQLite with {entries:N0} entries, real operations, 16 callers", () => loads.RealAsync(16));
    report.AddRatio("SQLite full / empty, transfers", full.PerSecond / empty.PerSecond, 0.6);
    report.AddRatio("SQLite full / empty, real operations", fullReal.PerSecond / emptyReal.PerSecond, 0.6);
    var (proof, byHand) = await loads.ProofAsync();
    report.Add("SQLite full: all invariants / the least by hand", $"{proof:F2} s / {byHand:F2} s");
    report.AddAtMost("SQLite full: proof / by hand", proof / byHand, 1.5, "");
}

if (Wanted("postgres"))
{
    Console.WriteLine("the ledger on PostgreSQL");
    await using var bank = await BenchBank.OpenAsync(postgres: true);
    var loads = new Loads(bank, seconds);
    var one = await Measure("PostgreSQL, transfer, 1 caller, spread", () => loads.TransfersAsync(1, hot: false));
    var sixteen = await Measure("PostgreSQL, transfer, 16 callers, spread", () => loads.TransfersAsync(16, hot: false));
    await Measure("PostgreSQL, transfer, 64 callers, spread", () => loads.TransfersAsync(64, hot: false));
    var hotOne = await Measure("PostgreSQL, transfer, 1 caller, one hot account", () => loads.TransfersAsync(1, hot: true));
    var hot = await Measure("PostgreSQL, transfer, 16 callers, one hot account", () => loads.TransfersAsync(16, hot: true));
    await Measure("PostgreSQL, transfers in batches of 1,000", () => loads.BatchesAsync(1_000));
    await Measure("PostgreSQL, recharge + bid + withdrawal, 16 callers", () => loads.RealAsync(16));
    report.AddRatio("PostgreSQL 1 caller / TPC-B 1 client", one.PerSecond / tpc1, 0.8);
    report.AddRatio("PostgreSQL 16 callers / TPC-B 16 clients", sixteen.PerSecond / tpc16, 0.8);
    report.AddRatio("PostgreSQL hot, 16 callers / 1 caller", hot.PerSecond / hotOne.PerSecond, 1);
}

await new PostgresCluster().DisposeAsync();
var output = args.SkipWhile(arg => arg != "--output").Skip(1).FirstOrDefault();
if (output is not null) await File.WriteAllTextAsync(output, report.Markdown());
Console.WriteLine();
Console.WriteLine(report.Markdown());
return report.Missed ? 1 : 0;

async Task<Figure> Measure(string name, Func<Task<Figure>> load)
{
    var figure = await Load.MedianAsync(3, load);
    report.Add(name, figure);
    return figure;
}

static async Task<double> MedianAsync(Func<Task<double>> run)
{
    var rates = new List<double>();
    for (var i = 0; i < 3; i++) rates.Add(await run());
    return rates.Order().ElementAt(1);
}

bool Wanted(string part) => !args.Contains("--only") || args.SkipWhile(arg => arg != "--only").ElementAtOrDefault(1) == part;

int Option(string name, int fallback)
{
    var given = args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();
    return given is null ? fallback : int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
}
