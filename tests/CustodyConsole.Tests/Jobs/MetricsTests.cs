using System.Net;
using System.Net.Sockets;
using System.Text;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace CustodyConsole.Tests.Jobs;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_collector_that_is_named_gets_how_jobs_ended_and_how_late_the_day_is()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        using var collector = new Collector();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new(MetricsSetup.Endpoint, collector.Address), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]).Build();
        await using var console = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(bank.Provider.GetRequiredService<IDbContextFactory<CustodyDb>>())
            .AddSingleton<TimeProvider>(bank.Clock)
            .AddLogging()
            .AddConsoleMetrics(configuration)
            .BuildServiceProvider();
        foreach (var part in console.GetServices<IHostedService>()) await part.StartAsync(TestContext.Current.CancellationToken);
        using var metrics = new JobMetrics();

        metrics.Ended(JobCatalogue.Find(JobCatalogue.NetSettlement)!, JobRunState.Done, TimeSpan.FromSeconds(3));
        Assert.True(console.GetRequiredService<MeterProvider>().ForceFlush(10_000));

        var sent = await collector.ReceivedAsync();
        foreach (var word in new[] { "custody.job.runs", "custody.job.duration", "custody.day.late", JobCatalogue.NetSettlement, "CustodyConsole" })
            Assert.Contains(word, sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_collector_nothing_is_collected() => Assert.DoesNotContain(
        new ServiceCollection().AddConsoleMetrics(new ConfigurationBuilder().Build()), service => service.ServiceType == typeof(MeterProvider));

    /// <summary>Takes one delivery as a collector does, and says yes.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task<string> _received;

        public Collector()
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _received = TakeAsync();
        }

        public string Address { get; }

        public Task<string> ReceivedAsync() => _received.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        public void Dispose() => _listener.Close();

        private async Task<string> TakeAsync()
        {
            var delivery = await _listener.GetContextAsync();
            using var body = new MemoryStream();
            await delivery.Request.InputStream.CopyToAsync(body);
            delivery.Response.StatusCode = 200;
            delivery.Response.Close();
            return Encoding.UTF8.GetString(body.ToArray());
        }
    }
}
