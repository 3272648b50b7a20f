using CustodyConsole.Demo;
using CustodyConsole.Domain.Writing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>One demo sign-in, with the password that is printed at start.</summary>
public sealed record DemoUser(
    string UserName, string Password, string Role, string DisplayName, string StaffNo, string? PlatformNo = null,
    string? PaymentCompany = null);

/// <summary>
/// One sign-in for each role, and a second operator, checker and administrator, so that what takes two people can be tried by people
/// side by side. They are seeded while the setting Custody:Demo is on, unless the bank has real users. Their passwords are
/// public: <see cref="SignInDesk"/> refuses them as soon as the setting is off or the bank has an administrator of its own.
/// </summary>
public static class DemoUsers
{
    public static readonly IReadOnlyList<DemoUser> All =
    [
        new("operator", "Jingban-2017", Roles.Operator, "陈嘉怡", "10001"),
        new("checker", "Fuhe-2017", Roles.Checker, "林志远", "10002"),
        new("reconciler", "Duizhang-2017", Roles.Reconciler, "周敏", "10003"),
        new("payment", "Zhifu-2017", Roles.PaymentCompany, "黄伟强", "90001", PaymentCompany: DemoPlatform.PaymentCompany),
        new("compliance", "Hegui-2017", Roles.Compliance, "吴晓岚", "10004"),
        new("auditor", "Shenji-2017", Roles.Auditor, "郑文博", "10005"),
        new("admin", "Guanli-2017", Roles.Administrator, "孙立", "10006"),
        new("platform", "Pingtai-2017", Roles.Platform, "何静", "80001", "1001"),
        new("operator2", "Jingban-2018", Roles.Operator, "许明哲", "10007"),
        new("checker2", "Fuhe-2018", Roles.Checker, "赵一宁", "10008"),
        new("admin2", "Guanli-2018", Roles.Administrator, "高明", "10009"),
    ];

    /// <summary>
    /// Makes the demo users that are not there yet, unless the bank has users of its own: first who they are, then their
    /// passwords.
    /// </summary>
    public static async Task SeedAsync(
        GroupWriter writer, StaffDirectory directory, IdentityDb db, IPasswordHasher<ConsoleUser> hasher,
        CancellationToken cancellationToken)
    {
        if (!await directory.IsEmptyAsync(cancellationToken)) return;
        _ = (await writer.RunAsync(0, books => FirstStaff.OpenDemo(
            books, [.. All.Select(demo => (
                new FirstPerson(demo.UserName, demo.DisplayName, demo.StaffNo), demo.Role, demo.PlatformNo,
                demo.PaymentCompany))]))).Value;
        var known = await db.Users.Select(user => user.Id).ToListAsync(cancellationToken);
        foreach (var demo in All.Where(demo => !known.Contains(demo.UserName)))
        {
            var user = new ConsoleUser
            {
                Id = demo.UserName,
                UserName = demo.UserName,
                NormalizedUserName = demo.UserName.ToUpperInvariant(),
                CredentialSerial = 1,
                LockoutEnabled = true,
                SecurityStamp = Guid.NewGuid().ToString("N"),
            };
            user.PasswordHash = hasher.HashPassword(user, demo.Password);
            db.Users.Add(user);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
