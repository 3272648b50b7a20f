using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Replay;

namespace CustodyConsole.Tests.Features;

/// <summary>
/// A small bank with some of everything, made by the bank's own operations: two platforms, listings in each state, an
/// overdue and a compensated one, withdrawals in each state, a judicial freeze. Its clock stands at the last instant
/// that was booked.
/// </summary>
public sealed class SampleBank : IAsyncDisposable
{
    private const long Yuan = Fen.PerYuan;
    private static readonly InventedPeople People = new(11);
    private readonly SandboxChannel _channel;
    private readonly CustodyBank _bank;
    private readonly string? _folder;
    private int _requests;
    private int _people;

    private SampleBank(CustodyDatabase database, SimulatedClock clock, PersonalData keys, string? folder)
    {
        (Database, Clock, _folder) = (database, clock, folder);
        _channel = new SandboxChannel(new SandboxOptions(), clock);
        _bank = new CustodyBank(database.Writer, _channel, keys);
    }

    public static DateOnly FirstDay { get; } = new(2017, 8, 1);

    public CustodyDatabase Database { get; }

    public SimulatedClock Clock { get; }

    public DateOnly Today { get; private set; } = FirstDay;

    public CustodyPool Star { get; private set; } = null!;

    public CustodyPool Far { get; private set; } = null!;

    /// <summary>Account numbers by a short name: "investor1", "borrower1", "company", "guarantor".</summary>
    public Dictionary<string, string> Accounts { get; } = [];

    /// <summary>A seeded bank on a database of its own: "sqlite" or "postgres".</summary>
    public static async Task<SampleBank> OpenAsync(string database)
    {
        var folder = Directory.CreateTempSubdirectory("custody-sample-").FullName;
        var connection = database == "sqlite" ? Path.Combine(folder, "custody.db")
            : await PostgresCluster.NewDatabaseAsync();
        return await OpenAsync(connection, folder);
    }

    /// <summary>A seeded bank in a database that stays, with its key beside it.</summary>
    public static async Task<SampleBank> OpenAsync(string connection, string folder, bool keep = false)
    {
        var clock = new SimulatedClock(FirstDay.ToDateTime(new TimeOnly(1, 0), DateTimeKind.Utc));
        var keys = PersonalDataKey.Load(Path.Combine(folder, "personal-data.key"), mayCreate: true);
        var bank = new SampleBank(
            await CustodyDatabase.OpenAsync(connection, clock), clock, keys, keep ? null : folder);
        await bank.SeedAsync();
        return bank;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Database.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    public async Task<Receipt> AskAsync(BankRequest request)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        return (await _bank.AskAsync(request)).Value;
    }

    public RequestHead Head(CustodyPool pool, string prefix = "R") =>
        new(pool.Id, $"{prefix}{++_requests:D8}", pool == Far ? "api:8002" : "api:8001");

    public Task<Receipt> RechargeAsync(CustodyPool pool, string account, long yuan) => AskAsync(new Recharge(
        Head(pool), account, yuan * Yuan, Verification.Sms, $"S{_requests:D8}"));

    public async Task CutToAsync(DateOnly date)
    {
        Clock.MoveTo(date.ToDateTime(new TimeOnly(1, 0), DateTimeKind.Utc));
        Today = (await _bank.CutDayAsync(date)).Value;
    }

