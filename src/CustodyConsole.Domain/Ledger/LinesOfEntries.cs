namespace CustodyConsole.Domain.Ledger;

/// <summary>A line of an entry.</summary>
public sealed class EntryLine
{
    public required JournalEntry Entry { get; init; }

    public required JournalLine Line { get; init; }
}

/// <summary>A line of an entry with the account that it was posted to.</summary>
public sealed class PostedLine
{
    public required JournalEntry Entry { get; init; }

    public required JournalLine Line { get; init; }

    public required Account Account { get; init; }
}

/// <summary>
/// The lines of entries, found by the range of keys that each entry keeps, so that what it costs follows the entries asked for. The tables stand
/// in the order in which they are to be read, and SQLite keeps to it only where they are joined without a condition of the join: left to choose,
/// it begins with the accounts, because it counts nothing beforehand, and goes through all lines that each has ever had.
/// </summary>
public static class LinesOfEntries
{
    /// <summary>All lines of the entries.</summary>
    public static IQueryable<EntryLine> Of(CustodyDb db, IQueryable<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(db);
        return from entry in entries
               from line in db.Lines
               where line.Id >= entry.FirstLineId && line.Id < entry.FirstLineId + entry.LineCount
               select new EntryLine { Entry = entry, Line = line };
    }

    /// <summary>All lines of the entries, each with its account.</summary>
    public static IQueryable<PostedLine> WithAccounts(CustodyDb db, IQueryable<JournalEntry> entries) =>
        from posted in Of(db, entries)
        from account in db.Accounts
        where account.Id == posted.Line.AccountId
        select new PostedLine { Entry = posted.Entry, Line = posted.Line, Account = account };
}
