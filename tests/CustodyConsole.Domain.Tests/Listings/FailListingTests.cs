using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Listings;

public sealed class FailListingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_failed_listing_gives_every_bid_back_and_frees_the_borrowers_limit(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [30_000, 70_000], request => request with { AmountFen = 200_000 });

        var receipt = (await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Value;

        Assert.Equal(100_000, receipt.AmountFen);
        Assert.Equal(
            [
                "D U-INV frozen Hold 300.00 -> 0.00",
                "C U-INV available Hold 300.00 -> 300.00",
                "D U-INV frozen Hold 700.00 -> 0.00",
                "C U-INV available Hold 700.00 -> 700.00",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal((30_000, 30_000), await loan.BalanceAsync(loan.Investors[0]));
        var listing = await loan.ListingAsync();
        Assert.Equal((ListingState.Failed, TestBank.FirstDay, 0, 0),
            (listing.State, listing.EndedOn, listing.SubscribedFen, listing.BidCount));
        Assert.Equal(0, await loan.LoanBalanceAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_listing_without_bids_fails_without_an_entry(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, []);

        var receipt = (await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Value;

        Assert.Equal(0, receipt.AmountFen);
        Assert.Empty(await bank.LegsAsync(receipt.OrderId));
        Assert.Equal(ListingState.Failed, (await loan.ListingAsync()).State);
    }

    [Theory, OnBothDatabases]
    public async Task A_listing_fails_once(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.RaiseAsync(bank, [100]);
        _ = (await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Value;

        await loan.RefusedAsync(new FailListing(bank.Head(), "L1"),
            "标的 L1 当前状态为“已流标”，不能执行该操作。", "Listing L1 is failed; this step is not possible now.");
        await loan.RefusedAsync(new FailListing(bank.Head(), "L2"),
            "标的 L2 未在银行登记。", "Listing L2 is not registered at the bank.");
    }

    [Theory, OnBothDatabases]
    public async Task A_listing_with_thousands_of_bids_fails_in_one_entry(string database)
    {
        const int Bids = 3_000;
        await using var bank = await TestBank.OpenAsync(database);
        await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = Bids * 7 });
        var investors = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bank.AddUserAsync(UserRole.Investor)));
        await Task.WhenAll(investors.Select(investor => bank.RechargeAsync(investor, Bids * 7)));
        var bids = await Task.WhenAll(Enumerable.Range(0, Bids).Select(i =>
            bank.AskAsync(new Bid(bank.Head(), "L1", investors[i % 20], 7, Verification.TradePassword))));
        Assert.All(bids, bid => Assert.True(bid.Done));

        var receipt = (await bank.AskAsync(new FailListing(bank.Head(), "L1"))).Value;

        await using var db = bank.Db();
        var entry = await db.Entries.SingleAsync(entry => entry.OrderId == receipt.OrderId, Stop);
        Assert.Equal(2 * Bids, entry.LineCount);
        Assert.Equal(Bids, await db.Freezes.CountAsync(freeze => freeze.State == FreezeState.Released, Stop));
        Assert.Equal(0, await db.Accounts.SumAsync(account => account.FrozenFen, Stop));
    }
}
