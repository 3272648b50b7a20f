using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Compensation;

/// <summary>The bank stands on 2017-09-13; what the end of 2017-09-12 proposes.</summary>
public sealed class DayEndProposalTests
{
    private static readonly DateOnly Yesterday = CompensationDesk.Today.AddDays(-1);

    [Theory, OnBothDatabases]
    public async Task The_end_of_a_day_proposes_to_each_compensator_what_nobody_has_asked_for_once(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database, guarantorFen: 30_000);
        _ = await desk.LoanAsync("B1", CompensationDesk.Today, 1_000, 100, desk.Loan.Guarantor);
        _ = await desk.LoanAsync("B2", Yesterday.AddDays(-1), 2_000, 200);
        var asked = await desk.LoanAsync("B3", Yesterday.AddDays(-1), 4_000, 400, desk.Loan.Guarantor);
        _ = await desk.SubmitAsync(desk.Propose() with { Items = [new(asked.No, 1, 1, 4_000, 400, 0)] });

        var made = await desk.ProposeAsync();
        var again = await desk.ProposeAsync();

        // The loan due today is not overdue yet; the one without a compensator, and the one asked for, are counted and not proposed.
        Assert.Equal((1, 1, 1L), (made.Compensators, made.Made, made.Proposed.Count));
        Assert.Equal((1L, 1L, 3L), (made.Without.Count, made.Requested.Count, made.Overdue));
        Assert.Equal(0, again.Made);
        Assert.Equal(made with { Made = 0 }, again);
        await using var db = desk.Bank.Db();
        var kept = Assert.Single(await db.DayEndProposals.ToListAsync());
        // 333.33 + 10.00 since ten days at five ten-thousandths; 44.00 of the balance are set aside for the request.
        Assert.Equal(
            (Yesterday, CompensationRoute.Direct, 1L, new DateOnly(2017, 9, 3), 33_333L, 1_000L, 171L),
            (kept.BusinessDate, kept.Route, kept.Count, kept.DueFrom, kept.PrincipalFen, kept.InterestFen, kept.FineFen));
        Assert.Equal((25_600L, 8_904L), (kept.AvailableFen, kept.ShortFen));
        // Nothing was set aside, nothing moved.
        Assert.Equal((25_600, 4_400), await desk.GuarantorAsync());
        Assert.Equal("day.not-cut", (await MakeDayEndProposals.RunAsync(db, desk.Bank.Writer, CompensationDesk.Today)).Refusal?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_request_that_comes_of_a_proposal_says_so_to_its_checker_and_the_next_days_end_proposes_the_rest_the_same_way(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        _ = await desk.LoanAsync("B1", Yesterday.AddDays(-1), 1_000, 100, desk.Loan.Guarantor);
        _ = await desk.ProposeAsync();
        var proposal = desk.Propose(CompensationRoute.Indirect) with { ProposedOn = Yesterday };

        Assert.Equal("compensation.not-proposed", (await desk.RefusalAsync(proposal with { ProposedOn = Yesterday.AddDays(-1) }))!.Code);
        var request = await desk.SubmitAsync(proposal);
        Assert.Equal(
            ("来源", "系统于 2017-09-12 日终提出：2 期，本息及罚息 356.04 元"),
            ((await desk.ShowAsync(request.No)).Facts!.Changes[0].Chinese, (await desk.ShowAsync(request.No)).Facts!.Changes[0].After));
        Assert.Equal(1, await LeftAsync());
        Assert.True((await desk.ApproveAsync(request.No)).Done);

        await desk.Bank.CutToAsync(CompensationDesk.Today.AddDays(1));
        var next = await desk.ProposeAsync(CompensationDesk.Today);

        Assert.Equal((1L, 1_000L, 100L), (next.Proposed.Count, next.Proposed.PrincipalFen, next.Proposed.InterestFen));
        await using var db = desk.Bank.Db();
        Assert.Equal(CompensationRoute.Indirect, (await db.DayEndProposals.SingleAsync(row => row.BusinessDate == CompensationDesk.Today)).Route);
        // The borrower pays: nothing is left of what was proposed, and the day after proposes nothing.
        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), "B1", 1_000, 100))).Value;
        Assert.Equal(0, await LeftAsync());
        await desk.Bank.CutToAsync(CompensationDesk.Today.AddDays(2));
        Assert.Equal(0, (await desk.ProposeAsync(CompensationDesk.Today.AddDays(1))).Compensators);

        async Task<long> LeftAsync()
        {
            await using var now = desk.Bank.Db();
            var today = (await now.BankStates.SingleAsync()).AccountingDate;
            var account = (await desk.Bank.AccountAsync(desk.Loan.Guarantor)).Id;
            return (await OverdueInstalments.TotalsAsync(
                now, today, new OverdueFilter { CompensatorAccountId = account, OnlyRegisteredFirst = true, Requested = false })).Count;
        }
    }

    [Theory, OnBothDatabases]
    public async Task Of_several_compensators_the_one_registered_first_is_proposed_to(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var first = (await desk.Bank.AccountAsync(AccountType.PlatformCompensation)).Number;
        _ = await desk.LoanAsync("B1", Yesterday.AddDays(-1), 1_000, 100, first, desk.Loan.Guarantor);

        var made = await desk.ProposeAsync();

        Assert.Equal((2, 2L), (made.Compensators, made.Proposed.Count));
        await using var db = desk.Bank.Db();
        var id = (await desk.Bank.AccountAsync(first)).Id;
        Assert.Equal((1L, 1_100L, 1), (
            (await db.DayEndProposals.SingleAsync(row => row.AccountId == id)).Count,
            (await db.DayEndProposals.SingleAsync(row => row.AccountId == id)).ShortFen, made.WithTooLittle));
    }
}
