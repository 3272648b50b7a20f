using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Advances;

/// <summary>What the webhook is told; amounts in yuan with two decimals.</summary>
public sealed record AlertMessage(
    string No, string Event, string PaymentCompany, int LevelPercent, string Exposure, string Limit, DateTime RaisedAtUtc, int Attempt);

/// <summary>
/// Tells the webhook of the settings about alerts: one HTTP POST with JSON each, again after 1, 2, 4 ... seconds until it answers with a
/// success, ten times at the most. The number of the alert lets the receiver know a repeated delivery.
/// </summary>
public sealed class AdvanceWebhook(
    CustodySettings settings, IHttpClientFactory clients, GroupWriter writer, TimeProvider time, ILogger<AdvanceWebhook> log)
{
    public const int AttemptsMax = 10;

    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "advance-alerts";

    /// <summary>Delivers what is due.</summary>
    public async Task DeliverAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        if (settings.AdvanceWebhook is not { } address) return;
        var waiting = await db.AdvanceAlerts.Where(alert => alert.DeliveredAtUtc == null && alert.Attempts < AttemptsMax)
            .OrderBy(alert => alert.Id).Take(20).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var alert in waiting.Where(alert => alert.RaisedAtUtc.AddSeconds((1 << alert.Attempts) - 1) <= now))
        {
            var error = await PostAsync(address, alert, cancellationToken);
            _ = await RaiseAlerts.ToldAsync(writer, alert.Id, error);
            if (error is not null) log.LogWarning("The webhook did not take alert {Alert}: {Error}", alert.No, error);
        }
    }

    /// <summary>Why it was not taken; null where it was.</summary>
    private async Task<string?> PostAsync(Uri address, AdvanceAlert alert, CancellationToken cancellationToken)
    {
        var message = new AlertMessage(
            alert.No, "advance.limit", alert.PaymentCompany, alert.Level, Fen.Format(alert.ExposureFen), Fen.Format(alert.LimitFen),
            alert.RaisedAtUtc, alert.Attempts + 1);
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.PostAsJsonAsync(address, message, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}";
        }
        catch (HttpRequestException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            return failure.Message;
        }
    }
}
