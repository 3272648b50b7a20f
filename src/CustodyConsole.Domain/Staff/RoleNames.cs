namespace CustodyConsole.Domain.Staff;

/// <summary>The roles in words.</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, (string Chinese, string English)> Names = new()
    {
        [Roles.Operator] = ("经办", "operator"),
        [Roles.Checker] = ("复核", "checker"),
        [Roles.Reconciler] = ("对账", "reconciler"),
        [Roles.PaymentCompany] = ("支付公司", "payment company"),
        [Roles.Compliance] = ("合规", "compliance"),
        [Roles.Auditor] = ("审计", "auditor"),
        [Roles.Administrator] = ("系统管理", "administrator"),
        [Roles.Platform] = ("平台", "platform"),
    };

    /// <summary>The names in Chinese, separated as in a sentence.</summary>
    public static string Chinese(IEnumerable<string> roles) => string.Join('、', roles.Select(role => Names[role].Chinese));

    /// <summary>The names in English, separated as in a sentence.</summary>
    public static string English(IEnumerable<string> roles) => string.Join(", ", roles.Select(role => Names[role].English));
}
