using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Ledger;

/// <summary>The proof finds each planted fault: a checker that never turns red proves nothing.</summary>
public sealed class TrialBalanceTests
{
    [Theory, OnBothDatabases]
    public async Task Books_kept_by_the_ledger_have_no_breach(string database)
    {
        await using var bank = await FilledAsync(database);
        Assert.Empty(await bank.ProveAsync());
    }

    [Theory]
    [InlineData(1, "UPDATE journal_line SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(id) FROM journal_line)")]
    [InlineData(1, "DELETE FROM journal_line WHERE id = (SELECT MAX(id) FROM journal_line)")]
    [InlineData(1, "DELETE FROM journal_entry WHERE id = (SELECT MIN(id) FROM journal_entry)")]
    [InlineData(1, "UPDATE journal_entry SET total_fen = total_fen + 1 WHERE id = (SELECT MIN(id) FROM journal_entry)")]
    [InlineData(3, "UPDATE account SET book_fen = -1, float_fen = 0, frozen_fen = 0 WHERE type = 101")]
    [InlineData(4, "UPDATE \"freeze\" SET remaining_fen = remaining_fen - 1 WHERE state = 1")]
    [InlineData(5, "UPDATE account SET book_fen = book_fen + 1 WHERE type = 101")]
    [InlineData(5, "UPDATE account SET book_fen = book_fen + 1 WHERE type = 311")]
    [InlineData(6, "UPDATE account SET float_fen = float_fen - 1 WHERE type = 101 AND float_fen > 0")]
    [InlineData(7, "UPDATE account SET book_fen = book_fen + 1 WHERE type = 305")]
    [InlineData(10, "UPDATE journal_line SET book_after_fen = book_after_fen + 1 WHERE id = (SELECT MIN(id) FROM journal_line)")]
    [InlineData(10, "UPDATE journal_line SET account_version = account_version + 5 WHERE id = (SELECT MAX(id) FROM journal_line)")]
    [InlineData(10, "UPDATE account SET version = version + 1 WHERE type = 101")]
    [InlineData(11, "UPDATE journal_entry SET accounting_date = '2017-08-03', posted_at_utc = '2017-09-01 00:00:00' WHERE id = (SELECT MAX(id) FROM journal_entry)")]
    [InlineData(11, "UPDATE journal_entry SET accounting_date = '2017-08-09' WHERE id = (SELECT MAX(id) FROM journal_entry)")]
    public async Task A_planted_fault_is_named_with_its_figures(int invariant, string fault)
    {
        foreach (var database in new[] { "sqlite", "postgres" })
        {
            await using var bank = await FilledAsync(database);
            bank.ProveAtEnd = false;
            await PlantAsync(bank, fault);

            var breaches = await bank.ProveAsync();

            Assert.Contains(breaches, breach => breach.Invariant == invariant);
            Assert.All(breaches, breach => Assert.False(string.IsNullOrWhiteSpace(breach.Subject)));
        }
    }

    private static async Task<TestBank> FilledAsync(string database)
    {
        var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 1_000);
        await bank.RechargeAsync(investor, 250);
        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) =>
            draft.Hold(books.AccountByNumber.Find(investor)!, 300, FreezePurpose.Judicial, books.NowUtc)));
        await bank.CutToAsync(TestBank.FirstDay.AddDays(1));
        _ = (await bank.Writer.RunAsync(0, books => AccountingDates.Close(books, TestBank.FirstDay))).Value;
        await bank.RechargeAsync(investor, 5);
        return bank;
    }

    /// <summary>Plants the fault as somebody with the database's own shell would: past the checks of the tables.</summary>
    private static async Task PlantAsync(TestBank bank, string fault)
    {
        if (bank.Database.IsPostgres)
        {
            await using var db = bank.Db();
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE account DROP CONSTRAINT ck_account_partitions");
            await db.Database.ExecuteSqlRawAsync(fault);
            return;
        }

        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bank.Connection};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA ignore_check_constraints = ON; " + fault;
        await command.ExecuteNonQueryAsync();
    }
}
