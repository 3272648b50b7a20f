using System.Text.Json.Nodes;
using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Replay;
using CustodyConsole.Tests.CommandLine;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

/// <summary>
/// A bank into which the real loans were replayed up to a day on which many instalments are overdue and not compensated yet. What is done
/// to it here is done while no host has it open.
/// </summary>
internal sealed class ReplayedBank : IDisposable
{
    private const int SmallPartnerLoans = 30;
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-replayed-").FullName;

    /// <summary>In the middle of the loans of 2006: what was due in the middle of September is late, its compensation not yet due.</summary>
    public static DateOnly Day { get; } = new(2006, 10, 8);

    public string Database => Path.Combine(_folder, "custody.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Replays the file's loans of the smaller partners by the verb that a person would call.</summary>
    public async Task ReplayAsync(string file)
    {
        var run = await CommandRun.OfAsync(
            "replay", "--format", "kiva", "--file", OfSmallPartners(file), "--database", Database, "--until", $"{Day:O}", "--json");
        Assert.True(run.Code == 0, run.Error);
    }

    /// <summary>The account that may compensate for most of what is overdue, and what that is.</summary>
    public async Task<(string Number, IReadOnlyList<OverdueInstalment> Overdue)> GuarantorAsync()
    {
        await using var database = await CustodyDatabase.OpenToReadAsync(Database, TimeProvider.System);
        await using var db = database.CreateDbContext();
        var overdue = await OverdueInstalments.PageAsync(db, Day, new OverdueFilter(), 0, 10_000);
        var ids = overdue.Select(row => row.ListingId).ToHashSet();
        var accountId = db.Compensators.AsEnumerable().Where(one => ids.Contains(one.ListingId)).GroupBy(one => one.AccountId)
            .MaxBy(account => account.Count())!.Key;
        return (
            (await db.Accounts.SingleAsync(account => account.Id == accountId)).Number,
            await OverdueInstalments.PageAsync(db, Day, new OverdueFilter { CompensatorAccountId = accountId }, 0, 10_000));
    }

    /// <summary>What every account has, by its number.</summary>
    public async Task<Dictionary<string, Account>> AccountsAsync()
    {
        await using var database = await CustodyDatabase.OpenToReadAsync(Database, TimeProvider.System);
        await using var db = database.CreateDbContext();
        return await db.Accounts.ToDictionaryAsync(account => account.Number);
    }

    public async Task<IReadOnlyList<Breach>> ProveAsync()
    {
        await using var database = await CustodyDatabase.OpenToReadAsync(Database, TimeProvider.System);
        await using var db = database.CreateDbContext();
        return await TrialBalance.ProveAsync(db);
    }

    /// <summary>A guarantor of the replay has nothing left over: it recharges what it is to pay.</summary>
    public Task RechargeAsync(string accountNo, long amountFen) => WithBankAsync(Day, async (bank, poolId) =>
        _ = (await bank.AskAsync(new Recharge(
            new RequestHead(poolId, "journey-recharge", "api:9001"), accountNo, amountFen, Verification.Sms, "S-journey"))).Value);

    /// <summary>Cuts the bank's accounting date forward.</summary>
    public Task CutToAsync(DateOnly date) => WithBankAsync(date, async (bank, poolId) => _ = (await bank.CutDayAsync(date)).Value);

    /// <summary>
    /// The whole file is replayed elsewhere; here a fifth of it is enough, the loans of partners with few of them, two of whom are behind.
    /// </summary>
    private string OfSmallPartners(string file)
    {
        var loans = JsonNode.Parse(File.ReadAllText(file))!.AsArray();
        var few = loans.Where(loan => loan!["partner_id"] is not null).GroupBy(loan => (long)loan!["partner_id"]!)
            .Where(partner => partner.Count() <= SmallPartnerLoans).SelectMany(partner => partner);
        var path = Path.Combine(_folder, "loans.json");
        File.WriteAllText(path, new JsonArray([.. few.Select(loan => loan!.DeepClone())]).ToJsonString());
        return path;
    }

    private async Task WithBankAsync(DateOnly date, Func<CustodyBank, long, Task> act)
    {
        var clock = new SimulatedClock(date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc));
        await using var database = await CustodyDatabase.OpenAsync(Database, clock);
        var keys = PersonalDataKey.Load(Path.Combine(_folder, "personal-data.key"), mayCreate: false);
        using var channel = new SandboxChannel(new SandboxOptions(), clock);
        await using var db = database.CreateDbContext();
        await act(new CustodyBank(database.Writer, channel, keys), (await db.Pools.SingleAsync()).Id);
    }
}
