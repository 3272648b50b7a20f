using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// The keys that are not given out yet: one row. A writer reserves a block at a time, so several nodes may write and no row is
/// contended on the way of a posting.
/// </summary>
public sealed class KeyBlock
{
    /// <summary>How many keys a writer reserves at once.</summary>
    public const long Size = 1 << 20;

    /// <summary>A single group may need this many at the most; a new block is reserved before fewer are left.</summary>
    public const long ReserveBelow = 1 << 18;

    /// <summary>The key of the only row.</summary>
    public const long OnlyId = 1;

    /// <summary>The key.</summary>
    public long Id { get; private set; } = OnlyId;

    /// <summary>The first key that no writer has reserved.</summary>
    public long NextKey { get; private set; } = 1;

    internal static void Map(ModelBuilder model)
    {
        var block = model.Entity<KeyBlock>();
        block.ToTable("key_block");
        block.HasData(new KeyBlock());
    }
}
