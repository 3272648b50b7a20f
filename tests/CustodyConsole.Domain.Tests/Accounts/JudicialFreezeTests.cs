using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Payments;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class JudicialFreezeTests
{
    private const string Document = "（2017）沪01执字第88号";

    [Theory, OnBothDatabases]
    public async Task Money_is_frozen_and_released_in_parts(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);

        var frozen = (await FreezeAsync(bank, account, 80_000)).Value;
        var part = (await ReleaseAsync(bank, frozen.AuthCode!, 30_000)).Value;
        Assert.Equal((100_000, 50_000, 100_000), await bank.FiguresAsync(account));
        var rest = (await ReleaseAsync(bank, frozen.AuthCode!, 50_000)).Value;

        Assert.Equal(
            ["D U-INV available Hold 800.00 -> 200.00", "C U-INV frozen Hold 800.00 -> 1,000.00"],
            await bank.Books.LegsAsync(frozen.OrderId));
        Assert.Equal(
            ["D U-INV frozen Hold 300.00 -> 700.00", "C U-INV available Hold 300.00 -> 1,000.00"],
            await bank.Books.LegsAsync(part.OrderId));
        Assert.Equal((100_000, 0, 100_000), await bank.FiguresAsync(account));
        Assert.Equal(
            (frozen.OrderId, Document),
            ((await bank.OrderAsync(rest)).OriginalOrderId, (await bank.OrderAsync(rest)).Remark));
    }

    [Theory, OnBothDatabases]
    public async Task More_than_is_available_is_refused_and_not_cut_down(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        _ = await bank.AcceptedAsync(account, 40_000);

        var outcome = await FreezeAsync(bank, account, 60_001);

        Assert.Equal(
            $"Account {account} has 600.00 yuan available, less than the 600.01 asked for.", outcome.Refusal!.English);
        Assert.Equal((100_000, 40_000, 100_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task Frozen_money_can_be_neither_withdrawn_nor_released_twice(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        var frozen = (await FreezeAsync(bank, account, 100_000)).Value;

        Assert.Equal(
            "ledger.insufficient-funds", (await bank.Bank.AskAsync(bank.Withdrawal(account, 1))).Refusal!.Code);
        _ = (await ReleaseAsync(bank, frozen.AuthCode!, 60_000)).Value;

        Assert.Equal(
            $"Freeze {frozen.AuthCode} still holds 400.00 yuan, less than the 400.01 asked for.",
            (await ReleaseAsync(bank, frozen.AuthCode!, 40_001)).Refusal!.English);
    }

    [Theory, OnBothDatabases]
    public async Task Other_freezes_are_not_released_by_a_judicial_release(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        var withdrawal = await bank.AcceptedAsync(account, 40_000);

        Assert.Equal(
            $"{withdrawal.AuthCode} is not a judicial freeze on an account of this platform.",
            (await ReleaseAsync(bank, withdrawal.AuthCode!, 1)).Refusal!.English);
        Assert.Equal("授权码 X 不是本平台账户的司法冻结，不能司法解冻。", (await ReleaseAsync(bank, "X", 1)).Refusal!.Chinese);
    }

    [Theory, OnBothDatabases]
    public async Task Amount_document_and_account_must_be_given(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        var head = bank.Books.Head();

        Assert.Equal(
            "amount: the amount must be greater than zero.", (await FreezeAsync(bank, account, 0)).Refusal!.English);
        Assert.Equal(
            "Document number: it must have 1 to 64 characters.",
            (await bank.Bank.AskAsync(new JudicialFreeze(head, account, 1, ""))).Refusal!.English);
        Assert.Equal("ledger.unknown-account", (await FreezeAsync(bank, "1", 1)).Refusal!.Code);
        Assert.Equal("ledger.unknown-account", (await FreezeAsync(bank, await IncomeAsync(), 1)).Refusal!.Code);

        async Task<string> IncomeAsync() =>
            (await bank.Books.AccountAsync(Domain.Ledger.AccountType.PlatformIncome)).Number;
    }

    [Theory, OnBothDatabases]
    public async Task A_suspended_platform_does_not_keep_a_court_waiting(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        _ = (await bank.Books.Writer.RunAsync<bool>(bank.PoolId, books =>
        {
            books.Platforms.Edit(books.Platforms.Get(bank.Books.Pool.PlatformId)).State = PlatformState.Suspended;
            return true;
        })).Value;

        Assert.True((await FreezeAsync(bank, account, 50_000)).Done);
        Assert.True((await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 50_000))).Done);
        Assert.Equal(
            "order.platform-suspended", (await bank.Bank.OpenUserAsync(bank.Books.Head(), bank.Form())).Refusal!.Code);
    }

    private static Task<Outcome<Receipt>> FreezeAsync(CounterBank bank, string account, long amountFen) =>
        bank.Bank.AskAsync(new JudicialFreeze(bank.Books.Head(), account, amountFen, Document));

    private static Task<Outcome<Receipt>> ReleaseAsync(CounterBank bank, string authCode, long amountFen) =>
        bank.Bank.AskAsync(new JudicialRelease(bank.Books.Head(), authCode, amountFen, Document));
}
