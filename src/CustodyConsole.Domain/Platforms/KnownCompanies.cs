using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>Which companies the bank has to do with already: those that run a platform, and payment companies.</summary>
internal static class KnownCompanies
{
    /// <summary>Why the company of a dossier cannot be taken on: another of its platforms has not left. Null where it can.</summary>
    public static Refusal? Refuse(Books books, PlatformDossier dossier) => books.Platforms
        .Search(
            platform => platform.CreditCode == dossier.CreditCode && platform.State != PlatformState.Closed && platform.No != dossier.No,
            "\"credit_code\" = {0}", dossier.CreditCode)
        .MinBy(platform => platform.No) is { } other ? PlatformRefusals.CompanyTaken(dossier.CreditCode, other.No, other.Name) : null;

    /// <summary>The platforms that have not left, by the credit code of their company.</summary>
    public static Dictionary<string, Platform> ByCreditCode(Books books) => books.Platforms
        .Search(platform => platform.State != PlatformState.Closed, "\"id\" > 0")
        .GroupBy(platform => platform.CreditCode).ToDictionary(group => group.Key, group => group.MinBy(platform => platform.No)!);

    /// <summary>
    /// Payment companies that no pool has yet, for a checker to see: a name that is typed anew makes a company of its own, for ever.
    /// </summary>
    public static IEnumerable<ApprovalChange> NewOnes(Books books, IEnumerable<PlatformDossier> dossiers) =>
        from name in dossiers.Select(dossier => dossier.PaymentCompany).Distinct().Order(StringComparer.Ordinal)
        where !books.Pools.Search(pool => pool.PaymentCompany == name, "\"payment_company\" = {0}", name).Any()
        select new ApprovalChange("新增支付公司（首次合作）", "New payment company, the first platform with it", null, name);
}