    private async Task SeedAsync()
    {
        _ = (await _bank.SetUpAsync(FirstDay)).Value;
        Star = (await _bank.OpenPlatformAsync(
            new PlatformTerms("8001", "星河网贷", "星河金融信息服务（上海）有限公司", "91350100M000100Y43", "易付通")
        {
            WithdrawalFeeFen = 2 * Yuan,
        })).Value;
        Far = (await _bank.OpenPlatformAsync(new PlatformTerms(
            "8002", "天山普惠（新疆维吾尔自治区小微企业网络借贷信息中介平台）", "新疆维吾尔自治区巴音郭楞蒙古自治州普惠互联网金融信息服务（集团）有限责任公司", People.Company(900).CreditCode, "易付通")
        {
            WithdrawalFeeFen = 1 * Yuan, WithdrawalFeeDeduction = FeeDeduction.Inner, InstalmentRounding = Rounding.Up,
        })).Value;
        for (var i = 1; i <= 12; i++) Accounts[$"investor{i}"] = await OpenUserAsync(Star, UserRole.Investor);
        for (var i = 1; i <= 3; i++) Accounts[$"borrower{i}"] = await OpenUserAsync(Star, UserRole.Borrower);
        Accounts["company"] = await OpenCompanyAsync(Star, UserRole.Borrower);
        Accounts["guarantor"] = await OpenCompanyAsync(Star, UserRole.Guarantor);
        for (var i = 1; i <= 4; i++) Accounts[$"far{i}"] = await OpenUserAsync(Far, UserRole.Investor);
        Accounts["farborrower"] = await OpenUserAsync(Far, UserRole.Borrower);
        for (var i = 1; i <= 12; i++) await RechargeAsync(Star, Accounts[$"investor{i}"], 20_000 + (i * 1_357));
        await RechargeAsync(Star, Accounts["guarantor"], 150_000);
        for (var i = 1; i <= 4; i++) await RechargeAsync(Far, Accounts[$"far{i}"], 9_000);

        await ListAsync(Star, "XH2017080001", "应收账款周转（一期）", "borrower1", 60_000, RepaymentMethod.OneTime, 1);
        await BidAllAsync(Star, "XH2017080001", 60_000, 1, 6);
        await CutToAsync(new(2017, 8, 4));
        await AskAsync(new Release(Head(Star), "XH2017080001") { PlatformFeeFen = 600 * Yuan });
        await ListAsync(Star, "XH2017080002", "新疆维吾尔自治区巴音郭楞蒙古自治州农业设备采购借款项目（第二期）", "company", 90_000,
            RepaymentMethod.EqualInstalments, 6);
        await BidAllAsync(Star, "XH2017080002", 90_000, 1, 9);
        await AskAsync(new Release(Head(Star), "XH2017080002") { PlatformFeeFen = 450 * Yuan });
        await WithdrawAsync(Star, "borrower1", 30_000, ChannelResult.Succeeded);
        await ListAsync(Star, "XH2017080003", "门店装修", "borrower2", 50_000, RepaymentMethod.InterestFirst, 3);
        await BidAllAsync(Star, "XH2017080003", 12_000, 10, 12);
        await ListAsync(Far, "TS00017", "春耕资金", "farborrower", 20_000, RepaymentMethod.EqualPrincipal, 3);
        await BidAllAsync(Far, "TS00017", 20_000, 1, 4, "far");
        await AskAsync(new Release(Head(Far), "TS00017"));
        await WithdrawAsync(Far, "farborrower", 18_000, ChannelResult.Succeeded);

        await CutToAsync(new(2017, 9, 4));
        await AskAsync(new FailListing(Head(Star), "XH2017080003"));
        // The company pays one instalment of six itself, then nothing; the guarantor pays the next.
        await RechargeAsync(Star, Accounts["company"], 2_000);
        await RepayAsync(Star, "XH2017080002", 1);
        await RechargeAsync(Star, Accounts["borrower1"], 40_000);
        await RepayAsync(Star, "XH2017080001", 1);
        await CutToAsync(new(2017, 10, 9));
        await CompensateAsync(Star, "XH2017080002", 2);
        await AskAsync(new Recover(Head(Star), "XH2017080002", Accounts["guarantor"], 1_000 * Yuan));
        await ListAsync(Star, "XH2017100004", "冷链车辆购置", "borrower3", 80_000, RepaymentMethod.EqualInstalments, 12);
        await BidAllAsync(Star, "XH2017100004", 51_500, 3, 9);
        await AskAsync(PastDecisions.JudicialFreeze(Head(Star), Accounts["investor2"], 800 * Yuan, "（2017）沪0115执1234号"));
        await WithdrawAsync(Star, "investor1", 300, ChannelResult.Failed);
        await WithdrawAsync(Star, "investor2", 250, ChannelResult.Unknown);
        await WithdrawAsync(Star, "investor3", 200, ChannelResult.Returned);
        await AskAsync(new Withdrawal(Head(Star), Accounts["investor4"], 100 * Yuan, Verification.TradePassword));
        var sent = await AskAsync(
            new Withdrawal(Head(Star), Accounts["investor5"], 120 * Yuan, Verification.TradePassword));
        _ = (await _bank.SendAsync(new SendWithdrawal(Star.Id, sent.OrderNo))).Value;
        await RechargeAsync(Star, Accounts["investor6"], 5_000);
    }

