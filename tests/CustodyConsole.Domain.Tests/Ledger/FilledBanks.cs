using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Tests.Compensation;
using CustodyConsole.Domain.Tests.Lending;
using CustodyConsole.Domain.Tests.Payments;
using CustodyConsole.Domain.Tests.Settlement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustodyConsole.Domain.Tests.Ledger;

/// <summary>
/// One bank on each kind of database in which everything happened once: all ends of a recharge and of a withdrawal, a loan that is raised, one
/// that was repaid, compensated and recovered in part, a settlement that brought too little, a closed day. Made once; each test gets a copy to spoil.
/// </summary>
public sealed class FilledBanks : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-filled-").FullName;
    private int _copies;
    private string _template = "";

    private string File => Path.Combine(_folder, "filled.db");

    public async ValueTask InitializeAsync()
    {
        await using (var counter = await OpenAsync("sqlite"))
        {
            await FillAsync(counter);
            await using var source = new SqliteConnection($"Data Source={counter.Books.Connection};Pooling=false");
            await source.OpenAsync();
            await using var command = source.CreateCommand();
            command.CommandText = "VACUUM INTO $file";
            command.Parameters.AddWithValue("$file", File);
            await command.ExecuteNonQueryAsync();
        }

        await using (var counter = await OpenAsync("postgres"))
        {
            await FillAsync(counter);
            counter.Books.KeepDatabase = true;
            _template = new NpgsqlConnectionStringBuilder(counter.Books.Connection).Database!;
        }
    }

    /// <summary>The proof of a copy in which somebody with the database's own shell did this, past the checks of the tables.</summary>
    public async Task<IReadOnlyList<Breach>> ProveSpoiledAsync(string database, string? fault = null)
    {
        string connection;
        if (database == "sqlite")
        {
            connection = Path.Combine(_folder, $"copy-{Interlocked.Increment(ref _copies)}.db");
            System.IO.File.Copy(File, connection);
            await using var file = new SqliteConnection($"Data Source={connection};Pooling=false");
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText = $"PRAGMA ignore_check_constraints = ON; {fault}";
            await command.ExecuteNonQueryAsync();
        }
        else
        {
            connection = await PostgresCluster.NewDatabaseAsync(_template);
            await using var server = new NpgsqlConnection(connection + ";Pooling=false");
            await server.OpenAsync();
            await using var command = server.CreateCommand();
            command.CommandText = $"""
                DO $$ DECLARE c record; BEGIN
                    FOR c IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck_%' LOOP
                        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.owner, c.conname);
                    END LOOP;
                END $$;
                {fault}
                """;
            await command.ExecuteNonQueryAsync();
        }

        await using var copy = await CustodyDatabase.OpenToReadAsync(connection, TimeProvider.System);
        await using var db = copy.CreateDbContext();
        return await TrialBalance.ProveAsync(db);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Task<CounterBank> OpenAsync(string database) =>
        CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200 });

    private static async Task FillAsync(CounterBank counter)
    {
        var bank = counter.Books;
        var investor = await counter.OpenUserWithAsync(1_000_000);
        await bank.RechargeAsync(investor, 250);
        await PayAsync(counter, investor);
        _ = (await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) =>
            draft.Hold(books.AccountByNumber.Find(investor)!, 300, FreezePurpose.Judicial, books.NowUtc)))).Value;

        var lent = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        await bank.RechargeAsync(lent.Guarantor, 50_000);
        _ = (await bank.AskAsync(new Repay(bank.Head(), "L1", 33_333, 1_000))).Value;
        _ = (await bank.AskAsync(new CompensateDirectly(bank.Head(), "L1", lent.Guarantor, 10_000, 500))).Value;
        _ = (await bank.AskAsync(new CompensateIndirectly(bank.Head(), "L1", lent.Guarantor, 1_000, 0))).Value;
        _ = (await bank.AskAsync(new Recover(bank.Head(), "L1", lent.Guarantor, 2_000))).Value;
        await LoanCase.RaiseAsync(bank, [5_000], request => request with { AmountFen = 9_000 }, "L2");

        await CompensationDesk.WaitingAsync(bank);

        await bank.CutToAsync(TestBank.FirstDay.AddDays(1));
        await SettleAsync(bank);
        _ = (await bank.Writer.RunAsync(0, books => AccountingDates.Close(books, TestBank.FirstDay))).Value;
        await bank.RechargeAsync(investor, 5);
    }

    /// <summary>A settlement that brought too little, differences that are cleared in part, and what is kept of the day.</summary>
    private static async Task SettleAsync(TestBank bank)
    {
        var batch = await bank.InstructAsync(TestBank.FirstDay);
        _ = (await bank.AskAsync(new ConfirmSettlement(bank.Head(), batch.No, batch.NetFen - 150))).Value;
        await bank.ReleaseFloatAsync(batch);
        await using var db = bank.Db();
        foreach (var item in await db.SuspenseItems.ToListAsync())
        {
            var way = item.Kind == SuspenseKind.Surplus ? ClearingWay.ToPaymentCompany : ClearingWay.FromPaymentCompany;
            _ = (await bank.AskAsync(new ClearSuspense(bank.Head(), item.No, way, item.AmountFen / 3, null))).Value;
        }

        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        var days = new DayEnd(new StaffDesk(bank.Writer), bank.Writer, channel, bank.Database);
        _ = (await days.TrialBalanceAsync(TestBank.FirstDay)).Value;
        _ = (await days.SnapshotAsync(TestBank.FirstDay)).Value;
    }

    /// <summary>Every end of a recharge and of a withdrawal.</summary>
    private static async Task PayAsync(CounterBank counter, string investor)
    {
        var bank = counter.Books;
        Recharge Recharge() => new(bank.Head(), investor, 700, Verification.Sms, bank.Serial());
        var mistaken = (await bank.AskAsync(Recharge())).Value;
        _ = (await bank.AskAsync(new ReverseRecharge(bank.Head(), mistaken.OrderNo, "mistaken"))).Value;
        var late = (await bank.AskAsync(new AcceptRecharge(bank.Head(), investor, 800, Verification.Sms))).Value;
        _ = (await counter.AnswerAsync(late, ChannelResult.Failed)).Value;
        Assert.False((await counter.AnswerAsync(late, ChannelResult.Succeeded, bank.Serial())).Done);
        _ = (await bank.AskAsync(new AcceptRecharge(bank.Head(), investor, 900, Verification.Sms))).Value;

        _ = (await counter.AnswerAsync(await counter.SentAsync(investor, 10_000), ChannelResult.Succeeded)).Value;
        _ = (await counter.AnswerAsync(await counter.SentAsync(investor, 11_000), ChannelResult.Returned)).Value;
        _ = (await counter.AnswerAsync(
            await counter.SentAsync(investor, 12_000), new ChannelAnswer(ChannelResult.Returned, "S1", FeeReturned: true))).Value;
        var paidAfterAll = await counter.SentAsync(investor, 13_000);
        _ = (await counter.AnswerAsync(paidAfterAll, ChannelResult.Failed)).Value;
        Assert.False((await counter.AnswerAsync(paidAfterAll, ChannelResult.Succeeded)).Done);
        await counter.SentAsync(investor, 14_000);
        await counter.AcceptedAsync(investor, 15_000);
    }
}
