namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Reads the comma-separated tables that are built into this library (see docs/reference/data-sources.md).
/// </summary>
/// <remarks>The form is our own: lines of '#' are notes, the first other line is the heading, no quoting.</remarks>
internal static class EmbeddedTable
{
    /// <summary>
    /// The rows of a table, each split at its commas; a heading other than the expected one is a bug.
    /// </summary>
    public static IEnumerable<string[]> Rows(string fileName, string heading)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(fileName)
            ?? throw new InvalidOperationException($"The table {fileName} is not built into this library.");
        using var reader = new StreamReader(stream);
        var columns = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (columns == 0)
            {
                if (line != heading)
                    throw new InvalidOperationException($"{fileName} begins with '{line}' where '{heading}' belongs.");
                columns = heading.Split(',').Length;
                continue;
            }
            var cells = line.Split(',');
            if (cells.Length != columns)
                throw new InvalidOperationException($"{fileName}: this line has not {columns} cells: {line}");
            yield return cells;
        }
    }
}
