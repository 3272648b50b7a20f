using CustodyConsole.Data;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Advances;

/// <summary>One payment company serves several platforms, on several nodes: its limit counts over all of them.</summary>
public sealed class SharedLimitTests
{
    [Theory, OnBothDatabases]
    public async Task Two_pools_on_two_nodes_at_one_instant_do_not_pass_the_limit_of_their_payment_company(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var second = await bank.OpenPlatformAsync(terms => terms with { No = "8002" });
        await bank.SetLimitAsync(1_000_00);
        // A SQLite file has one writer; there the two pools share it.
        await using var other = database == "postgres" ? await CustodyDatabase.OpenAsync(bank.Connection, bank.Clock) : null;
        var orders = new List<(CustodyPool Pool, GroupWriter Writer, string No)>();
        foreach (var (pool, writer) in new[] { (bank.Pool, bank.Writer), (second, other?.Writer ?? bank.Writer) })
        {
            var account = await bank.AddUserAsync(UserRole.Investor, pool: pool);
            await bank.AddCardAsync(account);
            await AskAsync(writer, new Recharge(Head(pool), account, 3_000_00, Verification.Sms, bank.Serial()));
            for (var i = 0; i < 30; i++)
                orders.Add((pool, writer, (await AskAsync(writer, new Withdrawal(Head(pool), account, 100_00, Verification.TradePassword))).OrderNo));
        }

        var sent = await Task.WhenAll(orders.Select(async order => (await SendAsync(order.Writer, order.Pool.Id, order.No)).State));

        Assert.Equal(10, sent.Count(state => state == OrderState.Sent));
        await using var db = bank.Db();
        Assert.Equal(1_000_00, await db.Accounts.Where(one => one.Type == AccountType.WithdrawalTransit).SumAsync(one => one.BookFen));
        // The next finds the limit used up, whichever pool it is in.
        Assert.All(orders, order => Assert.NotEqual(OrderState.Succeeded, db.Orders.Single(one => one.Id == CustodyOrder.IdOf(order.No)).State));

        RequestHead Head(CustodyPool pool) => bank.Head() with { PoolId = pool.Id };
    }

    private static async Task<Receipt> AskAsync(GroupWriter writer, BankRequest request) =>
        (await writer.RunAsync(request.Head.PoolId, request.Run, request.WantAll)).Value;

    private static async Task<Receipt> SendAsync(GroupWriter writer, long poolId, string orderNo)
    {
        var step = new SendWithdrawal(poolId, orderNo);
        return (await writer.RunAsync(poolId, step.Run, step.Want, advances: true)).Value;
    }
}
