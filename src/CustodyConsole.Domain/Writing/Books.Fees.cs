using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Fees;

namespace CustodyConsole.Domain.Writing;

/// <summary>Fees, channels and advances, and the working days that both count by.</summary>
public sealed partial class Books
{
    private BusinessCalendar? _workingDays;
    private DateTime _workingDaysFromUtc;
    private DateTime _workingDaysUntilUtc;

    /// <summary>Versions of fee schedules.</summary>
    public Rows<FeeSchedule> FeeSchedules { get; }

    /// <summary>The versions of a pool's fee schedules.</summary>
    public SetIndex<FeeSchedule> FeeSchedulesOfPool { get; }

    /// <summary>Versions of channels' limits and hours.</summary>
    public Rows<ChannelVersion> ChannelVersions { get; }

    /// <summary>The versions of a pool's channels.</summary>
    public SetIndex<ChannelVersion> ChannelVersionsOfPool { get; }

    /// <summary>What orders were charged; the key is the order's.</summary>
    public Rows<OrderFee> OrderFees { get; }

    /// <summary>Statements of a month's fees.</summary>
    public Rows<FeeStatement> FeeStatements { get; }

    /// <summary>A statement by pool and month.</summary>
    public KeyIndex<FeeStatement, (long PoolId, DateOnly Month)> FeeStatementOf { get; }

    /// <summary>What the payment company advanced; the key is the order's.</summary>
    public Rows<Advance> Advances { get; }

    /// <summary>What was advanced on each day.</summary>
    public Rows<AdvanceDay> AdvanceDays { get; }

    /// <summary>A day of a pool's advances.</summary>
    public KeyIndex<AdvanceDay, (long PoolId, DateOnly Date)> AdvanceDayOf { get; }

    /// <summary>The days of a pool whose payouts no confirmed batch repays yet; whoever changes one in the same group has it here still.</summary>
    internal SetIndex<AdvanceDay> OpenAdvanceDaysOfPool { get; }

    /// <summary>What was advanced in each hour of a day.</summary>
    public Rows<AdvanceHour> AdvanceHours { get; }

    /// <summary>An hour of a pool's day.</summary>
    public KeyIndex<AdvanceHour, (long PoolId, DateOnly Date, int Hour)> AdvanceHourOf { get; }

    /// <summary>Limits of payment companies.</summary>
    public Rows<AdvanceLimit> AdvanceLimits { get; }

    /// <summary>The limit of a payment company.</summary>
    public KeyIndex<AdvanceLimit, string> AdvanceLimitOf { get; }

    /// <summary>Payouts that wait, or waited, for the payment company's staff; the key is the order's.</summary>
    public Rows<PayoutHold> PayoutHolds { get; }

    /// <summary>Alerts of the exposure.</summary>
    public Rows<AdvanceAlert> AdvanceAlerts { get; }

    /// <summary>
    /// The working days as known now. Every payout asks for them, so they are kept: for a group where others may take a notice over, and until
    /// the next notice where nobody can.
    /// </summary>
    internal BusinessCalendar WorkingDays
    {
        get
        {
            if (CalendarNotices.Added.Count > 0) return TakeNotice.CalendarOf(this);
            if (_workingDays is not null && NowUtc < _workingDaysUntilUtc && NowUtc >= _workingDaysFromUtc) return _workingDays;
            (_workingDaysFromUtc, _workingDaysUntilUtc) = TakeNotice.SameBetween(this);
            return _workingDays = TakeNotice.CalendarOf(this);
        }
    }

    /// <summary>A group that took a notice over, or is not the only writer's, leaves nothing behind.</summary>
    private void ForgetWorkingDays(bool committed)
    {
        if (!committed || !Store.IsOnlyWriter || CalendarNotices.Added.Count > 0) _workingDays = null;
    }
}
