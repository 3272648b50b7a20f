using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Days;

/// <summary>The trial balance of a day, as it was just computed.</summary>
/// <param name="Rows">Its lines: every type of account of every pool that held or moved anything.</param>
/// <param name="Entries">The entries of the day.</param>
/// <param name="LateEntries">Of which of business that happened earlier.</param>
/// <param name="TurnoverFen">The sum of their debits, in fen.</param>
/// <param name="Breaches">What contradicts itself.</param>
internal sealed record DayFigures(
    IReadOnlyList<TrialBalanceRow> Rows, long Entries, long LateEntries, long TurnoverFen, IReadOnlyList<Breach> Breaches);

/// <summary>
/// Computes the trial balance of a cut day from its lines and proves it: debits equal credits in every pool, the pool is the sum of its accounts
/// at the day's end, and what was kept of this day before says the same. It reads only, beside the writer.
/// </summary>
internal static class TrialBalanceOfDay
{
    /// <summary>The day's figures, and what contradicts itself in them and, where they are proved as well, in all books.</summary>
    public static async Task<(DayFigures Figures, IReadOnlyList<Breach> Breaches)> ReadAsync(
        IDbContextFactory<CustodyDb> reader, DateOnly date, bool proveBooks, CancellationToken cancellationToken)
    {
        DayFigures figures;
        await using (var db = await reader.CreateDbContextAsync(cancellationToken)) figures = await ComputeAsync(db, date, cancellationToken);
        if (!proveBooks) return (figures, figures.Breaches);
        await using var books = await reader.CreateDbContextAsync(cancellationToken);
        return (figures, [.. figures.Breaches, .. await TrialBalance.ProveAsync(books, cancellationToken: cancellationToken)]);
    }

    private static async Task<DayFigures> ComputeAsync(CustodyDb db, DateOnly date, CancellationToken cancellationToken)
    {
        var moved = await MovedAsync(db, date, cancellationToken);
        var before = await OpeningAsync(db, date, cancellationToken);
        var rows = before.Keys.Union(moved.Keys).OrderBy(key => key.PoolId).ThenBy(key => key.Type)
            .Select(key =>
            {
                var (debitFen, creditFen) = moved.GetValueOrDefault(key);
                var openingFen = before.GetValueOrDefault(key);
                return new TrialBalanceRow
                {
                    Date = date,
                    PoolId = key.PoolId,
                    Type = key.Type,
                    OpeningFen = openingFen,
                    DebitFen = debitFen,
                    CreditFen = creditFen,
                    ClosingFen = openingFen + Grown(key.Type, debitFen, creditFen),
                };
            })
            .Where(row => row.OpeningFen != 0 || row.DebitFen != 0 || row.CreditFen != 0).ToList();
        var totals = await db.Entries.Where(entry => entry.AccountingDate == date).GroupBy(_ => 1)
            .Select(all => new
            {
                Entries = all.LongCount(),
                Late = all.LongCount(entry => entry.TransactionDate < date),
                Turnover = all.Sum(entry => entry.TotalFen),
            }).SingleOrDefaultAsync(cancellationToken);
        var kept = await db.TrialBalanceRows.Where(row => row.Date == date).ToListAsync(cancellationToken);
        return new DayFigures(
            rows, totals?.Entries ?? 0, totals?.Late ?? 0, totals?.Turnover ?? 0,
            [.. Unbalanced(rows), .. NotItsParts(rows), .. ChangedSince(kept, rows)]);
    }

    private static long Grown(AccountType type, long debitFen, long creditFen) =>
        ChartOfAccounts.Of(type).NormalSide == Side.Debit ? debitFen - creditFen : creditFen - debitFen;

    private static async Task<Dictionary<(long PoolId, AccountType Type), (long DebitFen, long CreditFen)>> MovedAsync(
        CustodyDb db, DateOnly date, CancellationToken cancellationToken) => await (
            from posted in LinesOfEntries.WithAccounts(db, db.Entries.Where(entry => entry.AccountingDate == date))
            group posted.Line by new { posted.Account.PoolId, posted.Account.Type } into lines
            select new
            {
                lines.Key,
                Debit = lines.Sum(line => line.Side == Side.Debit ? line.AmountFen : 0),
                Credit = lines.Sum(line => line.Side == Side.Credit ? line.AmountFen : 0),
            }).ToDictionaryAsync(row => (row.Key.PoolId, row.Key.Type), row => (row.Debit, row.Credit), cancellationToken);

    /// <summary>What the day began with: the end of the day before where that was kept, else the sum of all that was posted before.</summary>
    private static async Task<Dictionary<(long PoolId, AccountType Type), long>> OpeningAsync(
        CustodyDb db, DateOnly date, CancellationToken cancellationToken)
    {
        var before = await db.AccountingDays.Where(day => day.Date < date).MaxAsync(day => (DateOnly?)day.Date, cancellationToken);
        if (before is null) return [];
        if (await db.AccountingDays.AnyAsync(day => day.Date == before && day.ProvedAtUtc != null, cancellationToken))
        {
            return await db.TrialBalanceRows.Where(row => row.Date == before)
                .ToDictionaryAsync(row => (row.PoolId, row.Type), row => row.ClosingFen, cancellationToken);
        }

        var sums = await (
            from posted in LinesOfEntries.WithAccounts(db, db.Entries.Where(entry => entry.AccountingDate < date))
            group posted.Line by new { posted.Account.PoolId, posted.Account.Type } into lines
            select new
            {
                lines.Key,
                Debit = lines.Sum(line => line.Side == Side.Debit ? line.AmountFen : 0),
                Credit = lines.Sum(line => line.Side == Side.Credit ? line.AmountFen : 0),
            }).ToListAsync(cancellationToken);
        return sums.ToDictionary(row => (row.Key.PoolId, row.Key.Type), row => Grown(row.Key.Type, row.Debit, row.Credit));
    }

