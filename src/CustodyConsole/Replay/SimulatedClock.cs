namespace CustodyConsole.Replay;

/// <summary>A clock that stands until it is moved: replays, the demo bank and tests live on it.</summary>
/// <param name="startUtc">The first instant (UTC).</param>
public sealed class SimulatedClock(DateTime startUtc) : TimeProvider
{
    private long _ticks = startUtc.Ticks;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves the clock to an instant (UTC), forward or back.</summary>
    public void MoveTo(DateTime utc) => Interlocked.Exchange(ref _ticks, utc.Ticks);

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
