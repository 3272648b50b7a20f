using CustodyConsole.Data;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Writing;

public sealed class GroupWriterTests
{
    [Theory, OnBothDatabases]
    public async Task A_refused_operation_undoes_only_itself_within_its_group(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var gate = BlockWriter(bank);

        var first = bank.AskAsync(new Recharge(bank.Head(), account, 100, Verification.Sms, "1"));
        var refused = bank.Writer.RunAsync<Receipt>(bank.Pool.Id, books =>
        {
            books.Accounts.Edit(books.AccountByNumber.Find(account)!).State = AccountState.Closed;
            return LedgerRefusals.AccountClosed(account);
        });
        var third = bank.AskAsync(new Recharge(bank.Head(), account, 23, Verification.Sms, "3"));
        gate.Set();

        Assert.True((await first).Done);
        Assert.False((await refused).Done);
        Assert.True((await third).Done);
        var after = await bank.AccountAsync(account);
        Assert.Equal((123, 2, AccountState.Active), (after.BookFen, after.Version, after.State));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_request_number_twice_in_one_group_is_done_once_and_answered_twice(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var gate = BlockWriter(bank);
        var head = bank.Head("SAME-1");

        var first = bank.AskAsync(new Recharge(head, account, 100, Verification.Sms, "1"));
        var again = bank.AskAsync(new Recharge(head, account, 100, Verification.Sms, "1"));
        var other = bank.AskAsync(new Recharge(head, account, 101, Verification.Sms, "1"));
        gate.Set();

        Assert.Equal((await first).Value with { Repeated = true }, (await again).Value);
        Assert.Equal(
            $"Request number SAME-1 was already used for order {(await first).Value.OrderNo} with other content.",
            (await other).Refusal?.English);
        Assert.Equal(100, (await bank.AccountAsync(account)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task An_operation_that_throws_fails_alone(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var gate = BlockWriter(bank);

        var good = bank.AskAsync(new Recharge(bank.Head(), account, 100, Verification.Sms, "1"));
        var bug = bank.Writer.RunAsync<Receipt>(bank.Pool.Id, books =>
        {
            books.Accounts.Edit(books.AccountByNumber.Find(account)!).State = AccountState.Closed;
            throw new InvalidOperationException("a bug");
        });
        gate.Set();

        Assert.True((await good).Done);
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => bug)).Message);
        Assert.Equal(AccountState.Active, (await bank.AccountAsync(account)).State);
    }

    [Theory, OnBothDatabases]
    public async Task An_operation_that_the_database_will_not_take_fails_alone_and_the_others_are_written(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        var gate = BlockWriter(bank);

        var before = bank.AskAsync(new Recharge(bank.Head(), account, 100, Verification.Sms, "1"));
        // A number that is taken already: the unique index refuses it when the group is written.
        var poisoned = bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            books.Accounts.Add(new Account { PoolId = bank.Pool.Id, Number = account, Type = AccountType.Investor });
            return true;
        });
        var after = bank.AskAsync(new Recharge(bank.Head(), account, 11, Verification.Sms, "2"));
        gate.Set();

