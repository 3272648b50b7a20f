using System.Text.Json;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Reads the fields of one kiva record and keeps the first thing that is wrong; once something is, every later field
/// reads as its default and the record is to be thrown away.
/// </summary>
internal sealed class KivaFields
{
    /// <summary>Above a trillion yuan nothing is a loan; the bound keeps the sums of a file inside a long.</summary>
    private const long AmountMaxFen = 100_000_000_000_000;

    private static readonly DateOnly DateMin = new(1990, 1, 1);
    private static readonly DateOnly DateMax = new(2099, 12, 31);

    /// <summary>The first bad field, null when all were good.</summary>
    public (string Field, string Reason)? Bad { get; private set; }

    public void Refuse(string field, string reason) => Bad ??= (field, reason);

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long Whole(JsonElement parent, string name, string path, long min, long max)
    {
        if (!Require(parent, name, path, JsonValueKind.Number, "a number", out var value)) return 0;
        var text = value.GetRawText();
        if (!value.TryGetInt64(out var number))
            Refuse(path, text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
                ? $"{ReplayFault.Quote(text)} is not a whole number"
                : $"{ReplayFault.Quote(text)} is larger than the system can hold");
        else if (number < min) Refuse(path, $"{number} is below {min}");
        else if (number > max) Refuse(path, $"{number} is above {max}");
        return number;
    }

    /// <summary>As <see cref="Whole"/>; null where the field is missing or null.</summary>
    public long? WholeOrNull(JsonElement parent, string name, string path, long min, long max) =>
        IsAbsent(parent, name) ? null : Whole(parent, name, path, min, max);

    /// <summary>An amount in yuan with at most two decimals, as fen; never through a floating-point number.</summary>
    public long AmountFen(JsonElement parent, string name, string path, bool zeroAllowed = false)
    {
        if (!Require(parent, name, path, JsonValueKind.Number, "a number", out var value)) return 0;
        var text = value.GetRawText();
        var read = Fen.Parse(path, text);
        if (!read.Done)
        {
            Refuse(path, read.Refusal.Code == FenRefusals.TooLarge(path).Code
                ? $"{ReplayFault.Quote(text)} is larger than the system can hold"
                : $"{ReplayFault.Quote(text)} is not an amount in yuan with at most two decimals");
            return 0;
        }
        if (read.Value < 0) Refuse(path, $"{text} is negative");
        else if (read.Value == 0 && !zeroAllowed) Refuse(path, "the amount is zero");
        else if (read.Value > AmountMaxFen) Refuse(path, $"{text} is above {Fen.Format(AmountMaxFen)}");
        return read.Value;
    }

    /// <summary>The UTC date of a timestamp with a zone, or a plain date.</summary>
    public DateOnly Date(JsonElement parent, string name, string path)
    {
        if (!Require(parent, name, path, JsonValueKind.String, "a timestamp", out var value)) return DateMin;
        var text = Text(value, path);
        if (Bad is not null) return DateMin;
        if (!value.TryGetDateTime(out var read) || !value.TryGetDateTimeOffset(out var instant))
        {
            Refuse(path, $"{ReplayFault.Quote(text)} is not a timestamp like 2006-07-16T07:00:00Z");
            return DateMin;
        }
        var plain = text.Length == "2006-07-16".Length;
        if (read.Kind == DateTimeKind.Unspecified && !plain)
        {
            Refuse(path, $"{ReplayFault.Quote(text)} names no time zone");
            return DateMin;
        }
        var date = DateOnly.FromDateTime(plain ? read : instant.UtcDateTime);
        if (date < DateMin || date > DateMax) Refuse(path, $"{ReplayFault.Quote(text)} is not between 1990 and 2099");
        return date;
    }

    /// <summary>As <see cref="Date"/>; null where the field is missing or null.</summary>
    public DateOnly? DateOrNull(JsonElement parent, string name, string path) =>
        IsAbsent(parent, name) ? null : Date(parent, name, path);

    /// <summary>The status, empty for null; the field itself must be there.</summary>
    public string Status(JsonElement parent)
    {
        if (parent.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.Null) return "";
        return Require(parent, "status", "status", JsonValueKind.String, "a text", out value)
            ? Text(value, "status")
            : "";
    }

    /// <summary>The rows of a list; none where it is missing or null.</summary>
    public IEnumerable<(JsonElement Row, string Path)> Rows(JsonElement parent, string name)
    {
        if (IsAbsent(parent, name)) yield break;
        if (!Require(parent, name, name, JsonValueKind.Array, "a list", out var list)) yield break;
        var index = 0;
        foreach (var row in list.EnumerateArray())
        {
            var path = $"{name}[{index++}]";
            if (row.ValueKind == JsonValueKind.Object) yield return (row, path);
            else Refuse(path, $"{ReplayFault.Quote(row.GetRawText())} is not an object");
            if (Bad is not null) yield break;
        }
    }

    /// <summary>A JSON text may hold half of a surrogate pair as an escape; that is no text.</summary>
    private string Text(JsonElement value, string path)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            Refuse(path, "this is not a valid text");
            return "";
        }
    }

    private static bool IsAbsent(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private bool Require(
        JsonElement parent, string name, string path, JsonValueKind kind, string wanted, out JsonElement value)
    {
        if (!parent.TryGetProperty(name, out value)) Refuse(path, "the field is missing");
        else if (value.ValueKind != kind) Refuse(path, $"{ReplayFault.Quote(value.GetRawText())} is not {wanted}");
        else return true;
        return false;
    }
}
