using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Compensation;

/// <summary>A loan of 1,000.00 yuan for which the guarantor paid 300.00, on a platform where recoveries come first.</summary>
public sealed class RecoveryFirstTests
{
    [Theory, OnBothDatabases]
    public async Task A_payment_pays_the_guarantor_first_and_investors_the_rest_interest_before_principal(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank);

        var receipt = (await bank.AskAsync(new Repay(bank.Head("P-1"), "L1", 40_000, 1_000))).Value;

        // Of 410.00, 300.00 are the guarantor's; 10.00 interest and 100.00 principal are left.
        var order = await OrderAsync(bank, receipt.OrderId);
        Assert.Equal((11_000, 10_000, 1_000, 30_000), (order.AmountFen, order.PrincipalFen, order.InterestFen, order.RecoveredFen));
        Assert.Equal(
            [
                "D U-BOR available Principal 100.00 -> 5,600.00",
                "D U-BOR available Interest 10.00 -> 5,590.00",
                "C U-INV available Principal 100.00 -> 400.00",
                "C U-INV available Interest 10.00 -> 410.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        var recovery = await RecoveryOrderAsync(bank, receipt.OrderId);
        Assert.Equal(
            ["D U-BOR available Recovery 300.00 -> 5,700.00", "C U-GUA available Recovery 300.00 -> 700.00"],
            await bank.LegsAsync(recovery.Id));
        Assert.Equal(0, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal(60_000, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_payment_smaller_than_what_is_owed_recovers_a_part_and_investors_wait(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank);

        var receipt = (await bank.AskAsync(new Repay(bank.Head("P-1"), "L1", 10_000, 2_000))).Value;

        Assert.Equal((0, 12_000), (receipt.AmountFen, (await OrderAsync(bank, receipt.OrderId)).RecoveredFen));
        Assert.Empty(await bank.LegsAsync(receipt.OrderId));
        Assert.Equal(18_000, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal((70_000, 88_000), ((await loan.ListingAsync()).OutstandingFen, await loan.LoanBalanceAsync()));
        // Sent again, it is answered and nothing is taken.
        var again = (await bank.AskAsync(new Repay(bank.Head("P-1"), "L1", 10_000, 2_000))).Value;
        Assert.Equal((receipt.OrderId, true), (again.OrderId, again.Repeated));
        Assert.Equal(18_000, (await loan.RecoveryAsync())!.OpenFen);
        _ = (await bank.AskAsync(new Repay(bank.Head("P-2"), "L1", 20_000, 0))).Value;
        Assert.Equal(0, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal(68_000, (await loan.ListingAsync()).OutstandingFen);
    }

    [Theory]
    [InlineData(PaymentOrder.InterestPrincipalFine, 900, 1_000, 0)]
    [InlineData(PaymentOrder.PrincipalInterestFine, 1_900, 0, 0)]
    [InlineData(PaymentOrder.FineInterestPrincipal, 400, 1_000, 500)]
    public async Task What_investors_receive_of_the_rest_follows_the_platforms_order(
        PaymentOrder order, long principalFen, long interestFen, long fineFen)
    {
        await using var bank = await OpenAsync("sqlite", order);
        _ = await CompensatedAsync(bank);

        var receipt = (await bank.AskAsync(new Repay(bank.Head("P-1"), "L1", 30_400, 1_000, 500))).Value;

        var paid = await OrderAsync(bank, receipt.OrderId);
        Assert.Equal((principalFen, interestFen, fineFen), (paid.PrincipalFen, paid.InterestFen, paid.FineFen));
    }

    [Theory, OnBothDatabases]
    public async Task On_a_listing_whose_investors_have_all_a_payment_goes_to_the_guarantor_and_no_further(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank, 100_000, 3_000);
        // All three instalments are paid by the guarantor.
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);

        await loan.RefusedAsync(new Repay(bank.Head("P-1"), "L1", 103_001, 0),
            "待追偿金额 1,030.00 元，不足 1,030.01 元。",
            "The compensator is still owed 1,030.00 yuan, less than the 1,030.01 to be paid back.");
        _ = (await bank.AskAsync(new Repay(bank.Head("P-2"), "L1", 100_000, 3_000))).Value;

        Assert.Equal(0, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal(0, await loan.LoanBalanceAsync());
        Assert.Equal("listing.wrong-state", (await bank.AskAsync(new Repay(bank.Head("P-3"), "L1", 1, 0))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task On_such_a_listing_investors_receive_the_fine_of_what_came_late_after_the_guarantor(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank, 66_666, 2_000);
        // The last instalment, of 343.34, is paid ten days late with the compensation of the others, and its fine of 1.71 is not.
        await bank.CutToAsync(TestBank.FirstDay.AddDays(102));
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 33_334, 1_000))).Value;

        Assert.Equal("lending.above-fine", (await bank.AskAsync(new Repay(bank.Head(), "L1", 100_000, 3_000, 172))).Refusal!.Code);
        Assert.Equal("compensation.above-recovery", (await bank.AskAsync(new Repay(bank.Head(), "L1", 103_001, 0, 171))).Refusal!.Code);
        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 100_000, 3_000, 171))).Value;

        var paid = await OrderAsync(bank, receipt.OrderId);
        Assert.Equal((171, 171, 103_000), (paid.AmountFen, paid.FineFen, paid.RecoveredFen));
        Assert.Equal((0, 0), ((await loan.RecoveryAsync())!.OpenFen, await loan.LoanBalanceAsync()));
        Assert.Equal("listing.wrong-state", (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 0, 1))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Parts_of_its_own_and_an_early_repayment_wait_until_the_guarantor_has_its_money(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank);
        const string chinese = "平台约定追偿优先：标的 L1 尚有追偿款 300.00 元，须先还追偿款，再提前还款或指定投资人明细。";
        const string english = "Recoveries come first on this platform: 300.00 yuan of listing L1 are owed to compensators; "
            + "pay them before an early repayment or one with parts of its own.";

        await loan.RefusedAsync(new RepayEarly(bank.Head(), "L1", 70_000, 0), chinese, english);
        await loan.RefusedAsync(
            new Repay(bank.Head(), "L1", 10_000, 0) { Shares = [new ClaimShare(loan.AuthCodes[0], 10_000, 0)] }, chinese, english);
        _ = (await bank.AskAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 30_000))).Value;
        Assert.True((await bank.AskAsync(new Repay(bank.Head(), "L1", 1_000, 0)
        {
            Shares = [new ClaimShare(loan.AuthCodes[0], 1_000, 0)],
        })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_borrower_with_too_little_pays_nobody(string database)
    {
        await using var bank = await OpenAsync(database);
        var loan = await CompensatedAsync(bank);

        Assert.Equal("ledger.insufficient-funds", (await bank.AskAsync(new Repay(bank.Head("P-1"), "L1", 70_000, 600_000))).Refusal!.Code);
        Assert.Equal(30_000, (await loan.RecoveryAsync())!.OpenFen);
        await using var db = bank.Db();
        Assert.False(await db.Orders.AnyAsync(order => order.Type == OrderType.Recovery));
    }

    [Theory, OnBothDatabases]
    public async Task Without_the_rule_a_payment_goes_to_investors_alone(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await CompensatedAsync(bank);

        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 20_000, 1_000))).Value;

        Assert.Equal((21_000, 0), (receipt.AmountFen, (await OrderAsync(bank, receipt.OrderId)).RecoveredFen));
        Assert.Equal(30_000, (await loan.RecoveryAsync())!.OpenFen);
    }

    [Theory, OnBothDatabases]
    public async Task The_borrowers_fee_is_taken_also_where_all_goes_to_the_guarantor(string database)
    {
        await using var bank = await OpenAsync(database);
        _ = await CompensatedAsync(bank);

        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 5_000, 0) { BorrowerFeeFen = 200 })).Value;

        Assert.Equal((0, 200), (receipt.AmountFen, receipt.FeeFen));
        Assert.Equal(
            ["D U-BOR available Fee 2.00 -> 5,948.00", "C P-INC available Fee 2.00 -> 2.00"], await bank.LegsAsync(receipt.OrderId));
    }

    private static Task<TestBank> OpenAsync(string database, PaymentOrder order = PaymentOrder.InterestPrincipalFine) =>
        TestBank.OpenAsync(database, terms => terms with { RecoversFirst = true, PaymentOrder = order });

    private static async Task<LoanCase> CompensatedAsync(TestBank bank, long principalFen = 30_000, long interestFen = 0)
    {
        var loan = await LoanCase.ReleasedAsync(bank, [100_000], request => request with
        {
            Plan =
            [
                new PlanRow(TestBank.FirstDay.AddDays(31), 33_333, 1_000), new PlanRow(TestBank.FirstDay.AddDays(61), 33_333, 1_000),
                new PlanRow(TestBank.FirstDay.AddDays(92), 33_334, 1_000),
            ],
        });
        await bank.RechargeAsync(loan.Guarantor, principalFen + interestFen + 40_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, principalFen, interestFen))).Value;
        return loan;
    }

    private static async Task<CustodyOrder> OrderAsync(TestBank bank, long id)
    {
        await using var db = bank.Db();
        return await db.Orders.SingleAsync(order => order.Id == id);
    }

    private static async Task<CustodyOrder> RecoveryOrderAsync(TestBank bank, long repaymentId)
    {
        await using var db = bank.Db();
        return await db.Orders.SingleAsync(order => order.Type == OrderType.Recovery && order.OriginalOrderId == repaymentId);
    }
}
