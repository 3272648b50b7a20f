using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Tests.Lending;

namespace CustodyConsole.Domain.Tests.Compensation;

public sealed class CompensationTests
{
    [Theory, OnBothDatabases]
    public async Task A_direct_compensation_pays_investors_and_the_borrower_owes_the_guarantor(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        await bank.RechargeAsync(loan.Guarantor, 50_000);

        var receipt = (await bank.AskAsync(
            new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 33_333, 1_000, 50))).Value;

        Assert.Equal(
            [
                "D U-GUA available Principal 333.33 -> 166.67",
                "D U-GUA available Interest 10.00 -> 156.67",
                "D U-GUA available Fine 0.50 -> 156.17",
                "C U-INV available Principal 100.00 -> 100.00",
                "C U-INV available Interest 3.00 -> 103.00",
                "C U-INV available Fine 0.15 -> 103.15",
                "C U-INV available Principal 233.33 -> 233.33",
                "C U-INV available Interest 7.00 -> 240.33",
                "C U-INV available Fine 0.35 -> 240.68",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal("200.00 of 300.00, 3.15; 466.67 of 700.00, 7.35", await loan.ClaimsAsync());
        Assert.Equal(
            [
                "1 2017-09-03 333.33 + 10.00, paid 333.33 + 10.00 (compensated 343.33) settled 2017-08-03",
                "2 2017-10-03 333.33 + 6.67, paid 0.00 + 0.00",
                "3 2017-11-03 333.34 + 3.33, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
        var recovery = await loan.RecoveryAsync();
        Assert.Equal(
            (34_383, 0, TestBank.FirstDay), (recovery!.CompensatedFen, recovery.RecoveredFen, recovery.OpenedOn));
        // Outstanding 666.67 to investors and 343.83 to the guarantor.
        Assert.Equal(101_050, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task An_indirect_compensation_passes_through_the_borrower_and_leaves_its_balance(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        await bank.RechargeAsync(loan.Guarantor, 50_000);
        var before = await bank.AccountAsync(loan.Borrower);

        var receipt = (await bank.AskAsync(
            new CompensateIndirectly(bank.Head(), "L1", loan.Guarantor, 10_000, 100, 10))).Value;

        Assert.Equal(
            [
                "D U-GUA available Principal 100.00 -> 400.00",
                "D U-GUA available Interest 1.00 -> 399.00",
                "D U-GUA available Fine 0.10 -> 398.90",
                "C U-BOR available Principal 100.00 -> 6,100.00",
                "C U-BOR available Interest 1.00 -> 6,101.00",
                "C U-BOR available Fine 0.10 -> 6,101.10",
                "D U-BOR available Principal 100.00 -> 6,001.10",
                "D U-BOR available Interest 1.00 -> 6,000.10",
                "D U-BOR available Fine 0.10 -> 6,000.00",
                "C U-INV available Principal 30.00 -> 30.00",
                "C U-INV available Interest 0.30 -> 30.30",
                "C U-INV available Fine 0.03 -> 30.33",
                "C U-INV available Principal 70.00 -> 70.00",
                "C U-INV available Interest 0.70 -> 70.70",
                "C U-INV available Fine 0.07 -> 70.77",
            ],
            await bank.LegsAsync(receipt.OrderId));
        var after = await bank.AccountAsync(loan.Borrower);
        Assert.Equal(
            (before.BookFen, before.FrozenFen, before.FloatFen), (after.BookFen, after.FrozenFen, after.FloatFen));
        Assert.Equal(10_110, (await loan.RecoveryAsync())!.OpenFen);
    }

    [Theory, OnBothDatabases]
    public async Task Settled_money_of_the_guarantor_does_not_settle_money_of_the_borrower(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        await bank.RechargeAsync(loan.Guarantor, 5_000);
        await SettleAsync(bank, loan.Guarantor, 3_000);
        Assert.Equal(2_000, (await bank.AccountAsync(loan.Guarantor)).FloatFen);
        var before = await bank.AccountAsync(loan.Borrower);
        Assert.Equal(before.BookFen, before.FloatFen);

        _ = (await bank.AskAsync(new CompensateIndirectly(bank.Head(), "L1", loan.Guarantor, 1_500, 1_000, 500))).Value;

        var after = await bank.AccountAsync(loan.Borrower);
        Assert.Equal((before.BookFen, before.FloatFen), (after.BookFen, after.FloatFen));
        var investor = await bank.AccountAsync(loan.Investors[0]);
        Assert.Equal((3_000, 2_000), (investor.BookFen, investor.FloatFen));
    }

    [Theory, OnBothDatabases]
    public async Task The_platforms_fund_may_compensate_when_it_is_registered(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var fund = await bank.AccountAsync(AccountType.PlatformCompensation);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000], request => request with
        {
            CompensatorAccountNos = [fund.Number],
        });
        _ = (await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(books.AccountByNumber.Find(loan.Borrower)!, 20_000, LineKind.Funds)
            .Credit(books.Accounts.Get(fund.Id), 20_000, LineKind.Funds)))).Value;

        var receipt = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", fund.Number, 10_000, 0))).Value;

        Assert.Equal(
            [
                "D P-COMP available Principal 100.00 -> 100.00",
                "C U-INV available Principal 100.00 -> 100.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        await loan.RefusedAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 1, 0),
            $"账户 {loan.Guarantor} 未登记为标的 L1 的代偿方。",
            $"Account {loan.Guarantor} is not registered as a compensator of listing L1.");
    }

    [Theory, OnBothDatabases]
    public async Task A_compensation_of_all_that_is_outstanding_closes_the_listing(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        await bank.RechargeAsync(loan.Guarantor, 200_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 40_000, 0)
        {
            Shares = [new(loan.AuthCodes[1], 40_000, 0)],
        })).Value;
        Assert.Equal("300.00 of 300.00, 0.00; 300.00 of 700.00, 0.00", await loan.ClaimsAsync());

        _ = (await bank.AskAsync(new CompensateIndirectly(bank.Head(), "L1", loan.Guarantor, 60_000, 2_000))).Value;

        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);
        Assert.Equal(102_000, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal(102_000, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_compensation_that_does_not_fit_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);
        CompensateDirectly Compensate(long principalFen, long interestFen = 0) =>
            new(bank.Head(), "L1", loan.Guarantor, principalFen, interestFen);

        await loan.RefusedAsync(Compensate(-1), "还款金额：本金、利息和罚息均不能为负数。",
            "Repayment: neither principal nor interest nor fine can be negative.");
        await loan.RefusedAsync(Compensate(0), "amount：金额必须大于零。", "amount: the amount must be greater than zero.");
        await loan.RefusedAsync(Compensate(1) with { ListingNo = "L2" },
            "标的 L2 未在银行登记。", "Listing L2 is not registered at the bank.");
        await loan.RefusedAsync(Compensate(1),
            "标的 L1 当前状态为“募集中”，不能执行该操作。", "Listing L1 is raising; this step is not possible now.");
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;
        var stranger = await bank.AddUserAsync(UserRole.Guarantor);
        await loan.RefusedAsync(Compensate(1) with { CompensatorAccountNo = stranger },
            $"账户 {stranger} 未登记为标的 L1 的代偿方。",
            $"Account {stranger} is not registered as a compensator of listing L1.");
        await loan.RefusedAsync(Compensate(1, 1) with { Shares = [new(loan.AuthCodes[0], 1, 1, FeeFen: 1)] },
            $"授权码 {loan.AuthCodes[0]} 的明细含投资人手续费；代偿不收取投资人手续费。",
            $"The part for {loan.AuthCodes[0]} has an investor's fee; a compensation takes none.");
        await loan.RefusedAsync(Compensate(100_001),
            "还款本金：1,000.01元超过未偿还本金1,000.00元。",
            "Repaid principal: 1,000.01 yuan is more than the 1,000.00 yuan outstanding.");
        await loan.RefusedAsync(Compensate(1),
            $"账户 {loan.Guarantor} 可用余额 0.00 元，不足 0.01 元。",
            $"Account {loan.Guarantor} has 0.00 yuan available, less than the 0.01 asked for.");
        Assert.Null(await loan.RecoveryAsync());
    }

    /// <summary>Part of the payment company's debt comes in, and so much of the account's money is settled.</summary>
    private static async Task SettleAsync(TestBank bank, string accountNo, long settledFen) =>
        _ = (await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(books.BankAccount(bank.Pool.Id, AccountType.Pool), settledFen, LineKind.Funds)
            .Debit(books.AccountByNumber.Find(accountNo)!, settledFen, LineKind.Funds)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.RechargeReceivable), settledFen, LineKind.Funds)
            .Credit(books.AccountByNumber.Find(accountNo)!, settledFen, LineKind.Funds)))).Value;
}
