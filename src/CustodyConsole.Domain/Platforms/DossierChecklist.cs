using System.Globalization;

namespace CustodyConsole.Domain.Platforms;

/// <summary>What is wrong with an item of the checklist.</summary>
public enum ChecklistFault
{
    /// <summary>Not given 未填写.</summary>
    Missing = 1,
    /// <summary>Given, but it cannot be so 有误.</summary>
    Malformed = 2,
    /// <summary>Past its last day 已过期.</summary>
    Expired = 3,
    /// <summary>Near its last day 即将到期; the only one that does not stand in the way.</summary>
    ExpiresSoon = 4,
}

/// <summary>One open item of a dossier.</summary>
/// <param name="Key">The field, as <see cref="DossierField.Key"/>.</param>
/// <param name="Step">Where to deal with it.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Chinese">In words.</param>
/// <param name="English">In English words.</param>
public sealed record ChecklistItem(string Key, DossierStep Step, ChecklistFault Fault, string Chinese, string English)
{
    /// <summary>True where it keeps the dossier from being submitted.</summary>
    public bool Blocks => Fault != ChecklistFault.ExpiresSoon;
}

/// <summary>What a dossier still lacks, computed from it.</summary>
public static class DossierChecklist
{
    /// <summary>A document is marked this many days before it expires.</summary>
    public const int SoonDays = 60;

    /// <summary>The longest name or number.</summary>
    public const int TextMax = 128;

    /// <summary>What begins so may be left out as a whole. A platform that is changed has its fees in schedules, not in its dossier.</summary>
    private static readonly string[] Optional = ["Licence.FilingCertificate.", "Contact.Settlement.", "WithdrawalFee"];

    /// <summary>The open items in the order of the form.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <param name="today">The bank's accounting date.</param>
    public static IReadOnlyList<ChecklistItem> Of(PlatformDossier dossier, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var faults = Faults(dossier, today).GroupBy(fault => fault.Key).ToDictionary(group => group.Key, group => group.First());
        var items = new List<ChecklistItem>();
        foreach (var field in DossierFields.Of(dossier))
        {
            if (field.Value is null && !IsOptional(field.Key, dossier))
            {
                items.Add(new(field.Key, field.Step, ChecklistFault.Missing,
                    field.Key == "AccountsConfirmed" ? "开立账户清单尚未确认" : field.Chinese + "未填写",
                    field.Key == "AccountsConfirmed" ? "The list of accounts is not confirmed" : field.English + " is not given"));
            }
            else if (field.Value is { } text && text.Length > LongestOf(field.Key) && field.Exact is null && !field.Key.Contains("Url", StringComparison.Ordinal)
                && field.Step is not (DossierStep.Interface or DossierStep.Accounts))
            {
                items.Add(new(field.Key, field.Step, ChecklistFault.Malformed,
                    $"{field.Chinese}超过 {LongestOf(field.Key)} 个字符", $"{field.English} has more than {LongestOf(field.Key)} characters"));
            }
            else if (faults.GetValueOrDefault(field.Key) is { Key: not null } fault)
            {
                items.Add(new(field.Key, field.Step, fault.Fault, field.Chinese + fault.Chinese, $"{field.English}: {fault.English}"));
            }
        }

        return items;
    }

    /// <summary>A payment company's name also stands in its limits, its alerts and the records of its staff.</summary>
    private static int LongestOf(string key) => key == "PaymentCompany" ? PaymentCompanyName.LengthMax : TextMax;

    /// <summary>The refusal that names the items in the way; null where there is none.</summary>
    internal static Refusal? Refuse(PlatformDossier dossier, DateOnly today)
    {
        var open = Of(dossier, today).Where(item => item.Blocks).ToList();
        if (open.Count == 0) return null;
        const int named = 5;
        var more = open.Count > named;
        return DossierRefusals.Incomplete(
            open.Count,
            string.Join('、', open.Take(named).Select(item => item.Chinese)) + (more ? " 等" : ""),
            string.Join("; ", open.Take(named).Select(item => item.English)) + (more ? " and others" : ""));
    }

    private static bool IsOptional(string key, PlatformDossier dossier)
    {
        if (key == "ShareFen") return dossier.InstalmentBasis != InstalmentBasis.PerShare;
        if (key == "WithdrawalFeeDeduction" && dossier.WithdrawalFeePayer == FeePayer.Platform) return true;
        foreach (var prefix in Optional)
        {
            // What is optional is given as a whole or not at all.
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                return DossierFields.Of(dossier).All(field => !field.Key.StartsWith(prefix, StringComparison.Ordinal) || field.Value is null);
        }

        return false;
    }

