using System.Text.Json;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// The elements of one JSON array, one after another with the line each begins on; only one of them is in memory. The
/// text must be exactly one array: what is cut off, broken or followed by something else ends in a fault.
/// </summary>
internal sealed class JsonElements(Stream stream, int elementBytesMax)
{
    private enum Step
    {
        NeedMore,
        Element,
        End,
    }

    private byte[] _buffer = new byte[ReplaySource.SampleBytes];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 16 });
    private int _start;
    private int _end;
    private bool _final;
    private bool _inArray;
    private long _line = 1;

    /// <summary>How many elements were given so far.</summary>
    public int Count { get; private set; }

    /// <summary>The line that <see cref="Current"/> begins on, or where reading stopped.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The element's own bytes, until the next call.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Moves to the next element. False at the end, with a reason when the array does not end well.</summary>
    public bool Next(out Refusal? reason)
    {
        reason = null;
        try
        {
            while (true)
            {
                switch (Advance())
                {
                    case Step.Element:
                        Count++;
                        return true;
                    case Step.End:
                        return false;
                }
                if (_end - _start > elementBytesMax)
                {
                    Line = _line;
                    reason = ReplayFileRefusals.RecordTooLong(Count + 1, elementBytesMax);
                    return false;
                }
                Fill();
            }
        }
        catch (JsonException failure)
        {
            Line = (failure.LineNumber ?? 0) + 1;
            reason = _final && AtEnd()
                ? ReplayFileRefusals.CutOff(Count + 1)
                : ReplayFileRefusals.Broken(Count + 1);
            return false;
        }
    }

    private Step Advance()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        if (!_inArray)
        {
            if (!reader.Read()) return Step.NeedMore;
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("not an array", null, 0, 0);
            _inArray = true;
            Consume(reader);
            reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        }
        if (!reader.Read()) return _final && reader.IsFinalBlock && reader.CurrentDepth == 0 ? Step.End : Step.NeedMore;
        if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0)
        {
            Consume(reader);
            return ReadToEnd();
        }
        var from = (int)reader.TokenStartIndex;
        if (!reader.TrySkip()) return Step.NeedMore;
        var bytes = _buffer.AsSpan(_start, (int)reader.BytesConsumed);
        Line = _line + bytes[..from].Count((byte)'\n');
        Current = _buffer.AsMemory(_start + from, (int)reader.BytesConsumed - from);
        Consume(reader);
        return Step.Element;
    }

    /// <summary>Past the closing bracket only blanks may follow; the reader throws on anything else.</summary>
    private Step ReadToEnd()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
            _ = reader.Read();
            Consume(reader);
            if (_final) return Step.End;
            Fill();
        }
    }

    private void Consume(in Utf8JsonReader reader)
    {
        var count = (int)reader.BytesConsumed;
        _line += _buffer.AsSpan(_start, count).Count((byte)'\n');
        _start += count;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        if (read == 0) _final = true;
    }

    /// <summary>True when the reader would have gone on had the text gone on.</summary>
    private bool AtEnd()
    {
        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
