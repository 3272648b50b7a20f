namespace CustodyConsole.Domain.Staff;

/// <summary>Two roles that one person may not hold, and why.</summary>
/// <param name="First">One role.</param>
/// <param name="Second">The other.</param>
/// <param name="Chinese">Why, in Chinese.</param>
/// <param name="English">Why, in English.</param>
public sealed record RoleConflict(string First, string Second, string Chinese, string English);

/// <summary>
/// Separation of duties 不相容岗位: the one table of roles that one person may not hold at the same time, under one user or several.
/// </summary>
public static class RoleConflicts
{
    private static readonly string[] Money = [Roles.Operator, Roles.Checker, Roles.Reconciler];
    private static readonly string[] BankStaff = [.. Money, Roles.Compliance, Roles.Auditor, Roles.Administrator];

    /// <summary>All pairs.</summary>
    public static readonly IReadOnlyList<RoleConflict> All =
    [
        new(Roles.Operator, Roles.Checker, "发起与复核须由不同人员承担", "who asks must not decide"),
        new(Roles.Operator, Roles.Reconciler, "办理业务的人员不得核对自己办理的账务", "who books must not compare the books"),
        new(Roles.Checker, Roles.Reconciler, "复核业务的人员不得核对自己复核的账务", "who decides must not compare the books"),
        .. Pairs([Roles.Administrator], Money, "系统管理不得兼有资金业务权限", "administration has no right over money"),
        .. Pairs(
            [Roles.Administrator], [Roles.Compliance, Roles.Auditor], "管理用户与权限的人员不得监督自己",
            "who administers users must not supervise themselves"),
        .. Pairs(
            [Roles.Compliance, Roles.Auditor], Money, "监督岗位只查看，不得发起、复核或对账",
            "who supervises reads and does nothing else"),
        .. Pairs(
            [Roles.PaymentCompany], BankStaff, "支付公司人员不是行内人员，不得担任行内岗位",
            "staff of the payment company hold no role of the bank"),
        .. Pairs(
            [Roles.Platform], [.. BankStaff, Roles.PaymentCompany], "平台人员只查看本平台，不得担任其他岗位",
            "staff of a platform see their own platform only"),
    ];

    /// <summary>The first pair of the table that is among these roles; null where they may be held together.</summary>
    public static RoleConflict? Among(IEnumerable<string> roles)
    {
        var held = roles.ToHashSet();
        return All.FirstOrDefault(pair => held.Contains(pair.First) && held.Contains(pair.Second));
    }

    private static IEnumerable<RoleConflict> Pairs(string[] ones, string[] others, string chinese, string english) =>
        from one in ones from other in others select new RoleConflict(one, other, chinese, english);
}