    private async Task<string> OpenUserAsync(CustodyPool pool, UserRole role)
    {
        var person = People.Person(++_people);
        return (await _bank.OpenUserAsync(Head(pool, "U"), new UserForm(
            role, PartyKind.Person, $"U{person.Index:D6}", person.Name, person.IdentityNumber, person.Mobile,
            person.CardNumber))).Value.AccountNo!;
    }

    private async Task<string> OpenCompanyAsync(CustodyPool pool, UserRole role)
    {
        var company = People.Company(++_people);
        return (await _bank.OpenUserAsync(Head(pool, "U"), new UserForm(
            role, PartyKind.Company, $"C{company.Index:D6}", company.Name, company.CreditCode, "13800138000",
            company.SettlementAccount)))
            .Value.AccountNo!;
    }

    private Task<Receipt> ListAsync(
        CustodyPool pool, string no, string name, string borrower, long yuan, RepaymentMethod method, int months) =>
        AskAsync(new RegisterListing(
            Head(pool, "L"), no, name, Accounts[borrower], yuan * Yuan, 980, months, method, Today, Today.AddDays(10))
        {
            CompensatorAccountNos = pool == Star ? [Accounts["guarantor"]] : [],
        });

    private async Task BidAllAsync(
        CustodyPool pool, string no, long yuan, int first, int last, string kind = "investor")
    {
        var parts = Fen.Split(yuan * Yuan, last - first + 1);
        for (var i = first; i <= last; i++)
            await AskAsync(new Bid(Head(pool, "B"), no, Accounts[$"{kind}{i}"], parts[i - first],
                Verification.TradePassword));
    }

    private async Task RepayAsync(CustodyPool pool, string no, int period)
    {
        var row = await InstalmentAsync(no, period);
        await AskAsync(new Repay(Head(pool, "P"), no, row.PrincipalFen, row.InterestFen));
    }

    private async Task CompensateAsync(CustodyPool pool, string no, int period)
    {
        var row = await InstalmentAsync(no, period);
        await AskAsync(PastDecisions.CompensateDirectly(
            Head(pool, "K"), no, Accounts["guarantor"], row.PrincipalFen, row.InterestFen, 0));
    }

    private async Task<Instalment> InstalmentAsync(string no, int period)
    {
        await using var db = Database.CreateDbContext();
        return (from row in db.Instalments
                join listing in db.Listings on row.ListingId equals listing.Id
                where listing.ListingNo == no && row.Period == period && row.PlanVersion == listing.PlanVersion
                select row).Single();
    }

    private async Task WithdrawAsync(CustodyPool pool, string account, long yuan, ChannelResult result)
    {
        var receipt = await AskAsync(
            new Withdrawal(Head(pool, "W"), Accounts[account], yuan * Yuan, Verification.TradePassword));
        _ = (await _bank.SendAsync(new SendWithdrawal(pool.Id, receipt.OrderNo))).Value;
        Clock.Advance(TimeSpan.FromSeconds(3));
        if (result == ChannelResult.Returned) await TakeAsync(ChannelResult.Succeeded, null);
        await TakeAsync(result, result is ChannelResult.Failed or ChannelResult.Returned ? "收款账户状态异常" : null);

        async Task TakeAsync(ChannelResult said, string? reason) => _ = (await _bank.TakeAsync(new TakeAnswer(
            pool.Id, receipt.OrderNo,
            new ChannelAnswer(said, said == ChannelResult.Unknown ? null : $"Y{receipt.OrderId}", reason)))).Value;
    }
}
