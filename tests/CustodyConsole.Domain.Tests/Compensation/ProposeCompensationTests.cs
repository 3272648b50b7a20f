using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Compensation;

public sealed class ProposeCompensationTests
{
    [Theory, OnBothDatabases]
    public async Task An_approved_direct_compensation_spends_its_freeze_and_books_the_legs(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        Assert.Equal((65_617, 34_383), await desk.GuarantorAsync());

        var done = (await desk.ApproveAsync(request.No)).Value;

        Assert.Equal(ApprovalState.Executed, done.State);
        Assert.Equal(
            [
                "D U-GUA frozen Principal 333.33 -> 666.67",
                "D U-GUA frozen Interest 10.00 -> 656.67",
                "D U-GUA frozen Fine 0.50 -> 656.17",
                "C U-INV available Principal 100.00 -> 100.00",
                "C U-INV available Interest 3.00 -> 103.00",
                "C U-INV available Fine 0.15 -> 103.15",
                "C U-INV available Principal 233.33 -> 233.33",
                "C U-INV available Interest 7.00 -> 240.33",
                "C U-INV available Fine 0.35 -> 240.68",
            ],
            await desk.Bank.LegsAsync(await desk.OrderIdAsync($"{request.No}-V1-1")));
        Assert.Equal((65_617, 0), await desk.GuarantorAsync());
        Assert.Equal("1 2017-09-03 333.33 + 10.00, paid 333.33 + 10.00 (compensated 343.33) settled 2017-09-13", (await desk.Loan.PlanAsync())[0]);
        Assert.Equal((34_383, 0), ((await desk.Loan.RecoveryAsync())!.CompensatedFen, (await desk.Loan.RecoveryAsync())!.RecoveredFen));
        Assert.Empty(await desk.OverdueAsync());
    }

    [Theory, OnBothDatabases]
    public async Task An_approved_indirect_compensation_leaves_the_borrowers_balance(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var before = await desk.Bank.AccountAsync(desk.Loan.Borrower);
        var request = await desk.SubmitAsync(desk.Propose(CompensationRoute.Indirect, 10_000, 100, 10));

        Assert.True((await desk.ApproveAsync(request.No)).Done);

        Assert.Equal(
            ["D U-GUA frozen Principal 100.00 -> 900.00", "D U-GUA frozen Interest 1.00 -> 899.00", "D U-GUA frozen Fine 0.10 -> 898.90",
                "C U-BOR available Principal 100.00 -> 6,100.00"],
            (await desk.Bank.LegsAsync(await desk.OrderIdAsync($"{request.No}-V1-1"))).Take(4));
        var after = await desk.Bank.AccountAsync(desk.Loan.Borrower);
        Assert.Equal((before.BookFen, before.FrozenFen, before.FloatFen), (after.BookFen, after.FrozenFen, after.FloatFen));
        var left = Assert.Single(await desk.OverdueAsync());
        // Ten days at five ten-thousandths of what was open on them, less the fine that was paid.
        Assert.Equal((23_333, 900, 161), (left.PrincipalFen, left.InterestFen, left.FineFen));
    }

    [Theory, OnBothDatabases]
    public async Task The_checker_is_shown_the_balance_what_is_owed_and_each_investors_part(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        var facts = (await desk.ShowAsync(request.No)).Facts!;

        Assert.Equal($"由担保户 {desk.Loan.Guarantor} 直接代偿标的 L1 第 1 期（应还日 2017-09-03），合计人民币 343.83 元。说明：担保函第 17 号", facts.Chinese);
        Assert.Equal(("1,000.00", "656.17"), (facts.Changes[0].Before, facts.Changes[0].After));
        Assert.Equal(("343.33", "0.00"), (facts.Changes[5].Before, facts.Changes[5].After));
        Assert.Equal(["103.15 = 100.00 + 3.00 + 0.15", "240.68 = 233.33 + 7.00 + 0.35"], facts.Changes.Skip(6).Select(change => change.After));
    }