    private static IEnumerable<(string Key, ChecklistFault Fault, string Chinese, string English)> Faults(
        PlatformDossier dossier, DateOnly today)
    {
        if (dossier.No.Length > 0 && (dossier.No.Length != 4 || !dossier.No.All(char.IsAsciiDigit)))
            yield return ("No", ChecklistFault.Malformed, "应为 4 位数字", "it must have 4 digits");
        if (dossier.PaymentCompany != PaymentCompanyName.Clean(dossier.PaymentCompany))
            yield return ("PaymentCompany", ChecklistFault.Malformed, "含多余的空格", "it has blanks where there should be none");
        if (dossier.CreditCode.Length > 0 && Accounts.CreditCode.Check(dossier.CreditCode) is { Done: false, Refusal: { } code })
            yield return ("CreditCode", ChecklistFault.Malformed, "有误：" + code.Chinese.TrimEnd('。'), code.English.TrimEnd('.'));
        foreach (var licence in dossier.Licences.Where(licence => !licence.NeverExpires))
        {
            if (Expiry($"Licence.{licence.Kind}.ExpiresOn", licence.ExpiresOn, today) is { } expiry) yield return expiry;
        }

        foreach (var (key, agreement) in new[]
            { ("CustodyAgreement", dossier.CustodyAgreement), ("PaymentAgreement", dossier.PaymentAgreement) })
        {
            if (agreement.SignedOn is { } begins && begins > today)
            {
                yield return (key + ".SignedOn", ChecklistFault.Malformed, $" {begins:yyyy-MM-dd} 晚于会计日 {today:yyyy-MM-dd}，协议尚未生效",
                    $"it does not hold before {begins:yyyy-MM-dd}, and the accounting date is {today:yyyy-MM-dd}");
            }

            if (agreement.SignedOn is { } signed && agreement.EndsOn is { } ends && ends <= signed)
                yield return (key + ".EndsOn", ChecklistFault.Malformed, "须晚于起始日", "it must be after the beginning");
            else if (Expiry(key + ".EndsOn", agreement.EndsOn, today) is { } expiry) yield return expiry;
        }

        if (dossier.WithdrawalFeeFen is < 0 or > OpenPlatform.FeeMaxFen)
            yield return OutOfRange("WithdrawalFeeFen", "0.00", Fen.Format(OpenPlatform.FeeMaxFen));
        if (dossier.ReleaseFeeLimitBps is < 0 or > Fen.BpsOfWhole) yield return OutOfRange("ReleaseFeeLimitBps", "0%", "100%");
        if (dossier.FineDailyBps is < 0 or > Compensation.OverdueFine.DailyBpsMax)
            yield return OutOfRange("FineDailyBps", "0%", Percent(Compensation.OverdueFine.DailyBpsMax));
        if (dossier.ShareFen is <= 0) yield return ("ShareFen", ChecklistFault.Malformed, "须大于零", "it must be above zero");
        if (dossier.PersonLimitFen is <= 0 or > Platform.PersonLimitDefaultFen)
            yield return OutOfRange("PersonLimitFen", "0.01", Fen.Format(Platform.PersonLimitDefaultFen));
        if (dossier.CompanyLimitFen is <= 0 or > Platform.CompanyLimitDefaultFen)
            yield return OutOfRange("CompanyLimitFen", "0.01", Fen.Format(Platform.CompanyLimitDefaultFen));
        foreach (var (key, url) in new[] { ("ReturnUrl", dossier.ReturnUrl), ("NoticeUrl", dossier.NoticeUrl) })
        {
            if (url.Length > 0 && PlatformAddress.Check(url) is { Done: false, Refusal: { } address })
                yield return (key, ChecklistFault.Malformed, "有误：" + address.Chinese.TrimEnd('。'), address.English.TrimEnd('.'));
        }
    }

    private static string Percent(int bps) => string.Create(CultureInfo.InvariantCulture, $"{bps / 100m:0.00}%");

    private static (string, ChecklistFault, string, string) OutOfRange(string key, string least, string most) =>
        (key, ChecklistFault.Malformed, $"应在 {least} 至 {most} 之间", $"it must be from {least} to {most}");

    private static (string Key, ChecklistFault, string, string)? Expiry(string key, DateOnly? last, DateOnly today) => last switch
    {
        null => null,
        { } day when day < today => (key, ChecklistFault.Expired, $" {day:yyyy-MM-dd} 已过期", $"expired on {day:yyyy-MM-dd}"),
        { } day when day < today.AddDays(SoonDays) =>
            (key, ChecklistFault.ExpiresSoon, $" {day:yyyy-MM-dd} 即将到期", $"expires soon, on {day:yyyy-MM-dd}"),
        _ => null,
    };
}
