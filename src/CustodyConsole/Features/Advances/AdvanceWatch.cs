using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Advances;

/// <summary>
/// Every second: raises alerts where an exposure has reached a share of its limit, writes them to the log and tells the webhook; and sends the
/// payouts that the payment company's staff have approved. Several nodes may do it at once: an alert stands once, and a payout is sent once.
/// </summary>
public sealed class AdvanceWatch(
    GroupWriter writer, CustodyBank bank, IDbContextFactory<CustodyDb> databases, AdvanceWebhook webhook, TimeProvider time,
    ILogger<AdvanceWatch> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>The alerts that stand, as of the last look; for pages, which read nothing themselves.</summary>
    public IReadOnlyList<AdvanceAlert> Standing { get; private set; } = [];

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.AdvanceLimits.AnyAsync(cancellationToken)) await RaiseAsync();
        Standing = await db.AdvanceAlerts.Where(alert => alert.ClearedAtUtc == null).OrderByDescending(alert => alert.Level)
            .ToListAsync(cancellationToken);
        await PayAsync(db, cancellationToken);
        await webhook.DeliverAsync(db, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryLookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console is closing.
        }
    }

    private async Task TryLookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            log.LogError(failure, "Looking after advances failed; it is tried again in a second.");
        }
    }

    private async Task RaiseAsync()
    {
        foreach (var alert in (await RaiseAlerts.RunAsync(writer)).Value)
        {
            log.Log(
                alert.Level >= 100 ? LogLevel.Error : LogLevel.Warning,
                "Advances of {PaymentCompany} have reached {Level} % of their limit: {Exposure} of {Limit} ({Alert}).",
                alert.PaymentCompany, alert.Level, Fen.Format(alert.ExposureFen), Fen.Format(alert.LimitFen), alert.No);
        }
    }

    private async Task PayAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        var approved = await (from hold in db.PayoutHolds
                              where hold.State == HoldState.Approved
                              join order in db.Orders on hold.Id equals order.Id
                              where order.State == OrderState.Accepted && order.InterceptionId == null
                              orderby hold.Id
                              select order).Take(100).ToListAsync(cancellationToken);
        foreach (var order in approved)
        {
            var paid = await bank.PayOutAsync(order.PoolId, order.OrderNo);
            if (!paid.Done) log.LogWarning("The approved payout {Order} was refused: {Refusal}", order.OrderNo, paid.Refusal);
        }
    }
}
