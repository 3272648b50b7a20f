using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>What a session is worth at this moment.</summary>
/// <param name="Staff">Its user; null where there is none any more.</param>
/// <param name="MayAct">True where the user may give commands, with the roles of this moment.</param>
/// <param name="Stands">True where nothing has changed since the sign-in; a session that does not stand ends.</param>
public sealed record SessionWorth(StaffRecord? Staff, bool MayAct, bool Stands);

/// <summary>
/// Holds a session against both databases: the user must be in use, the password and the roles those of the sign-in, and
/// the sign-in no longer ago than a working day. It is asked for every request, every command, and every open page twice
/// a minute.
/// </summary>
public sealed class SessionCheck(
    StaffDirectory directory,
    IServiceScopeFactory scopes,
    CustodySettings settings,
    TimeProvider time,
    IOptions<IdentityOptions> options)
{
    /// <summary>A session ends at the latest after this, however busy the person is.</summary>
    public static readonly TimeSpan SessionMax = TimeSpan.FromHours(8);

    /// <summary>What this session is worth now.</summary>
    public async Task<SessionWorth> LookAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principal);
        var claims = options.Value.ClaimsIdentity;
        if (principal.FindFirstValue(claims.UserIdClaimType) is not { Length: > 0 } userName)
            return new SessionWorth(null, false, false);
        var staff = await directory.FindAsync(userName, cancellationToken);
        ConsoleUser? user;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userName, cancellationToken);
        }

        var mayEnter = staff is not null && user is not null
            && Standing.Of(staff, user, staff.IsDemo && await directory.IsDemoOpenAsync(cancellationToken)) is null
            && user.SecurityStamp == principal.FindFirstValue(claims.SecurityStampClaimType)
            && !IsOver(principal);
        return new SessionWorth(
            staff,
            mayEnter && !Standing.MustEnrol(staff!, user!, settings),
            mayEnter && principal.FindFirstValue(ConsoleClaims.Version) == ConsoleClaims.VersionOf(staff!));
    }

    private bool IsOver(ClaimsPrincipal principal) =>
        !long.TryParse(
            principal.FindFirstValue(ConsoleClaims.SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        || time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) >= SessionMax;
}

/// <summary>Whether a user with these credentials may come in at all.</summary>
public static class Standing
{
    /// <summary>Why not, for the audit trail; null where they may.</summary>
    /// <param name="staff">Who it is; null where there is nobody.</param>
    /// <param name="user">The credentials; null where there are none.</param>
    /// <param name="isDemoOpen">Whether demo users may come in (<see cref="StaffDirectory.IsDemoOpenAsync"/>).</param>
    public static string? Of(StaffRecord? staff, ConsoleUser? user, bool isDemoOpen)
    {
        if (staff is null || user is null) return "没有该用户 no such user";
        if (staff.State == StaffState.Disabled) return "用户已停用 user is disabled";
        if (user.CredentialSerial != staff.CredentialSerial) return "口令已重置，尚未重设 password was reset";
        if (staff.IsDemo && !isDemoOpen) return "演示用户 demo user";
        if (staff.PlatformNo is null && staff.HeldRoles.Contains(Roles.Platform)) return "未指明平台 no platform";
        if (staff.PaymentCompany is null && staff.HeldRoles.Contains(Roles.PaymentCompany)) return "未指明支付公司 no payment company";
        return null;
    }

    /// <summary>True where the user has a second factor that holds.</summary>
    public static bool HasFactor(StaffRecord staff, ConsoleUser user)
    {
        ArgumentNullException.ThrowIfNull(staff);
        ArgumentNullException.ThrowIfNull(user);
        return user.TotpCipher is not null && user.FactorSerial == staff.FactorSerial;
    }

    /// <summary>True where the user must enrol a second factor before anything else.</summary>
    public static bool MustEnrol(StaffRecord staff, ConsoleUser user, CustodySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.RequiresSecondFactor && !HasFactor(staff, user)
            && (Permissions.Held(Permissions.ApprovalsSubmit, staff.HeldRoles)
                || Permissions.Held(Permissions.ApprovalsDecide, staff.HeldRoles));
    }
}
