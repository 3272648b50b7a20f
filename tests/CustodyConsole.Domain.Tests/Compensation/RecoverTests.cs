using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Tests.Lending;

namespace CustodyConsole.Domain.Tests.Compensation;

public sealed class RecoverTests
{
    [Theory, OnBothDatabases]
    public async Task A_recovery_pays_the_guarantor_back_even_after_the_listing_closed(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        await bank.RechargeAsync(loan.Guarantor, 110_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 100_000, 1_000))).Value;

        var receipt = (await bank.AskAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 60_000))).Value;

        Assert.Equal(
            [
                "D U-BOR available Recovery 600.00 -> 5,400.00",
                "C U-GUA available Recovery 600.00 -> 690.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal(41_000, (await loan.RecoveryAsync())!.OpenFen);
        Assert.Equal(41_000, await loan.LoanBalanceAsync());
        await loan.RefusedAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 41_001),
            "待追偿金额 410.00 元，不足 410.01 元。",
            "The compensator is still owed 410.00 yuan, less than the 410.01 to be paid back.");
        _ = (await bank.AskAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 41_000))).Value;
        Assert.Equal(0, await loan.LoanBalanceAsync());
        await loan.RefusedAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 1),
            $"标的 L1 对代偿方账户 {loan.Guarantor} 没有未追偿的款项。",
            $"Nothing of listing L1 is owed to compensator account {loan.Guarantor}.");
    }

    [Theory, OnBothDatabases]
    public async Task A_debt_that_was_paid_back_in_full_and_comes_anew_is_as_old_as_the_new_compensation(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        await bank.RechargeAsync(loan.Guarantor, 110_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 10_000, 0))).Value;
        await bank.CutToAsync(TestBank.FirstDay.AddDays(10));
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 10_000, 0))).Value;
        Assert.Equal(TestBank.FirstDay, (await loan.RecoveryAsync())!.OpenedOn);
        _ = (await bank.AskAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 20_000))).Value;

        await bank.CutToAsync(TestBank.FirstDay.AddDays(300));
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 5_000, 0))).Value;

        var claim = (await loan.RecoveryAsync())!;
        Assert.Equal((TestBank.FirstDay.AddDays(300), 5_000L), (claim.OpenedOn, claim.OpenFen));
    }

    [Theory, OnBothDatabases]
    public async Task A_recovery_is_for_one_listing_and_one_compensator(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var first = await LoanCase.ReleasedAsync(bank, [100_000]);
        var second = await LoanCase.ReleasedAsync(bank, [100_000], no: "L2");
        await bank.RechargeAsync(first.Guarantor, 110_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", first.Guarantor, 100, 0))).Value;

        await first.RefusedAsync(new Recover(bank.Head(), "L1", first.Guarantor, 0),
            "amount：金额必须大于零。", "amount: the amount must be greater than zero.");
        await first.RefusedAsync(new Recover(bank.Head(), "L3", first.Guarantor, 1),
            "标的 L3 未在银行登记。", "Listing L3 is not registered at the bank.");
        await second.RefusedAsync(new Recover(bank.Head(), "L2", first.Guarantor, 1),
            $"标的 L2 对代偿方账户 {first.Guarantor} 没有未追偿的款项。",
            $"Nothing of listing L2 is owed to compensator account {first.Guarantor}.");
        await first.RefusedAsync(new Recover(bank.Head(), "L1", second.Guarantor, 1),
            $"标的 L1 对代偿方账户 {second.Guarantor} 没有未追偿的款项。",
            $"Nothing of listing L1 is owed to compensator account {second.Guarantor}.");
    }

    [Theory, OnBothDatabases]
    public async Task A_borrower_pays_back_no_more_than_it_has(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);
        await bank.RechargeAsync(loan.Guarantor, 700_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 0, 700_000))).Value;

        await loan.RefusedAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 600_001),
            $"账户 {loan.Borrower} 可用余额 6,000.00 元，不足 6,000.01 元。",
            $"Account {loan.Borrower} has 6,000.00 yuan available, less than the 6,000.01 asked for.");
    }

    [Theory, OnBothDatabases]
    public async Task What_a_compensator_paid_still_counts_against_the_borrowers_limit(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [20_000_000]);
        await bank.RechargeAsync(loan.Guarantor, 20_000_000);
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 20_000_000, 0))).Value;

        Assert.Equal("listing.above-limit", (await bank.AskAsync(
            loan.Registration(1) with { ListingNo = "L2" })).Refusal?.Code);

        _ = (await bank.AskAsync(new Recover(bank.Head(), "L1", loan.Guarantor, 1))).Value;
        Assert.True((await bank.AskAsync(loan.Registration(1) with { ListingNo = "L2" })).Done);
    }
}
