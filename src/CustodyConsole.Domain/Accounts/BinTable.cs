using System.Collections.Frozen;
using System.Globalization;

namespace CustodyConsole.Domain.Accounts;

/// <summary>What a card is, by its prefix.</summary>
public enum CardKind
{
    /// <summary>借记卡: no overdraft; the only kind that may be bound.</summary>
    Debit,

    /// <summary>贷记卡: credit card.</summary>
    Credit,

    /// <summary>准贷记卡: deposit card with a small overdraft.</summary>
    SemiCredit,

    /// <summary>预付费卡: prepaid card.</summary>
    Prepaid,
}

/// <summary>One card prefix of a bank.</summary>
/// <param name="Prefix">The leading digits, three to ten.</param>
/// <param name="CardLength">The number of digits of the whole card number.</param>
/// <param name="Kind">Debit, credit, semi-credit or prepaid.</param>
/// <param name="BankCode">The short code of the issuing bank, for example ICBC.</param>
/// <param name="BankName">The Chinese name of the issuing bank.</param>
/// <param name="NeedNotSatisfyLuhn">True for prefixes whose cards may end in a digit that fails Luhn.</param>
public sealed record BinEntry(
    string Prefix, int CardLength, CardKind Kind, string BankCode, string BankName, bool NeedNotSatisfyLuhn);

/// <summary>The table of card prefixes (BIN): the longest prefix with the card's length decides.</summary>
public sealed class BinTable
{
    private static readonly Lazy<BinTable> BuiltInTable = new(() => new(ReadBuiltIn()));

    private readonly FrozenDictionary<(string Prefix, int CardLength), BinEntry> _entries;
    private readonly int[] _prefixLengths;

    /// <summary>A table of these entries; a prefix given twice for one card length is refused as a bug.</summary>
    public BinTable(IEnumerable<BinEntry> entries)
    {
        _entries = entries.ToFrozenDictionary(entry => (entry.Prefix, entry.CardLength));
        _prefixLengths = [.. _entries.Keys.Select(key => key.Prefix.Length).Distinct().OrderDescending()];
        Entries = [.. _entries.Values
            .OrderBy(entry => entry.Prefix, StringComparer.Ordinal)
            .ThenBy(entry => entry.CardLength)];
    }

    /// <summary>
    /// The table built into this library (docs/reference/data-sources.md says where its facts come from).
    /// </summary>
    public static BinTable BuiltIn => BuiltInTable.Value;

    /// <summary>All entries in the order of prefix and card length.</summary>
    public IReadOnlyList<BinEntry> Entries { get; }

    /// <summary>The entry with the longest prefix of this number among those of its length, or null.</summary>
    public BinEntry? Find(string cardNumber)
    {
        ArgumentNullException.ThrowIfNull(cardNumber);
        return Matches(cardNumber, [cardNumber.Length]).FirstOrDefault();
    }

    /// <summary>The entry with the longest prefix of this number, whatever length its cards have, or null.</summary>
    public BinEntry? FindForAnyLength(string cardNumber)
    {
        ArgumentNullException.ThrowIfNull(cardNumber);
        return Matches(cardNumber, [16, 17, 18, 19, 15]).FirstOrDefault();
    }

    private IEnumerable<BinEntry> Matches(string cardNumber, int[] cardLengths) =>
        from prefixLength in _prefixLengths
        where prefixLength <= cardNumber.Length
        let prefix = cardNumber[..prefixLength]
        from cardLength in cardLengths
        let entry = _entries.GetValueOrDefault((prefix, cardLength))
        where entry is not null
        select entry;

    private static IEnumerable<BinEntry> ReadBuiltIn() =>
        from cells in EmbeddedTable.Rows("card-bins.csv", "bank,name,kind,length,check,bins")
        let kind = cells[2] switch
        {
            "debit" => CardKind.Debit,
            "credit" => CardKind.Credit,
            "semi-credit" => CardKind.SemiCredit,
            "prepaid" => CardKind.Prepaid,
            _ => throw new InvalidOperationException($"The card table knows no kind '{cells[2]}'."),
        }
        let length = int.Parse(cells[3], CultureInfo.InvariantCulture)
        from prefix in cells[5].Split(' ')
        select new BinEntry(prefix, length, kind, cells[0], cells[1], cells[4] == "warn");
}
