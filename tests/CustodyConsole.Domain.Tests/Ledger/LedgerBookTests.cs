using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Ledger;

public sealed class LedgerBookTests
{
    [Theory, OnBothDatabases]
    public async Task A_recharge_is_owed_by_the_payment_company_and_unsettled_on_the_account(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);

        var receipt = (await bank.AskAsync(new Recharge(bank.Head(), investor, 100_050, Verification.Sms, "S1"))).Value;

        Assert.Equal(["D B-RECV available Funds 1,000.50 -> 1,000.50", "C U-INV available Funds 1,000.50 -> 1,000.50"],
            await bank.LegsAsync(receipt.OrderId));
        var account = await bank.AccountAsync(investor);
        Assert.Equal((100_050, 100_050, 0), (account.AvailableFen, account.FloatFen, account.SettledFen));
    }
}
