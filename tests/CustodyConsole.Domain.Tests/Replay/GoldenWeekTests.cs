using CustodyConsole.Data;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Jobs;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Domain.Tests.Replay;

/// <summary>
/// The Golden Week of 2017 on real loans: the summer of 2006 moved by whole weeks, the bank's jobs run every night, and investors who take out
/// in the evening what the day's repayments brought. Every figure is held against <see cref="GoldenWeekFile"/>, which reads the file by itself.
/// </summary>
public sealed class GoldenWeekTests
{
    /// <summary>2006-06-25, a Sunday in a fortnight of many releases and payments, becomes 2017-10-01.</summary>
    private const int Weeks = 588;

    /// <summary>Investors leave less than this where it is, in fen.</summary>
    private const long WorthIt = 25_00;

    private static readonly DateOnly Eve = new(2017, 9, 27), First = new(2017, 9, 28), Last = new(2017, 10, 10), Ninth = new(2017, 10, 9);

    private static readonly FeeTerms Terms = new()
    {
        Person = FeeTariff.Fixed(2_00),
        Deduction = FeeDeduction.Inner,
        Advance = new AdvanceFee(AdvanceMode.PerDay, 500),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_payments_over_the_golden_week_of_2017_are_advanced_settled_and_proved_to_the_fen()
    {
        var path = RealData.Find("kiva/loans.json");
        var file = GoldenWeekFile.Read(path, RealData.Find("holiday-cn/2017.json"), Weeks);
        var plan = KivaReplay.Read(path, LenderPool.DefaultSeed, Stop, Weeks).Plan!;
        using var place = await EmptyDatabase.NewAsync("sqlite");
        var clock = new SimulatedClock(At(plan.FirstDay, 0));
        await using var bank = await BankAsync(place, clock);
        var replay = await ReplayBank.OpenAsync(
            bank.GetRequiredService<CustodyBank>(), clock, plan, new ReplayProgress(), Last.AddDays(1), Stop,
            day => EndAsync(bank, clock, file, day));
        await plan.RunAsync(replay, Stop);

        await using var db = Db(bank);
        Assert.Equal(Last, (await db.BankStates.SingleAsync(Stop)).ClosedThrough);
        var advances = (await db.Advances.Where(advance => advance.OpenedOn >= First && advance.OpenedOn <= Last).ToListAsync(Stop))
            .Select(advance => new FileAdvance(
                advance.OpenedOn, advance.AmountFen, advance.FeeFen, advance.Days, advance.DueOn, advance.RepaidOn!.Value));
        Assert.Equal(file.Advances.Order(), advances.Order());
        var batches = (await db.Batches.Where(batch => batch.SettledOn >= First).OrderBy(batch => batch.Id).ToListAsync(Stop))
            .Select(batch => new FileBatch(
                batch.From!.Value, batch.Through, batch.SettledOn, batch.RechargeFen, batch.PayoutFen, batch.FeeFen, batch.ReceivedFen!.Value));
        Assert.Equal(file.Batches, batches);
        await HoldTheWeekAsync(db, file);
    }

    /// <summary>The sentence that people say about that week.</summary>
    private static async Task HoldTheWeekAsync(CustodyDb db, GoldenWeekFile file)
    {
        Assert.Equal([First, First.AddDays(1), First.AddDays(2), Ninth, Last], file.Batches.Select(batch => batch.SettledOn));
        Assert.Equal((new DateOnly(2017, 10, 1), Ninth), (file.Batches[3].From, file.Batches[3].Through));
        var week = file.Advances.Where(advance => advance.OpenedOn > new DateOnly(2017, 9, 30) && advance.OpenedOn < Ninth).ToList();
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], week.OrderBy(advance => advance.OpenedOn).Select(advance => advance.Days).Distinct());
        Assert.All(week, advance => Assert.Equal((Ninth, Ninth), (advance.DueOn, advance.RepaidOn)));
        Assert.All(file.Advances.Except(week), advance => Assert.Equal((0, 0L), (advance.Days, advance.FeeFen)));

