using System.Globalization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Domain.Platforms;

/// <summary>One field of a dossier as people read it; personal data masked.</summary>
/// <param name="Key">Names the field in forms and checklists, such as Licence.BusinessLicence.Number.</param>
/// <param name="Step">The step in which it is filled in.</param>
/// <param name="Chinese">What it is.</param>
/// <param name="English">What it is, in English.</param>
/// <param name="Value">Its value as shown; null where there is none.</param>
/// <param name="Exact">What tells whether it changed, where the value shown does not.</param>
/// <param name="ValueEnglish">Its value in English, where that is another.</param>
public sealed record DossierField(
    string Key, DossierStep Step, string Chinese, string English, string? Value, string? Exact = null, string? ValueEnglish = null);

/// <summary>A dossier field by field, and what differs between two.</summary>
public static class DossierFields
{
    /// <summary>All fields, in the order of the form.</summary>
    public static IReadOnlyList<DossierField> Of(PlatformDossier dossier)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var fields = new List<DossierField>();
        var step = DossierStep.Company;
        Add("No", "平台编号", "Platform number", dossier.No);
        Add("Name", "平台名称", "Platform name", dossier.Name);
        Add("CompanyName", "运营公司", "Company", dossier.CompanyName);
        Add("CreditCode", "统一社会信用代码", "Credit code", dossier.CreditCode);
        AddSealed("RepresentativeName", "法定代表人", "Legal representative", dossier.RepresentativeName);
        AddSealed("RepresentativeIdentity", "法定代表人身份证号", "Representative's identity number", dossier.RepresentativeIdentity);
        Add("PaymentCompany", "支付公司", "Payment company", dossier.PaymentCompany);
        step = DossierStep.Licences;
        foreach (var kind in Enum.GetValues<LicenceKind>())
        {
            var (chinese, english) = DossierWords.Of(kind);
            var licence = dossier.Licence(kind);
            Add($"Licence.{kind}.Number", chinese + "编号", english + " number", licence.Number);
            if (licence.NeverExpires) AddWord($"Licence.{kind}.ExpiresOn", chinese + "有效期至", english + " valid until", ("长期", "No expiry"));
            else Add($"Licence.{kind}.ExpiresOn", chinese + "有效期至", english + " valid until", Day(licence.ExpiresOn));
            AddFile($"Licence.{kind}.File", chinese + "文件", english + " file", licence.File);
        }

        step = DossierStep.Contacts;
        foreach (var role in Enum.GetValues<ContactRole>())
        {
            var (chinese, english) = DossierWords.Of(role);
            var contact = dossier.Contact(role);
            AddSealed($"Contact.{role}.Name", chinese + "姓名", english + " name", contact.Name);
            AddSealed($"Contact.{role}.Mobile", chinese + "手机", english + " mobile", contact.Mobile);
            AddSealed($"Contact.{role}.Email", chinese + "邮箱", english + " e-mail", contact.Email);
        }

        step = DossierStep.Agreements;
        foreach (var (key, chinese, english, agreement) in new[]
        {
            ("CustodyAgreement", "资金存管协议", "Custody agreement", dossier.CustodyAgreement),
            ("PaymentAgreement", "支付服务协议", "Payment agreement", dossier.PaymentAgreement),
        })
        {
            Add(key + ".Number", chinese + "编号", english + " number", agreement.Number);
            Add(key + ".SignedOn", chinese + "起始日", english + " begins", Day(agreement.SignedOn));
            Add(key + ".EndsOn", chinese + "到期日", english + " ends", Day(agreement.EndsOn));
            AddFile(key + ".File", chinese + "文件", english + " file", agreement.File);
        }

        step = DossierStep.Accounts;
        Add("AccountsConfirmed", "开立账户", "Accounts to open", dossier.AccountsConfirmed
            ? string.Join(' ', ChartOfAccounts.OfEveryPool.Select(facts => facts.Code)) : null);
        step = DossierStep.Terms;
        Add("WithdrawalFeeFen", "入驻时提现手续费（元/笔）", "Withdrawal fee at opening (yuan)", Money(dossier.WithdrawalFeeFen));
        AddWord("WithdrawalFeePayer", "入驻时手续费承担", "Fee borne by, at opening", DossierWords.Of(dossier.WithdrawalFeePayer));
        AddWord("WithdrawalFeeDeduction", "入驻时手续费扣收方式", "Fee taken, at opening", DossierWords.Of(dossier.WithdrawalFeeDeduction));
        Add("ReleaseFeeLimitBps", "放款服务费上限", "Release fee limit",
            dossier.ReleaseFeeLimitBps is { } bps ? string.Create(CultureInfo.InvariantCulture, $"{bps / 100m:0.00}%") : null);
        AddWord("FloatPolicy", "在途资金", "Float policy", DossierWords.Of(dossier.FloatPolicy));
        AddWord("InstalmentBasis", "还款计算口径", "Instalment basis", DossierWords.Of(dossier.InstalmentBasis));
        Add("ShareFen", "每份金额（元）", "Share (yuan)", Money(dossier.ShareFen));
        AddWord("InstalmentRounding", "分位取舍", "Rounding", DossierWords.Of(dossier.InstalmentRounding));
        Add("PersonLimitFen", "个人借款余额上限（元）", "Limit per person (yuan)", Money(dossier.PersonLimitFen));
        Add("CompanyLimitFen", "企业借款余额上限（元）", "Limit per company (yuan)", Money(dossier.CompanyLimitFen));
        AddWord("RecoversFirst", "追偿优先", "Recoveries first", DossierWords.OfYes(dossier.RecoversFirst));
        AddWord("PaymentOrder", "追偿后还款顺序", "Order after recoveries", DossierWords.Of(dossier.PaymentOrder));
        Add("FineDailyBps", "代偿罚息上限（日）", "Fine limit per day",
            string.Create(CultureInfo.InvariantCulture, $"{dossier.FineDailyBps / 100m:0.00}%"));
        AddWord("CompensatesEarly", "允许提前代偿", "Compensation before due", DossierWords.OfYes(dossier.CompensatesEarly));
        step = DossierStep.Interface;
        Add("ReturnUrl", "返回地址", "Return address", dossier.ReturnUrl);
        Add("NoticeUrl", "通知地址", "Notice address", dossier.NoticeUrl);
        for (var i = 0; i < Math.Max(dossier.Keys.Count, 1); i++)
        {
            var key = dossier.Keys.ElementAtOrDefault(i);
            Add($"Keys.{i}", $"公钥 {i + 1}", $"Public key {i + 1}", key is null ? null : $"{key.Algorithm} · {key.Shown}");
        }

