using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CustodyConsole.Testing;

/// <summary>
/// A private PostgreSQL server for this run, in a temporary folder, on a loopback port. It is started when the first asks for it. Where
/// CUSTODY_TEST_POSTGRES names a server, that one is used.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> Started = new(StartAsync);
    private string? _folder;
    private string _connection = "";
    private static int _databases;

    /// <summary>
    /// Whether commits wait for the disk. Tests kill processes, never the machine, and a killed server loses nothing that the system has taken
    /// from it, so they do without; what is measured must wait as a bank's server does. Set before the first database is asked for.
    /// </summary>
    public static bool WaitsForDisk { get; set; }

    /// <summary>The port of the server, for tools that speak to it directly.</summary>
    public static async Task<int> PortAsync() => new NpgsqlConnectionStringBuilder((await Started.Value)._connection).Port;

    /// <summary>A new empty database, or one copied from <paramref name="template"/>; returns its connection string.</summary>
    public static async Task<string> NewDatabaseAsync(string? template = null, string? name = null)
    {
        var cluster = await Started.Value;
        name ??= $"custody_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await cluster.ExecuteAsync($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
        return $"{cluster._connection};Database={name};Maximum Pool Size=20";
    }

    /// <summary>Drops a database that <see cref="NewDatabaseAsync"/> made, whoever is still connected.</summary>
    public static async Task DropDatabaseAsync(string connection) =>
        await (await Started.Value).ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        if (!Started.IsValueCreated) return;
        var cluster = await Started.Value;
        if (cluster._folder is not { } folder) return;
        await RunAsPostgresAsync($"{Binary("pg_ctl")} -D {folder}/data -m immediate stop", mayFail: true);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<PostgresCluster> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("CUSTODY_TEST_POSTGRES") is { Length: > 0 } given)
            return new PostgresCluster { _connection = given };
        var folder = Path.Combine(Path.GetTempPath(), $"custody-pg-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root") Process.Start("chown", ["postgres", folder]).WaitForExit();
        var port = FreePort();
        await RunAsPostgresAsync($"{Binary("initdb")} -D {folder}/data -A trust -U custody -E UTF8 --locale=C.UTF-8");
        await RunAsPostgresAsync(
            $"{Binary("pg_ctl")} -D {folder}/data -l {folder}/log -w " +
            $"-o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync={(WaitsForDisk ? "on" : "off")} -c max_connections=200\" start");
        return new PostgresCluster { _folder = folder, _connection = $"Host=127.0.0.1;Port={port};Username=custody" };
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The server refuses to run as root, so its commands run as the user postgres there.</summary>
    private static async Task RunAsPostgresAsync(string command, bool mayFail = false)
    {
        var asRoot = Environment.UserName == "root";
        using var process = Process.Start(new ProcessStartInfo(
            asRoot ? "runuser" : "sh", asRoot ? ["-u", "postgres", "--", "sh", "-c", command + " >/dev/null 2>&1"] : ["-c", command + " >/dev/null 2>&1"])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 && !mayFail) throw new InvalidOperationException($"PostgreSQL: '{command}' ended with {process.ExitCode}.");
    }

    private static string Binary(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin", name))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is not installed; the README says how to install what the tests need.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
