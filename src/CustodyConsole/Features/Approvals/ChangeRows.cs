using CustodyConsole.Domain.Approvals;

namespace CustodyConsole.Features.Approvals;

/// <summary>One line of the table of states before and after.</summary>
/// <param name="Change">The value as it stands.</param>
/// <param name="IsChange">It differs before and after.</param>
/// <param name="Asked">As it stood when the request was made, where that is something else.</param>
/// <param name="HasMoved">It moved while this page was open.</param>
public sealed record ChangeRow(ApprovalChange Change, bool IsChange, ApprovalChange? Asked, bool HasMoved);

/// <summary>Compares what is now with what was asked for and with what this page showed before.</summary>
public static class ChangeRows
{
    public static IReadOnlyList<ChangeRow> Of(
        IReadOnlyList<ApprovalChange> now, IReadOnlyList<ApprovalChange> asked, IReadOnlyList<ApprovalChange>? shown) =>
        [.. now.Select((change, index) => new ChangeRow(
            change, change.Before != change.After, Other(asked, index, change),
            shown is not null && Other(shown, index, change) is not null))];

    /// <summary>The same value in another list, where it stands there differently.</summary>
    private static ApprovalChange? Other(IReadOnlyList<ApprovalChange> list, int index, ApprovalChange change)
    {
        var same = list.ElementAtOrDefault(index) is { } there && there.English == change.English
            ? there
            : list.FirstOrDefault(other => other.English == change.English);
        return same is null || (same.Before == change.Before && same.After == change.After) ? null : same;
    }
}
