using System.Text.Json;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Reads the fields of one kiva record and keeps the first thing that is wrong; once something is, every later field
/// reads as its default and the record is to be thrown away.
/// </summary>
internal sealed class KivaFields
{
    private static readonly (string Chinese, string English) NumberWord = ("数字", "a number");
    private static readonly (string Chinese, string English) TimestampWord = ("时间", "a timestamp");
    private static readonly (string Chinese, string English) TextWord = ("文本", "a text");
    private static readonly (string Chinese, string English) ListWord = ("列表", "a list");
    private static readonly DateOnly DateMin = new(1990, 1, 1);
    private static readonly DateOnly DateMax = new(2099, 12, 31);

    /// <summary>The first bad field, null when all were good.</summary>
    public (string Field, Refusal Reason)? Bad { get; private set; }

    public void Refuse(string field, Refusal reason) => Bad ??= (field, reason);

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long Whole(JsonElement parent, string name, string path, long min, long max)
    {
        if (!Require(parent, name, path, JsonValueKind.Number, NumberWord, out var value)) return 0;
        var text = value.GetRawText();
        if (!value.TryGetInt64(out var number))
            Refuse(path, text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
                ? ReplayFileRefusals.NotA(text, "整数", "a whole number")
                : ReplayFileRefusals.Above(text, $"{max}"));
        else if (number < min) Refuse(path, ReplayFileRefusals.Below(text, $"{min}"));
        else if (number > max) Refuse(path, ReplayFileRefusals.Above(text, $"{max}"));
        return number;
    }

    /// <summary>As <see cref="Whole"/>; null where the field is missing or null.</summary>
    public long? WholeOrNull(JsonElement parent, string name, string path, long min, long max) =>
        IsAbsent(parent, name) ? null : Whole(parent, name, path, min, max);

    /// <summary>An amount in yuan with at most two decimals, as fen; never through a floating-point number.</summary>
    public long AmountFen(JsonElement parent, string name, string path, bool zeroAllowed = false)
    {
        if (!Require(parent, name, path, JsonValueKind.Number, NumberWord, out var value)) return 0;
        var text = value.GetRawText();
        var read = Fen.Parse(path, text);
        if (!read.Done)
        {
            Refuse(path, read.Refusal.Code == FenRefusals.TooLarge(path).Code
                ? ReplayFileRefusals.Above(text, Fen.Format(ReplaySource.AmountMaxFen))
                : ReplayFileRefusals.NotA(text, "最多两位小数的金额（元）", "an amount in yuan with at most two decimals"));
            return 0;
        }
        if (read.Value < (zeroAllowed ? 0 : 1))
            Refuse(path, ReplayFileRefusals.Below(text, zeroAllowed ? "0" : "0.01"));
        else if (read.Value > ReplaySource.AmountMaxFen)
            Refuse(path, ReplayFileRefusals.Above(text, Fen.Format(ReplaySource.AmountMaxFen)));
        return read.Value;
    }

    /// <summary>The UTC date of a timestamp with a zone, or a plain date.</summary>
    public DateOnly Date(JsonElement parent, string name, string path)
    {
        if (!Require(parent, name, path, JsonValueKind.String, TimestampWord, out var value)) return DateMin;
        var text = Text(value, path);
        if (Bad is not null) return DateMin;
        if (!value.TryGetDateTime(out var read) || !value.TryGetDateTimeOffset(out var instant))
        {
            Refuse(path, ReplayFileRefusals.NotA(
                text, "形如 2006-07-16T07:00:00Z 的时间", "a timestamp like 2006-07-16T07:00:00Z"));
            return DateMin;
        }
        var plain = text.Length == "2006-07-16".Length;
        if (read.Kind == DateTimeKind.Unspecified && !plain)
        {
            Refuse(path, ReplayFileRefusals.NoTimeZone(text));
            return DateMin;
        }
        var date = DateOnly.FromDateTime(plain ? read : instant.UtcDateTime);
        if (date < DateMin || date > DateMax)
            Refuse(path, ReplayFileRefusals.NotA(text, "1990 至 2099 年的日期", "a date from 1990 to 2099"));
        return date;
    }

    /// <summary>As <see cref="Date"/>; null where the field is missing or null.</summary>
    public DateOnly? DateOrNull(JsonElement parent, string name, string path) =>
        IsAbsent(parent, name) ? null : Date(parent, name, path);

    /// <summary>The status, empty for null; the field itself must be there.</summary>
    public string Status(JsonElement parent)
    {
        if (parent.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.Null) return "";
        return Require(parent, "status", "status", JsonValueKind.String, TextWord, out value)
            ? Text(value, "status")
            : "";
    }

    /// <summary>The rows of a list; none where it is missing or null.</summary>
    public IEnumerable<(JsonElement Row, string Path)> Rows(JsonElement parent, string name)
    {
        if (IsAbsent(parent, name)) yield break;
        if (!Require(parent, name, name, JsonValueKind.Array, ListWord, out var list)) yield break;
        var index = 0;
        foreach (var row in list.EnumerateArray())
        {
            var path = $"{name}[{index++}]";
            if (row.ValueKind == JsonValueKind.Object) yield return (row, path);
            else Refuse(path, ReplayFileRefusals.NotA(row.GetRawText(), "对象", "an object"));
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
            Refuse(path, ReplayFileRefusals.NotA(value.GetRawText(), "有效文本", "a valid text"));
            return "";
        }
    }

    private static bool IsAbsent(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private bool Require(
        JsonElement parent, string name, string path, JsonValueKind kind, (string Chinese, string English) wanted,
        out JsonElement value)
    {
        if (!parent.TryGetProperty(name, out value)) Refuse(path, ReplayFileRefusals.FieldMissing());
        else if (value.ValueKind != kind)
            Refuse(path, ReplayFileRefusals.NotA(value.GetRawText(), wanted.Chinese, wanted.English));
        else return true;
        return false;
    }
}
