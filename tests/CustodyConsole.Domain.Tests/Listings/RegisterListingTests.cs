using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Listings;

public sealed class RegisterListingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_registered_listing_moves_no_money_and_counts_as_borrowed(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var borrower = await bank.AddUserAsync(UserRole.Borrower);
        var fund = await bank.AccountAsync(AccountType.PlatformCompensation);
        var guarantor = await bank.AddUserAsync(UserRole.Guarantor);

        var receipt = (await bank.AskAsync(Request(bank, borrower) with
        {
            CompensatorAccountNos = [guarantor, fund.Number],
        })).Value;

        Assert.Empty(await bank.LegsAsync(receipt.OrderId));
        await using var db = bank.Db();
        var listing = await db.Listings.SingleAsync(Stop);
        Assert.Equal(
            ("L1", ListingState.Raising, 10_000_000, 0, 0),
            (listing.ListingNo, listing.State, listing.AmountFen, listing.SubscribedFen, listing.OutstandingFen));
        Assert.Equal(2, await db.Compensators.CountAsync(compensator => compensator.ListingId == listing.Id, Stop));
        var user = await db.Users.SingleAsync(user => user.Role == UserRole.Borrower, Stop);
        Assert.Equal(10_000_000, user.LoanBalanceFen);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_registration_again_gets_the_first_answer(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var request = Request(bank, await bank.AddUserAsync(UserRole.Borrower));

        var first = (await bank.AskAsync(request)).Value;
        var again = (await bank.AskAsync(request)).Value;

        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(
            "order.request-number-reused",
            (await bank.AskAsync(request with { Plan = [new(TestBank.FirstDay, 10_000_000, 0)] })).Refusal?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_given_plan_is_in_force_from_the_registration_on(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var due = TestBank.FirstDay.AddDays(40);

        var loan = await LoanCase.RaiseAsync(bank, [3_000], request => request with
        {
            Plan = [new(due, 1_000, 5), new(due, 0, 0), new(due.AddDays(1), 2_000, 0)],
        });

        Assert.Equal(
            [
                "1 2017-09-12 10.00 + 0.05, paid 0.00 + 0.00",
                "2 2017-09-12 0.00 + 0.00, paid 0.00 + 0.00 settled 2017-08-03",
                "3 2017-09-13 20.00 + 0.00, paid 0.00 + 0.00",
            ],
            await loan.PlanAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_listing_that_makes_no_sense_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var borrower = await bank.AddUserAsync(UserRole.Borrower);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        var guarantor = await bank.AddUserAsync(UserRole.Guarantor);
        var day = TestBank.FirstDay;
        RegisterListing Listing() => Request(bank, borrower);
        Task RefusedAsync(RegisterListing request, string chinese, string english) =>
            LoanCase.RefusedAsync(bank, request, chinese, english);

        await RefusedAsync(Listing() with { ListingNo = " " },
            "标的编号不能为空，且不超过 64 个字符。", "The listing number must have 1 to 64 characters.");
        await RefusedAsync(Listing() with { Name = new string('x', 129) },
            "标的名称不能为空，且不超过 128 个字符。", "The listing's name must have 1 to 128 characters.");
        await RefusedAsync(Listing() with { AmountFen = 0 },
            "借款金额：必须大于零且不超过10,000,000,000,000.00元。",
            "Loan amount: it must be above zero and at most 10,000,000,000,000.00 yuan.");
        await RefusedAsync(Listing() with { AmountFen = long.MaxValue, Plan = [new(day, long.MaxValue, 0)] },
            "借款金额：必须大于零且不超过10,000,000,000,000.00元。",
            "Loan amount: it must be above zero and at most 10,000,000,000,000.00 yuan.");
        await RefusedAsync(Listing() with { TermMonths = 0 },
            "借款期限：月数必须在1至600之间。", "Term: the months must lie between 1 and 600.");
        await RefusedAsync(Listing() with { Plan = [] },
            "借款期限：月数必须在1至600之间。", "Term: the months must lie between 1 and 600.");
        await RefusedAsync(Listing() with { Plan = [new(day, 1, -1)] },
            "还款计划第 1 行：本金和利息均不能为负数。",
            "Repayment plan, row 1: neither principal nor interest can be negative.");
        await RefusedAsync(Listing() with { Plan = [new(day, 1, long.MaxValue)] },
            "plan row 1：金额超出系统可表示的范围。", "plan row 1: the amount is larger than the system can hold.");
        await RefusedAsync(Listing() with { Plan = [new(day, 1, 0), new(day.AddDays(-1), 1, 0)] },
            "还款计划第 2 行：应还日早于上一行。", "Repayment plan, row 2: it is due before the row above it.");
        await RefusedAsync(Listing() with { Plan = [new(day, 9_999_999, 0)] },
            "还款计划：本金合计 99,999.99 元，与应还本金 100,000.00 元不符。",
            "Repayment plan: its principal sums to 99,999.99 yuan, not to the 100,000.00 to be repaid.");
        await RefusedAsync(Listing() with { RaiseUntil = day.AddDays(-2) },
            "募集期：截止日 2017-08-01 早于起始日 2017-08-03。",
            "Raising window: its last day 2017-08-01 lies before its first 2017-08-03.");
        await RefusedAsync(Listing() with { RaiseFrom = day.AddDays(-3), RaiseUntil = day.AddDays(-2) },
            "募集期：截止日 2017-08-01 早于当前会计日 2017-08-03。",
            "Raising window: its last day 2017-08-01 lies before the accounting date 2017-08-03.");
        await RefusedAsync(Listing() with { BorrowerAccountNo = investor },
            $"账户 {investor} 不是该平台的融资户，不能作为借款人。",
            $"Account {investor} is not a borrower's account on this platform.");
        await RefusedAsync(Listing() with { CompensatorAccountNos = [guarantor, borrower] },
            $"账户 {borrower} 不是该平台的担保户或代偿金账户，不能登记为代偿方。",
            $"Account {borrower} is neither a guarantor's account nor the compensation account of this platform " +
            "and cannot compensate.");
        await RefusedAsync(Listing() with { CompensatorAccountNos = [guarantor, guarantor] },
            $"代偿方账户 {guarantor} 重复登记。", $"Compensator account {guarantor} is named twice.");
        _ = (await bank.AskAsync(Listing() with { AmountFen = 100 })).Value;
        await RefusedAsync(Listing(), "标的编号 L1 已登记，不能重复登记。", "Listing L1 is registered already.");
    }

    [Theory, OnBothDatabases]
    public async Task A_borrower_cannot_guarantee_its_own_loan(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var borrower = await bank.AddUserAsync(UserRole.Borrower);
        var guarantor = await bank.AddUserAsync(UserRole.Guarantor);
        var itself = await bank.AddUserAsync(UserRole.Guarantor, sameAs: borrower);
        var fund = await bank.AccountAsync(AccountType.PlatformCompensation);

        await LoanCase.RefusedAsync(
            bank,
            Request(bank, borrower) with { CompensatorAccountNos = [guarantor, fund.Number, itself] },
            $"账户 {itself} 与借款人为同一主体，不能为自己的借款代偿。",
            $"Account {itself} belongs to the borrower, who cannot compensate for a loan of its own.");

        Assert.True((await bank.AskAsync(
            Request(bank, borrower) with { CompensatorAccountNos = [guarantor, fund.Number] })).Done);
        // It may stand in for others.
        var other = await bank.AddUserAsync(UserRole.Borrower);
        Assert.True((await bank.AskAsync(
            Request(bank, other) with { ListingNo = "L2", CompensatorAccountNos = [itself] })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_person_may_not_owe_more_than_the_limit_on_one_platform(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var borrower = await bank.AddUserAsync(UserRole.Borrower);
        _ = (await bank.AskAsync(Request(bank, borrower) with { AmountFen = 15_000_000 })).Value;

        await LoanCase.RefusedAsync(
            bank,
            Request(bank, borrower) with { ListingNo = "L2", AmountFen = 5_000_001 },
            "借款余额超限：该借款人（个人）在本平台的借款余额为 150,000.00 元，加上本标的 50,000.01 元，超过上限 200,000.00 元。",
            "Borrowing limit: this borrower (person) has a loan balance of 150,000.00 yuan on this platform; " +
            "50,000.01 more would exceed the limit of 200,000.00.");

        Assert.True((await bank.AskAsync(
            Request(bank, borrower) with { ListingNo = "L2", AmountFen = 5_000_000 })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_company_has_the_higher_limit(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var borrower = await bank.AddUserAsync(UserRole.Borrower, kind: PartyKind.Company);

        await LoanCase.RefusedAsync(
            bank,
            Request(bank, borrower) with { AmountFen = 100_000_001 },
            "借款余额超限：该借款人（企业）在本平台的借款余额为 0.00 元，加上本标的 1,000,000.01 元，超过上限 1,000,000.00 元。",
            "Borrowing limit: this borrower (company) has a loan balance of 0.00 yuan on this platform; " +
            "1,000,000.01 more would exceed the limit of 1,000,000.00.");

        Assert.True((await bank.AskAsync(Request(bank, borrower) with { AmountFen = 100_000_000 })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Before_the_limits_took_effect_a_listing_of_any_size_stands(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            var platform = books.Platforms.Get(bank.Pool.PlatformId);
            books.Platforms.Edit(platform).LimitsFrom = TestBank.FirstDay.AddDays(1);
            return true;
        });
        var borrower = await bank.AddUserAsync(UserRole.Borrower);

        Assert.True((await bank.AskAsync(Request(bank, borrower) with { AmountFen = 90_000_000 })).Done);

        await bank.CutToAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal(
            "listing.above-limit",
            (await bank.AskAsync(Request(bank, borrower) with { ListingNo = "L2", AmountFen = 1 })).Refusal?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_in_shares_must_come_out_in_whole_ones(string database)
    {
        await using var bank = await TestBank.OpenAsync(database, terms => terms with
        {
            InstalmentBasis = InstalmentBasis.PerShare,
            ShareFen = 5_000,
        });
        var borrower = await bank.AddUserAsync(UserRole.Borrower);

        await LoanCase.RefusedAsync(
            bank,
            Request(bank, borrower) with { AmountFen = 12_000 },
            "借款金额：按份计算时必须是每份金额（50.00元）的整数倍。",
            "Loan amount: computed by shares it must be a multiple of a share of 50.00 yuan.");

        Assert.True((await bank.AskAsync(Request(bank, borrower) with
        {
            AmountFen = 12_000,
            Plan = [new(TestBank.FirstDay, 12_000, 0)],
        })).Done);
    }

    private static RegisterListing Request(TestBank bank, string borrower) => new(
        bank.Head(), "L1", "流动资金周转", borrower, 10_000_000, 1_200, 3, RepaymentMethod.EqualInstalments,
        TestBank.FirstDay, TestBank.FirstDay.AddDays(10));
}
