using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Payments;

public sealed class WillTests
{
    [Theory, OnBothDatabases]
    public async Task Nothing_moves_a_users_money_without_the_users_will(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(10_000);

        foreach (var will in new[] { Verification.None, (Verification)9 })
        {
            await RefusedAsync(new AcceptRecharge(bank.Books.Head(), account, 100, will));
            await RefusedAsync(new Recharge(bank.Books.Head(), account, 100, will, "S1"));
            await RefusedAsync(new Withdrawal(bank.Books.Head(), account, 100, will));
            await RefusedAsync(new Bid(bank.Books.Head(), "L1", account, 100, will));
        }

        Assert.Equal((10_000, 0, 10_000), await bank.FiguresAsync(account));

        async Task RefusedAsync(BankRequest request)
        {
            var refusal = (await bank.Bank.AskAsync(request)).Refusal!;
            Assert.Equal("充值、提现和投标须由用户本人以交易密码或短信验证码验证。", refusal.Chinese);
            Assert.Equal(
                "Recharges, withdrawals and bids need the user's trade password or a code sent to the user.",
                refusal.English);
        }
    }

    [Theory, OnBothDatabases]
    public async Task The_trade_password_and_a_code_both_prove_the_users_will(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();

        foreach (var will in new[] { Verification.TradePassword, Verification.Sms })
        {
            Assert.True((await bank.Bank.AskAsync(new AcceptRecharge(bank.Books.Head(), account, 100, will))).Done);
            Assert.True((await bank.Bank.AskAsync(new Recharge(bank.Books.Head(), account, 100, will, $"{will}"))).Done);
            Assert.True((await bank.Bank.AskAsync(new Withdrawal(bank.Books.Head(), account, 100, will))).Done);
        }

        Assert.Equal((200, 200, 200), await bank.FiguresAsync(account));
    }
}
