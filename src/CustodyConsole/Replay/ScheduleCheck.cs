using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// What a check of monthly payments found. Lists keep the first <see cref="ListedMax"/> only; counts are complete.
/// </summary>
internal sealed class ScheduleCheck
{
    /// <summary>How many rows and lines are kept for showing.</summary>
    public const int ListedMax = 1_000;

    private readonly List<(int Line, ScheduleCase Case)> _rest = [];
    private readonly List<(int Line, Refusal Reason)> _refused = [];

    private ScheduleCheck(ScheduleFormat format) => Format = format;

    /// <summary>The format that was read.</summary>
    public ScheduleFormat Format { get; }

    /// <summary>Rows that could be read.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows whose payment the rule gives exactly.</summary>
    public int Explained { get; private set; }

    /// <summary>Of the explained ones, those that needed another reading of the printed rate.</summary>
    public int ExplainedByReading { get; private set; }

    /// <summary>Rows whose payment differs.</summary>
    public int Unexplained => Rows - Explained;

    /// <summary>Lines that could not be read.</summary>
    public int RefusedLines { get; private set; }

    /// <summary>The unexplained rows with their line numbers.</summary>
    public IReadOnlyList<(int Line, ScheduleCase Case)> Rest => _rest;

    /// <summary>The refused lines with their reasons.</summary>
    public IReadOnlyList<(int Line, Refusal Reason)> Refused => _refused;

    /// <summary>True when at least the format's share of the rows is explained.</summary>
    public bool EnoughExplained => (long)Explained * Fen.BpsOfWhole >= (long)Rows * Format.ThresholdPerTenThousand;

    /// <summary>
    /// Checks every row of a file. Refusals in order: empty, other format, no rows. A line that cannot be read is
    /// counted, and the rest goes on.
    /// </summary>
    public static Outcome<ScheduleCheck> Run(
        ScheduleFormat format, TextReader file, CancellationToken cancellationToken)
    {
        var lines = new CsvLines(file, format.Heading);
        if (lines.RefuseHeading() is { } refusal) return refusal;
        var check = new ScheduleCheck(format);
        foreach (var line in lines.Lines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            check.Take(line);
        }
        return check.Rows + check.RefusedLines == 0 ? ReplayFileRefusals.Empty() : check;
    }

    private void Take(CsvLine line)
    {
        if (line.Cells.Refusal is { } torn)
        {
            Refuse(line.Number, torn);
            return;
        }
        var read = Format.Read(line.Cells.Value);
        if (read.Refusal is { } refusal)
        {
            Refuse(line.Number, refusal);
            return;
        }
        Rows++;
        if (!read.Value.Explained)
        {
            if (_rest.Count < ListedMax) _rest.Add((line.Number, read.Value));
            return;
        }
        Explained++;
        if (read.Value.ReadAsBps != read.Value.AnnualRateBps) ExplainedByReading++;
    }

    private void Refuse(int line, Refusal reason)
    {
        RefusedLines++;
        if (_refused.Count < ListedMax) _refused.Add((line, reason));
    }
}
