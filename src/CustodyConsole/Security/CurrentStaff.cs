using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

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
/// Who gives the next command on this page or request, read from both databases for every command: a user who was
/// disabled or lost a role a moment ago has no right left, whatever the cookie or the open page says.
/// </summary>
public sealed class CurrentStaff(SessionOrigin origin, AuthenticationStateProvider session, SessionCheck check)
{
    /// <summary>When the person last proved again who they are, on this page (UTC).</summary>
    public DateTime? ProvedAtUtc { get; set; }

    /// <summary>
    /// The person with the roles of this moment. A person who may not act any more (unknown, disabled, signed in before
    /// the password was changed or reset, without the second factor that is asked for) holds no role, so every command
    /// is refused, and the refusal is in the audit trail.
    /// </summary>
    public async Task<StaffMember> GetAsync(CancellationToken cancellationToken = default)
    {
        var principal = origin.User ?? (await session.GetAuthenticationStateAsync()).User;
        var (staff, mayAct, _) = await check.LookAsync(principal, cancellationToken);
        return staff is null
            ? new StaffMember(principal.Identity?.Name ?? "", "", "", [], origin.Address)
            : new StaffMember(
                staff.UserName, staff.DisplayName, staff.PersonNo, mayAct ? staff.HeldRoles : [], origin.Address,
                staff.PlatformNo, mayAct ? ProvedAtUtc : null, staff.PaymentCompany);
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
