using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Platforms;

public sealed class ProposePlatformTests
{
    [Theory, OnBothDatabases]
    public async Task Approved_platform_pool_and_all_accounts_are_there_in_one_step_and_the_dossier_is_version_1(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = await onboarding.CompleteAsync();
        var request = (await onboarding.SubmitAsync(draft)).Value;
        await using (var db = onboarding.Bank.Db()) Assert.Equal(1, await db.Platforms.CountAsync(TestContext.Current.CancellationToken));
        var view = (await onboarding.Approvals.ShowAsync(onboarding.Checker, request.No)).Value;
        Assert.All(view.Facts!.Changes, change => Assert.Null(change.Before));
        Assert.Contains(view.Facts.Changes, change => change is { Chinese: "法定代表人身份证号", After: "110***********002X" });
        Assert.Contains(view.Facts.Changes, change => change.Chinese == "营业执照文件"
            && change.After!.EndsWith(draft.Dossier.Licences[0].File!.Sha256, StringComparison.Ordinal));

        Assert.Equal(ApprovalState.Executed, (await onboarding.ApproveAsync(request.No)).Value.State);

        var platform = await onboarding.PlatformAsync("8002");
        Assert.Equal((15_000_000, 90_000_000, 500, 1), (platform.PersonLimitFen, platform.CompanyLimitFen,
            platform.ReleaseFeeLimitBps, platform.DossierVersion));
        await using (var db = onboarding.Bank.Db())
        {
            var pool = await db.Pools.SingleAsync(one => one.PlatformId == platform.Id, TestContext.Current.CancellationToken);
            var types = await db.Accounts.Where(account => account.PoolId == pool.Id).Select(account => account.Type)
                .ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ChartOfAccounts.OfEveryPool.Select(facts => facts.Type).Order(), types.Order());
            var version = await db.PlatformVersions.SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal((1, request.No, "陈嘉怡", "林志远"), (version.Version, version.ApprovalNo, version.MakerName, version.CheckerName));
            Assert.Empty(DossierFields.Differences(draft.Dossier, version.Dossier));
        }

