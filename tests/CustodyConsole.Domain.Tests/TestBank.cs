using Npgsql;
using Microsoft.Data.Sqlite;
using System.Data.Common;
using System.Reflection;
using CustodyConsole.Data;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace CustodyConsole.Domain.Tests;

/// <summary>Runs a theory once on SQLite and once on PostgreSQL: the name of the database is the only argument.</summary>
public sealed class OnBothDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<string>("sqlite"), new TheoryDataRow<string>("postgres")]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>
/// A bank of its own for one test: a fresh database, a clock that stands, one platform with its pool. When it is disposed the books are
/// proved, so a test that leaves them wrong fails even if it asserts nothing about them.
/// </summary>
public sealed class TestBank : IAsyncDisposable
{
    private static readonly SemaphoreSlim TemplateGate = new(1);
    private static string? _sqliteTemplate;
    private static bool _postgresTemplate;
    private readonly string? _folder;
    private int _requests;

    private TestBank(CustodyDatabase database, SimulatedClock clock, string connection, string? folder)
    {
        Database = database;
        Clock = clock;
        Connection = connection;
        _folder = folder;
    }

    /// <summary>The first accounting date of every test bank: a Thursday.</summary>
    public static DateOnly FirstDay { get; } = new(2017, 8, 3);

    public CustodyDatabase Database { get; }

    public SimulatedClock Clock { get; }

    /// <summary>The SQLite file or the PostgreSQL connection string.</summary>
    public string Connection { get; }

    public GroupWriter Writer => Database.Writer;

    public CustodyPool Pool { get; private set; } = null!;

    /// <summary>Set to false in a test that breaks the books on purpose.</summary>
    public bool ProveAtEnd { get; set; } = true;

    /// <summary>Whether the PostgreSQL database outlives the bank: others copy it.</summary>
    public bool KeepDatabase { get; set; }

    public static async Task<TestBank> OpenAsync(string database, Func<PlatformTerms, PlatformTerms>? terms = null)
    {
        var clock = new SimulatedClock(FirstDay.ToDateTime(new TimeOnly(1, 30), DateTimeKind.Utc));
        var (connection, folder) = database == "sqlite" ? await NewSqliteAsync() : (await NewPostgresAsync(), null);
        var bank = new TestBank(await CustodyDatabase.OpenAsync(connection, clock), clock, connection, folder);
        await bank.Writer.RunAsync(0, books => AccountingDates.SetUp(books, FirstDay));
        bank.Pool = await bank.OpenPlatformAsync(terms);
        return bank;
    }

    public async Task<CustodyPool> OpenPlatformAsync(Func<PlatformTerms, PlatformTerms>? terms = null)
    {
        var agreed = new PlatformTerms("8001", "星河网贷", "星河金融信息服务（上海）有限公司", "91350100M000100Y43", "SANDBOX");
        return (await Writer.RunAsync(0, books => OpenPlatform.Run(books, terms?.Invoke(agreed) ?? agreed))).Value;
    }

    public CustodyDb Db() => Database.CreateDbContext();

    /// <summary>A head with a request number of its own.</summary>
    public RequestHead Head(string? requestNo = null) =>
        new(Pool.Id, requestNo ?? $"T{Interlocked.Increment(ref _requests):D6}", "test");

    public Task<Outcome<Receipt>> AskAsync(BankRequest request) =>
        Writer.RunAsync(request.Head.PoolId, request.Run, request.WantAll);

    /// <summary>
    /// A user with a sub-account and no identity check: for tests of what comes after the opening. The identity is a new one, or that of
    /// the user with account <paramref name="sameAs"/>.
    /// </summary>
    public async Task<string> AddUserAsync(
        UserRole role, string name = "测试用户", PartyKind kind = PartyKind.Person, string? sameAs = null, CustodyPool? pool = null)
    {
        pool ??= Pool;
        var outcome = await Writer.RunAsync<string>(pool.Id, books =>
        {
            var key = books.NewKey();
            var type = role switch
            {
                UserRole.Investor => AccountType.Investor,
                UserRole.Borrower => AccountType.Borrower,
                _ => AccountType.Guarantor,
            };
            var account = books.Accounts.Add(new Account
            {
                PoolId = pool.Id,
                Number = AccountNumber.Of("8001", type, key),
                Type = type,
                UserId = key,
                OpenedOn = books.Bank.AccountingDate,
            });
            var same = sameAs is null ? null : books.Users.Get(books.AccountByNumber.Find(sameAs)!.UserId!.Value);
            books.Users.Add(new CustodyUser
            {
                Id = key,
                PlatformId = pool.PlatformId,
                PoolId = pool.Id,
                PlatformUserNo = $"U{key}",
                Role = role,
                Kind = kind,
                Name = name,
                IdentityCipher = [1],
                IdentityHash = same?.IdentityHash ?? BitConverter.GetBytes(key),
                MobileCipher = [1],
                MobileLast4 = "0000",
                AccountId = account.Id,
                VerificationSerial = "test",
                OpenedAtUtc = books.NowUtc,
            });
            return account.Number;
        });
        return outcome.Value;
    }

