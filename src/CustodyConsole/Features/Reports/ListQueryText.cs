using CustodyConsole.Components.Shared;

namespace CustodyConsole.Features.Reports;

/// <summary>What a list's export is.</summary>
/// <param name="Code">The code of the register in the catalogue.</param>
/// <param name="Subject">What the list is about, where it is part of a page of one thing: the number of an account or listing.</param>
/// <param name="Also">What the page adds to the filters of the address, as the register names it, such as job=day-cut.</param>
public sealed record ListExport(string Code, string? Subject = null, string? Also = null);

/// <summary>The filters and the order of a list as a report takes them.</summary>
public static class ListQueryText
{
    /// <summary>The state without page, size and prefix, as an address would have it; a question mark alone is the whole list.</summary>
    public static string Of(ListState state, string? also = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var plain = ListState.Parse("?" + also);
        // The number of a form is no filter; see FormNumbers.
        foreach (var (name, value) in state.Applied.Where(filter => filter.Key != "form")) plain = plain.With(name, value);
        if (state.Sort is { } sort)
        {
            plain = plain.SortedBy(sort);
            if (state.Descending) plain = plain.SortedBy(sort);
        }

        return plain.ApplyTo("") is { Length: > 0 } text ? text : "?";
    }
}
