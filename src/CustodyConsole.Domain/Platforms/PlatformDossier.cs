using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustodyConsole.Domain.Platforms;

/// <summary>The steps in which a dossier is filled in.</summary>
public enum DossierStep
{
    /// <summary>公司与平台.</summary>
    Company = 1,
    /// <summary>证照资料.</summary>
    Licences = 2,
    /// <summary>联系人.</summary>
    Contacts = 3,
    /// <summary>存管与支付协议.</summary>
    Agreements = 4,
    /// <summary>开立账户.</summary>
    Accounts = 5,
    /// <summary>费率、限额与规则.</summary>
    Terms = 6,
    /// <summary>接口地址与公钥.</summary>
    Interface = 7,
}

/// <summary>The licences and documents that a platform shows.</summary>
public enum LicenceKind
{
    /// <summary>营业执照.</summary>
    BusinessLicence = 1,
    /// <summary>增值电信业务经营许可证.</summary>
    TelecomLicence = 2,
    /// <summary>信息系统安全等级保护备案证明.</summary>
    SecurityGrade = 3,
    /// <summary>网络借贷信息中介机构备案登记; often given only after custody has begun, so it may be missing.</summary>
    FilingCertificate = 4,
}

/// <summary>What a contact is there for.</summary>
public enum ContactRole
{
    /// <summary>业务联系人.</summary>
    Business = 1,
    /// <summary>技术联系人.</summary>
    Technical = 2,
    /// <summary>清算联系人.</summary>
    Settlement = 3,
}

/// <summary>A licence or document.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Number">Its number.</param>
/// <param name="ExpiresOn">The last day on which it holds; null where it is not given or <paramref name="NeverExpires"/>.</param>
/// <param name="NeverExpires">True for one that holds without end 长期有效.</param>
/// <param name="File">The uploaded file.</param>
public sealed record Licence(
    LicenceKind Kind, string Number = "", DateOnly? ExpiresOn = null, bool NeverExpires = false, DocumentRef? File = null);

/// <summary>A person at the platform, sealed.</summary>
/// <param name="Role">What for.</param>
/// <param name="Name">The name.</param>
/// <param name="Mobile">The mobile number.</param>
/// <param name="Email">The e-mail address.</param>
public sealed record PlatformContact(
    ContactRole Role, SealedText? Name = null, SealedText? Mobile = null, SealedText? Email = null);

/// <summary>An agreement with its term.</summary>
/// <param name="Number">Its number.</param>
/// <param name="SignedOn">The day from which it holds.</param>
/// <param name="EndsOn">The last day on which it holds.</param>
/// <param name="File">The uploaded file.</param>
public sealed record Agreement(
    string Number = "", DateOnly? SignedOn = null, DateOnly? EndsOn = null, DocumentRef? File = null);

/// <summary>
/// Everything that the bank keeps about a platform that it takes on 入驻资料: filled in as a draft, put to a second person as a whole, and kept
/// as a version for ever. Amounts in fen, rates in bps. Personal data in it is sealed.
/// </summary>
public sealed record PlatformDossier
{
    /// <summary>Four digits, the platform's number at the bank.</summary>
    public string No { get; init; } = "";

    /// <summary>The name under which the public knows it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The company behind it.</summary>
    public string CompanyName { get; init; } = "";

    /// <summary>The company's unified social credit code (GB 32100).</summary>
    public string CreditCode { get; init; } = "";

    /// <summary>The payment company that brings money in and out.</summary>
    public string PaymentCompany { get; init; } = "";

    /// <summary>The legal representative.</summary>
    public SealedText? RepresentativeName { get; init; }

    /// <summary>The legal representative's identity number.</summary>
    public SealedText? RepresentativeIdentity { get; init; }

    /// <summary>Licences and documents, one of a kind.</summary>
    public IReadOnlyList<Licence> Licences { get; init; } = [];

    /// <summary>Contacts, one for each role.</summary>
    public IReadOnlyList<PlatformContact> Contacts { get; init; } = [];

    /// <summary>The custody agreement between platform and bank 资金存管协议.</summary>
    public Agreement CustodyAgreement { get; init; } = new();

    /// <summary>The agreement between platform and payment company 支付服务协议.</summary>
    public Agreement PaymentAgreement { get; init; } = new();

    /// <summary>True once the maker has confirmed the list of accounts that every pool gets.</summary>
    public bool AccountsConfirmed { get; init; }

    /// <summary>The fee per withdrawal with which it begins, in fen; later ones are versions of its fee schedule.</summary>
    public long? WithdrawalFeeFen { get; init; }

    /// <summary>Who bears it.</summary>
    public FeePayer? WithdrawalFeePayer { get; init; }

    /// <summary>How it is taken where the user bears it.</summary>
    public FeeDeduction? WithdrawalFeeDeduction { get; init; }

    /// <summary>The most the platform may take of a loan at release, in bps.</summary>
    public int? ReleaseFeeLimitBps { get; init; }

    /// <summary>Whether unsettled money may be withdrawn.</summary>
    public FloatPolicy? FloatPolicy { get; init; }

    /// <summary>The basis of instalments.</summary>
    public InstalmentBasis? InstalmentBasis { get; init; }

    /// <summary>The share in fen when instalments are computed per share.</summary>
    public long? ShareFen { get; init; }

    /// <summary>How instalments are rounded.</summary>
    public Rounding? InstalmentRounding { get; init; }

    /// <summary>The most that a person may owe, in fen.</summary>
    public long? PersonLimitFen { get; init; }

    /// <summary>The most that a company may owe, in fen.</summary>
    public long? CompanyLimitFen { get; init; }

