using CustodyConsole.Domain.Approvals;

namespace CustodyConsole.Features.Approvals;

/// <summary>
/// Ends the requests whose deadline has passed, once a minute, so that what was set aside for them is given back. Several
/// nodes may do it at once: a request ends once.
/// </summary>
public sealed class ApprovalExpiry(ApprovalDesk desk, TimeProvider time, ILogger<ApprovalExpiry> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await ExpireAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console is closing.
        }
    }

    private async Task ExpireAsync()
    {
        try
        {
            var expired = await desk.ExpireAsync();
            if (expired > 0) log.LogInformation("{Expired} approval requests have expired.", expired);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Ending expired approval requests failed; it is tried again in a minute.");
        }
    }
}
