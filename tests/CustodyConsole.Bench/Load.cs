using System.Diagnostics;

namespace CustodyConsole.Bench;

/// <summary>What a load reached.</summary>
/// <param name="PerSecond">Finished operations a second.</param>
/// <param name="P50Ms">Half of them were answered within this many milliseconds.</param>
/// <param name="P99Ms">99 of 100 were answered within this many milliseconds.</param>
internal sealed record Figure(double PerSecond, double P50Ms, double P99Ms);

/// <summary>Runs an operation from several callers at once, each waiting for its answer before it asks again.</summary>
internal static class Load
{
    public static async Task<Figure> RunAsync(int callers, TimeSpan duration, Func<int, int, Task> operation)
    {
        var times = new List<long>[callers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = times[caller] = new List<long>(100_000);
            for (var i = 0; clock.Elapsed < duration; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await operation(caller, i);
                own.Add(Stopwatch.GetTimestamp() - begun);
            }
        })));
        var elapsed = clock.Elapsed.TotalSeconds;
        var all = times.SelectMany(own => own).Order().ToArray();
        return new Figure(all.Length / elapsed, Ms(all[all.Length / 2]), Ms(all[(int)(all.Length * 0.99)]));
    }

    /// <summary>The median by rate of several runs.</summary>
    public static async Task<Figure> MedianAsync(int runs, Func<Task<Figure>> run)
    {
        var figures = new List<Figure>();
        for (var i = 0; i < runs; i++) figures.Add(await run());
        return figures.OrderBy(figure => figure.PerSecond).ElementAt(runs / 2);
    }

    private static double Ms(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
