namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// A one-to-one mapping of 0 to size-1 onto itself that looks shuffled and is fixed by a seed: index n gets a value
/// that no other index gets, without any memory of the others.
/// </summary>
/// <remarks>
/// Six rounds of a Feistel network over the next even number of bits, repeated while the result lies outside the range
/// (cycle walking, at most four times in the mean). This is for invented data, not for secrets.
/// </remarks>
internal sealed class SeededPermutation
{
    private const int Rounds = 6;
    private readonly ulong _key;
    private readonly long _size;
    private readonly int _halfBits;
    private readonly ulong _halfMask;

    public SeededPermutation(long size, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1L << 60);
        _size = size;
        _key = key;
        var bits = 1;
        while (1L << bits < size) bits++;
        _halfBits = (bits + 1) / 2;
        _halfMask = (1UL << _halfBits) - 1;
    }

    /// <summary>The value of an index; both lie in 0 to size-1.</summary>
    public long this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _size);
            var value = (ulong)index;
            do value = Shuffle(value);
            while (value >= (ulong)_size);
            return (long)value;
        }
    }

    /// <summary>
    /// A well-mixed number from a key and an index (SplitMix64's finisher); equal inputs, equal result.
    /// </summary>
    public static ulong Mix(ulong key, ulong index)
    {
        unchecked
        {
            var z = key + (index + 1) * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private ulong Shuffle(ulong value)
    {
        var left = value >> _halfBits;
        var right = value & _halfMask;
        for (var round = 0; round < Rounds; round++)
        {
            var mixed = Mix(_key ^ ((ulong)round << 56), right) & _halfMask;
            (left, right) = (right, left ^ mixed);
        }
        return (left << _halfBits) | right;
    }
}
