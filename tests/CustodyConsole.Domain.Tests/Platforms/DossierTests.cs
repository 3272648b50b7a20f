using System.Security.Cryptography;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Tests.Platforms;

public sealed class DossierTests
{
    private static readonly DateOnly Today = new(2017, 8, 3);

    [Fact]
    public void An_empty_dossier_lacks_everything_but_what_is_optional()
    {
        var items = DossierChecklist.Of(new PlatformDossier(), Today);

        Assert.All(items, item => Assert.Equal(ChecklistFault.Missing, item.Fault));
        Assert.Equal(Enum.GetValues<DossierStep>(), items.Select(item => item.Step).Distinct());
        Assert.Contains(items, item => item.Key == "Licence.BusinessLicence.File");
        Assert.DoesNotContain(items, item => item.Key.StartsWith("Licence.FilingCertificate", StringComparison.Ordinal));
        Assert.DoesNotContain(items, item => item.Key == "ShareFen");
    }

    [Theory]
    [InlineData("2017-08-02", ChecklistFault.Expired)]
    [InlineData("2017-08-03", ChecklistFault.ExpiresSoon)]
    [InlineData("2017-10-01", ChecklistFault.ExpiresSoon)]
    [InlineData("2017-10-02", null)]
    public void A_document_holds_through_its_last_day_and_is_marked_sixty_days_before(string last, ChecklistFault? fault)
    {
        var dossier = new PlatformDossier().With(
            new Licence(LicenceKind.BusinessLicence, "1", DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)));

        var item = DossierChecklist.Of(dossier, Today).FirstOrDefault(one => one.Key == "Licence.BusinessLicence.ExpiresOn");

