namespace CustodyConsole.Demo;

/// <summary>
/// What is going to happen, in the order in which it happens: the earliest first, and of two at the same instant the
/// one that was entered first. What happens may enter more. Times are Shanghai's.
/// </summary>
/// <param name="end">The end of the story: what would happen from here on is not entered.</param>
internal sealed class DemoDiary(DateTime end)
{
    private readonly PriorityQueue<Func<DateTime, Task>, (DateTime At, long Sequence)> _pages = new();
    private DateTime _now;
    private long _sequence;

    /// <summary>
    /// Enters what happens at a time, which is given to it; what should have happened before happens now.
    /// </summary>
    public void At(DateTime time, Func<DateTime, Task> happens)
    {
        if (time < _now) time = _now;
        if (time < end) _pages.Enqueue(happens, (time, _sequence++));
    }

    /// <summary>Enters what happens at a time and waits for nothing.</summary>
    public void At(DateTime time, Action<DateTime> happens) => At(time, at =>
    {
        happens(at);
        return Task.CompletedTask;
    });

    /// <summary>Lets everything happen.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_pages.TryDequeue(out var happens, out var page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _now = page.At;
            await happens(page.At);
        }
    }
}
