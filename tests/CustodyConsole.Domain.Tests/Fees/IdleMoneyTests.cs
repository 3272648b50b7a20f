using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Lending;
using CustodyConsole.Domain.Tests.Settlement;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>What a withdrawal costs more for money that was recharged and never lent 充值未投资.</summary>
public sealed class IdleMoneyTests
{
    private static readonly DateOnly Today = TestBank.FirstDay;

    [Theory, OnBothDatabases]
    public async Task Idle_money_is_what_was_recharged_and_not_lent(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 15) } });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 1_000_00);
        Assert.Equal("400.00 × 0.5%（未投资） = 2.00", (await bank.FeeAsync(await bank.WithdrawAsync(account, 400_00))).Formula);
        await bank.CutToAsync(Today.AddDays(16));

        Assert.Equal(0, (await bank.WithdrawAsync(account, 400_00)).FeeFen);
    }

    [Theory, OnBothDatabases]
    public async Task Money_that_a_failed_listing_gave_back_was_not_lent(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 15) } });
        var loan = await LoanCase.RaiseAsync(bank, [600_00]);
        await bank.AddCardAsync(loan.Investors[0]);
        await bank.RechargeAsync(loan.Investors[0], 3_00);
        _ = (await bank.AskAsync(new Domain.Listings.FailListing(bank.Head(), loan.No))).Value;

        Assert.Equal(
            "600.00 × 0.5%（未投资） = 3.00",
            (await bank.FeeAsync((await bank.AskAsync(new Withdrawal(bank.Head(), loan.Investors[0], 600_00, Verification.TradePassword))).Value)).Formula);
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_that_is_cancelled_makes_old_money_no_newer(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 5) } });
        var loan = await LoanCase.RaiseAsync(bank, [600_00]);
        await bank.AddCardAsync(loan.Investors[0]);
        await bank.CutToAsync(Today.AddDays(8));
        _ = (await bank.AskAsync(new Domain.Listings.CancelBid(bank.Head(), loan.AuthCodes[0]))).Value;

        Assert.Equal(0, (await bank.WithdrawAsync(loan.Investors[0], 600_00)).FeeFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_before_the_recharge_was_not_made_of_it(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 1) } });
        var loan = await LoanCase.RaiseAsync(bank, [], request => request with { AmountFen = 1_000_00 });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 1_000_00);
        await bank.CutToAsync(Today.AddDays(3));
        await loan.BidAsync(1_000_00, account);
        await bank.RechargeAsync(account, 1_000_00);
        await bank.CutToAsync(Today.AddDays(4));

        Assert.Equal(4_00, (await bank.WithdrawAsync(account, 800_00)).FeeFen);
        // What was withdrawn is idle no more.
        Assert.Equal(50, (await bank.WithdrawAsync(account, 100_00)).FeeFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_bid_while_a_recharge_was_under_way_was_made_of_other_money(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 15) } });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 1_000_00);
        await bank.CutToAsync(Today.AddDays(20));
        var loan = await LoanCase.RaiseAsync(
            bank, [], request => request with { AmountFen = 1_000_00, RaiseFrom = Today.AddDays(20), RaiseUntil = Today.AddDays(30) });
        var recharge = (await bank.AskAsync(new AcceptRecharge(bank.Head(), account, 1_000_00, Verification.Sms))).Value;
        await loan.BidAsync(1_000_00, account);
        await bank.AnswerAsync(recharge, ChannelResult.Succeeded);

        Assert.Equal("900.00 × 0.5%（未投资） = 4.50", (await bank.FeeAsync(await bank.WithdrawAsync(account, 900_00))).Formula);
    }

    [Theory, OnBothDatabases]
    public async Task A_recharge_counts_from_the_day_on_which_it_came_however_long_it_was_unknown(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(0) with { Idle = new IdleFee(5_000, 15) } });
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        var recharge = (await bank.AskAsync(new AcceptRecharge(bank.Head(), account, 1_000_00, Verification.Sms))).Value;
        await bank.AnswerAsync(recharge, ChannelResult.Unknown);
        await bank.CutToAsync(Today.AddDays(20));
        await bank.AnswerAsync(recharge, ChannelResult.Succeeded);
        await bank.CutToAsync(Today.AddDays(35));

        Assert.Equal(2_00, (await bank.WithdrawAsync(account, 400_00)).FeeFen);
        await bank.CutToAsync(Today.AddDays(36));
        Assert.Equal(0, (await bank.WithdrawAsync(account, 400_00)).FeeFen);
    }
}
