using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Accounts;
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
    /// A scope is kept in the list of exports and in the audit trail, so whole mobile and card numbers are masked but for the last four digits that
    /// are searched anyway, and an identity number, which is not searched, wholly. The search takes a mask for what it masks, so the rows are the same.
    /// </summary>
    public static string? WithoutPersonalData(string code, string? listQuery)
    {
        if (listQuery is null || !Searches.TryGetValue(code, out var name)) return listQuery;
        var state = ListState.Parse(listQuery);
        return AccountSearch.Parse(state.Text(name)).Masked is { } kept ? state.With(name, kept).ApplyTo("") : listQuery;
    }

    /// <summary>A filter's value as words may show it: nowhere a whole personal number, whatever the list takes it for.</summary>
    public static string Shown(string code, string name, string value)
    {
        var search = AccountSearch.Parse(value);
        // Elsewhere sixteen digits are the number of an order or an entry, unless the check digit says that they are a card's.
        var isOther = search.Kind == SearchKind.Card && Searches.GetValueOrDefault(code) != name && !EndsAsCard(value);
        return isOther ? value : search.Masked ?? value;
    }

    private static bool EndsAsCard(string value)
    {
        var digits = value.Replace(" ", "", StringComparison.Ordinal);
        return digits[0] == '*' || BankCardNumber.CheckDigit(digits.AsSpan(0, digits.Length - 1)) == digits[^1];
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
