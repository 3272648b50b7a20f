using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CustodyConsole.Tests.Demo;

namespace CustodyConsole.Tests.Shell;

/// <summary>
/// The real host as a process of its own, on a free port and a database folder of its own. It can be stopped and
/// started again on the same port and folder.
/// </summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(3);
    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private HostProcess(string folder, Dictionary<string, string> settings) => (Folder, _settings) = (folder, settings);

    public string Folder { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Everything the host has printed.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>
    /// Starts a host on a demo bank that lies there already, but where the settings name another database or none; settings are written as
    /// environment variables are (<c>Custody__Demo</c>).
    /// </summary>
    public static async Task<HostProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = Create(settings);
        if (!host._settings.ContainsKey("Custody__Database") && host._settings.GetValueOrDefault("Custody__Demo") != "false")
            await SeededBanks.CopyOfNowAsync(host.Folder);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Starts a host in an empty folder, as the first start of the console does.</summary>
    public static async Task<HostProcess> StartEmptyAsync()
    {
        var host = Create([]);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Starts the host again after <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        var program = Path.Combine(
            Repository.Root, "artifacts", "bin", "CustodyConsole", Repository.Configuration, "CustodyConsole.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--contentRoot", Repository.Host])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = Address.ToString();
        start.Environment["Custody__Database"] = Path.Combine(Folder, "custody.db");
        // All tests come from one address, and many of them as the same few users.
        start.Environment["Custody__SignInsPerAddress"] = start.Environment["Custody__SignInsPerName"] = "10000";
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Print(line.Data, address);
        process.ErrorDataReceived += (_, line) => Print(line.Data, address);
        process.Exited += (_, _) => Ended(process, address);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Address = await address.Task.WaitAsync(StartsWithin);
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private static HostProcess Create((string Name, string Value)[] settings) =>
        new(Directory.CreateTempSubdirectory("custody-").FullName, settings.ToDictionary(s => s.Name, s => s.Value));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Ended(Process process, TaskCompletionSource<Uri> address)
    {
        if (address.Task.IsCompleted) return;
        // Until all that it printed has been read.
        process.WaitForExit();
        address.TrySetException(new InvalidOperationException($"The host ended with {process.ExitCode} before it was ready:\n{Output}"));
    }

    private void Print(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null)
            return;
        lock (_output) _output.AppendLine(line);
        if (ListeningAt().Match(line) is { Success: true } match)
            address.TrySetResult(new Uri(match.Value.Trim()));
    }

    // The line of the start block that holds nothing but the address.
    [GeneratedRegex(@"^\s*https?://\S+:\d+/?$")]
    private static partial Regex ListeningAt();
}
