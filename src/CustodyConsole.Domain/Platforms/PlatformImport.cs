using System.Buffers.Binary;

namespace CustodyConsole.Domain.Platforms;

/// <summary>A platform of a file: the row where it stands, and its dossier.</summary>
/// <param name="Row">The number of the row in the sheet.</param>
/// <param name="Dossier">What the row says.</param>
public sealed record ImportedPlatform(int Row, PlatformDossier Dossier);

/// <summary>A row of a file as it was read.</summary>
/// <param name="Row">The number of the row in the sheet.</param>
/// <param name="Dossier">What could be read of it.</param>
/// <param name="Faults">What is wrong with it; empty where it can be opened.</param>
public sealed record ImportRow(int Row, PlatformDossier Dossier, IReadOnlyList<(string Chinese, string English)> Faults)
{
    /// <summary>True where it can be opened.</summary>
    public bool IsGood => Faults.Count == 0;
}

/// <summary>
/// Turns rows of a file into dossiers and says what is wrong with each. Nothing is changed: it is the dry run, and the request to a second
/// person checks all of it again.
/// </summary>
public static class PlatformImport
{
    /// <summary>The key under which the personal data of a file is sealed: its own hash, so that the same file has the same.</summary>
    public static long SealKey(string sha256) => BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(sha256)) & long.MaxValue;

    /// <summary>Reads one row: each value into its field, then the dossier as a whole.</summary>
    /// <param name="row">The number of the row.</param>
    /// <param name="values">The values by column key; a missing one is empty.</param>
    /// <param name="seals">Seals personal data.</param>
    /// <param name="today">The accounting date.</param>
    public static ImportRow Read(int row, IReadOnlyDictionary<string, ImportValue> values, ImportSeals seals, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(values);
        var dossier = new PlatformDossier { AccountsConfirmed = true };
        var faults = new List<(string, string)>();
        var faulty = new HashSet<string>();
        foreach (var column in ImportColumn.All)
        {
            if (!values.TryGetValue(column.Key, out var value) || value.Text.Length == 0) continue;
            var taken = column.Take(dossier, value, seals);
            if (taken.Done)
            {
                dossier = taken.Value;
                continue;
            }

            faulty.Add(column.Key);
            var (chinese, english) = (taken.Refusal.Chinese.TrimEnd('。'), taken.Refusal.English.TrimEnd('.'));
            faults.Add((chinese.Contains(column.Chinese, StringComparison.Ordinal) ? chinese : $"{column.Chinese}：{chinese}", english));
        }

        faults.AddRange(Faults(dossier, today).Where(item => !faulty.Contains(item.Key)).Select(item => (item.Chinese, item.English)));
        return new ImportRow(row, dossier, faults);
    }

    /// <summary>Adds to rows what only shows between them and against the platforms that are there already.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="taken">The platforms that are there.</param>
    public static IReadOnlyList<ImportRow> Compare(IReadOnlyList<ImportRow> rows, IReadOnlyCollection<Platform> taken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(taken);
        var byNo = taken.ToDictionary(platform => platform.No);
        var byCompany = taken.Where(platform => platform.State != PlatformState.Closed).ToLookup(platform => platform.CreditCode);
        var (firstNo, firstCompany) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        return [.. rows.Select(row => row with
        {
            Faults =
            [
                .. row.Faults,
                .. new[] { OfNumber(row), OfCompany(row) }.OfType<Refusal>()
                    .Select(refusal => (refusal.Chinese.TrimEnd('。'), refusal.English.TrimEnd('.'))),
            ],
        })];

        Refusal? OfNumber(ImportRow row) => row.Dossier.No is not { Length: > 0 } no ? null
            : byNo.TryGetValue(no, out var platform) ? PlatformRefusals.NumberTaken(no, platform.Name)
            : firstNo.TryAdd(no, row.Row) ? null : ImportRefusals.Repeated(no, firstNo[no]);

        Refusal? OfCompany(ImportRow row) => row.Dossier.CreditCode is not { Length: > 0 } code ? null
            : byCompany[code].MinBy(platform => platform.No) is { } platform ? PlatformRefusals.CompanyTaken(code, platform.No, platform.Name)
            : firstCompany.TryAdd(code, row.Row) ? null : ImportRefusals.CompanyRepeated(code, firstCompany[code]);
    }

    /// <summary>What keeps a platform of a file from being opened: what the template asks for, and what cannot be so.</summary>
    internal static IEnumerable<ChecklistItem> Faults(PlatformDossier dossier, DateOnly today) => DossierChecklist.Of(dossier, today)
        .Where(item => item.Blocks && (ImportColumn.RequiredKeys.Contains(item.Key)
            || (ImportColumn.Keys.Contains(item.Key) && item.Fault != ChecklistFault.Missing)
            || item.Key is "ShareFen" or "WithdrawalFeeDeduction"));
}