    [Theory, OnBothDatabases]
    public async Task What_investors_are_said_to_receive_of_several_instalments_of_one_listing_is_what_is_booked(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        await desk.Bank.CutToAsync(new DateOnly(2017, 10, 13));
        var proposal = desk.Propose() with { Items = [new("L1", 1, 1, 33_333, 1_000, 50), new("L1", 1, 2, 1, 667, 3)] };
        await using var db = desk.Bank.Db();
        var claims = await db.Claims.OrderBy(claim => claim.Id).ToListAsync();
        var foreseen = InvestorParts.Of(
            claims, proposal.Items.Select(item => new InstalmentAmounts(item.PrincipalFen, item.InterestFen, item.FineFen)));
        var request = await desk.SubmitAsync(proposal);

        Assert.True((await desk.ApproveAsync(request.No)).Done);

        for (var place = 0; place < 2; place++)
        {
            var orderId = await desk.OrderIdAsync(proposal.OrderRequestNo(request, place));
            var booked = await (from entry in db.Entries
                                where entry.OrderId == orderId
                                join line in db.Lines on entry.Id equals line.EntryId
                                where line.ClaimId != null && line.Side == Side.Credit
                                group line.AmountFen by line.ClaimId into ofClaim
                                orderby ofClaim.Key
                                select ofClaim.Sum()).ToListAsync();
            Assert.Equal(foreseen[place].Select(part => part.TotalFen), booked);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Rejected_withdrawn_or_expired_it_gives_the_freeze_back(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);

        var rejected = await desk.SubmitAsync();
        Assert.True((await desk.Approvals.RejectAsync(desk.Checker, rejected.No, "借款人已约定明日还款")).Done);
        Assert.Equal((100_000, 0), await desk.GuarantorAsync());
        Assert.Equal(
            ["D U-GUA frozen Hold 343.83 -> 656.17", "C U-GUA available Hold 343.83 -> 1,000.00"],
            await desk.Bank.LegsAsync(await desk.OrderIdAsync($"{rejected.No}-V1-R")));

        var withdrawn = await desk.SubmitAsync();
        Assert.True((await desk.Approvals.WithdrawAsync(desk.Maker, withdrawn.No, "金额有误")).Done);
        Assert.Equal((100_000, 0), await desk.GuarantorAsync());

        var expired = await desk.SubmitAsync();
        desk.Bank.Clock.MoveTo(desk.Bank.Clock.GetUtcNow().UtcDateTime.AddHours(49));
        // Where postings are stopped nothing can be given back, so it is not tried before they go on.
        await StopAsync(true);
        Assert.Equal(0, await desk.Approvals.ExpireAsync());
        await using (var db = desk.Bank.Db()) Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == "Approvals.Expire"));
        await StopAsync(false);
        Assert.Equal(1, await desk.Approvals.ExpireAsync());
        Assert.Equal((100_000, 0), await desk.GuarantorAsync());
        Assert.Equal(ApprovalState.Expired, (await desk.ShowAsync(expired.No)).Request.State);
        Assert.Null(Assert.Single(await desk.OverdueAsync()).PendingApprovalId);

