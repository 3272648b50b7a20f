using CustodyConsole.Components.Shared;
using CustodyConsole.Features.Accounts;

namespace CustodyConsole.Features.Reports;

/// <summary>What a list's export is.</summary>
/// <param name="Code">The code of the register in the catalogue.</param>
/// <param name="Subject">What the list is about, where it is part of a page of one thing: the number of an account or listing.</param>
/// <param name="Also">What the page adds to the filters of the address, as the register names it, such as job=day-cut.</param>
public sealed record ListExport(string Code, string? Subject = null, string? Also = null);

/// <summary>The filters and the order of a list as a report takes them.</summary>
public static class ListQueryText
{
    /// <summary>The filters in which people type whatever they know about an account, by the code of the register.</summary>
    private static readonly Dictionary<string, string> Searches = new() { ["account-register"] = "q", ["listing-register"] = "borrower" };

    /// <summary>
    /// A scope is kept in the list of exports and in the audit trail, so whole mobile and card numbers are cut to the last four digits that are
    /// searched anyway, and an identity number, which finds nothing, is left out. The rows are the same.
    /// </summary>
    public static string? WithoutPersonalData(string code, string? listQuery)
    {
        if (listQuery is null || !Searches.TryGetValue(code, out var name)) return listQuery;
        var state = ListState.Parse(listQuery);
        var search = AccountSearch.Parse(state.Text(name));
        var kept = search.Kind switch { SearchKind.Mobile or SearchKind.Card => search.Value, SearchKind.Identity => "******", _ => null };
        return kept is null ? listQuery : state.With(name, kept).ApplyTo("");
    }

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
