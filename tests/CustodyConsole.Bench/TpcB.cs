using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace CustodyConsole.Bench;

/// <summary>PostgreSQL's own benchmark, TPC-B at scale 10, on the same server in the same run.</summary>
internal static partial class TpcB
{
    private static string? _database;

    /// <summary>Transactions a second with so many clients.</summary>
    public static async Task<double> RunAsync(int clients, int seconds)
    {
        var port = await PostgresCluster.PortAsync();
        if (_database is null)
        {
            _database = new NpgsqlConnectionStringBuilder(await PostgresCluster.NewDatabaseAsync()).Database!;
            await PgbenchAsync(port, $"-i -q -s 10 {_database}");
        }

        var output = await PgbenchAsync(port, $"-c {clients} -j {Math.Min(clients, 2)} -T {seconds} {_database}");
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<string> PgbenchAsync(int port, string arguments)
    {
        var program = Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", "pgbench")).First(File.Exists);
        using var process = Process.Start(new ProcessStartInfo(program, $"-h 127.0.0.1 -p {port} -U custody {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"pgbench {arguments}: {await errors}");
        return await output;
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
