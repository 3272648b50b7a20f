using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CustodyConsole.Features.Approvals;

/// <summary>A component that shows requests and follows what happens to them, in the language of its page.</summary>
public abstract class FollowsApprovals : ComponentBase, IDisposable
{
    private IDisposable? _listening;

    [Inject] private ApprovalWatch Watch { get; set; } = default!;

    /// <summary>Something happened; the component is drawn again afterwards.</summary>
    protected abstract Task FollowAsync(ApprovalNews news);

    protected override void OnInitialized()
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        _listening = Watch.Listen(news => InvokeAsync(async () =>
        {
            // The news come from outside the page, where the language is the machine's.
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
            await FollowAsync(news);
            StateHasChanged();
        }));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _listening?.Dispose();
}
