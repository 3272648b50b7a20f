using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>
/// Ends the session of an open page within a minute after the person's password or roles have changed or the user was
/// disabled or removed: an open page holds a connection, and a connection does not notice that its cookie has become worthless.
/// </summary>
public sealed class RevalidatingSession(
    ILoggerFactory logs, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        var principal = authenticationState.User;
        var user = await users.GetUserAsync(principal);
        if (user is not { DisabledAtUtc: null })
            return false;
        var claims = options.Value.ClaimsIdentity;
        var roles = principal.FindAll(claims.RoleClaimType).Select(claim => claim.Value);
        return user.SecurityStamp == principal.FindFirstValue(claims.SecurityStampClaimType)
            && roles.ToHashSet().SetEquals(await users.GetRolesAsync(user));
    }
}
