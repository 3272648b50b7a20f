using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Tests.Lending;

public sealed class ReleaseTests
{
    [Theory, OnBothDatabases]
    public async Task A_loan_goes_directly_from_each_bid_to_the_borrower(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);

        var receipt = (await bank.AskAsync(new Release(bank.Head(), "L1") { PlatformFeeFen = 1_500 })).Value;

        Assert.Equal(
            [
                "D U-INV frozen Principal 300.00 -> 0.00",
                "D U-INV frozen Principal 700.00 -> 0.00",
                "C U-BOR available Principal 1,000.00 -> 1,000.00",
                "D U-BOR available Fee 15.00 -> 985.00",
                "C P-INC available Fee 15.00 -> 15.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal((100_000, 1_500), (receipt.AmountFen, receipt.FeeFen));
        var listing = await loan.ListingAsync();
        Assert.Equal(
            (ListingState.Repaying, 100_000, 100_000, TestBank.FirstDay),
            (listing.State, listing.ReleasedFen, listing.OutstandingFen, listing.ReleasedOn));
        Assert.Equal("300.00 of 300.00, 0.00; 700.00 of 700.00, 0.00", await loan.ClaimsAsync());
        Assert.Equal(100_000, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task The_plan_runs_from_the_day_of_release(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [100_000]);
        await bank.CutToAsync(new(2017, 8, 31));

        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;

        Assert.Equal(
            [
                "1 2017-09-30 333.33 + 10.00, paid 0.00 + 0.00",
                "2 2017-10-31 333.33 + 6.67, paid 0.00 + 0.00",
                "3 2017-11-30 333.34 + 3.33, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Two_bids_of_one_investor_stay_two_claims(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000], request => request with { AmountFen = 50_000 });
        await bank.RechargeAsync(loan.Investors[0], 20_000);
        await loan.BidAsync(20_000, loan.Investors[0]);

        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;

        Assert.Equal("300.00 of 300.00, 0.00; 200.00 of 200.00, 0.00", await loan.ClaimsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_of_what_was_subscribed_frees_the_rest_of_the_limit(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [60_000], request => request with { AmountFen = 100_000 });

        _ = (await bank.AskAsync(new Release(bank.Head(), "L1") { AcceptsLess = true })).Value;

        var listing = await loan.ListingAsync();
        Assert.Equal((100_000, 60_000, 60_000), (listing.AmountFen, listing.ReleasedFen, listing.OutstandingFen));
        Assert.Equal(60_000, await loan.LoanBalanceAsync());
        Assert.Equal("3 2017-11-03 200.00 + 2.00, paid 0.00 + 0.00", (await loan.PlanAsync())[2]);
    }

    [Theory, OnBothDatabases]
    public async Task A_cancelled_bid_takes_no_part(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [60_000, 40_000]);
        _ = (await bank.AskAsync(new CancelBid(bank.Head(), loan.AuthCodes[0]))).Value;

        _ = (await bank.AskAsync(new Release(bank.Head(), "L1") { AcceptsLess = true })).Value;

        Assert.Equal("400.00 of 400.00, 0.00", await loan.ClaimsAsync());
        Assert.Equal((60_000, 60_000), await loan.BalanceAsync(loan.Investors[0]));
    }

    [Theory, OnBothDatabases]
    public async Task A_release_that_does_not_fit_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with
        {
            AmountFen = 100_000,
            Plan = [new(TestBank.FirstDay.AddDays(30), 100_000, 0)],
        });
        Release Release() => new(bank.Head(), "L1");

        await loan.RefusedAsync(Release() with { PlatformFeeFen = -1 }, "手续费不能为负数。", "A fee cannot be negative.");
        await loan.RefusedAsync(Release() with { ListingNo = "L2" },
            "标的 L2 未在银行登记。", "Listing L2 is not registered at the bank.");
        await loan.RefusedAsync(Release(),
            "标的 L1 没有有效投标，不能放款。", "Listing L1 has no bid, so there is nothing to release.");
        await loan.BidAsync(99_999);
        await loan.RefusedAsync(Release(),
            "标的 L1 未满标：已投 999.99 元，标的金额 1,000.00 元。",
            "Listing L1 is not fully subscribed: 999.99 of 1,000.00 yuan.");
        await loan.RefusedAsync(Release() with { AcceptsLess = true },
            "标的 L1 登记的还款计划按全额编制，未满标时不能按该计划放款。",
            "The registered repayment plan of listing L1 is for its whole amount; it cannot be released for less.");
        await loan.BidAsync(1);
        await loan.RefusedAsync(Release() with { PlatformFeeFen = 10_001 },
            "放款手续费 100.01 元超过约定上限 100.00 元。",
            "The release fee of 100.01 yuan exceeds the agreed limit of 100.00.");
        _ = (await bank.AskAsync(Release() with { PlatformFeeFen = 10_000 })).Value;
        await loan.RefusedAsync(Release(),
            "标的 L1 当前状态为“还款中”，不能执行该操作。", "Listing L1 is being repaid; this step is not possible now.");
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_in_shares_is_not_released_for_a_broken_share(string database)
    {
        await using var bank = await TestBank.OpenAsync(database, terms => terms with
        {
            InstalmentBasis = InstalmentBasis.PerShare,
            ShareFen = 5_000,
        });
        var loan = await LoanCase.RaiseAsync(bank, [4_000], request => request with { AmountFen = 10_000 });

        await loan.RefusedAsync(new Release(bank.Head(), "L1") { AcceptsLess = true },
            "借款金额：按份计算时必须是每份金额（50.00元）的整数倍。",
            "Loan amount: computed by shares it must be a multiple of a share of 50.00 yuan.");

        await loan.BidAsync(6_000);
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;
        Assert.Equal("1 2017-09-03 33.34 + 1.00, paid 0.00 + 0.00", (await loan.PlanAsync())[0]);
    }

    [Theory, OnBothDatabases]
    public async Task Unsettled_money_stays_unsettled_on_its_way_to_the_borrower(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);

        _ = (await bank.AskAsync(new Release(bank.Head(), "L1") { PlatformFeeFen = 1_000 })).Value;

        Assert.Equal(99_000, (await bank.AccountAsync(loan.Borrower)).FloatFen);
        Assert.Equal(1_000, (await bank.AccountAsync(AccountType.PlatformIncome)).FloatFen);
    }
}
