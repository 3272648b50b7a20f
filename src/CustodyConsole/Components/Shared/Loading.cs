using System.Security.Cryptography;

namespace CustodyConsole.Components.Shared;

/// <summary>
/// One thing that is loaded again and again: the newest question wins, an answer to an older one is dropped, a failure
/// is logged under a short reference that the person can read out.
/// </summary>
public sealed class Loading<T>(ILogger log) : IDisposable
{
    private CancellationTokenSource? _running;
    private int _question;

    /// <summary>The newest answer; the one before it stays while the next is on its way.</summary>
    public T? Value { get; private set; }

    public bool HasValue { get; private set; }

    public bool IsRunning { get; private set; }

    /// <summary>Set when the newest question failed.</summary>
    public string? FailureReference { get; private set; }

    /// <summary>True when this question is answered (or has failed); false when a newer one has overtaken it.</summary>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<T>> load)
    {
        var question = ++_question;
        if (_running is not null)
            await _running.CancelAsync();
        using var running = _running = new CancellationTokenSource();
        IsRunning = true;
        FailureReference = null;
        try
        {
            var value = await load(running.Token);
            if (question != _question)
                return false;
            (Value, HasValue) = (value, true);
        }
        catch (OperationCanceledException) when (question != _question)
        {
            return false;
        }
        catch (Exception failure)
        {
            if (question != _question)
                return false;
            FailureReference = RandomNumberGenerator.GetHexString(8);
            log.LogError(failure, "Loading for a page failed; reference {Reference}.", FailureReference);
        }
        finally
        {
            if (question == _question)
                (IsRunning, _running) = (false, null);
        }
        return true;
    }

    /// <summary>Drops whatever is still on its way.</summary>
    public void Dispose()
    {
        _question++;
        _running?.Cancel();
        _running = null;
    }
}