        Assert.True((await before).Done);
        Assert.True((await after).Done);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => poisoned);
        Assert.Equal(111, (await bank.AccountAsync(account)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task Sixteen_callers_at_once_lose_and_make_no_money(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var accounts = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            accounts.Add(await bank.AddUserAsync(UserRole.Investor));
            await bank.RechargeAsync(accounts[i], 1_000);
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var i = 0; i < 40; i++)
            {
                var from = accounts[random.Next(8)];
                var to = accounts[random.Next(8)];
                await bank.AskAsync(new TestPosting(bank.Head($"C{caller}-{i}"), (books, draft) => draft
                    .Debit(books.AccountByNumber.Find(from)!, 1 + random.Next(900), LineKind.Funds)
                    .Credit(books.AccountByNumber.Find(to)!, draft.Lines[0].AmountFen, LineKind.Funds)));
            }
        })));

        await using var db = bank.Db();
        Assert.Equal(8_000, await db.Accounts.Where(a => a.UserId != null).SumAsync(a => a.BookFen));
    }

    [Fact]
    public async Task A_row_that_somebody_else_changed_is_noticed_and_read_again()
    {
        await using var bank = await TestBank.OpenAsync("sqlite");
        bank.ProveAtEnd = false;
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100);
        await bank.TamperAsync($"UPDATE account SET version = 7 WHERE number = '{account}'");

        await Assert.ThrowsAsync<ForeignWriteException>(
            () => bank.AskAsync(new Recharge(bank.Head("F-1"), account, 1, Verification.Sms, "1")));
        Assert.True((await bank.AskAsync(new Recharge(bank.Head("F-1"), account, 1, Verification.Sms, "1"))).Done);
        Assert.Equal(8, (await bank.AccountAsync(account)).Version);
    }

    [Fact]
    public async Task A_row_that_somebody_else_changes_under_the_lock_keeps_the_group_from_committing()
    {
        await using var bank = await TestBank.OpenAsync("postgres");
        bank.ProveAtEnd = false;
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100);
        var recharge = new Recharge(bank.Head("F-1"), account, 1, Verification.Sms, "1");

        await Assert.ThrowsAsync<ForeignWriteException>(() => bank.Writer.RunAsync(bank.Pool.Id, books =>
        {
            var receipt = recharge.Run(books);
            bank.TamperAsync($"UPDATE account SET version = 7 WHERE number = '{account}'").Wait(TestContext.Current.CancellationToken);
            return receipt;
        }));

        Assert.Equal(100, (await bank.AccountAsync(account)).BookFen);
        Assert.True((await bank.AskAsync(recharge)).Done);
        Assert.Equal(8, (await bank.AccountAsync(account)).Version);
    }

    [Theory, OnBothDatabases]
    public async Task Two_writers_on_one_database_never_use_the_same_key_or_lose_each_others_work(string database)
    {
        Assert.SkipUnless(database == "postgres", "A SQLite file has one writer only.");
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await using var node = await CustodyDatabase.OpenAsync(bank.Connection, bank.Clock);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
        {
            var recharge = new Recharge(bank.Head($"N{i}"), account, 10, Verification.Sms, $"N{i}");
            return (i % 2 == 0 ? bank.Writer : node.Writer).RunAsync(bank.Pool.Id, recharge.Run, recharge.WantAll);
        }));

        var after = await bank.AccountAsync(account);
        Assert.Equal((2_000, 200), (after.BookFen, after.Version));
    }

    [Theory, OnBothDatabases]
    public async Task A_bank_that_was_closed_goes_on_where_it_stopped(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100);
        await bank.Writer.DisposeAsync();
        var connection = bank.Connection;
        if (database == "sqlite")
        {
            await bank.Database.DisposeAsync();
        }

        await using var again = await CustodyDatabase.OpenAsync(connection, bank.Clock);
        var recharge = new Recharge(bank.Head(), account, 20, Verification.Sms, bank.Serial());
        Assert.True((await again.Writer.RunAsync(bank.Pool.Id, recharge.Run, recharge.WantAll)).Done);
        await using var db = again.CreateDbContext();
        Assert.Equal(120, (await db.Accounts.SingleAsync(a => a.Number == account)).BookFen);
        Assert.Empty(await TrialBalance.ProveAsync(db));
        bank.ProveAtEnd = false; // Proved above; the first handle is closed.
    }

    /// <summary>Keeps the writer busy until the event is set, so that what is asked meanwhile forms one group.</summary>
    private static ManualResetEventSlim BlockWriter(TestBank bank)
    {
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        _ = bank.Writer.RunAsync<bool>(bank.Pool.Id, _ =>
        {
            entered.Set();
            gate.Wait();
            return true;
        });
        entered.Wait();
        return gate;
    }
}
