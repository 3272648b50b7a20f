using System.Globalization;

namespace CustodyConsole.Domain.Accounts;

/// <summary>A person who does not exist. The numbers are well-formed; any likeness to a real one is chance.</summary>
/// <param name="Index">The number of the person in its <see cref="InventedPeople"/>.</param>
/// <param name="Name">A plausible Chinese name; names repeat, as in life.</param>
/// <param name="IdentityNumber">Passes <see cref="Accounts.IdentityNumber.Check"/>; born 1945 to 1984.</param>
/// <param name="Mobile">Passes <see cref="MobileNumber.Check"/>.</param>
/// <param name="CardNumber">A debit card that passes <see cref="BankCardNumber.Check"/>.</param>
public sealed record InventedPerson(int Index, string Name, string IdentityNumber, string Mobile, string CardNumber);

/// <summary>A company that does not exist. The code is well-formed; any likeness to a real one is chance.</summary>
/// <param name="Index">The number of the company in its <see cref="InventedPeople"/>.</param>
/// <param name="Name">City, trade name, industry and form; not repeated.</param>
/// <param name="CreditCode">Passes <see cref="Accounts.CreditCode.Check"/>; the organisation code inside is valid
/// too.</param>
/// <param name="LegalRepresentative">The name of the legal representative.</param>
/// <param name="SettlementAccount">A corporate account number of 18 digits; not repeated.</param>
public sealed record InventedCompany(
    int Index, string Name, string CreditCode, string LegalRepresentative, string SettlementAccount);

/// <summary>
/// Invented people and companies for tests, the demonstration and replays: the same seed and index give the same person
/// on every machine, and no two indexes below <see cref="Count"/> share a number.
/// </summary>
/// <remarks>
/// How uniqueness comes about, without remembering anything: each number contains digits that are a seeded permutation
/// of the index. Identity number: pair of county and day of birth (some 41 million). Mobile: its last eight digits.
/// Card: the nine digits before the check digit. Company: city, trade name and industry together; organisation code:
/// its six free characters; settlement account: its last nine digits. The rest (sequence, prefix, bank) is hashed from
/// the index. Two objects of different seeds may well share numbers.
/// </remarks>
public sealed class InventedPeople
{
    /// <summary>Indexes run from 0 to one less than this.</summary>
    public const int Count = 10_000_000;

    /// <summary>Cards of one person: ordinals run from 0 to one less than this.</summary>
    public const int CardsEach = 100;

    private const string OrganisationAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly DateOnly FirstBirthDate = new(1945, 1, 1);
    private static readonly int BirthDays = new DateOnly(1985, 1, 1).DayNumber - FirstBirthDate.DayNumber;

    private static readonly string[] Counties =
        [.. RegionCodes.All.Where(r => r is { Level: RegionLevel.County, ToYear: null }).Select(r => r.Code)];

    private static readonly Dictionary<string, string[]> CountiesOfCity =
        Counties.GroupBy(county => county[..4]).ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly Region[] Cities =
    [
        .. RegionCodes.All.Where(r =>
            r is { Level: RegionLevel.Prefecture, ToYear: null }
            && r.Name.EndsWith('市')
            && CountiesOfCity.ContainsKey(r.Code[..4])),
    ];

    private static readonly BinEntry[] DebitBins =
    [
        .. BinTable.BuiltIn.Entries.Where(bin =>
            bin is { Kind: CardKind.Debit, NeedNotSatisfyLuhn: false, CardLength: 16 or 19, Prefix.Length: 6 }
            && InventedNames.Banks.Contains(bin.BankCode)),
    ];

    private readonly ulong _key;
    private readonly SeededPermutation _births;
    private readonly SeededPermutation _mobiles;
    private readonly SeededPermutation _cards;
    private readonly SeededPermutation _companies;
    private readonly SeededPermutation _organisations;
    private readonly SeededPermutation _accounts;

    /// <summary>The people of this seed.</summary>
    public InventedPeople(int seed)
    {
        _key = SeededPermutation.Mix(0xC0FFEE, unchecked((ulong)seed));
        _births = new((long)Counties.Length * BirthDays, Key(1));
        _mobiles = new(100_000_000, Key(2));
        _cards = new(1_000_000_000, Key(3));
        _companies = new(CompanyNames, Key(4));
        _organisations = new(31L * 31 * 31 * 31 * 31 * 31, Key(5));
        _accounts = new(1_000_000_000, Key(6));
    }

    private static long CompanyNames =>
        (long)Cities.Length * Square(InventedNames.TradeCharacters.Length) * InventedNames.Industries.Length;

    /// <summary>Person number <paramref name="index"/>.</summary>
    public InventedPerson Person(int index)
    {
        CheckIndex(index);
        var identity = IdentityOf(index);
        var male = (identity[16] - '0') % 2 == 1;
        return new(index, NameOf(index, male), identity, MobileOf(index), Card(index));
    }

