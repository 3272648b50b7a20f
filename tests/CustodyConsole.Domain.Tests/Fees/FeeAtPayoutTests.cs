using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Payments;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>A withdrawal that waited pays for the days that are really advanced, and never for more than was accepted (R20).</summary>
public sealed class FeeAtPayoutTests
{
    [Theory]
    [InlineData("sqlite", FeePayer.User, FeeDeduction.Outer)]
    [InlineData("postgres", FeePayer.User, FeeDeduction.Outer)]
    [InlineData("sqlite", FeePayer.User, FeeDeduction.Inner)]
    [InlineData("sqlite", FeePayer.Platform, FeeDeduction.Outer)]
    [InlineData("postgres", FeePayer.Platform, FeeDeduction.Outer)]
    public async Task Days_that_were_not_advanced_are_not_paid_for(string database, FeePayer payer, FeeDeduction deduction)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var bank = counter.Books;
        await bank.CutToAsync(new DateOnly(2017, 10, 1));
        await bank.SetFeesAsync(FeeBank.TwoAndAdvance with { Payer = payer, Deduction = deduction });
        await counter.GiveIncomeAsync(1_000_00);
        var account = await counter.OpenUserWithAsync(300_000_00);
        var some = await counter.AcceptedAsync(account, 100_000_00);
        var none = await counter.AcceptedAsync(account, 50_000_00);
        Assert.Equal((402_00, 202_00), (some.FeeFen, none.FeeFen));

        // Four of the eight days are over, then all.
        await bank.CutToAsync(new DateOnly(2017, 10, 5));
        await SendAndPayAsync(counter, some);
        await bank.CutToAsync(new DateOnly(2017, 10, 9));
        await SendAndPayAsync(counter, none);

        var (fee, free) = (await bank.FeeAsync(some), await bank.FeeAsync(none));
        Assert.Equal(("2.00 + 100,000.00 × 0.05% × 4 天 = 202.00", 4, new DateOnly(2017, 10, 9)), (fee.Formula, fee.Days, fee.SettlesOn!.Value));
        Assert.Equal(("2.00", 0, 2_00), (free.Formula, free.Days, (await bank.OrderAsync(none)).FeeFen));
        Assert.Equal((200_00, 0, 0), ((await bank.AdvanceAsync(some)).FeeFen, (await bank.AdvanceAsync(none)).FeeFen, (await bank.AdvanceAsync(none)).Days));
        Assert.Contains("402.00 -> 202.00", string.Join(' ', await counter.StepsAsync(some)), StringComparison.Ordinal);
        var (bookFen, frozenFen, _) = await counter.FiguresAsync(account);
        var feesFen = payer == FeePayer.User && deduction == FeeDeduction.Outer ? 204_00 : 0;
        Assert.Equal((150_000_00 - feesFen, 0), (bookFen, frozenFen));
        var income = await counter.FiguresAsync(Domain.Ledger.AccountType.PlatformIncome);
        Assert.Equal((payer == FeePayer.Platform ? 796_00 : 1_000_00, 0), (income.Book, income.Frozen));
    }

    [Fact]
    public async Task More_days_than_were_accepted_are_not_charged()
    {
        await using var counter = await CounterBank.OpenAsync("sqlite");
        await counter.Books.CutToAsync(new DateOnly(2017, 10, 8));
        await counter.Books.SetFeesAsync(FeeBank.TwoAndAdvance);
        var order = await counter.AcceptedAsync(await counter.OpenUserWithAsync(300_00), 200_00);
        Assert.Equal(2_10, order.FeeFen);
        // A Saturday: two days.
        await counter.Books.CutToAsync(new DateOnly(2017, 10, 14));

        await SendAndPayAsync(counter, order);

        Assert.Equal(("2.00 + 200.00 × 0.05% × 1 天 = 2.10", 2_10), ((await counter.Books.FeeAsync(order)).Formula, (await counter.OrderAsync(order)).FeeFen));
    }

    private static async Task SendAndPayAsync(CounterBank counter, Receipt order)
    {
        Assert.Equal(OrderState.Sent, (await counter.Bank.SendAsync(new SendWithdrawal(counter.PoolId, order.OrderNo))).Value.State);
        _ = (await counter.AnswerAsync(order, ChannelResult.Succeeded, counter.Books.Serial())).Value;
    }
}
