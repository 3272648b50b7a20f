using Microsoft.AspNetCore.Authorization;
using static CustodyConsole.Security.Roles;

namespace CustodyConsole.Security;

/// <summary>
/// One row of the permission table: its name, what it allows in both languages, and the roles that hold it.
/// </summary>
public sealed record Permission(string Name, string Chinese, string English, IReadOnlyList<string> Roles);

/// <summary>
/// The one table of who may do what. Each row becomes an authorisation policy of the same name; a page names it in its
/// <c>[Authorize(Policy = ...)]</c> and the operation behind it checks it again. A permission's prefix is its
/// feature's name.
/// </summary>
public static class Permissions
{
    public const string HomeView = "Home.View";
    public const string PlatformsView = "Platforms.View";
    public const string AccountsView = "Accounts.View";
    public const string ListingsView = "Listings.View";
    public const string OrdersView = "Orders.View";
    public const string JournalView = "Journal.View";

    private static readonly string[] BankStaff = [Operator, Checker, Reconciler, Compliance, Auditor];
    private static readonly string[] BankAndChannel = [.. BankStaff, PaymentCompany];
    private static readonly string[] BankAndAdministrator = [.. BankStaff, Administrator];

    public static readonly IReadOnlyList<Permission> All =
    [
        new(HomeView, "查看全行存管概况", "See the state of the custody bank", [.. BankAndChannel, Administrator]),
        new(PlatformsView, "查看平台资料与平台账户", "See platforms and their accounts", BankAndAdministrator),
        new(AccountsView, "查看账户、余额与流水", "See accounts, balances and statements", BankStaff),
        new(ListingsView, "查看标的、投标与还款计划", "See listings, bids and repayment schedules", BankStaff),
        new(OrdersView, "查看业务指令与处理进度", "See orders and their progress", BankAndChannel),
        new(JournalView, "查看会计分录", "See journal entries", BankStaff),
    ];

    public static AuthorizationBuilder AddPermissionPolicies(this AuthorizationBuilder authorization)
    {
        foreach (var permission in All)
            authorization.AddPolicy(permission.Name, policy => policy.RequireRole(permission.Roles));
        return authorization;
    }
}
