using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Listings;

public sealed class BidTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_bid_freezes_the_investors_money_on_the_investors_own_account(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = 100_000 });
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 50_000);

        var receipt = (await bank.AskAsync(
            new Bid(bank.Head(), "L1", investor, 30_000, Verification.TradePassword))).Value;

        Assert.Equal(
            [
                "D U-INV available Hold 300.00 -> 200.00",
                "C U-INV frozen Hold 300.00 -> 500.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        var account = await bank.AccountAsync(investor);
        // The recharge is not settled yet, and freezing part of it does not change that.
        Assert.Equal((50_000, 20_000, 50_000), (account.BookFen, account.AvailableFen, account.FloatFen));
        await using var db = bank.Db();
        var freeze = await db.Freezes.SingleAsync(Stop);
        Assert.Equal(receipt.AuthCode, freeze.AuthCode);
        Assert.Equal((FreezePurpose.Bid, 30_000), (freeze.Purpose, freeze.RemainingFen));
        var listing = await loan.ListingAsync();
        Assert.Equal((30_000, 1), (listing.SubscribedFen, listing.BidCount));
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_that_does_not_fit_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [60_000], request => request with
        {
            AmountFen = 100_000,
            RaiseFrom = TestBank.FirstDay,
            RaiseUntil = TestBank.FirstDay.AddDays(1),
        });
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 10_000);
        Bid Bid(long amountFen) => new(bank.Head(), "L1", investor, amountFen, Verification.TradePassword);

        await loan.RefusedAsync(Bid(0), "amount：金额必须大于零。", "amount: the amount must be greater than zero.");
        await loan.RefusedAsync(Bid(1) with { ListingNo = "L9" },
            "标的 L9 未在银行登记。", "Listing L9 is not registered at the bank.");
        await loan.RefusedAsync(Bid(1) with { InvestorAccountNo = loan.Borrower },
            $"账户 {loan.Borrower} 不是该平台的投资户，不能投标。",
            $"Account {loan.Borrower} is not an investor's account on this platform.");
        await loan.RefusedAsync(Bid(40_001),
            "标的 L1 剩余可投 400.00 元，不足 400.01 元。", "Listing L1 takes another 400.00 yuan, less than the 400.01 bid.");
        await loan.RefusedAsync(Bid(long.MaxValue),
            "标的 L1 剩余可投 400.00 元，不足 92,233,720,368,547,758.07 元。",
            "Listing L1 takes another 400.00 yuan, less than the 92,233,720,368,547,758.07 bid.");
        await loan.RefusedAsync(Bid(10_001),
            $"账户 {investor} 可用余额 100.00 元，不足 100.01 元。",
            $"Account {investor} has 100.00 yuan available, less than the 100.01 asked for.");

        await bank.CutToAsync(TestBank.FirstDay.AddDays(2));
        await loan.RefusedAsync(Bid(1),
            "标的 L1 的募集期为 2017-08-03 至 2017-08-04，当前会计日 2017-08-05 不能投标。",
            "Listing L1 takes bids from 2017-08-03 to 2017-08-04; the accounting date is 2017-08-05.");

        _ = (await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Value;
        await loan.RefusedAsync(Bid(1),
            "标的 L1 当前状态为“已流标”，不能执行该操作。", "Listing L1 is failed; this step is not possible now.");
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_before_the_raising_window_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var tomorrow = TestBank.FirstDay.AddDays(1);
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with { RaiseFrom = tomorrow });
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 10_000);

        await loan.RefusedAsync(
            new Bid(bank.Head(), "L1", investor, 1, Verification.TradePassword),
            "标的 L1 的募集期为 2017-08-04 至 2017-08-13，当前会计日 2017-08-03 不能投标。",
            "Listing L1 takes bids from 2017-08-04 to 2017-08-13; the accounting date is 2017-08-03.");
    }

    [Theory, OnBothDatabases]
    public async Task A_borrower_cannot_lend_to_itself_as_an_investor(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [60_000], request => request with { AmountFen = 100_000 });
        var itself = await bank.AddUserAsync(UserRole.Investor, sameAs: loan.Borrower);
        await bank.RechargeAsync(itself, 50_000);

        await loan.RefusedAsync(
            new Bid(bank.Head(), "L1", itself, 30_000, Verification.TradePassword),
            $"账户 {itself} 与标的 L1 的借款人为同一主体，不能投资自己的借款。",
            $"Account {itself} belongs to the borrower of listing L1, who cannot lend to itself.");
        // That comes before the amount, and before the money.
        await loan.RefusedAsync(
            new Bid(bank.Head(), "L1", itself, 100_001, Verification.TradePassword),
            $"账户 {itself} 与标的 L1 的借款人为同一主体，不能投资自己的借款。",
            $"Account {itself} belongs to the borrower of listing L1, who cannot lend to itself.");

        Assert.Equal((50_000, 50_000), await loan.BalanceAsync(itself));
        Assert.Equal(60_000, (await loan.ListingAsync()).SubscribedFen);
        // A guarantor may lend, and so may the borrower to others.
        var guarantor = await bank.AddUserAsync(UserRole.Investor, sameAs: loan.Guarantor);
        await bank.RechargeAsync(guarantor, 10_000);
        await loan.BidAsync(10_000, guarantor);
        var other = await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = 100_000 }, no: "L2");
        await other.BidAsync(10_000, itself);
    }

    [Theory, OnBothDatabases]
    public async Task Bids_at_the_same_moment_never_exceed_the_listing(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = 1_000 });
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 10_000);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            bank.AskAsync(new Bid(bank.Head(), "L1", investor, 300, Verification.TradePassword))));

        Assert.Equal(3, outcomes.Count(outcome => outcome.Done));
        Assert.All(
            outcomes.Where(outcome => !outcome.Done),
            outcome => Assert.Equal("listing.above-amount", outcome.Refusal?.Code));
        Assert.Equal(900, (await loan.ListingAsync()).SubscribedFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_cancelled_bid_returns_whole_and_makes_room_for_another(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);

        var receipt = (await bank.AskAsync(new CancelBid(bank.Head(), loan.AuthCodes[1]))).Value;

        Assert.Equal(
            [
                "D U-INV frozen Hold 700.00 -> 0.00",
                "C U-INV available Hold 700.00 -> 700.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal((70_000, loan.AuthCodes[1]), (receipt.AmountFen, receipt.AuthCode));
        var listing = await loan.ListingAsync();
        Assert.Equal((30_000, 1), (listing.SubscribedFen, listing.BidCount));
        await loan.BidAsync(70_000);
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_is_cancelled_once_and_only_while_the_listing_raises(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);
        CancelBid Cancel(string authCode) => new(bank.Head(), authCode);

        string[] unknowns = ["", "A1", "A000000000001", "A999999999999", "B000000000001", "A0000000000001"];
        foreach (var unknown in unknowns)
        {
            await loan.RefusedAsync(Cancel(unknown),
                $"授权码 {unknown} 不是该平台的投标。", $"There is no bid with authorisation code {unknown} on this platform.");
        }

        _ = (await bank.AskAsync(Cancel(loan.AuthCodes[0]))).Value;
        await loan.RefusedAsync(Cancel(loan.AuthCodes[0]),
            $"授权码 {loan.AuthCodes[0]} 的投标已撤销，不能重复撤销。",
            $"The bid with authorisation code {loan.AuthCodes[0]} was cancelled already.");
        await loan.BidAsync(30_000);
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;
        await loan.RefusedAsync(Cancel(loan.AuthCodes[1]),
            "标的 L1 当前状态为“还款中”，不能执行该操作。", "Listing L1 is being repaid; this step is not possible now.");
    }

    [Theory, OnBothDatabases]
    public async Task A_suspended_platform_takes_no_bid_but_gives_money_back(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000]);
        await bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            books.Platforms.Edit(books.Platforms.Get(bank.Pool.PlatformId)).State = PlatformState.Suspended;
            return true;
        });

        Assert.Equal("order.platform-suspended", (await bank.AskAsync(
            new Bid(bank.Head(), "L1", loan.Investors[0], 1, Verification.TradePassword))).Refusal?.Code);
        Assert.True((await bank.AskAsync(new CancelBid(bank.Head(), loan.AuthCodes[0]))).Done);
        Assert.True((await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Done);
    }
}
