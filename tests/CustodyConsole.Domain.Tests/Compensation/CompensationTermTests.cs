using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Compensation;

/// <summary>What the agreement with a platform says about compensations, their evidence, and what the platform is told.</summary>
public sealed class CompensationTermTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.4\n"u8];

    [Theory, OnBothDatabases]
    public async Task An_instalment_before_its_day_needs_a_reason_and_the_platforms_agreement(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var early = new ProposeCompensation(
            desk.Loan.Guarantor, CompensationRoute.Direct, [new(desk.Loan.No, 1, 2, 33_333, 667, 0)]) { PoolId = desk.Bank.Pool.Id };

        Assert.Equal("compensation.not-overdue", (await desk.RefusalAsync(early))!.Code);
        Assert.Equal(
            "标的 L1 第 2 期应还日为 2017-10-03，尚未逾期；平台 8001 的协议未约定提前代偿，不能代偿。",
            (await desk.RefusalAsync(early with { EarlyReason = "借款人失联" }))!.Chinese);
        await SetAsync(desk.Bank, platform => platform.CompensatesEarly = true);
        Assert.Equal("compensation.not-overdue", (await desk.RefusalAsync(early))!.Code);
        var withFine = early with { EarlyReason = "借款人失联", Items = [early.Items[0] with { FineFen = 1 }] };
        Assert.Equal("compensation.above-owed", (await desk.RefusalAsync(withFine))!.Code);

        var request = await desk.SubmitAsync(early with { EarlyReason = "借款人失联" });
        Assert.Contains("提前代偿理由：借款人失联", request.SummaryChinese, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);
        Assert.Contains("settled 2017-09-13", (await desk.Loan.PlanAsync())[1], StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_limit_of_a_fine_is_the_platforms_and_fines_that_the_borrower_paid_count_against_it(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        Assert.Equal(171, (await desk.OverdueAsync())[0].FineFen);
        await SetAsync(desk.Bank, platform => platform.FineDailyBps = 2);
        Assert.Equal(68, (await desk.OverdueAsync())[0].FineFen);

        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), desk.Loan.No, 0, 100, 30))).Value;

        // Two bps of 342.33 for ten days are 0.68; 0.30 of it is paid.
        Assert.Equal(38, (await desk.OverdueAsync())[0].FineFen);
        Assert.Equal(
            "compensation.above-owed", (await desk.RefusalAsync(desk.Propose(interestFen: 900, fineFen: 39)))!.Code);
        _ = await desk.SubmitAsync(desk.Propose(interestFen: 900, fineFen: 38));
        await SetAsync(desk.Bank, platform => platform.FineDailyBps = 0);
        Assert.Equal(0, (await desk.OverdueAsync())[0].FineFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_late_payment_ends_the_fine_of_the_days_to_come_and_leaves_that_of_the_days_before(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var bank = desk.Bank;
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 33_333, 900))).Value;
        Assert.Equal(171, Assert.Single(await OwedAsync(CompensationDesk.Today)).FineFen);
        var later = CompensationDesk.Today.AddDays(10);
        await bank.CutToAsync(later);
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 100))).Value;

        // Ten days of 343.33 and ten of 1.00; all but the fine is paid.
        Assert.Empty(await OwedAsync(later));
        var owed = Assert.Single(await OwedAsync(later, onlyFine: true));
        Assert.Equal((0, 0, 172, 20), (owed.PrincipalFen, owed.InterestFen, owed.FineFen, owed.DaysOverdue));
        Assert.Equal("compensation.above-owed", (await desk.RefusalAsync(desk.Propose(principalFen: 0, interestFen: 0, fineFen: 173)))!.Code);
        Assert.Equal("compensation.settled", (await desk.RefusalAsync(desk.Propose(principalFen: 0, interestFen: 1, fineFen: 1)))!.Code);
        await ExecuteAsync(desk.Propose(principalFen: 0, interestFen: 0, fineFen: 172));
        Assert.Equal("compensation.settled", (await desk.RefusalAsync(desk.Propose(principalFen: 0, interestFen: 0, fineFen: 1)))!.Code);
        Assert.Contains("settled 2017-09-23", (await desk.Loan.PlanAsync())[0], StringComparison.Ordinal);

        // The second instalment is paid 17 days late and the third ahead: the listing ends, the fine is owed all the same.
        var end = new DateOnly(2017, 10, 20);
        await bank.CutToAsync(end);
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 66_667, 1_000))).Value;
        var last = Assert.Single(await OwedAsync(end, onlyFine: true));
        Assert.Equal((2, 289L, 17), (last.Period, last.FineFen, last.DaysOverdue));
        await ExecuteAsync(desk.Propose() with { Items = [new("L1", 1, 2, 0, 0, 289)] });
        Assert.Empty(await OwedAsync(end, onlyFine: true));
        await using var db = bank.Db();
        var listing = await db.Listings.SingleAsync();
        Assert.Equal((Domain.Listings.ListingState.Closed, end), (listing.State, listing.EndedOn));

        async Task<IReadOnlyList<OverdueInstalment>> OwedAsync(DateOnly date, bool onlyFine = false)
        {
            await using var db = bank.Db();
            return await OverdueInstalments.PageAsync(db, date, new OverdueFilter { OnlyFine = onlyFine }, 0, 10);
        }

        async Task ExecuteAsync(ProposeCompensation proposal) =>
            Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync((await desk.SubmitAsync(proposal)).No)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_is_for_the_evidence_that_was_attached(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var evidence = new EvidenceDesk(new StaffDesk(desk.Bank.Writer));
        Assert.Equal("document.kind-unknown", (await evidence.UploadAsync(
            desk.Maker, Permissions.CompensationPropose, "催收记录.pdf", [.. "MZ"u8, 0, 0])).Refusal!.Code);
        Assert.Equal("document.too-large", (await evidence.UploadAsync(
            desk.Maker, Permissions.CompensationPropose, "催收记录.pdf", new byte[DocumentFile.BytesMax + 1])).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await evidence.UploadAsync(
            desk.Checker, Permissions.CompensationPropose, "催收记录.pdf", Pdf)).Refusal!.Code);
        var file = (await evidence.UploadAsync(desk.Maker, Permissions.CompensationPropose, "催收记录.pdf", Pdf)).Value;

        Assert.Equal("document.unknown", (await desk.RefusalAsync(
            desk.Propose() with { Evidence = [file with { Sha256 = new string('0', 64) }] }))!.Code);
        Assert.Equal("document.too-many", (await desk.RefusalAsync(
            desk.Propose() with { Evidence = [.. Enumerable.Repeat(file, ProposeCompensation.EvidenceMax + 1)] }))!.Code);
        var request = await desk.SubmitAsync(desk.Propose() with { Evidence = [file] });
        var view = await desk.ShowAsync(request.No);
        Assert.Contains(view.Facts!.Changes, change => change is { English: "Evidence", Binding: true }
            && change.After == $"催收记录.pdf · SHA-256 {file.Sha256}");
        Assert.Equal([file], ProposalText.Read(request.Type, request.Content).Files);

        // What was shown without the other file cannot be approved with it.
        var other = (await evidence.UploadAsync(desk.Maker, Permissions.CompensationPropose, "担保函.pdf", [.. Pdf, 1])).Value;
        _ = (await desk.Approvals.ReviseAsync(desk.Maker, request.No, desk.Propose() with { Evidence = [file, other] })).Value;
        Assert.Equal("approval.changed-since-shown", (await desk.Approvals.ApproveAsync(
            desk.Checker, request.No, view.Shown!)).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task The_platform_is_told_in_the_transaction_of_the_compensation_and_not_before(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var refused = await desk.SubmitAsync();
        _ = (await desk.Approvals.RejectAsync(desk.Checker, refused.No, "材料不全")).Value;
        Assert.Empty(await NoticesAsync(desk.Bank));

        var request = await desk.SubmitAsync();
        Assert.Empty(await NoticesAsync(desk.Bank));
        _ = (await desk.ApproveAsync(request.No)).Value;

        var notice = Assert.Single(await NoticesAsync(desk.Bank));
        Assert.Equal(
            (NoticeKind.CompensationExecuted, NoticeState.Waiting, "approval:" + request.No, desk.Bank.Pool.PlatformId),
            (notice.Kind, notice.State, notice.Subject, notice.PlatformId));
        using var payload = System.Text.Json.JsonDocument.Parse(notice.Payload);
        Assert.Equal(34_383, payload.RootElement.GetProperty("amountFen").GetInt64());
        Assert.Equal("L1", payload.RootElement.GetProperty("items")[0].GetProperty("listingNo").GetString());
    }

    [Fact]
    public void A_request_that_was_kept_before_evidence_could_be_attached_is_still_read()
    {
        const string kept = """
            {"CompensatorAccountNo":"8001102000000000010","Route":"Direct","Items":[],"Note":"x","PoolId":1}
            """;
        var proposal = (ProposeCompensation)ProposalText.Read(ApprovalType.Compensation, kept);
        Assert.Equal((0, ""), (proposal.Evidence.Count, proposal.EarlyReason));
    }

    private static async Task SetAsync(TestBank bank, Action<Platform> change) =>
        _ = (await bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            change(books.Platforms.Edit(books.Platforms.Get(bank.Pool.PlatformId)));
            return true;
        })).Value;

    private static async Task<List<PlatformNotice>> NoticesAsync(TestBank bank)
    {
        await using var db = bank.Db();
        return await db.Notices.ToListAsync();
    }
}
