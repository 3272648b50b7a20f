using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Lending;

public sealed class RepayTests
{
    [Theory, OnBothDatabases]
    public async Task A_repayment_is_split_over_the_claims_and_settles_the_first_instalment(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);

        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 33_333, 1_000, 50)
        {
            BorrowerFeeFen = 200,
            InvestorFeeBps = 1_000,
        })).Value;

        Assert.Equal(
            [
                "D U-BOR available Principal 333.33 -> 5,666.67",
                "D U-BOR available Interest 10.00 -> 5,656.67",
                "D U-BOR available Fine 0.50 -> 5,656.17",
                "D U-BOR available Fee 2.00 -> 5,654.17",
                "C U-INV available Principal 100.00 -> 100.00",
                "C U-INV available Interest 3.00 -> 103.00",
                "C U-INV available Fine 0.15 -> 103.15",
                "C U-INV available Principal 233.33 -> 233.33",
                "C U-INV available Interest 7.00 -> 240.33",
                "C U-INV available Fine 0.35 -> 240.68",
                "D U-INV available Fee 0.31 -> 102.84",
                "D U-INV available Fee 0.73 -> 239.95",
                "C P-INC available Fee 2.00 -> 2.00",
                "C P-INC available Fee 1.04 -> 3.04",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal((34_383, 304), (receipt.AmountFen, receipt.FeeFen));
        Assert.Equal("200.00 of 300.00, 3.15; 466.67 of 700.00, 7.35", await loan.ClaimsAsync());
        var listing = await loan.ListingAsync();
        Assert.Equal((66_667, 1_050, ListingState.Repaying),
            (listing.OutstandingFen, listing.InterestPaidFen, listing.State));
        Assert.Equal(
            [
                "1 2017-09-03 333.33 + 10.00, paid 333.33 + 10.00 settled 2017-08-03",
                "2 2017-10-03 333.33 + 6.67, paid 0.00 + 0.00",
                "3 2017-11-03 333.34 + 3.33, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
        Assert.Equal(66_667, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_stays_open_as_long_as_interest_is_owed(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 100_000, 1_990))).Value;

        var open = await loan.ListingAsync();
        Assert.Equal((ListingState.Repaying, 0, null), (open.State, open.OutstandingFen, open.EndedOn));
        Assert.Equal("3 2017-11-03 333.34 + 3.33, paid 333.34 + 3.23", (await loan.PlanAsync())[2]);
        Assert.Equal(0, await loan.LoanBalanceAsync());

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 9))).Value;
        Assert.Equal(ListingState.Repaying, (await loan.ListingAsync()).State);

        // The last fen of interest ends it.
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 1))).Value;
        var ended = await loan.ListingAsync();
        Assert.Equal((ListingState.Closed, 2_000, TestBank.FirstDay), (ended.State, ended.InterestPaidFen, ended.EndedOn));
        Assert.Equal(
            "listing.wrong-state", (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 1))).Refusal?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Each_line_for_an_investor_cites_the_claim(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);

        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 10, 10) { InvestorFeeBps = 5_000 })).Value;

        await using var db = bank.Db();
        var cited = await (from entry in db.Entries
                           where entry.OrderId == receipt.OrderId
                           join line in db.Lines on entry.Id equals line.EntryId
                           join account in db.Accounts on line.AccountId equals account.Id
                           join claim in db.Claims on line.ClaimId equals claim.Id into claims
                           from claim in claims.DefaultIfEmpty()
                           select new { account.Type, line.AccountId, Claim = claim }).ToListAsync(Stop);
        Assert.All(cited, row =>
            Assert.Equal(row.Type == AccountType.Investor ? row.AccountId : null, row.Claim?.AccountId));
        Assert.Equal(6, cited.Count(row => row.Claim is not null));
    }

    [Theory, OnBothDatabases]
    public async Task The_last_fen_of_principal_closes_the_listing(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [1, 1, 1]);

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 2, 0))).Value;
        Assert.Equal("0.00 of 0.01, 0.00; 0.00 of 0.01, 0.00; 0.01 of 0.01, 0.00", await loan.ClaimsAsync());
        await bank.CutToAsync(TestBank.FirstDay.AddDays(5));
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 1, 1))).Value;

        var listing = await loan.ListingAsync();
        Assert.Equal((ListingState.Closed, TestBank.FirstDay.AddDays(5), 0),
            (listing.State, listing.EndedOn, listing.OutstandingFen));
        Assert.Equal("0.00 of 0.01, 0.00; 0.00 of 0.01, 0.00; 0.00 of 0.01, 0.01", await loan.ClaimsAsync());
        Assert.Equal(0, await loan.LoanBalanceAsync());
        await loan.RefusedAsync(new Repay(bank.Head(), "L1", 0, 1),
            "标的 L1 当前状态为“已结清”，不能执行该操作。", "Listing L1 is closed; this step is not possible now.");
    }

    [Theory, OnBothDatabases]
    public async Task More_than_is_due_settles_later_instalments_and_leaves_the_plan(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [100_000]);

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 70_000, 3_000))).Value;

        Assert.Equal(
            [
                "1 2017-09-03 333.33 + 10.00, paid 333.33 + 10.00 settled 2017-08-03",
                "2 2017-10-03 333.33 + 6.67, paid 333.33 + 6.67 settled 2017-08-03",
                "3 2017-11-03 333.34 + 3.33, paid 33.34 + 3.33",
            ],
            await loan.PlanAsync());
        Assert.Equal(3_000, (await loan.ListingAsync()).InterestPaidFen);
    }

    [Theory, OnBothDatabases]
    public async Task The_platform_may_give_the_parts_itself(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);

        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 1_000, 30)
        {
            Shares = [new(loan.AuthCodes[1], 900, 20, FeeFen: 5), new(loan.AuthCodes[0], 100, 10)],
        })).Value;

        Assert.Equal(
            [
                "D U-BOR available Principal 10.00 -> 5,990.00",
                "D U-BOR available Interest 0.30 -> 5,989.70",
                "C U-INV available Principal 1.00 -> 1.00",
                "C U-INV available Interest 0.10 -> 1.10",
                "C U-INV available Principal 9.00 -> 9.00",
                "C U-INV available Interest 0.20 -> 9.20",
                "D U-INV available Fee 0.05 -> 9.15",
                "C P-INC available Fee 0.05 -> 0.05",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal("299.00 of 300.00, 0.10; 691.00 of 700.00, 0.20", await loan.ClaimsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Parts_that_do_not_fit_are_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        var (first, second) = (loan.AuthCodes[0], loan.AuthCodes[1]);
        Repay Repay(params ClaimShare[] shares) => new(bank.Head(), "L1", 40_000, 10, 5) { Shares = shares };

        await loan.RefusedAsync(Repay(new ClaimShare("A000000000001", 1, 0)),
            "授权码 A000000000001 在标的 L1 下没有对应的债权。",
            "There is no claim with authorisation code A000000000001 on listing L1.");
        await loan.RefusedAsync(Repay(new(first, 1, 0), new(first, 1, 0)),
            $"授权码 {first} 在明细中重复出现。", $"Authorisation code {first} appears twice among the parts.");
        await loan.RefusedAsync(Repay(new ClaimShare(first, 1, -1)),
            $"授权码 {first} 的明细金额不能为负数。", $"No amount of the part for {first} can be negative.");
        await loan.RefusedAsync(Repay(new(second, 9_999, 10, 5), new(first, 30_001, 0)),
            $"授权码 {first} 的债权未偿还本金 300.00 元，不足 300.01 元。",
            $"The claim {first} has 300.00 yuan outstanding, less than the 300.01 to be repaid.");
        await loan.RefusedAsync(Repay(new ClaimShare(first, 1, 2, 3, FeeFen: 6)),
            $"授权码 {first} 的投资人手续费 0.06 元超过其本次利息和罚息 0.05 元。",
            $"The investor's fee of 0.06 yuan for {first} exceeds the interest and fine of 0.05 received.");
        await loan.RefusedAsync(Repay(new(first, 30_000, 10, 5), new(second, 9_999, 0, 0)),
            "还款总额与明细不符：总额 本金 400.00, 利息 0.10, 罚息 0.05，明细合计 400.14 元，须逐项相等。",
            "The total differs from its parts: total principal 400.00, interest 0.10, fine 0.05, " +
            "parts 400.14 yuan in all; each item must agree.");
        await loan.RefusedAsync(Repay(new(first, 30_000, long.MaxValue), new(second, 10_000, long.MaxValue, 5)),
            "还款总额与明细不符：总额 本金 400.00, 利息 0.10, 罚息 0.05，明细合计 > 92,233,720,368,547,758.07 元，须逐项相等。",
            "The total differs from its parts: total principal 400.00, interest 0.10, fine 0.05, " +
            "parts > 92,233,720,368,547,758.07 yuan in all; each item must agree.");
        await loan.RefusedAsync(Repay(new(first, 30_000, 10, 5), new(second, 10_000, 0)) with { InvestorFeeBps = 1 },
            "投资人手续费：逐笔明细已列明手续费，不能再按费率收取。",
            "The investors' fee is given for each claim, so no rate can be given as well.");
        Assert.Equal("300.00 of 300.00, 0.00; 700.00 of 700.00, 0.00", await loan.ClaimsAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_repayment_that_does_not_fit_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);
        Repay Repay(long principalFen, long interestFen = 0, long fineFen = 0) =>
            new(bank.Head(), "L1", principalFen, interestFen, fineFen);

        await loan.RefusedAsync(Repay(-1), "还款金额：本金、利息和罚息均不能为负数。",
            "Repayment: neither principal nor interest nor fine can be negative.");
        await loan.RefusedAsync(Repay(long.MaxValue), "principal：金额超出系统可表示的范围。",
            "principal: the amount is larger than the system can hold.");
        await loan.RefusedAsync(Repay(1, long.MaxValue), "interest：金额超出系统可表示的范围。",
            "interest: the amount is larger than the system can hold.");
        await loan.RefusedAsync(Repay(1, 1, long.MaxValue), "fine：金额超出系统可表示的范围。",
            "fine: the amount is larger than the system can hold.");
        await loan.RefusedAsync(Repay(0), "amount：金额必须大于零。", "amount: the amount must be greater than zero.");
        await loan.RefusedAsync(Repay(1) with { BorrowerFeeFen = -1 }, "手续费不能为负数。", "A fee cannot be negative.");
        await loan.RefusedAsync(Repay(1) with { BorrowerFeeFen = long.MaxValue }, "fee：金额超出系统可表示的范围。",
            "fee: the amount is larger than the system can hold.");
        await loan.RefusedAsync(Repay(1) with { InvestorFeeBps = 10_001 },
            "投资人手续费率须在利息的 0% 至 100% 之间。",
            "The investors' fee rate must lie between 0 % and 100 % of the interest.");
        await loan.RefusedAsync(Repay(1) with { ListingNo = "L2" },
            "标的 L2 未在银行登记。", "Listing L2 is not registered at the bank.");
        await loan.RefusedAsync(Repay(1),
            "标的 L1 当前状态为“募集中”，不能执行该操作。", "Listing L1 is raising; this step is not possible now.");
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;
        await loan.RefusedAsync(Repay(100_001),
            "还款本金：1,000.01元超过未偿还本金1,000.00元。",
            "Repaid principal: 1,000.01 yuan is more than the 1,000.00 yuan outstanding.");
        await loan.RefusedAsync(Repay(100_000, 1),
            $"账户 {loan.Borrower} 可用余额 0.00 元，不足 0.01 元。",
            $"Account {loan.Borrower} has 0.00 yuan available, less than the 0.01 asked for.");
        Assert.Equal((100_000, 100_000), await loan.BalanceAsync(loan.Borrower));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_repayment_again_pays_nothing(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        var request = new Repay(bank.Head(), "L1", 1_000, 30)
        {
            Shares = [new(loan.AuthCodes[0], 1_000, 30)],
        };

        var first = (await bank.AskAsync(request)).Value;
        var again = (await bank.AskAsync(request with { Shares = [new(loan.AuthCodes[0], 1_000, 30)] })).Value;

        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal("order.request-number-reused", (await bank.AskAsync(
            request with { Shares = [new(loan.AuthCodes[1], 1_000, 30)] })).Refusal?.Code);
        Assert.Equal(99_000, (await loan.ListingAsync()).OutstandingFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_repayment_over_a_thousand_investors_gives_each_its_own(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = 500_500 });
        var investors = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(_ => bank.AddUserAsync(UserRole.Investor)));
        await Task.WhenAll(investors.Select(async (investor, i) =>
        {
            await bank.RechargeAsync(investor, i + 1);
            Assert.True((await bank.AskAsync(
                new Bid(bank.Head(), "L1", investor, i + 1, Verification.TradePassword))).Done);
        }));
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;
        await bank.RechargeAsync(loan.Borrower, 10_000);

        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 250_250, 5_005))).Value;
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 250_250, 2_503))).Value;

        await using var db = bank.Db();
        var claims = await db.Claims.ToListAsync(Stop);
        Assert.Equal(1_000, claims.Count);
        Assert.All(claims, claim => Assert.Equal(0, claim.OutstandingFen));
        Assert.Equal(7_508, claims.Sum(claim => claim.InterestReceivedFen));
        var balances = await db.Accounts.Where(account => account.Type == AccountType.Investor)
            .ToDictionaryAsync(account => account.Id, account => account.BookFen, Stop);
        Assert.All(claims, claim =>
            Assert.Equal(claim.PrincipalFen + claim.InterestReceivedFen, balances[claim.AccountId]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