    /// <summary>A bound card for a user added by <see cref="AddUserAsync"/>.</summary>
    public async Task AddCardAsync(string accountNo) => _ = (await Writer.RunAsync<bool>(Pool.Id, books =>
    {
        var user = books.Users.Get(books.AccountByNumber.Find(accountNo)!.UserId!.Value);
        var card = books.Cards.Add(new BankCard
        {
            UserId = user.Id,
            NumberCipher = [1],
            NumberHash = BitConverter.GetBytes(user.Id),
            Last4 = "0000",
            BankCode = "ICBC",
            VerificationSerial = "test",
            BoundAtUtc = books.NowUtc,
        });
        books.Users.Edit(user).CardId = card.Id;
        return true;
    })).Value;

    /// <summary>A file that a maker attaches.</summary>
    public async Task<DocumentRef> UploadAsync(string fileName)
    {
        var file = DocumentFile.Check(fileName, [.. "%PDF-1.4\n"u8]).Value;
        return (await Writer.RunAsync<DocumentRef>(CustodyStore.NoPool, books =>
        {
            var kept = DocumentFile.Keep(books, file, DocumentPurpose.Evidence, 0, "chenjiayi");
            return new DocumentRef(kept.Id, kept.FileName, kept.Sha256);
        })).Value;
    }

    /// <summary>Confirmed money on a sub-account.</summary>
    public async Task RechargeAsync(string accountNo, long amountFen) =>
        _ = (await AskAsync(new Domain.Payments.Recharge(Head(), accountNo, amountFen, Verification.Sms, Serial()))).Value;

    /// <summary>A serial of the payment company that no other payment of this bank has.</summary>
    public string Serial() => $"S{Interlocked.Increment(ref _requests):D6}";

    /// <summary>An account as the database has it.</summary>
    public async Task<Account> AccountAsync(string number)
    {
        await using var db = Db();
        return await db.Accounts.SingleAsync(account => account.Number == number);
    }

    /// <summary>An account of the platform or the bank as the database has it.</summary>
    public async Task<Account> AccountAsync(AccountType type)
    {
        await using var db = Db();
        return await db.Accounts.SingleAsync(account => account.PoolId == Pool.Id && account.Type == type);
    }

    /// <summary>
    /// The lines of an order's entries as text, one a line: "D U-INV available Funds 100.00 -> 900.00". Accounts of users carry the last four
    /// digits of their number where <paramref name="numbered"/> is set.
    /// </summary>
    public async Task<IReadOnlyList<string>> LegsAsync(long orderId, bool numbered = false)
    {
        await using var db = Db();
        var rows = await (from entry in db.Entries
                          join line in db.Lines on entry.Id equals line.EntryId
                          join account in db.Accounts on line.AccountId equals account.Id
                          where entry.OrderId == orderId
                          orderby line.Id
                          select new { line, account }).ToListAsync();
        return [.. rows.Select(row =>
            $"{(row.line.Side == Side.Debit ? "D" : "C")} {row.account.Facts.Code}" +
            (numbered && row.account.UserId is not null ? $"[{row.account.Number[^4..]}]" : "") +
            $" {(row.line.Bucket == Bucket.Frozen ? "frozen" : "available")} {row.line.Kind} " +
            $"{Fen.Format(row.line.AmountFen)} -> {Fen.Format(row.line.BookAfterFen)}")];
    }

    /// <summary>Cuts days until the accounting date is <paramref name="date"/> and moves the clock to its morning.</summary>
    public async Task CutToAsync(DateOnly date)
    {
        Clock.MoveTo(date.ToDateTime(new TimeOnly(1, 30), DateTimeKind.Utc));
        _ = (await Writer.RunAsync(0, books => AccountingDates.Cut(books, date))).Value;
    }

    public async Task<IReadOnlyList<Breach>> ProveAsync()
    {
        await using var db = Db();
        return await TrialBalance.ProveAsync(db);
    }

    /// <summary>What somebody with the database's own shell does, past the bank.</summary>
    public async Task TamperAsync(string sql)
    {
        await using DbConnection connection = CustodyDatabase.IsPostgresConnection(Connection)
            ? new NpgsqlConnection(Connection)
            : new SqliteConnection($"Data Source={Connection};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var breaches = ProveAtEnd ? await ProveAsync() : [];
        await Database.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        else if (!KeepDatabase) await PostgresCluster.DropDatabaseAsync(Connection);
        Assert.Empty(breaches);
    }

    private static async Task<(string Connection, string Folder)> NewSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("custody-test-").FullName;
        var file = Path.Combine(folder, "custody.db");
        await TemplateGate.WaitAsync();
        try
        {
            if (_sqliteTemplate is null)
            {
                var template = Path.Combine(Path.GetTempPath(), $"custody-template-{Environment.ProcessId}.db");
                File.Delete(template);
                await (await CustodyDatabase.OpenAsync(template, TimeProvider.System)).DisposeAsync();
                _sqliteTemplate = template;
            }
        }
        finally
        {
            TemplateGate.Release();
        }

        File.Copy(_sqliteTemplate, file);
        return (file, folder);
    }

    private static async Task<string> NewPostgresAsync()
    {
        var template = $"custody_template_{Environment.ProcessId}";
        await TemplateGate.WaitAsync();
        try
        {
            if (!_postgresTemplate)
            {
                var connection = await PostgresCluster.NewDatabaseAsync(name: template) + ";Pooling=false";
                await (await CustodyDatabase.OpenAsync(connection, TimeProvider.System)).DisposeAsync();
                _postgresTemplate = true;
            }

            return await PostgresCluster.NewDatabaseAsync(template);
        }
        finally
        {
            TemplateGate.Release();
        }
    }
}
