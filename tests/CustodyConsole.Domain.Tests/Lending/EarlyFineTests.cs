using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Tests.Compensation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>A plan that is replaced takes no fine with it.</summary>
public sealed class EarlyFineTests
{
    [Theory, OnBothDatabases]
    public async Task Whoever_repays_all_early_brings_the_interest_that_is_due_and_the_fine_of_what_is_late(string database)
    {
        // On 2017-09-13 the first instalment of 343.33 is ten days overdue: 1.71 at 5 bps a day.
        await using var desk = await CompensationDesk.OpenAsync(database);
        var (bank, loan) = (desk.Bank, desk.Loan);
        RepayEarly All(long interestFen, long fineFen) => new(bank.Head(), "L1", 100_000, interestFen, fineFen);

        await loan.RefusedAsync(All(999, 171),
            "标的 L1 到期未还利息 10.00 元，提前还款须一并结清或列入新还款计划；本次利息（含新计划）9.99 元，不足。",
            "Listing L1 has 10.00 yuan of interest due, which an early repayment must bring or its new plan carry; together they come to 9.99.");
        await loan.RefusedAsync(All(1_000, 170),
            "标的 L1 尚欠逾期罚息 1.71 元，提前还款须一并结清；本次罚息 1.70 元，不足。",
            "Listing L1 owes a fine of 1.71 yuan for what came late, which this early repayment must bring; it brings 1.70.");
        Assert.Equal(ListingState.Repaying, (await loan.ListingAsync()).State);

        // What is beyond the fine is for repaying early, and is on no instalment.
        _ = (await bank.AskAsync(All(1_000, 371))).Value;

        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);
        await using var db = bank.Db();
        Assert.Equal([171, 0, 0, 0], await db.Instalments.OrderBy(row => row.Id).Select(row => row.PaidFineFen).ToListAsync(Stop));
        await NothingIsOwedAsync(bank);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_guarantor_paid_late_owes_its_fine_to_investors_until_somebody_brings_it(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var (bank, loan) = (desk.Bank, desk.Loan);
        _ = await desk.ApproveAsync((await desk.SubmitAsync(desk.Propose(fineFen: 0))).No);
        await bank.CutToAsync(CompensationDesk.Today.AddDays(5));

        // Nothing is overdue any more, so part of the rest may be repaid under a new plan, and the fine stays owed.
        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 26_667, 0))).Value;
        var rest = new RepayEarly(bank.Head(), "L1", 40_000, 0, 170);
        Assert.Equal("lending.fine-owed", (await bank.AskAsync(rest)).Refusal!.Code);
        // A repayment on the new plan brings the fine of the old one.
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 0, 171))).Value;

        await NothingIsOwedAsync(bank);
        Assert.Equal("compensation.settled", (await desk.RefusalAsync(desk.Propose(principalFen: 0, interestFen: 0, fineFen: 1)))!.Code);
        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 40_000, 0))).Value;
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);
    }

    [Theory, OnBothDatabases]
    public async Task A_new_plan_for_what_is_overdue_needs_the_fine_and_takes_over_the_interest(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var (bank, loan) = (desk.Bank, desk.Loan);
        RepayEarly Part(long fineFen, long interestFen = 0, long plannedFen = 1_000) => new(bank.Head(), "L1", 40_000, interestFen, fineFen)
        {
            NewPlan = [new(new(2017, 12, 1), 60_000, plannedFen)],
        };

        // The 10.00 that are due are in the payment or in the new plan, or partly in each.
        Assert.Equal("lending.interest-due", (await bank.AskAsync(Part(171, 0, 0))).Refusal!.Code);
        Assert.Equal("lending.interest-due", (await bank.AskAsync(Part(171, 400, 599))).Refusal!.Code);
        Assert.Equal("lending.fine-owed", (await bank.AskAsync(Part(170))).Refusal!.Code);
        _ = (await bank.AskAsync(Part(171, 400, 600))).Value;

        await NothingIsOwedAsync(bank);
        // What was open in the plan before costs nothing from then on.
        await bank.CutToAsync(new(2017, 10, 1));
        await NothingIsOwedAsync(bank);
        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 60_000, 0))).Value;
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);
    }

    [Theory, OnBothDatabases]
    public async Task After_any_late_payments_repaying_all_costs_exactly_the_fine_of_each_day(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var random = new Random(20170803);
        for (var life = 1; life <= (database == "sqlite" ? 8 : 3); life++) await LiveAsync(bank, random, $"L{life}");
        await NothingIsOwedAsync(bank);
    }

    /// <summary>Pays at random over two to four months, counting each day's fine by itself, and then repays all.</summary>
    private static async Task LiveAsync(TestBank bank, Random random, string no)
    {
        var today = await TodayAsync(bank);
        var loan = await LoanCase.RaiseAsync(
            bank, [100_000], request => request with { RaiseFrom = today, RaiseUntil = today.AddDays(10) }, no);
        await bank.RechargeAsync(loan.Borrower, 500_000);
        _ = (await bank.AskAsync(new Release(bank.Head(), no))).Value;
        var model = new DailyFines((await RowsAsync(bank, no)).Select(row => (row.DueOn, row.PrincipalFen, row.InterestFen)));
        for (var step = 0; step < 6; step++)
        {
            var next = today.AddDays(random.Next(1, 25));
            for (; today < next; today = today.AddDays(1)) model.EndDay(today);
            await bank.CutToAsync(today);
            var principalFen = Math.Min(model.OutstandingFen - 1, random.NextInt64(0, 20_000));
            var (interestFen, fineFen) = (random.NextInt64(0, 600), random.NextInt64(0, 60));
            _ = (await bank.AskAsync(new Repay(bank.Head(), no, principalFen, interestFen, fineFen))).Value;
            model.Pay(principalFen, interestFen, fineFen);
        }

        var (outstandingFen, dueFen, owedFen) = (model.OutstandingFen, model.InterestDueFen(today), model.OwedFen);
        if (dueFen > 0) Assert.Equal("lending.interest-due", await CodeAsync(outstandingFen, dueFen - 1, owedFen));
        if (owedFen > 0) Assert.Equal("lending.fine-owed", await CodeAsync(outstandingFen, dueFen, owedFen - 1));
        Assert.Null(await CodeAsync(outstandingFen, dueFen, owedFen));
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);

        async Task<string?> CodeAsync(long principalFen, long interestFen, long fineFen) =>
            await bank.AskAsync(new RepayEarly(bank.Head(), no, principalFen, interestFen, fineFen)) is { Done: false, Refusal: { } refusal }
                ? refusal.Code
                : null;
    }

    private static async Task<List<Instalment>> RowsAsync(TestBank bank, string no)
    {
        await using var db = bank.Db();
        return await db.Instalments
            .Where(row => db.Listings.Any(listing => listing.Id == row.ListingId && listing.ListingNo == no))
            .OrderBy(row => row.Period).ToListAsync(Stop);
    }

    private static async Task NothingIsOwedAsync(TestBank bank)
    {
        var today = await TodayAsync(bank);
        await using var db = bank.Db();
        Assert.Empty(await OverdueInstalments.PageAsync(db, today, new OverdueFilter(), 0, 10, Stop));
        Assert.Empty(await OverdueInstalments.PageAsync(db, today, new OverdueFilter { OnlyFine = true }, 0, 10, Stop));
    }

    private static async Task<DateOnly> TodayAsync(TestBank bank)
    {
        await using var db = bank.Db();
        return (await db.BankStates.SingleAsync(Stop)).AccountingDate;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