    private static IEnumerable<Breach> Unbalanced(List<TrialBalanceRow> rows) =>
        from pool in rows.GroupBy(row => row.PoolId)
        let debitFen = pool.Sum(row => row.DebitFen)
        let creditFen = pool.Sum(row => row.CreditFen)
        where debitFen != creditFen
        select Breach(1, pool.Key, "当日借贷发生额不平", "debits and credits of the day differ", debitFen, creditFen);

    private static IEnumerable<Breach> NotItsParts(List<TrialBalanceRow> rows) =>
        from pool in rows.GroupBy(row => row.PoolId)
        let partsFen = pool.Sum(row => ChartOfAccounts.Of(row.Type).InTotal * row.ClosingFen)
        let poolFen = pool.Where(row => row.Type == AccountType.Pool).Sum(row => row.ClosingFen)
        where partsFen != poolFen
        select Breach(5, pool.Key, "日终总分不符", "the pool is not the sum of its accounts at the end of the day", partsFen, poolFen);

    private static IEnumerable<Breach> ChangedSince(List<TrialBalanceRow> kept, List<TrialBalanceRow> rows)
    {
        if (kept.Count == 0) yield break;
        var now = rows.ToDictionary(row => (row.PoolId, row.Type));
        foreach (var row in kept)
        {
            var closingFen = now.Remove((row.PoolId, row.Type), out var same) ? same.ClosingFen : 0;
            if (same is null || closingFen != row.ClosingFen || same.DebitFen != row.DebitFen || same.CreditFen != row.CreditFen)
            {
                yield return Breach(
                    11, row.PoolId, $"{ChartOfAccounts.Of(row.Type).Code} 日终余额与已存试算表不符",
                    $"{ChartOfAccounts.Of(row.Type).Code} differs from the trial balance that was kept", row.ClosingFen, closingFen);
            }
        }

        foreach (var row in now.Values)
        {
            yield return Breach(
                11, row.PoolId, $"{ChartOfAccounts.Of(row.Type).Code} 日终余额与已存试算表不符",
                $"{ChartOfAccounts.Of(row.Type).Code} differs from the trial balance that was kept", 0, row.ClosingFen);
        }
    }

    private static Breach Breach(int invariant, long poolId, string chinese, string english, long expectedFen, long foundFen) => new(
        invariant, $"pool {poolId}",
        $"{chinese}：存管汇总户 {poolId}，应为 {Fen.Format(expectedFen)}，实为 {Fen.Format(foundFen)}",
        $"{english}: pool {poolId}, expected {Fen.Format(expectedFen)}, found {Fen.Format(foundFen)}", poolId);

    /// <summary>What a trial balance says of itself, with the pools whose postings it has stopped.</summary>
    public static DayStep Told(
        DateOnly date, bool isNew, DayFigures figures, IReadOnlyList<Breach> breaches, IReadOnlyList<string> stopped)
    {
        var (chinese, english) = breaches.Count > 0
            ? (breaches[0].Chinese, breaches[0].English)
            : ($"试算平衡：分录 {figures.Entries} 笔，发生额 {Fen.Format(figures.TurnoverFen)} 元",
               $"The books balance: {figures.Entries} entries, {Fen.Format(figures.TurnoverFen)} yuan");
        if (stopped.Count > 0)
            (chinese, english) = ($"{chinese}；已停止记账：{string.Join('、', stopped)}", $"{english}; postings are stopped: {string.Join(", ", stopped)}");
        return new DayStep(date, isNew, figures.Entries, figures.TurnoverFen, breaches.Count, chinese, english)
        {
            HoldsAllPools = breaches.Any(breach => breach is { PoolId: null, Subject: not Ledger.TrialBalance.More }),
        };
    }

    /// <summary>
    /// Keeps what was computed. The rows are those of the first proof that held, and later proofs are compared with them: figures of damaged
    /// books would contradict the right ones for ever, and those of a proof that fails later never take the place of right ones.
    /// Refusals in order: <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>.
    /// </summary>
    public static Outcome<bool> Keep(Books books, DateOnly date, DayFigures figures, IReadOnlyList<Breach> breaches)
    {
        if (date >= books.Bank.AccountingDate) return DayRefusals.NotCut(date, books.Bank.AccountingDate);
        if (books.DayByDate.Find(date) is not { } day) return DayRefusals.UnknownDay(date);
        if (day.ClosedAtUtc is not null) return false;
        var isNew = day.ProvedAtUtc is null && breaches.Count == 0;
        books.AccountingDays.Edit(day);
        if (isNew)
        {
            foreach (var row in figures.Rows) books.TrialBalanceRows.Add(row);
        }

        if (isNew || day.ProvedAtUtc is not null) day.ProvedAtUtc = books.NowUtc;
        day.Entries = figures.Entries;
        day.LateEntries = figures.LateEntries;
        day.TurnoverFen = figures.TurnoverFen;
        day.Breaches = breaches.Count;
        day.BreachChinese = breaches.Count == 0 ? null : breaches[0].Chinese;
        day.BreachEnglish = breaches.Count == 0 ? null : breaches[0].English;
        return isNew;
    }
}