        async Task StopAsync(bool stopped) => _ = (await desk.Bank.Writer.RunAsync<bool>(
            desk.Bank.Pool.Id, books => books.Pools.Edit(books.Pools.Get(desk.Bank.Pool.Id)).PostingsStopped = stopped)).Value;
    }

    [Theory, OnBothDatabases]
    public async Task Revised_it_holds_the_new_amount_only(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        var revised = (await desk.Approvals.ReviseAsync(desk.Maker, request.No, desk.Propose(principalFen: 20_000, interestFen: 0, fineFen: 0))).Value;

        Assert.Equal((80_000, 20_000), await desk.GuarantorAsync());
        Assert.Contains("少于所欠本息 143.33 元", revised.SummaryChinese, StringComparison.Ordinal);
        Assert.True((await desk.ApproveAsync(request.No)).Done);
        Assert.Equal((80_000, 0), await desk.GuarantorAsync());
    }

    [Theory, OnBothDatabases]
    public async Task What_is_held_pays_no_withdrawal_and_no_other_compensation(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database, guarantorFen: 40_000);
        await desk.Bank.AddCardAsync(desk.Loan.Guarantor);
        var request = await desk.SubmitAsync();

        var withdrawal = await desk.Bank.AskAsync(new Withdrawal(desk.Bank.Head(), desk.Loan.Guarantor, 10_000, Verification.TradePassword));
        Assert.Equal("ledger.insufficient-funds", withdrawal.Refusal?.Code);
        var direct = await desk.Bank.AskAsync(new CompensateDirectly(desk.Bank.Head(), "L1", desk.Loan.Guarantor, 10_000, 0));
        Assert.Equal("ledger.insufficient-funds", direct.Refusal?.Code);
        await using var db = desk.Bank.Db();
        var freeze = await db.Freezes.SingleAsync(row => row.Id == request.FreezeId);
        Assert.Equal("account.not-judicial", (await desk.Bank.AskAsync(new Domain.Accounts.JudicialRelease(
            desk.Bank.Head(), freeze.AuthCode, 1, "X1"))).Refusal?.Code);
        Assert.True((await desk.ApproveAsync(request.No)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task What_does_not_fit_is_refused_by_name_and_holds_nothing(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database, guarantorFen: 30_000);

        Assert.Equal("compensation.above-owed", (await desk.RefusalAsync(desk.Propose(principalFen: 33_334)))!.Code);
        Assert.Equal("标的 L1 第 1 期现欠利息 10.00 元，代偿 10.01 元超出所欠，请按现欠金额修改代偿申请。",
            (await desk.RefusalAsync(desk.Propose(interestFen: 1_001)))!.Chinese);
        Assert.Equal("compensation.above-owed", (await desk.RefusalAsync(desk.Propose(fineFen: 172)))!.Code);
        Assert.Equal("compensation.balance-too-low", (await desk.RefusalAsync(desk.Propose()))!.Code);
        Assert.Equal("compensation.not-overdue", (await desk.RefusalAsync(
            desk.Propose() with { Items = [new("L1", 1, 2, 1, 0, 0)] }))!.Code);
        Assert.Equal("compensation.no-such-instalment", (await desk.RefusalAsync(
            desk.Propose() with { Items = [new("L1", 2, 1, 1, 0, 0)] }))!.Code);
        Assert.Equal("compensation.item-count", (await desk.RefusalAsync(desk.Propose() with { Items = [] }))!.Code);
        Assert.Equal("compensation.repeated", (await desk.RefusalAsync(
            desk.Propose() with { Items = [new("L1", 1, 1, 1, 0, 0), new("L1", 1, 1, 1, 0, 0)] }))!.Code);
        Assert.Equal("compensation.not-registered", (await desk.RefusalAsync(desk.Propose() with
        {
            CompensatorAccountNo = desk.Loan.Investors[0],
        }))!.Code);
        Assert.Equal((30_000, 0), await desk.GuarantorAsync());
    }

    [Theory, OnBothDatabases]
    public async Task An_instalment_that_waits_in_one_request_is_in_no_other(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync(desk.Propose(principalFen: 100, interestFen: 0, fineFen: 0));

        var refusal = await desk.RefusalAsync(desk.Propose(principalFen: 1, interestFen: 0, fineFen: 0));

        Assert.Equal("compensation.in-another-request", refusal!.Code);
        Assert.Contains(request.No, refusal.Chinese, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task When_the_borrower_has_paid_meanwhile_nothing_is_done_and_it_must_be_revised(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var shown = (await desk.ShowAsync(request.No)).Shown!;
        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), "L1", 10_000, 1_000))).Value;

        var refusal = (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!;

        Assert.Equal("标的 L1 第 1 期现欠本金 233.33 元，代偿 333.33 元超出所欠，请按现欠金额修改代偿申请。", refusal.Chinese);
        Assert.Equal((65_617, 34_383), await desk.GuarantorAsync());
        Assert.Equal(0, await desk.ClaimsTouchedAsync());
        Assert.True((await desk.Approvals.ReviseAsync(desk.Maker, request.No, desk.Propose(principalFen: 23_333, interestFen: 0, fineFen: 0))).Done);
        Assert.True((await desk.ApproveAsync(request.No)).Done);
        Assert.Equal((76_667, 0), await desk.GuarantorAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_payment_that_leaves_room_has_to_be_seen_before_approval(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync(desk.Propose(principalFen: 10_000, interestFen: 0, fineFen: 0));
        var shown = (await desk.ShowAsync(request.No)).Shown!;
        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), "L1", 1_000, 0))).Value;

        Assert.Equal("approval.changed-since-shown", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal?.Code);
        Assert.True((await desk.ApproveAsync(request.No)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Two_checkers_at_once_carry_it_out_once(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var shown = (await desk.ShowAsync(request.No)).Shown!;

        var both = await Task.WhenAll(
            desk.Approvals.ApproveAsync(desk.Checker, request.No, shown), desk.Approvals.ApproveAsync(desk.SecondChecker, request.No, shown));

        Assert.Single(both, outcome => outcome.Done);
        Assert.Equal("approval.already-decided", both.Single(outcome => !outcome.Done).Refusal!.Code);
        Assert.Equal(1, await desk.ClaimsTouchedAsync());
    }
}
