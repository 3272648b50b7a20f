using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Demo;

public sealed class DemoDayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_bank_settles_every_working_day_and_closes_every_day()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var days = await db.AccountingDays.ToListAsync(Cancellation);
        var batches = await db.Batches.ToListAsync(Cancellation);
        var pools = await db.Pools.CountAsync(Cancellation);

        Assert.All(days, day => Assert.True(day is { ProvedAtUtc: not null, Breaches: 0, SnapshotAtUtc: not null, ClosedAtUtc: not null }));
        Assert.All(batches, batch => Assert.Equal(BatchState.Closed, batch.State));
        Assert.All(batches.GroupBy(batch => batch.SettledOn), day => Assert.Equal(pools, day.Count()));
        Assert.InRange(batches.Select(batch => batch.SettledOn).Distinct().Count(), 55, 66);
        Assert.True(await db.Accounts.Where(account => account.Type == AccountType.Pool).AllAsync(account => account.BookFen > 0, Cancellation));
        Assert.Equal(
            [(SuspenseKind.Surplus, 128_00L), (SuspenseKind.Shortage, 500_00L)],
            (await db.SuspenseItems.ToListAsync(Cancellation)).OrderBy(item => item.Kind).Select(item => (item.Kind, item.LeftFen)));
        Assert.Equal(
            await db.BalanceSnapshots.CountAsync(Cancellation), days.Sum(day => day.SnapshotAccounts));
    }
}
