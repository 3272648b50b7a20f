using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Fees;

namespace CustodyConsole.Domain.Tests.Settlement;

/// <summary>The worked example of the domain reference (c.5), to the fen.</summary>
public sealed class WorkedExampleTests
{
    private static readonly DateOnly Friday = new(2017, 8, 4);

    [Theory, OnBothDatabases]
    public async Task Two_investors_a_loan_a_weekend_a_return_and_a_compensation(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        var a = await bank.AddUserAsync(UserRole.Investor, "甲");
        var b = await bank.AddUserAsync(UserRole.Investor, "乙");
        var borrower = await bank.AddUserAsync(UserRole.Borrower, "借款人");
        var guarantor = await bank.AddUserAsync(UserRole.Guarantor, "担保人");
        foreach (var account in new[] { a, b, borrower }) await bank.AddCardAsync(account);

        // Friday: a loan of 1,500.00 is raised and released; the borrower withdraws 1,000.00.
        await bank.CutToAsync(Friday);
        await bank.RechargeAsync(a, 1_000_00);
        await bank.RechargeAsync(b, 500_00);
        _ = (await bank.AskAsync(new RegisterListing(
            bank.Head(), "L1", "示例标的", borrower, 1_500_00, 1_200, 3, RepaymentMethod.InterestFirst, Friday, Friday.AddDays(5))
        {
            CompensatorAccountNos = [guarantor],
        })).Value;
        _ = (await bank.AskAsync(new Bid(bank.Head(), "L1", a, 1_000_00, Verification.TradePassword))).Value;
        _ = (await bank.AskAsync(new Bid(bank.Head(), "L1", b, 500_00, Verification.TradePassword))).Value;
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1") { PlatformFeeFen = 15_00 })).Value;
        var working = await bank.WithdrawAsync(borrower, 1_000_00);
        Assert.Equal(("2.00", 0L), ((await bank.FeeAsync(working)).Formula, (await bank.AdvanceAsync(working)).FeeFen));
        await bank.CutInTheEveningAsync(Friday);
        Assert.Equal(498_00, (await bank.SettleAsync(Friday)).NetFen);
        Assert.Equal((Friday, Friday, 0), Life(await bank.AdvanceAsync(working)));

        // The weekend: a repayment of 600.00 with 30.00 of interest, a tenth of it the platform's; A withdraws 300.00, advanced for two days.
        bank.Clock.MoveTo(Friday.AddDays(1).ToDateTime(new TimeOnly(1, 30), DateTimeKind.Utc));
        await bank.RechargeAsync(borrower, 600_00);
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 600_00, 30_00) { InvestorFeeBps = 1_000 })).Value;
        var payout = await bank.WithdrawAsync(a, 300_00);
        var fee = await bank.FeeAsync(payout);
        Assert.Equal(("2.00 + 300.00 × 0.05% × 2 天 = 2.30", 2_00, 30, 2), (fee.Formula, fee.BaseFen, fee.AdvanceFen, fee.Days));
        Assert.Equal((null, null), ((await bank.AdvanceAsync(payout)).BatchId, (await bank.AdvanceAsync(payout)).DaysOpen));
        await bank.CutToAsync(Friday.AddDays(3));
        await bank.CutInTheEveningAsync(Friday.AddDays(3));
        var monday = await bank.SettleAsync(Friday.AddDays(3));
        Assert.Equal((297_70, 2_30), (monday.NetFen, monday.FeeFen));
        var advance = await bank.AdvanceAsync(payout);
        Assert.Equal((300_00, 30, 2, monday.Id), (advance.AmountFen, advance.FeeFen, advance.Days, advance.BatchId!.Value));
        Assert.Equal((Friday.AddDays(1), Friday.AddDays(3), 2), Life(advance));

        Assert.Equal("115.70, unsettled 0.00", await bank.BalanceAsync(a));
        Assert.Equal("209.00, unsettled 0.00", await bank.BalanceAsync(b));
        Assert.Equal("453.00, unsettled 0.00", await bank.BalanceAsync(borrower));
        Assert.Equal(("18.00", "795.70"), (await bank.BookAsync(AccountType.PlatformIncome), await bank.BookAsync(AccountType.Pool)));
        Assert.Empty(await bank.ProveAsync());

        // The payout comes back with its fee and its advance fee.
        await bank.AnswerAsync(payout, ChannelResult.Returned, feeReturned: true);
        Assert.Equal((2_00, 30), ((await bank.FeeAsync(payout)).RefundedBaseFen, (await bank.FeeAsync(payout)).RefundedAdvanceFen));
        Assert.Equal("418.00, unsettled 302.30", await bank.BalanceAsync(a));
        await bank.CutInTheEveningAsync(Friday.AddDays(4));
        Assert.Equal(302_30, (await bank.SettleAsync(Friday.AddDays(4))).NetFen);
        Assert.Equal("418.00, unsettled 0.00", await bank.BalanceAsync(a));
        Assert.Equal("1,098.00", await bank.BookAsync(AccountType.Pool));

        // An indirect compensation of 650.00 out of 700.00 that are not settled yet leaves the borrower and the pool as they were.
        await bank.RechargeAsync(guarantor, 700_00);
        _ = (await bank.AskAsync(new CompensateIndirectly(bank.Head(), "L1", guarantor, 600_00, 50_00))).Value;
        Assert.Equal("453.00, unsettled 0.00", await bank.BalanceAsync(borrower));
        Assert.Equal("851.33, unsettled 433.33", await bank.BalanceAsync(a));
        Assert.Equal("425.67, unsettled 216.67", await bank.BalanceAsync(b));
        Assert.Equal("50.00, unsettled 50.00", await bank.BalanceAsync(guarantor));
        Assert.Equal(("700.00", "1,098.00"), (await bank.BookAsync(AccountType.RechargeReceivable), await bank.BookAsync(AccountType.Pool)));

        // The platform takes 10.00 of its income, and the real money goes with it; what is in the pooled account stays the users'.
        Assert.True((await bank.AskAsync(new TransferIncome(bank.Head(), 10_00))).Done);
        Assert.Equal(
            ("8.00", "10.00", "1,088.00", "10.00"),
            (await bank.BookAsync(AccountType.PlatformIncome), await bank.BookAsync(AccountType.PlatformOwnFunds),
                await bank.BookAsync(AccountType.Pool), await bank.BookAsync(AccountType.OwnFundsBank)));
    }

    /// <summary>When an advance was made and repaid, and the days between.</summary>
    private static (DateOnly Opened, DateOnly Repaid, int Days) Life(Advance advance) =>
        (advance.OpenedOn, advance.RepaidOn!.Value, advance.DaysOpen!.Value);
}
