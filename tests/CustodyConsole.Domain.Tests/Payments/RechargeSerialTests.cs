using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>One payment of the payment company is booked once, and what tells requests apart cannot be forged (R15, R51).</summary>
public sealed class RechargeSerialTests
{
    [Theory, OnBothDatabases]
    public async Task A_payment_that_is_booked_is_refused_under_another_request_number(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var first = (await bank.AskAsync(Of(bank, account, "P1"))).Value;

        var again = await bank.AskAsync(Of(bank, account, "P1"));

        Assert.Equal($"The payment P1 was booked by order {first.OrderNo} already and is not booked twice.", again.Refusal?.English);
        Assert.Equal(1_000, (await bank.AccountAsync(account)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_confirmed_recharge_without_a_serial_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);

        Assert.Equal("payment.serial-missing", (await bank.AskAsync(Of(bank, account, ""))).Refusal?.Code);
        Assert.Equal(0, (await bank.AccountAsync(account)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_second_payment_under_a_used_request_number_is_not_answered_as_a_repeat(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var head = bank.Head("R-1");
        _ = (await bank.AskAsync(new Recharge(head, account, 1_000, Verification.Sms, "P1"))).Value;

        var other = await bank.AskAsync(new Recharge(head, account, 1_000, Verification.Sms, "P2"));

        Assert.Equal("order.request-number-reused", other.Refusal?.Code);
    }

    [Theory]
    [InlineData("SETTLE-1-20171009")]
    [InlineData("confirm-1-20171009")]
    [InlineData("EXPIRE-7")]
    [InlineData("AP0000000123")]
    [InlineData("AP0000000123-V1")]
    [InlineData("AP0000000123-V1-R")]
    [InlineData("#20171009000000000123-1")]
    public async Task A_number_that_the_bank_keeps_for_its_own_orders_is_not_taken_from_a_platform(string requestNo)
    {
        await using var bank = await TestBank.OpenAsync("sqlite");
        var recharge = new Recharge(
            bank.Head(requestNo) with { Operator = "api:8001" }, await bank.AddUserAsync(UserRole.Investor), 1_00, Verification.Sms, "P1");

        Assert.Equal("order.request-number-reserved", (await bank.AskAsync(recharge)).Refusal?.Code);
        // The bank's own people and jobs go on using it.
        Assert.True((await bank.AskAsync(recharge with { Head = bank.Head(requestNo) })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Control_characters_are_refused_in_words_on_either_database(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);

        var number = await bank.AskAsync(new Recharge(bank.Head("R\0"), account, 1_000, Verification.Sms, "P1"));
        var serial = await bank.AskAsync(Of(bank, account, "P\0"));

        Assert.Equal(("order.control-characters", "order.control-characters"), (number.Refusal?.Code, serial.Refusal?.Code));
    }

    private static Recharge Of(TestBank bank, string account, string serial) =>
        new(bank.Head(), account, 1_000, Verification.Sms, serial);
}
