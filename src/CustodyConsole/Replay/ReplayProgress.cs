namespace CustodyConsole.Replay;

/// <summary>How far a replay is: written by the replay, read by whoever shows it.</summary>
internal sealed class ReplayProgress
{
    private long _done;
    private int _day;

    /// <summary>How many requests there are; 0 until the file is read.</summary>
    public long Total { get; set; }

    /// <summary>How many requests were made.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>The simulated day; null before the first.</summary>
    public DateOnly? Day => Volatile.Read(ref _day) is var number && number > 0 ? DateOnly.FromDayNumber(number) : null;

    /// <summary>True while the proof of the books runs at the end.</summary>
    public bool Proving { get; set; }

    internal void Step() => Interlocked.Increment(ref _done);

    internal void BeginDay(DateOnly day) => Volatile.Write(ref _day, day.DayNumber);
}
