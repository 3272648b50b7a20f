using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Security;

/// <summary>
/// What a session's cookie says of its person: roles, name and platform from the custody database, the version of that
/// row, and when the sign-in was. A person who must enrol a second factor first gets no role.
/// </summary>
public sealed class ConsoleClaims(
    UserManager<ConsoleUser> users, StaffDirectory directory, CustodySettings settings, TimeProvider time,
    IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<ConsoleUser>(users, options)
{
    public const string DisplayName = "display_name";
    public const string PlatformNo = "platform_no";
    public const string Version = "staff_version";
    public const string SignedInAt = "signed_in_at";

    /// <summary>Held by a person who must enrol a second factor before anything else.</summary>
    public const string MustEnrol = "must_enrol";

    public static string VersionOf(StaffRecord staff)
    {
        ArgumentNullException.ThrowIfNull(staff);
        return staff.Version.ToString(CultureInfo.InvariantCulture);
    }

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(ConsoleUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var identity = await base.GenerateClaimsAsync(user);
        if (await directory.FindAsync(user.Id) is not { } staff) return identity;
        identity.AddClaim(new Claim(DisplayName, staff.DisplayName));
        identity.AddClaim(new Claim(Version, VersionOf(staff)));
        identity.AddClaim(new Claim(
            SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        if (staff.PlatformNo is { } platform)
            identity.AddClaim(new Claim(PlatformNo, platform));
        if (Standing.MustEnrol(staff, user, settings))
        {
            identity.AddClaim(new Claim(MustEnrol, "true"));
            return identity;
        }

        foreach (var role in staff.HeldRoles)
            identity.AddClaim(new Claim(Options.ClaimsIdentity.RoleClaimType, role));
        return identity;
    }
}
