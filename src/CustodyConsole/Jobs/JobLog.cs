using System.Globalization;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Jobs;

/// <summary>What a run writes down while it works: lines with their time, and how far it is. Safe to read from another thread.</summary>
/// <param name="time">The clock of the lines.</param>
public sealed class JobLog(TimeProvider time)
{
    /// <summary>The most characters kept; of a longer log the beginning and the end stay.</summary>
    public const int CharactersMax = 16_000;

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private int _dropped;
    private int _length;

    /// <summary>How far the run is, in hundredths; null where it cannot be told.</summary>
    public int? Percent { get; set; }

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var stamped = $"{BankTime.Local(time.GetUtcNow().UtcDateTime).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {line}";
        lock (_gate)
        {
            _lines.Add(stamped);
            _length += stamped.Length + 1;
            // The first twenty lines say how the run began; what goes is what lies between them and the end.
            while (_length > CharactersMax && _lines.Count > 21)
            {
                _length -= _lines[20].Length + 1;
                _lines.RemoveAt(20);
                _dropped++;
            }
        }
    }

    /// <summary>All that is kept, a line each.</summary>
    public string Text()
    {
        lock (_gate)
        {
            return _dropped == 0
                ? string.Join('\n', _lines)
                : string.Join('\n', [.. _lines.Take(20), $"… {_dropped} …", .. _lines.Skip(20)]);
        }
    }
}
