namespace CustodyConsole.Replay;

/// <summary>
/// One thing that is wrong with a replay file, said in one sentence that names file, place, field and reason. Nothing
/// of the place it names may be booked.
/// </summary>
/// <param name="File">The path as it was given.</param>
/// <param name="Line">The line, counted from 1; 0 when the whole file is meant.</param>
/// <param name="Record">Which record, in the words of the format (<c>loan 84</c>); empty when unknown.</param>
/// <param name="Field">The field's name in the file; empty when the whole record or file is meant.</param>
/// <param name="Reason">What is wrong, without a full stop.</param>
/// <param name="Fatal">True when nothing can be read after it.</param>
internal sealed record ReplayFault(
    string File, long Line, string Record, string Field, string Reason, bool Fatal = false)
{
    private const int QuoteMax = 40;

    /// <summary>The sentence for the person who started the replay.</summary>
    public string Sentence
    {
        get
        {
            var place = Line > 0 ? $", line {Line}" : "";
            var record = Record.Length > 0 ? $", {Record}" : "";
            var name = Field.Length > 0 ? $", {Field}" : "";
            return $"{File}{place}{record}{name}: {Reason}.";
        }
    }

    /// <summary>A fault of the file as a whole.</summary>
    public static ReplayFault OfFile(string file, string reason) => new(file, 0, "", "", reason, Fatal: true);

    /// <summary>A piece of the file as it may be shown: short, on one line, in quotes.</summary>
    public static string Quote(string text)
    {
        var cut = text.Length > QuoteMax;
        var shown = (cut ? text[..QuoteMax] : text).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return $"'{string.Concat(shown)}{(cut ? "…" : "")}'";
    }
}

/// <summary>What a reader of a replay file yields: a record, or what is wrong in its place; never both.</summary>
internal readonly record struct ReplayItem<T>(T? Record, ReplayFault? Fault)
    where T : class
{
    public static implicit operator ReplayItem<T>(T record) => new(record, null);

    public static implicit operator ReplayItem<T>(ReplayFault fault) => new(null, fault);
}
