using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Demo;

/// <summary>
/// The nights of the demo bank: the day that was cut at midnight is settled, confirmed, proved, kept and closed, step by step as the jobs of a
/// real night do it. Each step does nothing twice, so an interrupted story is told again.
/// </summary>
internal sealed class DemoDays(CustodyDatabase custody, DemoDesk desk, IPaymentChannel channel, DateOnly lastDay)
{
    private readonly DayEnd _days = new(new StaffDesk(custody.Writer), custody.Writer, channel, custody);

    /// <summary>Enters the night in which a date begins into the diary.</summary>
    public void EnterNight(DemoDiary diary, DateOnly date)
    {
        var ended = date.AddDays(-1);
        At(0, 10, () => _days.SettleAsync(ended));
        At(0, 40, () => _days.ConfirmAsync(ended));
        At(0, 50, () => _days.ReleaseFloatAsync(ended));
        // The books as they stand are proved once, at the end of the story; a night proves the day that it closes.
        At(1, 20, () => _days.TrialBalanceAsync(ended, proveBooks: date == lastDay));
        At(1, 40, () => _days.SnapshotAsync(ended));
        At(2, 30, () => _days.CloseAsync(ended));

        void At(int hour, int minute, Func<Task<Outcome<DayStep>>> step) => diary.At(date.ToDateTime(new TimeOnly(hour, minute)), async at =>
        {
            await desk.ReachAsync(at);
            _ = (await step()).Value;
        });
    }
}
