using CustodyConsole.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CustodyConsole.Features.Approvals;

/// <summary>
/// The number of a form that asks for approval, in the address of its page. A page that is loaded again after a lost
/// connection has the same number, and so finds what it has made instead of making it twice.
/// </summary>
public static class FormNumbers
{
    private const int LengthMax = 64;

    /// <summary>The number in the address, or a new one; where it has made a request, the page goes there.</summary>
    public static async Task<string> OfAsync(
        string? formNo, NavigationManager navigation, ApprovalQueries approvals, CancellationToken cancellationToken)
    {
        if (formNo is { Length: > 0 and <= LengthMax })
        {
            if (await approvals.MadeByFormAsync(formNo, cancellationToken) is { } made)
                navigation.NavigateTo($"approvals/{made}", replace: true);
            return formNo;
        }

        var fresh = $"F{Guid.NewGuid():N}";
        navigation.NavigateTo(ListState.Parse(navigation.Uri).With("form", fresh).ApplyTo(navigation.Uri), replace: true);
        return fresh;
    }
}
