using System.Globalization;
using CustodyConsole.Components.Shared;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// A filter that a register applies, by the key that its list has for it, and whether a value of it can be read. A key that is not declared, and a
/// value that is not read, would stand on the cover and in what a second person allows without narrowing anything.
/// </summary>
/// <param name="Key">The key in the address of the list.</param>
/// <param name="Reads">True where the value that is set is one that the list applies.</param>
public sealed record ListFilter(string Key, Func<ListState, bool> Reads)
{
    /// <summary>Any text narrows the list, even to nothing.</summary>
    public static ListFilter Text(string key) => new(key, _ => true);

    /// <summary>A day as yyyy-MM-dd.</summary>
    public static ListFilter Date(string key) => new(key, list => list.Date(key) is not null);

    /// <summary>From and to, in yuan.</summary>
    public static ListFilter[] Amounts(string name) =>
        [new(name + "Min", list => list.Fen(name + "Min") is not null), new(name + "Max", list => list.Fen(name + "Max") is not null)];

    /// <summary>One of some words.</summary>
    public static ListFilter OneOf(string key, params string[] words) => new(key, list => words.Contains(list.Text(key)));

    /// <summary>A whole number from one to another.</summary>
    public static ListFilter Number(string key, int least, int most) => new(
        key, list => int.TryParse(list.Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    /// <summary>A member of an enum, or one of some words.</summary>
    public static ListFilter Choice<TEnum>(string key, params string[] words) where TEnum : struct, Enum =>
        new(key, list => list.Choice<TEnum>(key) is not null || words.Contains(list.Text(key)));
}
