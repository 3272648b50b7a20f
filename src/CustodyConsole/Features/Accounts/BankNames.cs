using System.Globalization;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Accounts;

/// <summary>
/// The names of the banks that issue cards, from the table of card prefixes; in English their codes, which staff know.
/// </summary>
public static class BankNames
{
    private static readonly Lazy<Dictionary<string, string>> ByCode = new(() => BinTable.BuiltIn.Entries
        .DistinctBy(entry => entry.BankCode).ToDictionary(entry => entry.BankCode, entry => entry.BankName));

    /// <summary>
    /// The Chinese name in Chinese; else, and for codes that are no bank's, the code. A company's settlement account is
    /// no card and has a word of its own.
    /// </summary>
    public static string Of(string code, IStringLocalizer<Text> words) =>
        code == SettlementAccount.BankCode ? words["Card.Corporate"]
            : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? ByCode.Value.GetValueOrDefault(code, code)
            : code;
}
