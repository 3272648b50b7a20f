using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Security;

namespace CustodyConsole.Demo;

/// <summary>
/// What the demo bank's staff have on their desks: a platform half filled in, one that waits for a checker, the
/// dossier of the first platform with a licence that expires soon, and a suspension that waits.
/// Made by the bank's own commands.
/// </summary>
/// <param name="writer">The writer of the demo bank.</param>
/// <param name="keys">Seals personal data.</param>
/// <param name="today">The accounting date.</param>
internal sealed class DemoOnboarding(GroupWriter writer, PersonalData keys, DateOnly today)
{
    private readonly OnboardingDesk _desk = new(new StaffDesk(writer), keys);
    private readonly ApprovalDesk _approvals = new(new StaffDesk(writer), writer);
    private readonly StaffMember _maker = Of("operator");
    private readonly StaffMember _checker = Of("checker");

    /// <summary>Fills the desks.</summary>
    public async Task TellAsync(DemoPlatform[] platforms)
    {
        var change = (await _desk.BeginChangeAsync(_maker, platforms[0].Terms.No)).Value;
        change = await CompleteAsync(change, 1, today.AddDays(25));
        await ApproveAsync(await SubmitAsync("DEMO-1", new ProposePlatformChange(
            change.PlatformNo!, change.BaseVersion, change.No, change.Version, change.Dossier, "补录平台入驻资料")));

        var half = (await _desk.BeginAsync(_maker)).Value;
        await _desk.SaveAsync(_maker, half.No, half.Version, half.Dossier with
        {
            No = "1006",
            Name = "青禾优贷",
            CompanyName = "武汉青禾金融信息服务有限公司",
            CreditCode = CodeOf("4201"),
            PaymentCompany = platforms[0].Terms.PaymentCompany,
            Licences = [new Licence(LicenceKind.BusinessLicence, CodeOf("4201"), NeverExpires: true)],
            WithdrawalFeeFen = 200,
            WithdrawalFeePayer = FeePayer.User,
            ReturnUrl = "http://www.qinghe.example/return",
        });

        var waiting = (await _desk.BeginAsync(_maker)).Value;
        waiting = await SaveAsync(waiting, waiting.Dossier with
        {
            No = "1005",
            Name = "澄湖金服",
            CompanyName = "宁波澄湖金融信息服务有限公司",
            CreditCode = CodeOf("3302"),
            PaymentCompany = platforms[0].Terms.PaymentCompany,
            WithdrawalFeeFen = 150,
            WithdrawalFeePayer = FeePayer.User,
            WithdrawalFeeDeduction = FeeDeduction.Outer,
            ReleaseFeeLimitBps = 400,
            FloatPolicy = FloatPolicy.SettledOnly,
            InstalmentBasis = InstalmentBasis.PerLoan,
            InstalmentRounding = Rounding.HalfUp,
            PersonLimitFen = Platform.PersonLimitDefaultFen,
            CompanyLimitFen = Platform.CompanyLimitDefaultFen,
        });
        waiting = await CompleteAsync(waiting, 2, today.AddYears(2));
        await SubmitAsync("DEMO-2", new ProposePlatform(waiting.No, waiting.Version, waiting.Dossier));
        await SubmitAsync("DEMO-3", new ProposePlatformSuspension(platforms[^1].Terms.No, "监管现场检查期间暂停新增业务"));
    }

    private static StaffMember Of(string userName)
    {
        var demo = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(demo.UserName, demo.DisplayName, demo.StaffNo, [demo.Role]);
    }

    private static string CodeOf(string city) =>
        DemoPeople.CompaniesLike(DemoStory.People, company => company.CreditCode[2..6] == city).First().CreditCode;

    /// <summary>Adds what is not in the terms: papers, people, agreements, addresses, a key.</summary>
    private async Task<PlatformDraft> CompleteAsync(PlatformDraft draft, int index, DateOnly firstExpiry)
    {
        async Task<DocumentRef> File(string name) =>
            (await _desk.UploadAsync(_maker, draft.No, name + ".pdf", Page($"{draft.Dossier.No} {index}"))).Value;
        var person = DemoStory.People.Person(90_000 + index);
        PlatformContact Contact(ContactRole role, int at)
        {
            var who = DemoStory.People.Person(91_000 + index * 10 + at);
            return new(
                role, _desk.SealName(draft.Id, who.Name).Value, _desk.SealMobile(draft.Id, who.Mobile).Value,
                _desk.SealEmail(draft.Id, $"contact{at}@platform{index}.example").Value);
        }

        var (signed, year) = (today.AddDays(-80), today.AddYears(1));
        using var rsa = RSA.Create(PlatformKey.RsaBitsMin);
        return await SaveAsync(draft, draft.Dossier with
        {
            RepresentativeName = _desk.SealName(draft.Id, person.Name).Value,
            RepresentativeIdentity = _desk.SealIdentity(draft.Id, person.IdentityNumber, today).Value,
            Licences =
            [
                new(LicenceKind.BusinessLicence, draft.Dossier.CreditCode, null, true, await File("营业执照")),
                new(LicenceKind.TelecomLicence, $"B2-{index:00000000}", firstExpiry, false, await File("电信业务许可证")),
                new(LicenceKind.SecurityGrade, $"330{index:00}-00{index}", year, false, await File("等保备案证明")),
            ],
            Contacts = [Contact(ContactRole.Business, 1), Contact(ContactRole.Technical, 2)],
            CustodyAgreement = new($"CG-{signed.Year}-{index:000}", signed, year.AddYears(1), await File("资金存管协议")),
            PaymentAgreement = new($"ZF-{signed.Year}-{index:000}", signed, year, await File("支付服务协议")),
            AccountsConfirmed = true,
            ReturnUrl = $"https://www.platform{index}.example/custody/return",
            NoticeUrl = $"https://api.platform{index}.example/custody/notice",
            Keys = [PlatformKey.Read(rsa.ExportSubjectPublicKeyInfoPem()).Value],
        });
    }

    private async Task<PlatformDraft> SaveAsync(PlatformDraft draft, PlatformDossier dossier) =>
        (await _desk.SaveAsync(_maker, draft.No, draft.Version, dossier)).Value;

    private async Task<string> SubmitAsync(string form, Proposal proposal) =>
        (await _approvals.SubmitAsync(_maker, form, proposal)).Value.No;

    private async Task ApproveAsync(string no)
    {
        var shown = (await _approvals.ShowAsync(_checker, no)).Value.Shown!;
        _ = (await _approvals.ApproveAsync(_checker, no, shown)).Value;
    }

    /// <summary>A page with one line, as a PDF that readers open.</summary>
    private static byte[] Page(string line)
    {
        var draw = $"BT /F1 18 Tf 72 720 Td ({line}) Tj ET";
        var parts = new[]
        {
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {draw.Length}>>stream\n{draw}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        };
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < parts.Length; i++)
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{parts[i]}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {parts.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) text.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer<</Size {parts.Length + 1}/Root 1 0 R>>\n");
        text.Append(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
