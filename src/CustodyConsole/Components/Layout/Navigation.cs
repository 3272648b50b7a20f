
namespace CustodyConsole.Components.Layout;

/// <summary>One line of the menu. A feature's own line is shown to those who hold its permission.</summary>
public sealed record MenuItem(string Href, string TextKey, string Icon, string Permission);

/// <summary>A group of the menu: one task of the bank.</summary>
public sealed record MenuGroup(string TextKey, IReadOnlyList<MenuItem> Items);

/// <summary>The menu, in one table. A new page is one line here and one word in <c>Resources/Text.resx</c>.</summary>
public static class Menu
{
    public static readonly IReadOnlyList<MenuGroup> Groups =
    [
        new("Menu.Overview",
        [
            new("", "Menu.Home", "dashboard", Permissions.HomeView),
        ]),
        new("Menu.Customers",
        [
            new("platforms", "Menu.Platforms", "storefront", Permissions.PlatformsView),
            new("accounts", "Menu.Accounts", "account_balance_wallet", Permissions.AccountsView),
        ]),
        new("Menu.Business",
        [
            new("listings", "Menu.Listings", "request_quote", Permissions.ListingsView),
            new("orders", "Menu.Orders", "swap_horiz", Permissions.OrdersView),
            new("compensation", "Menu.Compensation", "shield", Permissions.CompensationView),
        ]),
        new("Menu.DayEnd",
        [
            new("settlement", "Menu.Settlement", "balance", Permissions.SettlementView),
            new("days", "Menu.Days", "event_available", Permissions.DaysView),
            new("calendar", "Menu.Calendar", "calendar_month", Permissions.CalendarView),
            new("jobs", "Menu.Jobs", "event_repeat", Permissions.JobsView),
        ]),
        new("Menu.AdvancesAndFees",
        [
            new("advances", "Menu.Advances", "account_balance", Permissions.AdvancesView),
            new("advances/payouts", "Menu.Payouts", "hourglass_top", Permissions.AdvancesPayouts),
            new("fees", "Menu.Fees", "sell", Permissions.FeesView),
            new("channels", "Menu.Channels", "speed", Permissions.ChannelsView),
        ]),
        new("Menu.Control",
        [
            new("approvals", "Menu.Approvals", "fact_check", Permissions.ApprovalsView),
            new("audit", "Menu.Audit", "policy", Permissions.AuditView),
            new("staff", "Menu.Staff", "manage_accounts", Permissions.StaffView),
        ]),
        new("Menu.Reporting",
        [
            new("reports", "Menu.Reports", "summarize", Permissions.ReportsView),
        ]),
        new("Menu.Books",
        [
            new("journal", "Menu.Journal", "menu_book", Permissions.JournalView),
        ]),
    ];

    /// <summary>The permission of the menu's line below which an address of the console lies.</summary>
    public static string PermissionOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var path = address.Split('?')[0];
        return Groups.SelectMany(group => group.Items)
            .Where(item => item.Href.Length > 0 && (path == item.Href || path.StartsWith(item.Href + "/", StringComparison.Ordinal)))
            .MaxBy(item => item.Href.Length)?.Permission
            ?? throw new ArgumentException($"{address} lies below no line of the menu.", nameof(address));
    }
}
