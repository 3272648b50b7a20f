using System.Net;
using System.Net.Sockets;
using CustodyConsole.Data;

namespace CustodyConsole.Tests.Shell;

public sealed class StartTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_sentence_with_an_exit_code()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => HostProcess.StartAsync(
            ("Urls", $"http://127.0.0.1:{port}"), ("Custody__Demo", "false")));

        Assert.StartsWith($"The host ended with {DataSetup.RefusedExitCode} before it was ready:\n端口已被占用", failure.Message, StringComparison.Ordinal);
        Assert.Single(failure.Message.TrimEnd().Split('\n')[1..]);
    }
}
