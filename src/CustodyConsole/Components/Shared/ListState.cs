using System.Globalization;
using System.Text;

namespace CustodyConsole.Components.Shared;

/// <summary>
/// What a list shows: page, page size, order and filters. It is read from the query string of the page's address and
/// written back to it, so a view can be bookmarked and sent to a colleague. Unreadable values fall back to the
/// default. Keys are <c>page</c>, <c>size</c>, <c>sort</c> (<c>-name</c> is descending); every other key is a filter.
/// Where one page holds two lists, the second has a prefix: <c>freezes.page</c>.
/// </summary>
public sealed record ListState
{
    public const int DefaultSize = 50;
    public const int PageMax = 1_000_000;
    public static readonly IReadOnlyList<int> Sizes = [20, 50, 100, 200];

    /// <summary>Counted from 1.</summary>
    public int Page { get; private init; } = 1;

    public int Size { get; private init; } = DefaultSize;

    /// <summary>The name of the column that orders the list; null for the list's own order.</summary>
    public string? Sort { get; private init; }

    public bool Descending { get; private init; }

    public string Prefix { get; private init; } = "";

    private Dictionary<string, string> Filters { get; init; } = [];

    /// <summary>The filters that are set, by their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Applied => Filters;

    /// <summary>The number of rows before this page.</summary>
    public int Skip => (Page - 1) * Size;

    public bool IsFiltered => Filters.Count > 0;

    public static ListState Parse(string uri, string prefix = "")
    {
        var dot = prefix.Length == 0 ? "" : prefix + ".";
        int page = 1, size = DefaultSize;
        string? sort = null;
        var filters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Query(uri))
        {
            if (value.Length == 0 || !Owns(key, dot))
                continue;
            var name = key[dot.Length..];
            if (name == "page")
                page = Number(value) is >= 1 and <= PageMax and var p ? p : 1;
            else if (name == "size")
                size = Number(value) is { } s && Sizes.Contains(s) ? s : DefaultSize;
            else if (name == "sort")
                sort = value;
            else
                filters[name] = value;
        }
        var descending = sort?.StartsWith('-') == true;
        sort = descending ? sort![1..] : sort;
        return new ListState
        {
            Page = page, Size = size, Prefix = prefix, Filters = filters,
            Sort = string.IsNullOrEmpty(sort) ? null : sort, Descending = descending,
        };
    }

    /// <summary>The path and query of <paramref name="uri"/> with this state in place of the one it had.</summary>
    public string ApplyTo(string uri)
    {
        var dot = Prefix.Length == 0 ? "" : Prefix + ".";
        var pairs = Query(uri).Where(pair => !Owns(pair.Key, dot)).ToList();
        pairs.AddRange(Filters.OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => KeyValuePair.Create(dot + f.Key, f.Value)));
        if (Sort is not null)
            pairs.Add(KeyValuePair.Create(dot + "sort", Descending ? "-" + Sort : Sort));
        if (Size != DefaultSize)
            pairs.Add(KeyValuePair.Create(dot + "size", Size.ToString(CultureInfo.InvariantCulture)));
        if (Page != 1)
            pairs.Add(KeyValuePair.Create(dot + "page", Page.ToString(CultureInfo.InvariantCulture)));
        var text = new StringBuilder(PathOf(uri));
        foreach (var (index, pair) in pairs.Index())
            text.Append(index == 0 ? '?' : '&').Append(Uri.EscapeDataString(pair.Key))
                .Append('=').Append(Uri.EscapeDataString(pair.Value));
        return text.ToString();
    }

    public ListState WithPage(int page) => this with { Page = Math.Clamp(page, 1, PageMax) };

    public ListState WithSize(int size) => this with { Size = Sizes.Contains(size) ? size : DefaultSize, Page = 1 };

    /// <summary>A click on a column's head: ascending, then descending, then the list's own order again.</summary>
    public ListState SortedBy(string column) => Sort != column
        ? this with { Sort = column, Descending = false, Page = 1 }
        : Descending
            ? this with { Sort = null, Descending = false, Page = 1 }
            : this with { Descending = true, Page = 1 };

    /// <summary>
    /// The same list with one filter set, or removed when the value is null or blank; back on page 1.
    /// </summary>
    public ListState With(string name, string? value)
    {
        var filters = Filters.Where(f => f.Key != name).ToDictionary();
        if (!string.IsNullOrWhiteSpace(value))
            filters[name] = value.Trim();
        return this with { Filters = filters, Page = 1 };
    }

    public ListState WithoutFilters() => this with { Filters = [], Page = 1 };

    /// <summary>The text of a filter, or null.</summary>
    public string? Text(string name) => Filters.GetValueOrDefault(name);

    /// <summary>A filter as a date (yyyy-MM-dd), or null.</summary>
    public DateOnly? Date(string name) =>
        DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var date)
            ? date : null;

    /// <summary>A filter in yuan (1234.56) as fen, or null.</summary>
    public long? Fen(string name) => Domain.Fen.TryParseYuan(Text(name), out var fen) ? fen : null;

    /// <summary>A filter as a member of an enum by its name, or null.</summary>
    public TEnum? Choice<TEnum>(string name) where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(Text(name), out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>Two states are equal when they write the same address.</summary>
    public bool Equals(ListState? other) => other is not null && ApplyTo("") == other.ApplyTo("");

    public override int GetHashCode() => ApplyTo("").GetHashCode(StringComparison.Ordinal);

    // A list without prefix leaves the keys of lists with one alone.
    private static bool Owns(string key, string dot) =>
        dot.Length == 0 ? !key.Contains('.') : key.StartsWith(dot, StringComparison.Ordinal);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string PathOf(string uri)
    {
        var path = Uri.TryCreate(uri, UriKind.Absolute, out var absolute)
            && absolute.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? absolute.PathAndQuery : uri;
        return path.Split('?', '#')[0];
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(string uri)
    {
        var start = uri.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
            yield break;
        var end = uri.IndexOf('#', start);
        var query = end < 0 ? uri[(start + 1)..] : uri[(start + 1)..end];
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            yield return KeyValuePair.Create(Decode(pair[0]), pair.Length == 2 ? Decode(pair[1]) : "");
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
