using CustodyConsole.Data;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Bench;

/// <summary>A bank with one platform and many funded accounts, to be loaded.</summary>
internal sealed class BenchBank : IAsyncDisposable
{
    private readonly string? _folder;
    private long _requests;

    private BenchBank(CustodyDatabase database, string connection, string? folder)
    {
        Database = database;
        Connection = connection;
        _folder = folder;
    }

    public CustodyDatabase Database { get; }

    public string Connection { get; }

    public long PoolId { get; private set; }

    public string[] Investors { get; private set; } = [];

    public string[] Borrowers { get; private set; } = [];

    public static async Task<BenchBank> OpenAsync(bool postgres, int investors = 10_000, int borrowers = 200, long fundsFen = 1_000_000_000_00, DateOnly? first = null)
    {
        var folder = postgres ? null : Directory.CreateTempSubdirectory("custody-bench-").FullName;
        var connection = postgres ? await PostgresCluster.NewDatabaseAsync() : Path.Combine(folder!, "custody.db");
        var bank = new BenchBank(await CustodyDatabase.OpenAsync(connection, TimeProvider.System), connection, folder);
        await bank.Database.Writer.RunAsync(0, books => AccountingDates.SetUp(books, first ?? new DateOnly(2017, 8, 3)));
        var terms = new PlatformTerms("8001", "星河网贷", "星河金融信息服务（上海）有限公司", "91350100M000100Y43", "SANDBOX");
        bank.PoolId = (await bank.Database.Writer.RunAsync(0, books => OpenPlatform.Run(books, terms))).Value.Id;
        bank.Investors = await bank.AddUsersAsync(UserRole.Investor, AccountType.Investor, investors);
        bank.Borrowers = await bank.AddUsersAsync(UserRole.Borrower, AccountType.Borrower, borrowers);
        await Task.WhenAll(bank.Investors.Concat(bank.Borrowers).Select(number =>
            bank.AskAsync(new Recharge(bank.Head(), number, fundsFen, Verification.Sms, bank.Serial()))));
        return bank;
    }

    public RequestHead Head() => new(PoolId, $"B{Interlocked.Increment(ref _requests):D12}", "bench");

    public string Serial() => $"S{Interlocked.Increment(ref _requests):D12}";

    public async Task<Receipt> AskAsync(BankRequest request) =>
        (await Database.Writer.RunAsync(request.Head.PoolId, request.Run, request.WantAll)).Value;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private async Task<string[]> AddUsersAsync(UserRole role, AccountType type, int count)
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var added = await Database.Writer.RunAsync<string>(PoolId, books =>
            {
                var key = books.NewKey();
                var account = books.Accounts.Add(new Account
                {
                    PoolId = PoolId,
                    Number = AccountNumber.Of("8001", type, key),
                    Type = type,
                    UserId = key,
                    OpenedOn = books.Bank.AccountingDate,
                });
                books.Users.Add(new CustodyUser
                {
                    Id = key,
                    PlatformId = books.Pools.Get(PoolId).PlatformId,
                    PoolId = PoolId,
                    PlatformUserNo = $"{role}{i}",
                    Role = role,
                    Kind = PartyKind.Company,
                    Name = $"{role} {i}",
                    IdentityCipher = [1],
                    IdentityHash = BitConverter.GetBytes(key),
                    MobileCipher = [1],
                    MobileLast4 = "0000",
                    AccountId = account.Id,
                    VerificationSerial = "bench",
                    OpenedAtUtc = books.NowUtc,
                    CardId = books.Cards.Add(new BankCard
                    {
                        UserId = key,
                        NumberCipher = [1],
                        NumberHash = BitConverter.GetBytes(key),
                        Last4 = "0000",
                        BankCode = "ICBC",
                        VerificationSerial = "bench",
                        BoundAtUtc = books.NowUtc,
                    }).Id,
                });
                return account.Number;
            });
            return added.Value;
        }));
        return numbers;
    }
}
