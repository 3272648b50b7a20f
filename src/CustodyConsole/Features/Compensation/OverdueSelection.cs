using CustodyConsole.Features.Accounts;

namespace CustodyConsole.Features.Compensation;

/// <summary>
/// The overdue instalments that a person has chosen for one request, over several pages of the list: of one platform, and with at least one
/// account that may compensate for all of them.
/// </summary>
public sealed class OverdueSelection
{
    /// <summary>The most that can be chosen one by one; more is asked for by the compensator.</summary>
    public const int Max = 200;

    private readonly Dictionary<long, OverdueRow> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Principal and interest of what is chosen, in fen.</summary>
    public long OwedFen => _rows.Values.Sum(row => row.OwedFen);

    /// <summary>The accounts that may compensate for everything that is chosen.</summary>
    public IReadOnlyList<AccountRef> Compensators => Common([.. _rows.Values]);

    /// <summary>True where one request may hold everything that is chosen.</summary>
    public bool FitsOneRequest => Count is > 0 and <= Max && Compensators.Count > 0;

    /// <summary>The address of the form.</summary>
    public string Address => "compensation/new?items=" + string.Join('-', _rows.Keys.Order());

    public bool Has(OverdueRow row) => _rows.ContainsKey(row.Due.InstalmentId);

    /// <summary>What waits in a request, and what nobody may compensate for, cannot be chosen.</summary>
    public static bool May(OverdueRow row) => row.Due.PendingApprovalId is null && row.Compensators.Count > 0;

    public void Set(OverdueRow row, bool chosen)
    {
        if (chosen && May(row)) _rows[row.Due.InstalmentId] = row;
        else _rows.Remove(row.Due.InstalmentId);
    }

    public void Clear() => _rows.Clear();

    /// <summary>The accounts that every one of these instalments names.</summary>
    public static IReadOnlyList<AccountRef> Common(IReadOnlyList<OverdueRow> rows)
    {
        if (rows.Count == 0) return [];
        return [.. rows[0].Compensators.Where(account =>
            rows.All(row => row.Compensators.Any(other => other.Id == account.Id)))];
    }
}
