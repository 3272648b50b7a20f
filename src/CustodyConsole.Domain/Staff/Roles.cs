namespace CustodyConsole.Domain.Staff;

/// <summary>The roles of the people who sign in. What each may do is the table in <see cref="Permissions"/>.</summary>
public static class Roles
{
    /// <summary>经办: starts operations.</summary>
    public const string Operator = "Operator";

    /// <summary>复核: decides on what an operator started, never on what they started themselves.</summary>
    public const string Checker = "Checker";

    /// <summary>对账: compares the bank's books with the payment company's files.</summary>
    public const string Reconciler = "Reconciler";

    /// <summary>支付公司: staff of the payment company; approves advances, watches fees and settlement.</summary>
    public const string PaymentCompany = "PaymentCompany";

    /// <summary>合规: reads and exports.</summary>
    public const string Compliance = "Compliance";

    /// <summary>审计: reads everything, changes nothing.</summary>
    public const string Auditor = "Auditor";

    /// <summary>系统管理: users and parameters; no right over money.</summary>
    public const string Administrator = "Administrator";

    /// <summary>平台: staff of a lending platform; sees nothing but the own platform.</summary>
    public const string Platform = "Platform";

    public static readonly IReadOnlyList<string> All =
        [Operator, Checker, Reconciler, PaymentCompany, Compliance, Auditor, Administrator, Platform];
}
