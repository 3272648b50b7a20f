using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// The bank's own calendar day: the day cut 日切 moves the accounting date forward while money keeps moving; closing a day 关账 means that
/// it takes no postings any more (c.3, invariant 11).
/// </summary>
public static class AccountingDates
{
    /// <summary>The most days that one cut may pass over: more is a mistyped date.</summary>
    public const int DaysAtOnceMax = 3_660;

    /// <summary>Gives a new bank its first accounting date; does nothing where there is one.</summary>
    public static Outcome<DateOnly> SetUp(Books books, DateOnly first)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.BankStates.Find(BankState.OnlyId) is { } bank) return bank.AccountingDate;
        books.BankStates.Add(new BankState { Id = BankState.OnlyId, AccountingDate = first });
        return first;
    }

    /// <summary>
    /// Moves the accounting date to <paramref name="next"/>; entries from now on are booked there. Days in between are cut without
    /// postings. Refusals in order: <see cref="LedgerRefusals.DateNotLater"/>, <see cref="LedgerRefusals.DateTooFar"/>.
    /// </summary>
    public static Outcome<DateOnly> Cut(Books books, DateOnly next)
    {
        ArgumentNullException.ThrowIfNull(books);
        var bank = books.Bank;
        if (next <= bank.AccountingDate) return LedgerRefusals.DateNotLater(bank.AccountingDate, next);
        if (next.DayNumber - bank.AccountingDate.DayNumber > DaysAtOnceMax) return LedgerRefusals.DateTooFar(next, DaysAtOnceMax);

        // Point of no return.
        for (var date = bank.AccountingDate; date < next; date = date.AddDays(1))
            books.AccountingDays.Add(new AccountingDay { Date = date, CutAtUtc = books.NowUtc });
        books.BankStates.Edit(bank).AccountingDate = next;
        return next;
    }

    /// <summary>The accounting date that held at an instant, which lies on or after <paramref name="from"/>: the first that was not cut yet.</summary>
    internal static DateOnly At(Books books, DateTime atUtc, DateOnly from)
    {
        while (from < books.Bank.AccountingDate && books.DayByDate.Find(from) is { } day && day.CutAtUtc <= atUtc) from = from.AddDays(1);
        return from;
    }

    /// <summary>
    /// Closes all days up to and with <paramref name="date"/>. Closing a closed day again changes nothing. It does not ask whether the days
    /// are right: that is <see cref="Days.CloseDay"/>, the way in which the bank closes a day. Refusal: <see cref="LedgerRefusals.DayNotCut"/>.
    /// </summary>
    internal static Outcome<DateOnly> Close(Books books, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(books);
        var bank = books.Bank;
        if (date >= bank.AccountingDate) return LedgerRefusals.DayNotCut(date, bank.AccountingDate);
        if (bank.ClosedThrough is { } closed && date <= closed) return closed;

        // Point of no return.
        books.BankStates.Edit(bank).ClosedThrough = date;
        foreach (var day in books.OpenDaysUntil(date))
        {
            books.AccountingDays.Edit(day).ClosedAtUtc = books.NowUtc;
            // A cut day takes no postings, so what its trial balance counted is what it is closed with; one without is counted now.
            if (day.ProvedAtUtc is null) day.Entries = books.Store.Query(books.Entries.Table, "\"accounting_date\" = {0}", day.Date).Count;
        }

        return date;
    }
}
