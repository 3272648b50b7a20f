namespace CustodyConsole.Domain.Writing;

/// <summary>Gives out the keys of one writer in ascending order, from blocks that it reserves in the database.</summary>
internal sealed class KeySource(CustodyStore store)
{
    private long _next;
    private long _end;

    /// <summary>The first of so many consecutive keys.</summary>
    public long Take(int count)
    {
        if (_next + count > _end) throw new InvalidOperationException("One group used up a whole block of keys.");
        var first = _next;
        _next += count;
        return first;
    }

    /// <summary>Reserves a block before a group begins, so that the group never runs out and a rollback takes no key back.</summary>
    public void ReserveIfLow()
    {
        if (_end - _next >= KeyBlock.ReserveBelow) return;
        _next = store.ReserveKeys();
        _end = _next + KeyBlock.Size;
    }
}
