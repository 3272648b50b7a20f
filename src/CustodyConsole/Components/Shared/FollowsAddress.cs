using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace CustodyConsole.Components.Shared;

/// <summary>
/// A component that shows the state of a list and follows the page's address, where that state is kept.
/// </summary>
public abstract class FollowsAddress : ComponentBase, IDisposable
{
    /// <summary>Marks a navigation to the very same address: the list is to be loaded again.</summary>
    protected const string AskAgain = "ask-again";

    /// <summary>Tells this list's keys in the address from those of another list on the same page.</summary>
    [Parameter] public string Prefix { get; set; } = "";

    /// <summary>The state that the address held last.</summary>
    public ListState State { get; private set; } = ListState.Parse("");

    /// <summary>True while the last navigation asked for the same again.</summary>
    protected bool IsAskedAgain { get; private set; }

    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    protected override void OnParametersSet() => ReadAddress();

    protected void ReadAddress() => State = ListState.Parse(Navigation.Uri, Prefix);

    /// <summary>The address of this page with another state.</summary>
    protected string AddressOf(ListState state) => state.ApplyTo(Navigation.Uri);

    /// <summary>Called when the address has changed and <see cref="State"/> is the new one.</summary>
    protected virtual Task FollowAsync()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Navigation.LocationChanged -= Moved;

    private void Moved(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(() =>
    {
        ReadAddress();
        IsAskedAgain = args.HistoryEntryState == AskAgain;
        return FollowAsync();
    });
}
