using System.Globalization;
using System.Text;

namespace CustodyConsole.Bench;

/// <summary>The table that the benchmark writes: figures, and what was wanted of them.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];

    public bool Missed { get; private set; }

    public void Add(string name, Figure figure) =>
        Row(name, $"{figure.PerSecond:N0}/s", $"{figure.P50Ms:F2}", $"{figure.P99Ms:F2}", "");

    public void Add(string name, string value) => Row(name, value, "", "", "");

    /// <summary>A ratio of two figures of this run, and the least it should be.</summary>
    public void AddRatio(string name, double ratio, double wanted) => Judge(name, $"{ratio:F2}", ratio >= wanted, $"at least {wanted:F1}");

    /// <summary>A figure that should not be above a bound.</summary>
    public void AddAtMost(string name, double value, double most, string unit) =>
        Judge(name, $"{value:F2}{unit}", value <= most, $"at most {most:F1}{unit}");

    public void AddAtLeast(string name, double value, double least, string unit) =>
        Judge(name, $"{value:N0}{unit}", value >= least, $"at least {least:N0}{unit}");

    /// <summary>A ratio of two figures of this run that should be near 1 on either side.</summary>
    public void AddWithin(string name, double ratio, double least, double most) =>
        Judge(name, $"{ratio:F3}", ratio >= least && ratio <= most, $"{least:F1} to {most:F1}");

    public string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Machine: {Machine()}. Medians of 3.").AppendLine();
        text.AppendLine("| | figure | p50 ms | p99 ms | wanted |").AppendLine("|---|---:|---:|---:|---|");
        foreach (var row in _rows) text.AppendLine(row);
        return text.ToString();
    }

    private static string Machine()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} × {cpu ?? "CPU"}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, " +
            $".NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}";
    }

    private void Judge(string name, string value, bool met, string wanted)
    {
        Missed |= !met;
        Row(name, value, "", "", $"{wanted}: {(met ? "met" : "**missed**")}");
    }

    private void Row(params ReadOnlySpan<string> cells)
    {
        var row = $"| {string.Join(" | ", cells!)} |";
        _rows.Add(row);
        Console.WriteLine(row);
    }
}
