using System.Collections.Concurrent;

namespace CustodyConsole.Demo;

/// <summary>
/// The clock of the demo bank's past. Whoever asks the bank for something says when it happens; the writer runs what it
/// is asked for in that order and reads the clock once for each, so every operation is stamped with its own instant
/// although many wait at once.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private readonly ConcurrentQueue<long> _instants = new();
    private long _ticks = DateTime.UnixEpoch.Ticks;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        if (_instants.TryDequeue(out var ticks) && ticks > _ticks) _ticks = ticks;
        return new(_ticks, TimeSpan.Zero);
    }

    /// <summary>The instant (UTC) of the next operation that the bank is asked for.</summary>
    public void Next(DateTime utc) => _instants.Enqueue(utc.Ticks);

    /// <summary>Forgets the instants of operations that were not asked for after all.</summary>
    public void Forget() => _instants.Clear();
}