        return fields;

        void Add(string key, string chinese, string english, string? value, string? exact = null) =>
            fields.Add(new(key, step, chinese, english, string.IsNullOrWhiteSpace(value) ? null : value, exact));

        void AddWord(string key, string chinese, string english, (string Chinese, string English)? value) =>
            fields.Add(new(key, step, chinese, english, value?.Chinese, ValueEnglish: value?.English));

        void AddSealed(string key, string chinese, string english, SealedText? text) => Add(key, chinese, english, text?.Masked, text?.Hash);

        void AddFile(string key, string chinese, string english, DocumentRef? file) => Add(
            key, chinese, english, file is null ? null : $"{file.FileName} · SHA-256 {file.Sha256}", file?.Sha256);
    }

    /// <summary>The fields that differ, before and after. Where two masked values look the same, the new one is marked as changed.</summary>
    public static IReadOnlyList<ApprovalChange> Differences(PlatformDossier? before, PlatformDossier after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var old = before is null ? [] : Of(before).ToDictionary(field => field.Key);
        var changes = new List<ApprovalChange>();
        var now = Of(after);
        foreach (var field in now)
        {
            var was = old.GetValueOrDefault(field.Key);
            if (was?.Value == field.Value && was?.Exact == field.Exact) continue;
            var looksTheSame = was?.Value is { } same && same == field.Value;
            changes.Add(new(
                field.Chinese, field.English, was?.Value, looksTheSame ? field.Value + "（已更改）" : field.Value,
                BeforeEnglish: was?.ValueEnglish, AfterEnglish: looksTheSame ? field.Value + " (changed)" : field.ValueEnglish));
        }

        foreach (var gone in old.Values.Where(field => field.Value is not null && now.All(one => one.Key != field.Key)))
            changes.Add(new(gone.Chinese, gone.English, gone.Value, null, BeforeEnglish: gone.ValueEnglish));
        return changes;
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Money(long? fen) => fen is { } value ? Fen.Format(value) : null;
}

/// <summary>The words of a dossier's choices, for requests and checklists.</summary>
internal static class DossierWords
{
    public static (string Chinese, string English) Of(LicenceKind kind) => kind switch
    {
        LicenceKind.BusinessLicence => ("营业执照", "Business licence"),
        LicenceKind.TelecomLicence => ("电信业务许可证", "Telecom licence"),
        LicenceKind.SecurityGrade => ("等保备案证明", "Security grade certificate"),
        _ => ("网贷备案登记", "Filing certificate"),
    };

    public static (string Chinese, string English) Of(ContactRole role) => role switch
    {
        ContactRole.Business => ("业务联系人", "Business contact"),
        ContactRole.Technical => ("技术联系人", "Technical contact"),
        _ => ("清算联系人", "Settlement contact"),
    };

    public static (string Chinese, string English)? Of(FeePayer? payer) => payer switch
    {
        null => null, FeePayer.User => ("用户承担", "User"), _ => ("平台承担", "Platform"),
    };

    public static (string Chinese, string English)? Of(FeeDeduction? deduction) => deduction switch
    {
        null => null, FeeDeduction.Outer => ("外扣", "On top"), _ => ("内扣", "Out of the amount"),
    };

    public static (string Chinese, string English)? Of(FloatPolicy? policy) => policy switch
    {
        null => null, FloatPolicy.Nettable => ("可轧差", "Nettable"), _ => ("到账后可提", "Settled only"),
    };

    public static (string Chinese, string English) OfYes(bool yes) => yes ? ("是", "Yes") : ("否", "No");

    public static (string Chinese, string English) Of(PaymentOrder order) => order switch
    {
        PaymentOrder.InterestPrincipalFine => ("先息后本再罚息", "Interest, principal, fine"),
        PaymentOrder.PrincipalInterestFine => ("先本后息再罚息", "Principal, interest, fine"),
        _ => ("先罚息后息再本", "Fine, interest, principal"),
    };

    public static (string Chinese, string English)? Of(InstalmentBasis? basis) => basis switch
    {
        null => null, InstalmentBasis.PerLoan => ("按标的", "Per loan"), _ => ("按份额", "Per share"),
    };

    public static (string Chinese, string English)? Of(Rounding? rounding) => rounding switch
    {
        null => null, Rounding.Up => ("进一", "Up"), Rounding.HalfUp => ("四舍五入", "Half up"), _ => ("舍去", "Down"),
    };
}