        Assert.Equal(DraftState.Done, (await onboarding.DraftAsync(draft.No)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Each_refusal_in_its_turn(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = await onboarding.CompleteAsync();
        var (full, version) = (draft.Dossier, draft.Version);
        async Task<string?> Code(PlatformDossier dossier)
        {
            draft = await onboarding.SaveAsync(draft, dossier);
            return (await onboarding.SubmitAsync(draft)).Refusal?.Code;
        }

        Assert.Equal("dossier.draft-unknown", (await onboarding.SubmitAsync(new ProposePlatform("PD1", version, full))).Refusal!.Code);
        Assert.Equal("dossier.draft-differs", (await onboarding.SubmitAsync(
            new ProposePlatform(draft.No, version, full with { Name = "另一个" }))).Refusal!.Code);
        Assert.Equal("dossier.draft-differs", (await onboarding.SubmitAsync(
            new ProposePlatform(draft.No, version - 1, full))).Refusal!.Code);
        Assert.Equal("dossier.incomplete", await Code(full with { NoticeUrl = "" }));
        Assert.Equal("dossier.incomplete", await Code(full.With(full.Licence(LicenceKind.BusinessLicence) with
        {
            ExpiresOn = TestBank.FirstDay.AddDays(-1),
        })));
        Assert.Equal("dossier.incomplete", await Code(full with { Name = "\u3000" }));
        Assert.Equal("platform.number-taken", await Code(full with { No = "8001" }));
        Assert.Equal("platform.company-taken", await Code(full with { CreditCode = (await onboarding.PlatformAsync("8001")).CreditCode }));
        Assert.Equal("document.unknown", await Code(full.With(full.Licence(LicenceKind.BusinessLicence) with
        {
            File = full.Licences[0].File! with { Sha256 = new string('0', 64) },
        })));
        Assert.Null(await Code(full));
        Assert.Equal("dossier.draft-locked", (await onboarding.SubmitAsync(draft)).Refusal!.Code);
        Assert.Equal("approval.not-a-maker", (await onboarding.Approvals.SubmitAsync(
            onboarding.Maker with { Roles = [Roles.Administrator] }, "F-1",
            new ProposePlatformSuspension("8001", "风险排查"))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_number_asked_for_twice_is_opened_once(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var first = (await onboarding.SubmitAsync(await onboarding.CompleteAsync())).Value;
        var second = await onboarding.CompleteAsync();

        Assert.Equal("approval.another-pending", (await onboarding.SubmitAsync(second)).Refusal!.Code);
        var shown = (await onboarding.Approvals.ShowAsync(onboarding.Checker, first.No)).Value.Shown!;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => onboarding.Approvals.ApproveAsync(
            onboarding.Person($"checker{i}", $"复核{i}", $"2{i:D4}", Roles.Checker), first.No, shown)));

        Assert.Single(outcomes, outcome => outcome.Done);
        Assert.Equal("platform.number-taken", (await onboarding.SubmitAsync(second)).Refusal!.Code);
        await using var db = onboarding.Bank.Db();
        Assert.Equal(2, await db.Pools.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnBothDatabases]
    public async Task What_expired_while_it_waited_is_not_opened(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = await onboarding.CompleteAsync();
        draft = await onboarding.SaveAsync(draft, draft.Dossier.With(
            draft.Dossier.Licence(LicenceKind.TelecomLicence) with { ExpiresOn = TestBank.FirstDay }));
        var request = (await onboarding.SubmitAsync(draft)).Value;
        await onboarding.Bank.CutToAsync(TestBank.FirstDay.AddDays(1));

        var refused = await onboarding.ApproveAsync(request.No);

        Assert.Equal("资料尚有 1 项未完成：电信业务许可证有效期至 2017-08-03 已过期。", refused.Refusal!.Chinese);
        Assert.True((await onboarding.Approvals.WithdrawAsync(onboarding.Maker, request.No, "更换许可证")).Done);
        Assert.Equal(DraftState.Open, (await onboarding.DraftAsync(draft.No)).State);
    }

    [Theory, OnBothDatabases]
    public async Task A_change_is_shown_field_by_field_and_kept_as_the_next_version(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        await onboarding.OnboardAsync();
        var draft = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        Assert.Equal("dossier.draft-exists", (await onboarding.Desk.BeginChangeAsync(onboarding.Colleague, "8002")).Refusal!.Code);
        Assert.Equal("dossier.nothing-changed", (await onboarding.SubmitAsync(draft)).Refusal!.Code);
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { ReleaseFeeLimitBps = 300, NoticeUrl = "https://api2.changhe.example/n" });
        Assert.Equal("approval.reason-missing", (await onboarding.SubmitAsync(draft, " ")).Refusal!.Code);

        var request = (await onboarding.SubmitAsync(draft)).Value;

        Assert.Equal(
            [("资料版本", "1", "2"), ("平台状态", "正常 active", "正常 active"), ("放款服务费上限", "5.00%", "3.00%"),
                ("通知地址", "https://api.changhe.example/custody/notice", "https://api2.changhe.example/n")],
            ProposalText.ReadChanges(request.Changes).Select(change => (change.Chinese, change.Before, change.After)));
        Assert.Equal(500, (await onboarding.PlatformAsync("8002")).ReleaseFeeLimitBps);
        Assert.True((await onboarding.ApproveAsync(request.No)).Done);
        Assert.Equal((300, 2), ((await onboarding.PlatformAsync("8002")).ReleaseFeeLimitBps, (await onboarding.PlatformAsync("8002")).DossierVersion));
        await using var db = onboarding.Bank.Db();
        Assert.Equal([500, 300], (await db.PlatformVersions.OrderBy(one => one.Version).ToListAsync(TestContext.Current.CancellationToken))
            .Select(one => one.Dossier.ReleaseFeeLimitBps!.Value));
    }

    [Theory, OnBothDatabases]
    public async Task A_company_is_taken_on_once_under_whatever_number_and_again_after_it_has_left(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var code = Onboarding.CodeOf("8002");
        // Two wizards for one company: both wait, one is opened.
        var first = (await onboarding.SubmitAsync(await onboarding.CompleteAsync())).Value;
        var draft = await onboarding.CompleteAsync("8003");
        var second = (await onboarding.SubmitAsync(await onboarding.SaveAsync(draft, draft.Dossier with { CreditCode = code }))).Value;
        Assert.True((await onboarding.ApproveAsync(first.No)).Done);
        Assert.Equal($"统一社会信用代码 {code} 已用于平台 8002“长河网贷”，同一公司不能重复入驻。", (await onboarding.ApproveAsync(second.No)).Refusal!.Chinese);

        // Nor does a change give a platform the company of another.
        var change = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        change = await onboarding.SaveAsync(change, change.Dossier with { CreditCode = (await onboarding.PlatformAsync("8001")).CreditCode });
        Assert.Equal("platform.company-taken", (await onboarding.SubmitAsync(change)).Refusal!.Code);

        Assert.True((await onboarding.Approvals.WithdrawAsync(onboarding.Maker, second.No, "重复")).Done);
        await onboarding.CarryOutAsync(new ProposePlatformClosing("8002", "协议到期"));
        draft = await onboarding.DraftAsync(draft.No);
        Assert.True((await onboarding.ApproveAsync((await onboarding.SubmitAsync(draft)).Value.No)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_payment_company_that_the_bank_has_not_worked_with_is_shown_to_the_checker(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var known = (await onboarding.SubmitAsync(await onboarding.CompleteAsync())).Value;
        var draft = await onboarding.CompleteAsync("8003");
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { PaymentCompany = " 连连 支付" });
        Assert.Equal("dossier.incomplete", (await onboarding.SubmitAsync(draft)).Refusal!.Code);
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { PaymentCompany = PaymentCompanyName.Clean(" 连连 支付 ") });
        var fresh = (await onboarding.SubmitAsync(draft)).Value;

        Assert.DoesNotContain(await ChangesAsync(known.No), change => change.Chinese.StartsWith("新增支付公司", StringComparison.Ordinal));
        Assert.Contains(await ChangesAsync(fresh.No), change =>
            change is { After: "连连支付", Binding: true } && change.Chinese.StartsWith("新增支付公司", StringComparison.Ordinal));
        Assert.Equal("Pay Easy支付", PaymentCompanyName.Clean(" Pay \u3000 Easy  支付"));

        async Task<IReadOnlyList<ApprovalChange>> ChangesAsync(string no) =>
            (await onboarding.Approvals.ShowAsync(onboarding.Checker, no)).Value.Facts!.Changes;
    }

    [Theory, OnBothDatabases]
    public async Task A_change_cannot_give_a_platform_another_number_or_payment_company(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        await onboarding.OnboardAsync();
        var draft = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        foreach (var dossier in new[] { draft.Dossier with { No = "8009" }, draft.Dossier with { PaymentCompany = "ANOTHER" },
            draft.Dossier with { WithdrawalFeeFen = 300 } })
        {
            draft = await onboarding.SaveAsync(draft, dossier);
            Assert.Equal("dossier.fixed-field", (await onboarding.SubmitAsync(draft)).Refusal!.Code);
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_somebody_else_changed_meanwhile_must_be_looked_at_again(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        await onboarding.OnboardAsync();
        var draft = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { ReleaseFeeLimitBps = 300 });
        var request = (await onboarding.SubmitAsync(draft)).Value;
        var shown = (await onboarding.Approvals.ShowAsync(onboarding.Checker, request.No)).Value.Shown!;
        await onboarding.CarryOutAsync(new ProposePlatformSuspension("8002", "风险排查"));

        Assert.Equal("approval.changed-since-shown",
            (await onboarding.Approvals.ApproveAsync(onboarding.Checker, request.No, shown)).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await onboarding.ApproveAsync(request.No)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_change_made_from_an_older_version_is_compared_with_the_new_one_first(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        await onboarding.OnboardAsync();
        var draft = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { ReleaseFeeLimitBps = 300 });
        var request = (await onboarding.SubmitAsync(draft)).Value;
        Assert.True((await onboarding.ApproveAsync(request.No)).Done);
        var later = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8002")).Value;
        later = await onboarding.SaveAsync(later, later.Dossier with { ReleaseFeeLimitBps = 400 });

        var stale = await onboarding.SubmitAsync(new ProposePlatformChange("8002", 1, later.No, later.Version, later.Dossier, "更新"));

        Assert.Equal("dossier.version-outdated", stale.Refusal!.Code);
        Assert.Contains("第 2 版", stale.Refusal.Chinese, StringComparison.Ordinal);
        later = (await onboarding.Desk.RebaseAsync(onboarding.Maker, later.No)).Value;
        Assert.True((await onboarding.SubmitAsync(later)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_platform_taken_on_before_dossiers_were_kept_gets_its_first_version_by_a_change(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8001")).Value;
        Assert.Equal(("8001", "SANDBOX"), (draft.Dossier.No, draft.Dossier.PaymentCompany));
        Assert.Equal("dossier.incomplete", (await onboarding.SubmitAsync(
            await onboarding.SaveAsync(draft, draft.Dossier with { Name = "星河新贷" }))).Refusal!.Code);
        draft = await onboarding.DraftAsync(draft.No);
        draft = await onboarding.SaveAsync(draft, await onboarding.FillAsync(draft, draft.Dossier));
        // Its fees are in schedules; one that is given here would never take effect.
        Assert.Equal("dossier.fixed-field", (await onboarding.SubmitAsync(draft)).Refusal!.Code);
        draft = await onboarding.SaveAsync(draft, draft.Dossier with { WithdrawalFeeFen = null, WithdrawalFeePayer = null, WithdrawalFeeDeduction = null });

        Assert.True((await onboarding.ApproveAsync((await onboarding.SubmitAsync(draft)).Value.No)).Done);

        Assert.Equal(("星河新贷", 1), ((await onboarding.PlatformAsync("8001")).Name, (await onboarding.PlatformAsync("8001")).DossierVersion));
    }
}
