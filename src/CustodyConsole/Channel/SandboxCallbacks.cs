using System.Data.Common;
using CustodyConsole.Domain;

namespace CustodyConsole.Channel;

/// <summary>
/// Hands what the embedded payment company sends by itself to the bank, one after the other. A refused callback is
/// acknowledged all the same: the bank has recorded it. One that could not be taken because the database is away is
/// tried again.
/// </summary>
public sealed class SandboxCallbacks(
    SandboxChannel channel, CustodyBank bank, TimeProvider time, ILogger<SandboxCallbacks> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var callback in channel.Callbacks.ReadAllAsync(stoppingToken))
        {
            while (true)
            {
                try
                {
                    var outcome = await bank.TakeCallbackAsync(callback);
                    if (!outcome.Done)
                        logger.LogWarning(
                            "Callback for order {OrderNo} was refused: {Refusal}", callback.OrderNo, outcome.Refusal);
                    break;
                }
                catch (DbException failure)
                {
                    logger.LogError(
                        failure,
                        "Callback for order {OrderNo} could not be taken and is tried again.",
                        callback.OrderNo);
                    await Task.Delay(RetryAfter, time, stoppingToken);
                }
            }
        }
    }
}
