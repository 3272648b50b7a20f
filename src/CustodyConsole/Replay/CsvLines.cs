using System.Text;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>One line of a file: its number (the heading is line 1) and its cells, or why it was refused.</summary>
internal readonly record struct CsvLine(int Number, Outcome<string[]> Cells);

/// <summary>
/// Reads a comma-separated file strictly and line by line, so that neither a torn nor a huge file can hurt: each line
/// has exactly the cells of the heading, without quotes, and at most <see cref="LineLengthMax"/> characters.
/// </summary>
internal sealed class CsvLines(TextReader reader, string heading)
{
    /// <summary>No line of the formats read here comes near this.</summary>
    public const int LineLengthMax = 4_096;

    private readonly int _columns = heading.Split(',').Length;

    /// <summary>
    /// Reads the heading; call it once, before <see cref="Lines"/>. Null when it is the expected one.
    /// </summary>
    public Refusal? RefuseHeading() => ReadLine() switch
    {
        null => ReplayFileRefusals.Empty(),
        var first when first == heading => null,
        _ => ReplayFileRefusals.OtherFormat($"首行为 {heading} 的文件", $"a file whose first line is {heading}"),
    };

    /// <summary>The lines after the heading.</summary>
    public IEnumerable<CsvLine> Lines()
    {
        for (var number = 2; ReadLine() is { } line; number++) yield return new(number, Cells(line));
    }

    private Outcome<string[]> Cells(string line)
    {
        if (line.Length > LineLengthMax) return ReplayFileRefusals.LineTooLong(LineLengthMax);
        if (line.Contains('"')) return ReplayFileRefusals.Quoted();
        var cells = line.Split(',');
        return cells.Length == _columns ? cells : ReplayFileRefusals.CellCount(cells.Length, _columns);
    }

    /// <summary>The next line, cut one character after the limit; the rest of a longer one is read past.</summary>
    private string? ReadLine()
    {
        var line = new StringBuilder();
        int next;
        while ((next = reader.Read()) >= 0 && next != '\n')
            if (line.Length <= LineLengthMax) line.Append((char)next);
        if (next < 0 && line.Length == 0) return null;
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return line.ToString();
    }
}
