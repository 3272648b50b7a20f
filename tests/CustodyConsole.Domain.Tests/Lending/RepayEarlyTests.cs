using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;

namespace CustodyConsole.Domain.Tests.Lending;

public sealed class RepayEarlyTests
{
    [Theory, OnBothDatabases]
    public async Task All_that_is_outstanding_closes_the_listing_with_a_plan_of_one_row(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 33_333, 1_000))).Value;
        await bank.CutToAsync(new(2017, 8, 20));

        var receipt = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 66_667, 400, 100))).Value;

        Assert.Equal(
            [
                "D U-BOR available Principal 666.67 -> 4,990.00",
                "D U-BOR available Interest 4.00 -> 4,986.00",
                "D U-BOR available Fine 1.00 -> 4,985.00",
                "C U-INV available Principal 200.00 -> 303.00",
                "C U-INV available Interest 1.20 -> 304.20",
                "C U-INV available Fine 0.30 -> 304.50",
                "C U-INV available Principal 466.67 -> 707.00",
                "C U-INV available Interest 2.80 -> 709.80",
                "C U-INV available Fine 0.70 -> 710.50",
            ],
            await bank.LegsAsync(receipt.OrderId));
        var listing = await loan.ListingAsync();
        Assert.Equal((ListingState.Closed, 2, 0), (listing.State, listing.PlanVersion, listing.OutstandingFen));
        Assert.Equal(["1 2017-08-20 666.67 + 4.00, paid 666.67 + 4.00 settled 2017-08-20"], await loan.PlanAsync());
        Assert.Equal("2 2017-10-03 333.33 + 6.67, paid 0.00 + 0.00", (await loan.PlanAsync(version: 1))[1]);
        Assert.Equal(0, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Part_of_the_loan_scales_the_rest_of_the_plan(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        // One fen of interest for the second month is paid ahead and stays paid.
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 33_333, 1_001))).Value;
        await bank.CutToAsync(new(2017, 9, 10));

        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 26_667, 100))).Value;

        Assert.Equal(
            [
                "1 2017-09-10 266.67 + 1.00, paid 266.67 + 1.00 settled 2017-09-10",
                "2 2017-10-03 200.00 + 3.99, paid 0.00 + 0.00",
                "3 2017-11-03 200.00 + 2.00, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
        var listing = await loan.ListingAsync();
        Assert.Equal((2, 40_000), (listing.PlanVersion, listing.OutstandingFen));

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 40_000, 599))).Value;
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);
        Assert.Equal("3 2017-11-03 200.00 + 2.00, paid 200.00 + 2.00 settled 2017-09-10", (await loan.PlanAsync())[2]);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Scaling_gives_what_the_method_gives_for_the_rest_of_the_term(
        string database, RepaymentMethod method)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [1_200_000], request => request with
        {
            Method = method,
            TermMonths = 6,
        });

        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 400_000, 0))).Value;

        var computed = RepaymentSchedule.Plan(new()
        {
            Method = method,
            PrincipalFen = 800_000,
            AnnualRateBps = 1_200,
            TermMonths = 6,
            StartDate = TestBank.FirstDay,
        }).Value;
        await using var db = bank.Db();
        var scaled = db.Instalments.Where(row => row.PlanVersion == 2 && row.Period > 1)
            .OrderBy(row => row.Period).ToList();
        Assert.Equal(800_000, scaled.Sum(row => row.PrincipalFen));
        Assert.Equal(computed.Select(row => row.DueDate), scaled.Select(row => row.DueOn));
        Assert.All(computed.Zip(scaled), pair =>
        {
            Assert.InRange(pair.Second.PrincipalFen - pair.First.PrincipalFen, -2, 2);
            Assert.InRange(pair.Second.InterestFen - pair.First.InterestFen, -1, 1);
        });
        Assert.Equal(2, (await loan.ListingAsync()).PlanVersion);
    }

    [Theory, OnBothDatabases]
    public async Task The_platform_may_give_the_new_plan_even_while_something_is_due(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        await bank.CutToAsync(new(2017, 9, 3));

        _ = (await bank.AskAsync(new RepayEarly(bank.Head(), "L1", 40_000, 0)
        {
            NewPlan = [new(new(2017, 12, 1), 60_000, 1_000)],
        })).Value;

        Assert.Equal(
            [
                "1 2017-09-03 400.00 + 0.00, paid 400.00 + 0.00 settled 2017-09-03",
                "2 2017-12-01 600.00 + 10.00, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
    }

    [Theory, OnBothDatabases]
    public async Task An_early_repayment_that_does_not_fit_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        var due = new DateOnly(2017, 9, 3);
        await bank.CutToAsync(due);
        RepayEarly Early(long principalFen, params PlanRow[] plan) =>
            new(bank.Head(), "L1", principalFen, 5) { NewPlan = plan.Length == 0 ? null : plan };

        await loan.RefusedAsync(Early(0), "principal：金额必须大于零。", "principal: the amount must be greater than zero.");
        await loan.RefusedAsync(Early(100_000, new PlanRow(due.AddDays(1), 0, 0)),
            "本次提前还款已还清全部本金，不能再提供新的还款计划。",
            "This early repayment brings all that is outstanding, so there is nothing left for a new plan.");
        await loan.RefusedAsync(Early(40_000, new PlanRow(due.AddDays(1), 60_001, 0)),
            "还款计划：本金合计 600.01 元，与应还本金 600.00 元不符。",
            "Repayment plan: its principal sums to 600.01 yuan, not to the 600.00 to be repaid.");
        await loan.RefusedAsync(Early(40_000, new PlanRow(due, 60_000, 0)),
            "新还款计划的首期应还日 2017-09-03 须晚于当前会计日 2017-09-03。",
            "The new plan is first due on 2017-09-03; that must lie after the accounting date 2017-09-03.");
        await loan.RefusedAsync(Early(40_000),
            "第 1 期（应还日 2017-09-03）尚有 343.33 元未还，须先还清到期款项才能部分提前还款。",
            "Instalment 1, due on 2017-09-03, still has 343.33 yuan open; " +
            "what is due comes before a partial early repayment.");
        await loan.RefusedAsync(Early(100_001),
            "还款本金：1,000.01元超过未偿还本金1,000.00元。",
            "Repaid principal: 1,000.01 yuan is more than the 1,000.00 yuan outstanding.");
        Assert.Equal(1, (await loan.ListingAsync()).PlanVersion);
    }

    public static TheoryData<string, RepaymentMethod> Methods() => new(
        from database in (string[])["sqlite", "postgres"]
        from method in Enum.GetValues<RepaymentMethod>()
        select (database, method));
}
