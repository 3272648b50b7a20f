using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>
/// Where a scope came from: set for each request by <see cref="SessionOriginSetup"/>, and for a page's connection by
/// the frame of the page, because a connection has no request of its own.
/// </summary>
public sealed class SessionOrigin
{
    /// <summary>The person of a request; null on a page's connection, which knows its person by itself.</summary>
    public ClaimsPrincipal? User { get; set; }

    /// <summary>The network address that the request or the page was asked from.</summary>
    public string? Address { get; set; }
}

/// <summary>
/// Who gives the next command on this page or request, read from the identity database for every command: a user who
/// was disabled or lost a role a moment ago has no right left, whatever the cookie or the open page says.
/// </summary>
public sealed class CurrentStaff(
    SessionOrigin origin,
    AuthenticationStateProvider session,
    IServiceScopeFactory scopes,
    CustodySettings settings,
    IOptions<IdentityOptions> options)
{
    /// <summary>When the person last proved again who they are, on this page (UTC).</summary>
    public DateTime? ProvedAtUtc { get; set; }

    /// <summary>
    /// The person with the roles of this moment. A person who may not act any more (unknown, disabled, signed in before
    /// the password was changed, without a staff number, of a platform that is not named) holds no role, so every
    /// command is refused, and the refusal is in the audit trail.
    /// </summary>
    public async Task<StaffMember> GetAsync(CancellationToken cancellationToken = default)
    {
        var principal = origin.User ?? (await session.GetAuthenticationStateAsync()).User;
        var claims = options.Value.ClaimsIdentity;
        var userId = principal.FindFirstValue(claims.UserIdClaimType);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        if (user is null)
            return new StaffMember(principal.Identity?.Name ?? "", "", "", [], origin.Address);

        var roles = await (
            from held in db.UserRoles
            join role in db.Roles on held.RoleId equals role.Id
            where held.UserId == user.Id
            orderby role.Name
            select role.Name!).ToListAsync(cancellationToken);
        var mayAct = user is { DisabledAtUtc: null, StaffNo.Length: > 0 }
            && user.SecurityStamp == principal.FindFirstValue(claims.SecurityStampClaimType)
            && (settings.Demo || !user.IsDemo)
            && (user.PlatformNo is not null || !roles.Contains(Roles.Platform));
        return new StaffMember(
            user.UserName!, user.DisplayName, user.StaffNo ?? "", mayAct ? roles : [], origin.Address, user.PlatformNo,
            mayAct ? ProvedAtUtc : null);
    }
}

public static class SessionOriginSetup
{
    /// <summary>Tells each request's scope who asks and from where.</summary>
    public static IApplicationBuilder UseSessionOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var origin = context.RequestServices.GetRequiredService<SessionOrigin>();
        origin.User = context.User;
        origin.Address = context.Connection.RemoteIpAddress?.ToString();
        return next();
    });
}