        // What was accrued night by night comes to the fees of the week, and an order says how its fee was worked out.
        Assert.Equal(
            week.Sum(advance => advance.FeeFen), await db.AdvanceDays.Where(day => day.Date >= First).SumAsync(day => day.AccruedFen ?? 0, Stop));
        var first = await db.Advances.Where(advance => advance.Days == 8).OrderBy(advance => advance.Id).FirstAsync(Stop);
        var order = await db.Orders.SingleAsync(one => one.Id == first.Id, Stop);
        Assert.Equal(
            $"2.00 + {Fen.Format(order.AmountFen)} × 0.05% × 8 天 = {Fen.Format(2_00 + first.FeeFen)}",
            (await db.OrderFees.SingleAsync(fee => fee.Id == first.Id, Stop)).Formula);
    }

    /// <summary>Ends a day: before the story it is just cut; then investors withdraw, the night's jobs run, and what they kept is compared.</summary>
    private static async Task EndAsync(ServiceProvider bank, SimulatedClock clock, GoldenWeekFile file, DateOnly day)
    {
        if (day < Eve)
        {
            _ = (await bank.GetRequiredService<CustodyBank>().CutDayAsync(day.AddDays(1))).Value;
            return;
        }

        if (day == Eve) await BeginAsync(bank);
        clock.MoveTo(At(day, 10));
        var expected = day == Eve ? null : file.NightOf(day, await WithdrawAsync(bank, file, day));
        clock.MoveTo(At(day, 17));
        var steps = await bank.GetRequiredService<DayRun>().RunThroughAsync(day, _ => { }, null, Stop);
        Assert.All(
            steps.Where(step => step.Job.Name != JobCatalogue.Backup),
            step => Assert.True(step.EndedWell, $"{step.Job.Name}: {step.Run?.ResultEnglish ?? step.Refusal?.English}"));
        var kept = await KeptAsync(bank, day);
        if (expected is null) file.Begin(kept);
        else Assert.Equal(expected, kept);
    }

    /// <summary>
    /// What lies before the story has its days closed as they are, and the fees hold from the first day of it. Copies of the database, which are
    /// proved a second time, are left out.
    /// </summary>
    private static async Task BeginAsync(ServiceProvider bank)
    {
        var operations = new StaffMember("operator", "经办", "10001", [Roles.Operator]);
        Assert.True((await bank.GetRequiredService<JobDesk>().PauseAsync(operations, JobCatalogue.Backup, true, "不留存回放数据")).Done);
        var writer = bank.GetRequiredService<GroupWriter>();
        _ = (await writer.RunAsync(0, books => AccountingDates.Close(books, Eve.AddDays(-1)))).Value;
        _ = (await writer.RunAsync<FeeSchedule>(0, books => books.FeeSchedules.Add(new FeeSchedule
        {
            PoolId = books.Pools.Search(_ => true, "\"id\" > 0").Single().Id,
            Kind = FeeKind.Withdrawal,
            Version = 1,
            EffectiveFrom = First,
            Content = FeeText.Write(Terms),
            CreatedAtUtc = books.NowUtc,
        }))).Value;
    }

    /// <summary>Investors whose loans were repaid today withdraw all they have, where it is worth it; gives what they withdrew, in fen.</summary>
    private static async Task<IReadOnlyList<long>> WithdrawAsync(ServiceProvider services, GoldenWeekFile file, DateOnly day)
    {
        var bank = services.GetRequiredService<CustodyBank>();
        await using var db = Db(services);
        var repaid =
            from line in db.Lines
            join entry in db.Entries on line.EntryId equals entry.Id
            where entry.AccountingDate == day && entry.Operation == Operation.Repayment
            select line.AccountId;
        var investors = await db.Accounts
            .Where(account => account.Type == AccountType.Investor && repaid.Contains(account.Id) && account.BookFen - account.FrozenFen >= WorthIt)
            .OrderBy(account => account.Id).ToListAsync(Stop);
        var asked = investors.Select(account => bank.WithdrawAsync(new Withdrawal(
            new RequestHead(account.PoolId, $"evening-{day:yyyyMMdd}-{account.Number}", "api:9001"), account.Number,
            account.AvailableFen, Verification.TradePassword)));
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(OrderState.Succeeded, answer.Value.State));
        Assert.Equal(file.Releases(day) + investors.Count, await db.Orders.CountAsync(
            order => order.Type == OrderType.Withdrawal && order.AccountingDate == day, Stop));
        return [.. investors.Select(account => account.AvailableFen)];
    }

    /// <summary>What the night kept of a day: its trial balance, and what was advanced when it was over.</summary>
    private static async Task<FileNight> KeptAsync(ServiceProvider bank, DateOnly day)
    {
        await using var db = Db(bank);
        var ends = await db.TrialBalanceRows.Where(row => row.Date == day).ToDictionaryAsync(row => row.Type, row => row.ClosingFen, Stop);
        long Of(params AccountType[] types) => types.Sum(type => ends.GetValueOrDefault(type));
        return new FileNight(
            day, Of(AccountType.Pool), Of(AccountType.Investor, AccountType.Borrower, AccountType.Guarantor), Of(AccountType.RechargeReceivable),
            Of(AccountType.PayoutPayable), Of(AccountType.FeePayable),
            await db.AdvanceDays.Where(row => row.Date == day).SumAsync(row => row.ExposureFen ?? 0, Stop));
    }

    private static async Task<ServiceProvider> BankAsync(EmptyDatabase place, SimulatedClock clock) => JobSetup.WithoutScheduler(
        new CustodySettings
        {
            BankName = "",
            BankNameEnglish = "",
            Database = place.Connection,
            Demo = false,
            Folder = Path.GetDirectoryName(place.Connection)!,
            PersonalDataKeyFile = place.KeyFile,
        },
        new OpenedCustody(await CustodyDatabase.OpenAsync(place.Connection, clock), PersonalDataKey.Load(place.KeyFile, mayCreate: true)),
        new ConfigurationBuilder().AddInMemoryCollection([new("Custody:Sandbox:LatencyMilliseconds", "0")]).Build(), clock);

    private static CustodyDb Db(ServiceProvider bank) => bank.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContext();

    private static DateTime At(DateOnly day, int hourUtc) => day.ToDateTime(new TimeOnly(hourUtc, 0), DateTimeKind.Utc);
}