    /// <summary>Whether a borrower's payment pays compensators before investors.</summary>
    public bool RecoversFirst { get; init; }

    /// <summary>What investors receive first of what is left then.</summary>
    public PaymentOrder PaymentOrder { get; init; } = PaymentOrder.InterestPrincipalFine;

    /// <summary>The most of a fine for one day overdue, in bps of what is owed.</summary>
    public int FineDailyBps { get; init; } = Compensation.OverdueFine.DailyBpsDefault;

    /// <summary>Whether compensators may pay what is not overdue yet.</summary>
    public bool CompensatesEarly { get; init; }

    /// <summary>Where users come back to from the bank's pages.</summary>
    public string ReturnUrl { get; init; } = "";

    /// <summary>Where the bank sends its notices.</summary>
    public string NoticeUrl { get; init; } = "";

    /// <summary>The keys with which the platform signs.</summary>
    public IReadOnlyList<PlatformKey> Keys { get; init; } = [];

    /// <summary>The licence of this kind, empty where there is none yet.</summary>
    public Licence Licence(LicenceKind kind) => Licences.FirstOrDefault(licence => licence.Kind == kind) ?? new Licence(kind);

    /// <summary>The contact of this role, empty where there is none yet.</summary>
    public PlatformContact Contact(ContactRole role) => Contacts.FirstOrDefault(one => one.Role == role) ?? new PlatformContact(role);

    /// <summary>The personal data in a field, by the key of the field; null where there is none.</summary>
    public SealedText? SealedIn(string key) => key?.Split('.') switch
    {
        ["RepresentativeName"] => RepresentativeName,
        ["RepresentativeIdentity"] => RepresentativeIdentity,
        ["Contact", var role, var what] when Enum.TryParse<ContactRole>(role, out var one) => what switch
        {
            "Name" => Contact(one).Name,
            "Mobile" => Contact(one).Mobile,
            "Email" => Contact(one).Email,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The dossier with this licence in place of the one of its kind.</summary>
    public PlatformDossier With(Licence licence)
    {
        ArgumentNullException.ThrowIfNull(licence);
        return this with { Licences = [.. Licences.Where(one => one.Kind != licence.Kind).Append(licence).OrderBy(one => one.Kind)] };
    }

    /// <summary>The dossier with this contact in place of the one of its role.</summary>
    public PlatformDossier With(PlatformContact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return this with { Contacts = [.. Contacts.Where(one => one.Role != contact.Role).Append(contact).OrderBy(one => one.Role)] };
    }

    /// <summary>The files that it names.</summary>
    [JsonIgnore]
    public IEnumerable<DocumentRef> Files => Licences.Select(licence => licence.File)
        .Append(CustodyAgreement.File).Append(PaymentAgreement.File).OfType<DocumentRef>();

    /// <summary>The terms as the platform's row takes them; what is not given yet is what a platform has unless told otherwise.</summary>
    public PlatformTerms Terms() => new(No, Name, CompanyName, CreditCode, PaymentCompany)
    {
        FloatPolicy = FloatPolicy ?? Platforms.FloatPolicy.Nettable,
        InstalmentBasis = InstalmentBasis ?? Platforms.InstalmentBasis.PerLoan,
        ShareFen = InstalmentBasis == Platforms.InstalmentBasis.PerShare ? ShareFen ?? 0 : 0,
        InstalmentRounding = InstalmentRounding ?? Rounding.HalfUp,
        WithdrawalFeeFen = WithdrawalFeeFen ?? 0,
        WithdrawalFeePayer = WithdrawalFeePayer ?? FeePayer.User,
        WithdrawalFeeDeduction = WithdrawalFeeDeduction ?? FeeDeduction.Outer,
        ReleaseFeeLimitBps = ReleaseFeeLimitBps ?? 0,
        PersonLimitFen = PersonLimitFen ?? Platform.PersonLimitDefaultFen,
        CompanyLimitFen = CompanyLimitFen ?? Platform.CompanyLimitDefaultFen,
        RecoversFirst = RecoversFirst,
        PaymentOrder = PaymentOrder,
        FineDailyBps = FineDailyBps,
        CompensatesEarly = CompensatesEarly,
    };

    /// <summary>What is known of a platform that was taken on before dossiers were kept.</summary>
    public static PlatformDossier Of(Platform platform, string paymentCompany)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return new()
        {
            No = platform.No,
            Name = platform.Name,
            CompanyName = platform.CompanyName,
            CreditCode = platform.CreditCode,
            PaymentCompany = paymentCompany,
            AccountsConfirmed = true,
            ReleaseFeeLimitBps = platform.ReleaseFeeLimitBps,
            FloatPolicy = platform.FloatPolicy,
            InstalmentBasis = platform.InstalmentBasis,
            ShareFen = platform.ShareFen == 0 ? null : platform.ShareFen,
            InstalmentRounding = platform.InstalmentRounding,
            PersonLimitFen = platform.PersonLimitFen,
            CompanyLimitFen = platform.CompanyLimitFen,
            RecoversFirst = platform.RecoversFirst,
            PaymentOrder = platform.PaymentOrder,
            FineDailyBps = platform.FineDailyBps,
            CompensatesEarly = platform.CompensatesEarly,
        };
    }
}

/// <summary>A dossier as the text that is kept.</summary>
public static class DossierText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The text of a dossier.</summary>
    public static string Write(PlatformDossier dossier) => JsonSerializer.Serialize(dossier, Json);

    /// <summary>The dossier of a text; members that were added since have the value that they have unless told otherwise.</summary>
    public static PlatformDossier Read(string text) => JsonSerializer.Deserialize<PlatformDossier>(text, Json)!;
}
