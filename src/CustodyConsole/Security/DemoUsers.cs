using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>One demo sign-in, with the password that is printed at start.</summary>
public sealed record DemoUser(
    string UserName, string Password, string Role, string DisplayName, string? PlatformNo = null);

/// <summary>
/// One sign-in for each role, seeded into an empty user table while the setting Custody:Demo is on. Their passwords
/// are public: <see cref="SignInDesk"/> refuses them as soon as the setting is off.
/// </summary>
public static class DemoUsers
{
    public static readonly IReadOnlyList<DemoUser> All =
    [
        new("operator", "Jingban-2017", Roles.Operator, "陈嘉怡"),
        new("checker", "Fuhe-2017", Roles.Checker, "林志远"),
        new("reconciler", "Duizhang-2017", Roles.Reconciler, "周敏"),
        new("payment", "Zhifu-2017", Roles.PaymentCompany, "黄伟强"),
        new("compliance", "Hegui-2017", Roles.Compliance, "吴晓岚"),
        new("auditor", "Shenji-2017", Roles.Auditor, "郑文博"),
        new("admin", "Guanli-2017", Roles.Administrator, "孙立"),
        new("platform", "Pingtai-2017", Roles.Platform, "何静", "1001"),
    ];

    public static async Task SeedAsync(
        IdentityDb db, IPasswordHasher<ConsoleUser> hasher, CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(cancellationToken))
            return;
        var roles = await db.Roles.ToDictionaryAsync(role => role.Name!, role => role.Id, cancellationToken);
        foreach (var demo in All)
        {
            var user = new ConsoleUser
            {
                UserName = demo.UserName,
                NormalizedUserName = demo.UserName.ToUpperInvariant(),
                DisplayName = demo.DisplayName,
                PlatformNo = demo.PlatformNo,
                IsDemo = true,
                LockoutEnabled = true,
                SecurityStamp = Guid.NewGuid().ToString("N"),
            };
            user.PasswordHash = hasher.HashPassword(user, demo.Password);
            db.Users.Add(user);
            db.UserRoles.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = roles[demo.Role] });
        }
        await db.SaveChangesAsync(cancellationToken);
    }
}
