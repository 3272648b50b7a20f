namespace CustodyConsole.Components.Shared;

/// <summary>The rows of one page, the number of rows of the whole filter, and the sums over the whole filter.</summary>
public sealed record PageOf<TRow>(IReadOnlyList<TRow> Rows, long Count, IReadOnlyList<ListTotal> Totals)
{
    public PageOf(IReadOnlyList<TRow> rows, long count) : this(rows, count, []) { }

    /// <summary>
    /// True when counting stopped at <see cref="Count"/>: there are more rows, and their sums were not asked for.
    /// </summary>
    public bool IsCapped { get; init; }
}

/// <summary>A sum over all rows of the filter, with its label.</summary>
public sealed record ListTotal(string Label, long Fen);

/// <summary>One step of the path above a page's title; the last has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>One entry of a timeline. <paramref name="AtUtc"/> is null for a step that is still to come.</summary>
public sealed record TimelineStep(
    string Title, DateTime? AtUtc, Tone Tone, string? Detail = null, string? Actor = null, string? Href = null);

/// <summary>One choice of a select filter.</summary>
public sealed record Choice(string Value, string Text);
