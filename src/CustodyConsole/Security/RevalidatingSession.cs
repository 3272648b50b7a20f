using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CustodyConsole.Security;

/// <summary>
/// Ends the session of an open page within a minute after the person's password or roles have changed or the user was
/// disabled: an open page holds a connection, and a connection does not notice that its cookie has become worthless.
/// </summary>
public sealed class RevalidatingSession(ILoggerFactory logs, SessionCheck check, CustodySettings settings, SessionOrigin origin)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => settings.SessionCheck;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        // A request was looked at when it came in; one that changes the own password must not lose its person on the way.
        origin.User is not null || (await check.LookAsync(authenticationState.User, cancellationToken)).Stands;
}
