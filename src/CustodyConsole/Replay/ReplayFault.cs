using System.Globalization;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// One thing that is wrong with a replay file, said in one sentence that names file, place, field and reason. Nothing
/// of the place it names may be booked.
/// </summary>
/// <param name="File">The path as it was given.</param>
/// <param name="Line">The line, counted from 1; 0 when the whole file is meant.</param>
/// <param name="Record">Which record, in the words of the format (<c>loan 84</c>); empty when unknown.</param>
/// <param name="Field">The field's name in the file; empty when the whole record or file is meant.</param>
/// <param name="Reason">What is wrong, one of <see cref="ReplayFileRefusals"/>.</param>
/// <param name="Fatal">True when nothing can be read after it.</param>
internal sealed record ReplayFault(
    string File, long Line, string Record, string Field, Refusal Reason, bool Fatal = false)
{
    /// <summary>A fault of the file as a whole.</summary>
    public static ReplayFault OfFile(string file, Refusal reason) => new(file, 0, "", "", reason, Fatal: true);

    /// <summary>The sentence for the person who started the replay.</summary>
    public string Sentence(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var chinese = culture.TwoLetterISOLanguageName == "zh";
        var line = Line == 0 ? "" : chinese ? $"第 {Line} 行" : $"line {Line}";
        var place = new[] { File, line, Record, Field }.Where(part => part.Length > 0);
        return string.Join(chinese ? "，" : ", ", place) + (chinese ? "：" : ": ") + Reason.Sentence(culture);
    }
}

/// <summary>What a reader of a replay file yields: a record, or what is wrong in its place; never both.</summary>
internal readonly record struct ReplayItem<T>(T? Record, ReplayFault? Fault)
    where T : class
{
    public static implicit operator ReplayItem<T>(T record) => new(record, null);

    public static implicit operator ReplayItem<T>(ReplayFault fault) => new(null, fault);
}
