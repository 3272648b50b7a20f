using System.Net;
using System.Text.Json;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Features.Advances;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustodyConsole.Tests.Features;

/// <summary>Alerts of advances reach the webhook over real HTTP, again until it takes them.</summary>
public sealed class AdvanceWebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_posted_as_JSON_and_again_until_it_is_taken()
    {
        await using var bank = await SampleBank.OpenAsync("sqlite");
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/alerts/";
        listener.Prefixes.Add(address);
        listener.Start();
        var received = new List<JsonElement>();
        var server = ServeAsync(listener, received);
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var webhook = new AdvanceWebhook(
            Settings(address), services.GetRequiredService<IHttpClientFactory>(), bank.Database.Writer, bank.Clock,
            NullLogger<AdvanceWebhook>.Instance);
        _ = (await bank.Database.Writer.RunAsync<bool>(0, books =>
        {
            books.AdvanceAlerts.Add(new AdvanceAlert
            {
                PaymentCompany = "易付通",
                Level = 90,
                ExposureFen = 900_000_00,
                LimitFen = 1_000_000_00,
                RaisedAtUtc = books.NowUtc,
            });
            return true;
        })).Value;
        await using var db = bank.Database.CreateDbContext();

        await webhook.DeliverAsync(db, Cancellation);
        // The second attempt is due after a second, not before.
        await webhook.DeliverAsync(db, Cancellation);
        Assert.Single(received);
        Assert.Equal((1, "HTTP 503"), await StateAsync(db));
        bank.Clock.Advance(TimeSpan.FromSeconds(1));
        await webhook.DeliverAsync(db, Cancellation);
        bank.Clock.Advance(TimeSpan.FromHours(1));
        await webhook.DeliverAsync(db, Cancellation);

        listener.Stop();
        await server;
        Assert.Equal(2, received.Count);
        Assert.Equal((2, (string?)null), await StateAsync(db));
        var last = received[^1];
        Assert.Equal(
            ("advance.limit", "易付通", 90, "900,000.00", "1,000,000.00", 2),
            (last.GetProperty("event").GetString(), last.GetProperty("paymentCompany").GetString(), last.GetProperty("levelPercent").GetInt32(),
                last.GetProperty("exposure").GetString(), last.GetProperty("limit").GetString(), last.GetProperty("attempt").GetInt32()));
        Assert.Equal(received[0].GetProperty("no").GetString(), last.GetProperty("no").GetString());
    }

    [Fact]
    public async Task Nobody_there_is_tried_again_and_without_the_setting_nobody_is_told()
    {
        await using var bank = await SampleBank.OpenAsync("sqlite");
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var clients = services.GetRequiredService<IHttpClientFactory>();
        _ = (await bank.Database.Writer.RunAsync<bool>(0, books =>
        {
            books.AdvanceAlerts.Add(new AdvanceAlert { PaymentCompany = "易付通", Level = 70, ExposureFen = 70, LimitFen = 100, RaisedAtUtc = books.NowUtc });
            return true;
        })).Value;
        await using var db = bank.Database.CreateDbContext();

        await new AdvanceWebhook(Settings(null), clients, bank.Database.Writer, bank.Clock, NullLogger<AdvanceWebhook>.Instance)
            .DeliverAsync(db, Cancellation);
        Assert.Equal((0, (string?)null), await StateAsync(db));
        await new AdvanceWebhook(Settings($"http://127.0.0.1:{FreePort()}/"), clients, bank.Database.Writer, bank.Clock, NullLogger<AdvanceWebhook>.Instance)
            .DeliverAsync(db, Cancellation);

        var (attempts, error) = await StateAsync(db);
        Assert.Equal(1, attempts);
        Assert.NotNull(error);
    }

    private static async Task<(int Attempts, string? Error)> StateAsync(Domain.CustodyDb db)
    {
        var alert = await db.AdvanceAlerts.SingleAsync(Cancellation);
        Assert.Equal(alert is { Attempts: > 0, LastError: null }, alert.DeliveredAtUtc is not null);
        return (alert.Attempts, alert.LastError);
    }

    /// <summary>Refuses the first delivery and takes the others.</summary>
    private static async Task ServeAsync(HttpListener listener, List<JsonElement> received)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                received.Add((await JsonDocument.ParseAsync(context.Request.InputStream)).RootElement);
                context.Response.StatusCode = received.Count == 1 ? 503 : 204;
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static CustodySettings Settings(string? webhook) => new()
    {
        BankName = "",
        BankNameEnglish = "",
        Database = "",
        Demo = false,
        Folder = "",
        PersonalDataKeyFile = "",
        AdvanceWebhook = webhook is null ? null : new Uri(webhook),
    };
}
