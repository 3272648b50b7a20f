using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Security;

namespace CustodyConsole.Features.Audit;

/// <summary>
/// Says in the audit trail who read a list of people: which filters, which page, how many rows. What was typed is never
/// kept, because it may be personal itself. The same page shown again on one connection is one reading.
/// </summary>
public sealed class SensitiveReads(CurrentStaff staff, StaffDesk desk)
{
    private string? _last;

    /// <summary>Records a reading.</summary>
    /// <param name="action">The list, such as Accounts.List.</param>
    /// <param name="state">What was asked for.</param>
    /// <param name="typed">The filters of which only the name is kept, such as q, with what they were taken for.</param>
    /// <param name="rows">How many rows were shown.</param>
    public async Task RecordAsync(string action, ListState state, IReadOnlyDictionary<string, string> typed, int rows)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(typed);
        var filters = state.Applied.OrderBy(filter => filter.Key, StringComparer.Ordinal)
            .Select(filter => $"{filter.Key}={typed.GetValueOrDefault(filter.Key, filter.Value)}");
        var read = $"{action} {state.ApplyTo("")}";
        if (read == _last) return;
        _last = read;
        await desk.RecordAsync(await staff.GetAsync(), new AuditDraft(action)
        {
            PlatformNo = state.Text("platform"),
            After = string.Join("; ", [.. filters, $"page={state.Page}", $"rows={rows}"]),
        });
    }
}