    /// <summary>Another card of the person; ordinal 0 is the one in <see cref="Person"/>.</summary>
    public string Card(int index, int ordinal = 0)
    {
        CheckIndex(index);
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, CardsEach);
        var place = (long)ordinal * Count + index;
        var hash = SeededPermutation.Mix(Key(7), (ulong)place);
        var bin = DebitBins[(int)(hash % (ulong)DebitBins.Length)];
        var filler = bin.CardLength == 19 ? Digits((long)(hash >> 32) % 1000, 3) : "";
        var withoutLast = bin.Prefix + filler + Digits(_cards[place], 9);
        return withoutLast + BankCardNumber.CheckDigit(withoutLast);
    }

    /// <summary>Company number <paramref name="index"/>.</summary>
    public InventedCompany Company(int index)
    {
        CheckIndex(index);
        var place = _companies[index];
        var (rest, industry) = Math.DivRem(place, InventedNames.Industries.Length);
        (rest, var second) = Math.DivRem(rest, InventedNames.TradeCharacters.Length);
        (var cityIndex, var first) = Math.DivRem(rest, InventedNames.TradeCharacters.Length);
        var city = Cities[cityIndex];
        var trade = $"{InventedNames.TradeCharacters[(int)first]}{InventedNames.TradeCharacters[(int)second]}";
        var name = $"{city.Name[..^1]}{trade}{InventedNames.Industries[industry]}有限公司";
        var hash = SeededPermutation.Mix(Key(8), (ulong)index);
        return new(
            index,
            name,
            CreditCodeOf(index, city, hash),
            NameOf(index, (hash & 3) != 0),
            $"8{Digits((long)(hash >> 16) % 100_000_000, 8)}{Digits(_accounts[index], 9)}");
    }

    private string IdentityOf(int index)
    {
        var (county, day) = Math.DivRem(_births[index], BirthDays);
        var birthDate = FirstBirthDate.AddDays((int)day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var sequence = 1 + (long)(SeededPermutation.Mix(Key(9), (ulong)index) % 400);
        var first17 = Counties[county] + birthDate + Digits(sequence, 3);
        return first17 + Accounts.IdentityNumber.CheckCharacter(first17);
    }

    private string MobileOf(int index)
    {
        var hash = SeededPermutation.Mix(Key(10), (ulong)index);
        var prefix = InventedNames.MobilePrefixes[hash % (ulong)InventedNames.MobilePrefixes.Length];
        return prefix + Digits(_mobiles[index], 8);
    }

    /// <summary>Frequent surnames come more often: of two draws the one nearer the top of the list counts.</summary>
    private string NameOf(int index, bool male)
    {
        var hash = SeededPermutation.Mix(Key(11), (ulong)index);
        var surnames = (ulong)InventedNames.Surnames.Length;
        var surname = InventedNames.Surnames[Math.Min(hash % surnames, (hash >> 32) % surnames)];
        var characters = male ? InventedNames.MaleCharacters : InventedNames.FemaleCharacters;
        var given = SeededPermutation.Mix(Key(12), (ulong)index);
        var first = characters[(int)(given % (ulong)characters.Length)];
        var second = characters[(int)((given >> 20) % (ulong)characters.Length)];
        return given >> 60 < 4 ? $"{surname}{first}" : $"{surname}{first}{second}";
    }

    /// <summary>
    /// 91 (a company), the city's county, an organisation code that begins with MA, and both check characters.
    /// </summary>
    private string CreditCodeOf(int index, Region city, ulong hash)
    {
        var counties = CountiesOfCity[city.Code[..4]];
        var free = new char[6];
        var left = _organisations[index];
        for (var i = free.Length - 1; i >= 0; i--)
        {
            (left, var digit) = Math.DivRem(left, OrganisationAlphabet.Length);
            free[i] = OrganisationAlphabet[(int)digit];
        }
        var organisation = "MA" + new string(free);
        var first17 = "91" + counties[hash % (ulong)counties.Length] + organisation + OrganisationCheck(organisation);
        return first17 + Accounts.CreditCode.CheckCharacter(first17);
    }

    /// <summary>The check character of an organisation code (GB 11714): A is 10 and so on to Z, 35.</summary>
    private static char OrganisationCheck(string first8)
    {
        var sum = 0;
        for (var i = 0; i < OrganisationWeights.Length; i++)
            sum += OrganisationWeights[i] * (char.IsAsciiDigit(first8[i]) ? first8[i] - '0' : first8[i] - 'A' + 10);
        return "0X987654321"[sum % 11];
    }

    private ulong Key(ulong purpose) => SeededPermutation.Mix(_key, purpose);

    private static long Square(long number) => number * number;

    private static string Digits(long number, int count) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    private static void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }
}
