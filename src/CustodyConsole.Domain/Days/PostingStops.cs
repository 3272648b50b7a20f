using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Days;

/// <summary>
/// What a trial balance does to postings 停止记账: the pools whose books it finds wrong take none until a proof of all books finds nothing of
/// theirs any more. Nobody lifts a stop by hand: an entry cannot mend what the ledger itself would never have posted, and money that moved on
/// such books could not be told apart afterwards. All other pools go on.
/// </summary>
internal static class PostingStops
{
    /// <summary>Stops the pools that breaches name, and lets the others go on where all books were proved and no other open day is wrong.</summary>
    /// <param name="staff">Keeps the audit trail.</param>
    /// <param name="writer">The writer of the custody database.</param>
    /// <param name="date">The day of the trial balance.</param>
    /// <param name="breaches">What it found.</param>
    /// <param name="isWhole">True where it proved all books, not the figures of the day alone.</param>
    /// <returns>The pools that are stopped now, by platform and payment company.</returns>
    public static async Task<Outcome<IReadOnlyList<string>>> FollowAsync(
        StaffDesk staff, GroupWriter writer, DateOnly date, IReadOnlyList<Breach> breaches, bool isWhole)
    {
        var wrong = breaches.Where(breach => breach.PoolId is not null).DistinctBy(breach => breach.PoolId).ToDictionary(breach => breach.PoolId!.Value);
        var pools = await writer.RunAsync<List<(long Id, string PlatformNo, string Name, bool IsStopped, bool MayGoOn)>>(CustodyStore.DaysLock, books =>
        {
            var mayGoOn = isWhole && !books.OpenDaysUntil(books.Bank.AccountingDate).Any(day => day.Date != date && day.Breaches > 0);
            return books.Pools.Search(_ => true, "\"id\" > 0").OrderBy(pool => pool.Id)
                .Select(pool => (pool, platform: books.Platforms.Get(pool.PlatformId)))
                .Select(one => (one.pool.Id, one.platform.No, $"{one.platform.Name}（{one.pool.PaymentCompany}）", one.pool.PostingsStopped, mayGoOn)).ToList();
        });
        if (!pools.Done) return pools.Refusal;
        var stopped = new List<string>();
        foreach (var pool in pools.Value)
        {
            var breach = wrong.GetValueOrDefault(pool.Id);
            var stops = breach is not null || (pool.IsStopped && !pool.MayGoOn);
            if (stops) stopped.Add(pool.Name);
            if (stops == pool.IsStopped) continue;
            var draft = new AuditDraft(stops ? "Days.StopPostings" : "Days.ResumePostings", $"pool:{pool.Id}") { PlatformNo = pool.PlatformNo, Reason = breach?.Chinese };
            var set = await staff.RunSystemAsync(pool.Id, draft, (books, told) => Set(books, told, pool.Id, stops));
            if (!set.Done) return set.Refusal;
        }

        return stopped;
    }

    private static Outcome<bool> Set(Books books, AuditDraft draft, long poolId, bool stops)
    {
        var pool = books.Pools.Get(poolId);
        draft.IsRepeat = pool.PostingsStopped == stops;
        if (draft.IsRepeat) return false;
        (draft.Before, draft.After) = stops ? ("running", "stopped") : ("stopped", "running");
        books.Pools.Edit(pool).PostingsStopped = stops;
        return true;
    }
}
