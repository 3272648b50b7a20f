using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Days;

/// <summary>Cuts and closes days inside the writer, behind their guards.</summary>
internal static class CloseDay
{
    /// <summary>
    /// Ends an accounting day: the next one begins at once, and money keeps moving there. A day that was cut before is left alone. Refusals in
    /// order: <see cref="DayRefusals.NotReached"/>, <see cref="DayRefusals.BeforeCutOff"/>.
    /// </summary>
    public static Outcome<bool> Cut(Books books, DateOnly date)
    {
        var bank = books.Bank;
        if (date < bank.AccountingDate) return books.DayByDate.Find(date) is null ? DayRefusals.UnknownDay(date) : false;
        if (date > bank.AccountingDate) return DayRefusals.NotReached(date, bank.AccountingDate);
        if (books.NowUtc < bank.CutOffOf(date)) return DayRefusals.BeforeCutOff(date, bank.CutOffOf(date));
        var cut = AccountingDates.Cut(books, date.AddDays(1));
        if (!cut.Done) return cut.Refusal;
        return true;
    }

    /// <summary>
    /// Closes a day. A closed day is left alone. Refusals in order: <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>,
    /// <see cref="DayRefusals.EarlierOpen"/>, on a working day <see cref="DayRefusals.NotSettled"/>, <see cref="DayRefusals.BatchOpen"/>,
    /// <see cref="DayRefusals.TrialBalanceFailed"/>, <see cref="DayRefusals.NotProved"/>, <see cref="DayRefusals.NoSnapshot"/>.
    /// </summary>
    public static Outcome<bool> Close(Books books, DateOnly date)
    {
        if (Obstacle(books, date) is { } obstacle) return obstacle;
        if (books.DayByDate.Find(date) is { ClosedAtUtc: not null }) return false;
        var closed = AccountingDates.Close(books, date);
        if (!closed.Done) return closed.Refusal;
        return true;
    }

    /// <summary>What keeps a day open, as <see cref="Close"/> would say; null where it is closed or could be.</summary>
    public static Refusal? Obstacle(Books books, DateOnly date)
    {
        var bank = books.Bank;
        if (date >= bank.AccountingDate) return DayRefusals.NotCut(date, bank.AccountingDate);
        if (books.DayByDate.Find(date) is not { } day) return DayRefusals.UnknownDay(date);
        if (day.ClosedAtUtc is not null) return null;
        var earlier = books.OpenDaysUntil(date.AddDays(-1)).Select(open => (DateOnly?)open.Date).Min();
        if (earlier is { } first) return DayRefusals.EarlierOpen(first);
        if (Unsettled(books, date) is { } unsettled) return unsettled;
        if (day.Breaches > 0) return DayRefusals.TrialBalanceFailed(date, day.Breaches, day.BreachChinese ?? "", day.BreachEnglish ?? "");
        if (day.ProvedAtUtc is null) return DayRefusals.NotProved(date);
        return day.SnapshotAtUtc is null ? DayRefusals.NoSnapshot(date) : null;
    }

    /// <summary>
    /// What of the settlement keeps a day open: on a working day every pool that was open that day has a batch through it, and whatever
    /// should have arrived by its end is booked, if only into suspense. Holidays wait for nothing.
    /// </summary>
    private static Refusal? Unsettled(Books books, DateOnly date)
    {
        if (ToBeSettled(books, date).FirstOrDefault() is { Platform: { } platform }) return DayRefusals.NotSettled(date, platform.Name);
        return OpenPools(books, date).SelectMany(open => books.BatchesOfPool.Of(open.Pool.Id))
            .FirstOrDefault(batch => batch.State == BatchState.Instructed && batch.SettledOn <= date) is { } late
                ? DayRefusals.BatchOpen(date, late.No) : null;
    }

    /// <summary>
    /// The pools that a cut day still has to settle: none on a holiday. A day that becomes a working day once it is over stays the holiday
    /// it was, and the next batch has it.
    /// </summary>
    internal static IEnumerable<(CustodyPool Pool, Platform Platform)> ToBeSettled(Books books, DateOnly date)
    {
        var known = TakeNotice.Known(books);
        return new BusinessCalendar(known, books.NowUtc).IsWorkingDay(date)
            && books.DayByDate.Find(date) is { } day && new BusinessCalendar(known, day.CutAtUtc).IsWorkingDay(date)
                ? OpenPools(books, date).Where(open => !books.BatchesOfPool.Of(open.Pool.Id).Any(batch => batch.Through >= date))
                : [];
    }

    /// <summary>
    /// The pools of platforms that were at the bank on a date and have not left; of those that have left, the ones where a late answer of the
    /// payment company was still to be settled at the end of that date.
    /// </summary>
    internal static IEnumerable<(CustodyPool Pool, Platform Platform)> OpenPools(Books books, DateOnly date) =>
        from pool in books.Pools.Search(_ => true, "\"id\" > 0").OrderBy(pool => pool.Id)
        let platform = books.Platforms.Get(pool.PlatformId)
        where platform.OpenedOn <= date && (platform.State != PlatformState.Closed || IsUnsettled(books, pool, date))
        select (pool, platform);

    /// <summary>True while what was owed between the bank and the payment company at the end of a date is not settled, or a batch waits for its money.</summary>
    private static bool IsUnsettled(Books books, CustodyPool pool, DateOnly date) =>
        books.BatchesOfPool.Of(pool.Id).Any(batch => batch.State == BatchState.Instructed) || SettlePool.WasOwed(books, pool.Id, date);
}
