using System.Globalization;

namespace CustodyConsole.Domain.Platforms;

/// <summary>A value as it stands in a row of the file.</summary>
/// <param name="Text">The text; empty where nothing is given.</param>
/// <param name="IsNumber">True where the file keeps it as a number.</param>
/// <param name="Date">The day that it means; null where it means none.</param>
public readonly record struct ImportValue(string Text, bool IsNumber = false, DateOnly? Date = null);

/// <summary>One column of the template from which platforms are imported.</summary>
/// <param name="Key">The field of the dossier (<see cref="DossierField.Key"/>).</param>
/// <param name="Chinese">Its header.</param>
/// <param name="English">Its header in English, beside the Chinese one.</param>
/// <param name="Note">What to fill in.</param>
/// <param name="Required">True where a platform cannot be opened without it.</param>
/// <param name="Choices">The values to choose from; empty where anything may be typed.</param>
/// <param name="Take">Puts the value into the dossier.</param>
public sealed record ImportColumn(
    string Key, string Chinese, string English, string Note, bool Required, IReadOnlyList<string> Choices,
    Func<PlatformDossier, ImportValue, ImportSeals, Outcome<PlatformDossier>> Take)
{
    private const string No = "否", Yes = "是";

    /// <summary>True where a day is asked for, so that a number in the cell is the day behind it.</summary>
    public bool IsDate { get; private init; }

    /// <summary>The most platforms of a file.</summary>
    public const int RowsMax = 600;

    /// <summary>All columns, in the order of the template.</summary>
    public static readonly IReadOnlyList<ImportColumn> All =
    [
        Text("No", "平台编号", "Platform number", "4 位数字，全行唯一", (d, text) => d with { No = text }),
        Text("Name", "平台名称", "Platform name", "对外名称", (d, text) => d with { Name = text }),
        Text("CompanyName", "运营公司", "Company", "营业执照上的全称", (d, text) => d with { CompanyName = text }),
        Text("CreditCode", "统一社会信用代码", "Credit code", "18 位，文本格式", (d, text) => d with { CreditCode = text.ToUpperInvariant() }),
        Text("PaymentCompany", "支付公司", "Payment company", "合作支付公司", (d, text) => d with { PaymentCompany = PaymentCompanyName.Clean(text) }),
        Sealed("RepresentativeName", "法定代表人", "Legal representative", "姓名，加密保存",
            (seals, text) => seals.Name(text), (d, sealedText) => d with { RepresentativeName = sealedText }),
        Sealed("RepresentativeIdentity", "法定代表人身份证号", "Representative's identity number", "18 位，文本格式，加密保存",
            (seals, text) => seals.Identity(text), (d, sealedText) => d with { RepresentativeIdentity = sealedText }),
        Text("Licence.BusinessLicence.Number", "营业执照编号", "Business licence number", "",
            (d, text) => d.With(d.Licence(LicenceKind.BusinessLicence) with { Number = text })),
        Expiry(),
        Sealed("Contact.Business.Name", "业务联系人姓名", "Business contact name", "加密保存",
            (seals, text) => seals.Name(text), (d, sealedText) => d.With(d.Contact(ContactRole.Business) with { Name = sealedText })),
        Sealed("Contact.Business.Mobile", "业务联系人手机", "Business contact mobile", "11 位，文本格式，加密保存",
            (seals, text) => seals.Mobile(text), (d, sealedText) => d.With(d.Contact(ContactRole.Business) with { Mobile = sealedText })),
        Sealed("Contact.Business.Email", "业务联系人邮箱", "Business contact e-mail", "加密保存",
            (seals, text) => seals.Email(text), (d, sealedText) => d.With(d.Contact(ContactRole.Business) with { Email = sealedText })),
        Text("CustodyAgreement.Number", "资金存管协议编号", "Custody agreement number", "",
            (d, text) => d with { CustodyAgreement = d.CustodyAgreement with { Number = text } }),
        Date("CustodyAgreement.SignedOn", "资金存管协议起始日", "Custody agreement begins",
            (d, date) => d with { CustodyAgreement = d.CustodyAgreement with { SignedOn = date } }),
        Date("CustodyAgreement.EndsOn", "资金存管协议到期日", "Custody agreement ends",
            (d, date) => d with { CustodyAgreement = d.CustodyAgreement with { EndsOn = date } }),
        Money("WithdrawalFeeFen", "提现手续费（元/笔）", "Withdrawal fee (yuan)", "如 2.00，可为 0", (d, fen) => d with { WithdrawalFeeFen = fen }),
        Choice("WithdrawalFeePayer", "手续费承担", "Fee borne by", ["用户承担", "平台承担"],
            (d, i) => d with { WithdrawalFeePayer = i == 0 ? FeePayer.User : FeePayer.Platform }),
        Choice("WithdrawalFeeDeduction", "手续费扣收方式", "Fee taken", ["外扣", "内扣"],
            (d, i) => d with { WithdrawalFeeDeduction = i == 0 ? FeeDeduction.Outer : FeeDeduction.Inner }, required: false),
        Percent("ReleaseFeeLimitBps", "放款服务费上限（%）", "Release fee limit (%)", "占放款金额的百分比，如 5", (d, bps) => d with { ReleaseFeeLimitBps = bps }),
        Choice("FloatPolicy", "在途资金", "Float policy", ["可轧差", "到账后可提"],
            (d, i) => d with { FloatPolicy = i == 0 ? Platforms.FloatPolicy.Nettable : Platforms.FloatPolicy.SettledOnly }),
        Choice("InstalmentBasis", "还款计算口径", "Instalment basis", ["按标的", "按份额"],
            (d, i) => d with { InstalmentBasis = i == 0 ? Platforms.InstalmentBasis.PerLoan : Platforms.InstalmentBasis.PerShare }),
        Money("ShareFen", "每份金额（元）", "Share (yuan)", "仅按份额计算时填写", (d, fen) => d with { ShareFen = fen }, required: false),
        Choice("InstalmentRounding", "分位取舍", "Rounding", ["四舍五入", "进一", "舍去"],
            (d, i) => d with { InstalmentRounding = i switch { 0 => Rounding.HalfUp, 1 => Rounding.Up, _ => Rounding.Down } }),
        Money("PersonLimitFen", "个人借款余额上限（元）", "Limit per person (yuan)", "不高于 200,000.00", (d, fen) => d with { PersonLimitFen = fen }),
        Money("CompanyLimitFen", "企业借款余额上限（元）", "Limit per company (yuan)", "不高于 1,000,000.00", (d, fen) => d with { CompanyLimitFen = fen }),
        Choice("RecoversFirst", "追偿优先", "Recoveries first", [No, Yes], (d, i) => d with { RecoversFirst = i == 1 }, required: false),
        Choice("PaymentOrder", "追偿后还款顺序", "Order after recoveries", ["先息后本再罚息", "先本后息再罚息", "先罚息后息再本"],
            (d, i) => d with { PaymentOrder = (PaymentOrder)(i + 1) }, required: false),
        Percent("FineDailyBps", "代偿罚息上限（日，%）", "Fine limit per day (%)", "留空为 0.05", (d, bps) => d with { FineDailyBps = bps }, required: false),
        Choice("CompensatesEarly", "允许提前代偿", "Compensation before due", [No, Yes], (d, i) => d with { CompensatesEarly = i == 1 }, required: false),
        Text("ReturnUrl", "返回地址", "Return address", "https:// 开头", (d, text) => d with { ReturnUrl = text }),
        Text("NoticeUrl", "通知地址", "Notice address", "https:// 开头", (d, text) => d with { NoticeUrl = text }),
    ];

    /// <summary>The fields that a file can give; files of licences, other contacts and keys follow as a change of the platform.</summary>
    public static readonly IReadOnlySet<string> Keys = All.Select(column => column.Key).ToHashSet();

    /// <summary>The fields without which a platform of a file is not opened.</summary>
    public static readonly IReadOnlySet<string> RequiredKeys = All.Where(column => column.Required).Select(column => column.Key).ToHashSet();

    private static ImportColumn Text(
        string key, string chinese, string english, string note, Func<PlatformDossier, string, PlatformDossier> set) =>
        new(key, chinese, english, note, true, [], (dossier, value, _) =>
            value is { IsNumber: true, Text.Length: > 15 } ? ImportRefusals.LostDigits(chinese) : set(dossier, value.Text));

    private static ImportColumn Sealed(
        string key, string chinese, string english, string note, Func<ImportSeals, string, Outcome<SealedText>> seal,
        Func<PlatformDossier, SealedText, PlatformDossier> set) =>
        new(key, chinese, english, note, true, [], (dossier, value, seals) =>
        {
            if (value is { IsNumber: true, Text.Length: > 15 }) return ImportRefusals.LostDigits(chinese);
            var one = seal(seals, value.Text);
            return one.Done ? set(dossier, one.Value) : one.Refusal;
        });

    private static ImportColumn Date(string key, string chinese, string english, Func<PlatformDossier, DateOnly, PlatformDossier> set) =>
        new(key, chinese, english, "日期，如 2026-01-31", true, [], (dossier, value, _) =>
            value.Date is { } date ? set(dossier, date) : ImportRefusals.NotADate(chinese)) { IsDate = true };

    private static ImportColumn Expiry() => new(
        "Licence.BusinessLicence.ExpiresOn", "营业执照有效期至", "Business licence valid until", "日期，或填“长期”", true, [],
        (dossier, value, _) =>
        {
            var licence = dossier.Licence(LicenceKind.BusinessLicence);
            if (value.Text == "长期") return dossier.With(licence with { NeverExpires = true });
            return value.Date is { } date
                ? dossier.With(licence with { ExpiresOn = date }) : ImportRefusals.NotADate("营业执照有效期至");
        })
    {
        IsDate = true,
    };

    private static ImportColumn Money(
        string key, string chinese, string english, string note, Func<PlatformDossier, long, PlatformDossier> set, bool required = true) =>
        new(key, chinese, english, note, required, [], (dossier, value, _) =>
        {
            var fen = Fen.Parse(chinese, value.Text);
            return fen.Done ? set(dossier, fen.Value) : fen.Refusal;
        });

    private static ImportColumn Percent(
        string key, string chinese, string english, string note, Func<PlatformDossier, int, PlatformDossier> set, bool required = true) =>
        new(key, chinese, english, note, required, [], (dossier, value, _) =>
            decimal.TryParse(value.Text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100 && decimal.Truncate(percent * 100) == percent * 100
                ? set(dossier, (int)(percent * 100)) : ImportRefusals.NotAPercentage(chinese));

    private static ImportColumn Choice(
        string key, string chinese, string english, IReadOnlyList<string> choices, Func<PlatformDossier, int, PlatformDossier> set,
        bool required = true) =>
        new(key, chinese, english, "从下拉列表选择", required, choices, (dossier, value, _) =>
        {
            for (var i = 0; i < choices.Count; i++)
            {
                if (choices[i] == value.Text) return set(dossier, i);
            }

            return ImportRefusals.NotAChoice(chinese, string.Join('、', choices));
        });
}

/// <summary>Seals the personal data of a file.</summary>
/// <param name="desk">Where it is checked and sealed.</param>
/// <param name="importId">The key under which it is sealed.</param>
/// <param name="today">The accounting date.</param>
public sealed class ImportSeals(OnboardingDesk desk, long importId, DateOnly today)
{
    internal Outcome<SealedText> Name(string text) => desk.SealName(importId, text);

    internal Outcome<SealedText> Identity(string text) => desk.SealIdentity(importId, text, today);

    internal Outcome<SealedText> Mobile(string text) => desk.SealMobile(importId, text);

    internal Outcome<SealedText> Email(string text) => desk.SealEmail(importId, text);
}
