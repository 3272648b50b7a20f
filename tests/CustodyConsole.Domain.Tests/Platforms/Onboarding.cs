using System.Globalization;
using System.Security.Cryptography;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Platforms;

/// <summary>A test bank with the desks at which platforms are taken on, and the people who sit there.</summary>
public sealed class Onboarding : IAsyncDisposable
{
    public static readonly PersonalData Keys = new(new byte[32]);
    public static readonly byte[] Pdf = [.. "%PDF-1.4\n"u8];
    private static readonly string Pem = NewPem();
    private int _forms;

    private Onboarding(TestBank bank)
    {
        Bank = bank;
        Staff = new StaffDesk(bank.Writer);
        Desk = new OnboardingDesk(Staff, Keys);
        Approvals = new ApprovalDesk(Staff, bank.Writer);
    }

    public TestBank Bank { get; }

    public StaffDesk Staff { get; }

    public OnboardingDesk Desk { get; }

    public ApprovalDesk Approvals { get; }

    public StaffMember Maker => Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator);

    public StaffMember Colleague => Person("zhouhang", "周航", "10005", Roles.Operator);

    public StaffMember Checker => Person("linzhiyuan", "林志远", "10002", Roles.Checker);

    public static async Task<Onboarding> OpenAsync(string database) => new(await TestBank.OpenAsync(database));

    public StaffMember Person(string userName, string name, string personNo, params string[] roles) =>
        new(userName, name, personNo, roles, "10.0.0.7", ProvedAtUtc: Bank.Clock.GetUtcNow().UtcDateTime);

    public string Form() => $"FORM-{Interlocked.Increment(ref _forms)}";

    public static string NewPem(int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>A draft with nothing missing.</summary>
    public async Task<PlatformDraft> CompleteAsync(string no = "8002")
    {
        var draft = (await Desk.BeginAsync(Maker)).Value;
        return await SaveAsync(draft, await FillAsync(draft, new PlatformDossier { No = no }));
    }

    /// <summary>The dossier with everything that was missing.</summary>
    public async Task<PlatformDossier> FillAsync(PlatformDraft draft, PlatformDossier dossier)
    {
        var file = (await Desk.UploadAsync(Maker, draft.No, "营业执照.pdf", [.. Pdf, .. Guid.NewGuid().ToByteArray()])).Value;
        PlatformContact Contact(ContactRole role) => new(
            role, Desk.SealName(draft.Id, "欧阳明").Value, Desk.SealMobile(draft.Id, "13800138000").Value,
            Desk.SealEmail(draft.Id, "ouyang@changhe.example").Value);
        Licence Licence(LicenceKind kind) => new(kind, "编号-" + kind, new DateOnly(2020, 1, 1), File: file);
        return dossier with
        {
            Name = dossier.Name.Length > 0 ? dossier.Name : "长河网贷",
            CompanyName = dossier.CompanyName.Length > 0 ? dossier.CompanyName : "长河金融信息服务（厦门）有限公司",
            CreditCode = dossier.CreditCode.Length > 0 ? dossier.CreditCode : CodeOf(dossier.No),
            PaymentCompany = "SANDBOX",
            RepresentativeName = Desk.SealName(draft.Id, "王建国").Value,
            RepresentativeIdentity = Desk.SealIdentity(draft.Id, "11010519491231002X", TestBank.FirstDay).Value,
            Licences = [Licence(LicenceKind.BusinessLicence), Licence(LicenceKind.TelecomLicence), Licence(LicenceKind.SecurityGrade)],
            Contacts = [Contact(ContactRole.Business), Contact(ContactRole.Technical)],
            CustodyAgreement = new("CG-2017-001", new DateOnly(2017, 8, 1), new DateOnly(2019, 7, 31), file),
            PaymentAgreement = new("ZF-2017-001", new DateOnly(2017, 8, 1), new DateOnly(2019, 7, 31), file),
            AccountsConfirmed = true,
            WithdrawalFeeFen = 200,
            WithdrawalFeePayer = FeePayer.User,
            WithdrawalFeeDeduction = FeeDeduction.Outer,
            ReleaseFeeLimitBps = 500,
            FloatPolicy = FloatPolicy.Nettable,
            InstalmentBasis = InstalmentBasis.PerLoan,
            InstalmentRounding = Rounding.HalfUp,
            PersonLimitFen = 15_000_000,
            CompanyLimitFen = 90_000_000,
            ReturnUrl = "https://www.changhe.example/custody/return",
            NoticeUrl = "https://api.changhe.example/custody/notice",
            Keys = [PlatformKey.Read(Pem).Value],
        };
    }

    /// <summary>The credit code of the company that runs the platform with this number.</summary>
    public static string CodeOf(string no) => new InventedPeople(7).Company(int.Parse(no, CultureInfo.InvariantCulture)).CreditCode;

    public async Task<PlatformDraft> SaveAsync(PlatformDraft draft, PlatformDossier dossier) =>
        (await Desk.SaveAsync(Maker, draft.No, draft.Version, dossier)).Value;

    public Task<Outcome<ApprovalRequest>> SubmitAsync(PlatformDraft draft, string? reason = null) => SubmitAsync(
        draft.PlatformNo is { } no
            ? new ProposePlatformChange(no, draft.BaseVersion, draft.No, draft.Version, draft.Dossier, reason ?? "例行更新")
            : new ProposePlatform(draft.No, draft.Version, draft.Dossier));

    public Task<Outcome<ApprovalRequest>> SubmitAsync(Proposal proposal) => Approvals.SubmitAsync(Maker, Form(), proposal);

    public async Task<Outcome<ApprovalRequest>> ApproveAsync(string no)
    {
        var view = (await Approvals.ShowAsync(Checker, no)).Value;
        return view.Shown is { } shown ? await Approvals.ApproveAsync(Checker, no, shown) : view.Obstacle!;
    }

    /// <summary>Asked for and approved.</summary>
    public async Task CarryOutAsync(Proposal proposal) =>
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync((await SubmitAsync(proposal)).Value.No)).Value.State);

    /// <summary>A platform taken on through the desk.</summary>
    public async Task<Platform> OnboardAsync(string no = "8002")
    {
        var request = (await SubmitAsync(await CompleteAsync(no))).Value;
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(request.No)).Value.State);
        return await PlatformAsync(no);
    }

    public async Task<Platform> PlatformAsync(string no)
    {
        await using var db = Bank.Db();
        return await db.Platforms.SingleAsync(platform => platform.No == no);
    }

    public async Task<PlatformDraft> DraftAsync(string no)
    {
        await using var db = Bank.Db();
        return await db.PlatformDrafts.SingleAsync(draft => draft.Id == PlatformDraft.IdOf(no));
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Bank.Db()) Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
        await Bank.DisposeAsync();
    }
}
