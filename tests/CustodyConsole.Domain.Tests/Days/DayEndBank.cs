using CustodyConsole.Channel;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Days;

/// <summary>A test bank that ends its days as the jobs do.</summary>
internal sealed class DayEndBank : IAsyncDisposable
{
    private readonly SandboxChannel _channel;

    private DayEndBank(TestBank bank, SandboxOptions options)
    {
        Bank = bank;
        _channel = new SandboxChannel(options, TimeProvider.System);
        Days = new DayEnd(new StaffDesk(bank.Writer), bank.Writer, _channel, bank.Database);
    }

    public TestBank Bank { get; }

    public DayEnd Days { get; }

    public static async Task<DayEndBank> OpenAsync(string database, SandboxOptions? options = null) =>
        new(await TestBank.OpenAsync(database), options ?? new SandboxOptions());

    /// <summary>Moves the clock to the midnight at which a day may be cut.</summary>
    public void ToCutOff(DateOnly date) => Bank.Clock.MoveTo(CutOff(date));

    /// <summary>All steps of a day, in their order.</summary>
    public Task<IReadOnlyList<Outcome<DayStep>>> EndAsync(DateOnly date) => EndAsync(Bank, Days, date);

    /// <summary>All steps of a day of any test bank, in their order.</summary>
    public static async Task<IReadOnlyList<Outcome<DayStep>>> EndAsync(TestBank bank, DayEnd days, DateOnly date)
    {
        bank.Clock.MoveTo(CutOff(date));
        return
        [
            await days.CutAsync(date), await days.SettleAsync(date), await days.ConfirmAsync(date), await days.ReleaseFloatAsync(date),
            await days.TrialBalanceAsync(date), await days.SnapshotAsync(date), await days.CloseAsync(date),
        ];
    }

    public async Task<AccountingDay> DayAsync(DateOnly date)
    {
        await using var db = Bank.Db();
        return await db.AccountingDays.SingleAsync(day => day.Date == date);
    }

    private static DateTime CutOff(DateOnly date) => DateTime.SpecifyKind(date.ToDateTime(new TimeOnly(16, 0)), DateTimeKind.Utc);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Bank.DisposeAsync();
    }
}
