namespace CustodyConsole.Replay;

/// <summary>
/// The lines of a stream as bytes, one after another; a line above the limit is passed over, not held, so that a file
/// without line ends costs no memory.
/// </summary>
internal sealed class ByteLines(Stream stream, int lineBytesMax)
{
    private readonly byte[] _buffer = new byte[lineBytesMax + 64 * 1024];
    private int _start;
    private int _end;
    private bool _final;

    /// <summary>The number of the current line, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its end, until the next call; empty when it is too long.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>True when the line is above the limit.</summary>
    public bool TooLong { get; private set; }

    /// <summary>
    /// Moves to the next line; false when there is none. What follows the last line end is a line if not empty.
    /// </summary>
    public bool Next()
    {
        TooLong = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0 || _final) return Take(length);
            if (_end - _start > lineBytesMax)
            {
                TooLong = true;
                _start = _end;
            }
            Fill();
        }
    }

    private bool Take(int length)
    {
        var last = length < 0;
        if (last) length = _end - _start;
        if (last && length == 0 && !TooLong) return false;
        TooLong |= length > lineBytesMax;
        Current = TooLong ? default : _buffer.AsMemory(_start, length);
        _start = last ? _end : _start + length + 1;
        Number++;
        return true;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _final = read == 0;
    }
}