        Assert.Equal(fault, item?.Fault);
        if (item is not null) Assert.Equal(fault == ChecklistFault.Expired, item.Blocks);
    }

    [Fact]
    public void What_cannot_be_so_is_named_at_its_field()
    {
        var dossier = new PlatformDossier
        {
            No = "80O2", CreditCode = "91350100M000100Y44", ReturnUrl = "http://www.changhe.example/", NoticeUrl = "https://10.0.0.1/",
            WithdrawalFeeFen = -1, ReleaseFeeLimitBps = 10_001, PersonLimitFen = 20_000_001, CompanyLimitFen = 0,
            InstalmentBasis = InstalmentBasis.PerShare, Name = new string('长', 129),
            CustodyAgreement = new("1", new DateOnly(2018, 1, 1), new DateOnly(2018, 1, 1)),
            FineDailyBps = 7, PaymentCompany = "易 付通",
            Licences = [new Licence(LicenceKind.FilingCertificate, "1")],
        };

        var items = DossierChecklist.Of(dossier, Today);

        // As long as its limits and its staff's records can hold.
        Assert.Contains(
            DossierChecklist.Of(dossier with { PaymentCompany = new string('付', 65) }, Today), item => item is { Key: "PaymentCompany", Chinese: "支付公司超过 64 个字符" });
        Assert.DoesNotContain(DossierChecklist.Of(dossier with { PaymentCompany = new string('付', 64) }, Today), item => item.Key == "PaymentCompany");
        foreach (var key in new[]
        {
            "No", "Name", "CreditCode", "ReturnUrl", "NoticeUrl", "WithdrawalFeeFen", "ReleaseFeeLimitBps", "PersonLimitFen",
            "CompanyLimitFen", "CustodyAgreement.EndsOn", "CustodyAgreement.SignedOn", "FineDailyBps", "PaymentCompany",
        })
        {
            Assert.Contains(items, item => item.Key == key && item.Fault == ChecklistFault.Malformed);
        }

        Assert.Contains(items, item => item.Key == "ShareFen" && item.Fault == ChecklistFault.Missing);
        Assert.Contains(items, item => item.Key == "Licence.FilingCertificate.File" && item.Fault == ChecklistFault.Missing);
    }

    [Fact]
    public void An_agreement_that_does_not_hold_yet_stands_in_the_way()
    {
        PlatformDossier From(DateOnly day) => new() { CustodyAgreement = new("1", day, day.AddYears(2)) };

        Assert.DoesNotContain(DossierChecklist.Of(From(Today), Today), item => item is { Key: "CustodyAgreement.SignedOn", Blocks: true });
        var item = DossierChecklist.Of(From(Today.AddDays(1)), Today).Single(one => one.Key == "CustodyAgreement.SignedOn");
        Assert.Equal((true, "资金存管协议起始日 2017-08-04 晚于会计日 2017-08-03，协议尚未生效"), (item.Blocks, item.Chinese));
    }

    [Theory]
    [InlineData("https://www.changhe.example/custody?x=1", true)]
    [InlineData("http://www.changhe.example/", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://user:pass@www.changhe.example/", false)]
    [InlineData("https://www.changhe.example/#top", false)]
    [InlineData("https://www.changhe.example/a b", false)]
    [InlineData("www.changhe.example", false)]
    [InlineData("javascript:alert(1)", false)]
    public void An_address_is_https_on_a_named_host(string address, bool taken) =>
        Assert.Equal(taken, PlatformAddress.Check(address).Done);

    [Fact]
    public void A_key_is_read_and_a_private_one_is_refused()
    {
        var pem = Onboarding.NewPem();
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var key = PlatformKey.Read("\n" + pem + "\n").Value;

        Assert.Equal(("RSA 2048", 64), (key.Algorithm, key.Fingerprint.Length));
        Assert.Equal("EC 256", PlatformKey.Read(curve.ExportSubjectPublicKeyInfoPem()).Value.Algorithm);
        foreach (var (text, code) in new[]
        {
            (rsa.ExportPkcs8PrivateKeyPem(), "dossier.key-is-private"),
            (pem + rsa.ExportRSAPrivateKeyPem(), "dossier.key-is-private"),
            (Onboarding.NewPem(1024), "dossier.key-too-weak"),
            (rsa.ExportRSAPublicKeyPem(), "dossier.key-malformed"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "dossier.key-malformed"),
            ("", "dossier.key-malformed"),
        })
        {
            Assert.Equal(code, PlatformKey.Read(text).Refusal!.Code);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Contacts_and_representative_are_opened_with_a_reason_and_a_row_of_the_trail_without_the_value(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        await onboarding.OnboardAsync();
        var desk = new RevealDesk(onboarding.Staff, Onboarding.Keys);
        Task<Outcome<string>> RevealAsync(StaffMember person, string key, string text = "清算差异，工单 2017-9") =>
            desk.RevealDossierAsync(person, "8002", key, RevealReason.Difference, text);

        Assert.Equal("13800138000", (await RevealAsync(onboarding.Maker, "Contact.Business.Mobile")).Value);
        Assert.Equal("11010519491231002X", (await RevealAsync(onboarding.Maker, "RepresentativeIdentity")).Value);
        Assert.Equal("dossier.nothing-sealed", (await RevealAsync(onboarding.Maker, "Contact.Settlement.Mobile")).Refusal!.Code);
        Assert.Equal("dossier.nothing-sealed", (await RevealAsync(onboarding.Maker, "NoticeUrl")).Refusal!.Code);
        Assert.Equal("account.reveal-reason-missing", (await RevealAsync(onboarding.Maker, "RepresentativeName", "")).Refusal!.Code);
        Assert.Equal("staff.proof-needed", (await RevealAsync(onboarding.Maker with { ProvedAtUtc = null }, "RepresentativeName")).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await RevealAsync(onboarding.Checker, "RepresentativeName")).Refusal!.Code);
        await using var db = onboarding.Bank.Db();
        var rows = db.AuditEntries.Where(entry => entry.Action == Permissions.PlatformsReveal).OrderBy(entry => entry.SequenceNo).ToList();
        Assert.Equal((7, 2), (rows.Count, rows.Count(row => row.Result == AuditResult.Done)));
        Assert.Equal(("platform:8002", "8002", "Contact.Business.Mobile", "差错核查：清算差异，工单 2017-9"),
            (rows[0].Subject, rows[0].PlatformNo, rows[0].After, rows[0].Reason));
        Assert.All(rows, row => Assert.DoesNotContain("13800138000", $"{row.Before}{row.After}{row.Reason}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_chosen_is_said_in_each_language_alone()
    {
        var before = new PlatformDossier { FloatPolicy = FloatPolicy.Nettable };
        var change = Assert.Single(DossierFields.Differences(before, before with { FloatPolicy = FloatPolicy.SettledOnly }));
        Assert.Equal(("可轧差", "到账后可提"), (change.Before, change.After));
        Assert.Equal(("Nettable", "Settled only"), (change.BeforeEnglish, change.AfterEnglish));
    }

    [Fact]
    public void Another_person_behind_the_same_mask_is_a_difference()
    {
        var keys = Onboarding.Keys;
        var before = new PlatformDossier
        {
            RepresentativeName = SealedText.Seal(keys, 1, "王建国", Domain.Accounts.MaskedKind.PersonName),
        };
        var after = before with { RepresentativeName = SealedText.Seal(keys, 1, "王建军", Domain.Accounts.MaskedKind.PersonName) };

        var change = Assert.Single(DossierFields.Differences(before, after));

        Assert.Equal(("法定代表人", "王**", "王**（已更改）", "王** (changed)"), (change.Chinese, change.Before, change.After, change.AfterEnglish));
        Assert.Empty(DossierFields.Differences(before, before with
        {
            RepresentativeName = SealedText.Seal(keys, 1, "王建国", Domain.Accounts.MaskedKind.PersonName),
        }));
    }

    [Fact]
    public void A_dossier_is_read_as_it_was_written()
    {
        var dossier = new PlatformDossier
        {
            No = "8002", Licences = [new Licence(LicenceKind.TelecomLicence, "沪B2-1", NeverExpires: true)], FloatPolicy = FloatPolicy.SettledOnly,
        };

        var again = DossierText.Read(DossierText.Write(dossier));

        Assert.Empty(DossierFields.Differences(dossier, again));
        Assert.Equal("8002", DossierText.Read("""{"No":"8002","Later":1}""").No);
    }
}
