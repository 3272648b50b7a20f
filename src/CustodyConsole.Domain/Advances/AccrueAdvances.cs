using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Advances;

/// <summary>What the advances of a day came to.</summary>
/// <param name="Date">The accounting date.</param>
/// <param name="Pools">How many pools were accrued by this run.</param>
/// <param name="ExposureFen">What was advanced and not repaid when the day was over, over all pools, in fen.</param>
/// <param name="AccruedFen">The part of all advance fees that belongs to the day, in fen.</param>
public sealed record AdvanceAccrual(DateOnly Date, int Pools, long ExposureFen, long AccruedFen);

/// <summary>
/// Keeps for each pool what was open at the end of a day and what of the advance fees belongs to it 垫资计提. A fee of n days is spread over
/// them so that day k has fee × k / n less what the days before it had: the days of an advance come to its fee exactly. To be run after the
/// settlements of that date.
/// </summary>
public static class AccrueAdvances
{
    /// <summary>
    /// Accrues a day; pools that have it already keep it, so asked again it changes nothing. Refusals in order:
    /// <see cref="AdvanceRefusals.DayNotOver"/>, <see cref="AdvanceRefusals.RepaymentOpen"/> while a confirmed batch has not repaid all that it is to
    /// repay: what it leaves open for a moment was not advanced over night.
    /// </summary>
    public static async Task<Outcome<AdvanceAccrual>> RunAsync(
        CustodyDb db, GroupWriter writer, DateOnly date, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(writer);
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(cancellationToken);
        if (date >= today) return AdvanceRefusals.DayNotOver(date, today);
        var repaying = await db.Batches.Where(batch => batch.State == BatchState.Confirmed && batch.Through <= date).OrderBy(batch => batch.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (repaying is not null) return AdvanceRefusals.RepaymentOpen(date, repaying.No);
        var (pools, exposureFen, accruedFen) = (0, 0L, 0L);
        foreach (var poolId in await db.Pools.OrderBy(pool => pool.Id).Select(pool => pool.Id).ToListAsync(cancellationToken))
        {
            var open = db.Advances.Where(one => one.PoolId == poolId && one.OpenedOn <= date);
            var exposure = await open.Where(one => one.RepaidOn == null || one.RepaidOn > date)
                .SumAsync(one => one.AmountFen, cancellationToken);
            var earliest = date.AddDays(-DaysMax);
            var accrued = 0L;
            await foreach (var one in open.Where(one => one.FeeFen > 0 && one.OpenedOn > earliest)
                .Select(one => new { one.FeeFen, one.Days, one.OpenedOn }).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                accrued = checked(accrued + Part(one.FeeFen, one.Days, date.DayNumber - one.OpenedOn.DayNumber));
            }

            var kept = await writer.RunAsync<(bool Made, long Exposure, long Accrued)>(poolId, books =>
            {
                if (books.AdvanceDayOf.Find((poolId, date)) is { ExposureFen: { } was, AccruedFen: { } had }) return (false, was, had);
                var day = AdvanceBook.DayOf(books, poolId, date);
                day.ExposureFen = exposure;
                day.AccruedFen = accrued;
                return (true, exposure, accrued);
            });
            if (kept.Value.Made) pools++;
            exposureFen += kept.Value.Exposure;
            accruedFen += kept.Value.Accrued;
        }

        return new AdvanceAccrual(date, pools, exposureFen, accruedFen);
    }

    /// <summary>No holiday is as long; what was opened earlier has no fee left to spread.</summary>
    private const int DaysMax = 60;

    /// <summary>What of a fee belongs to the day that lies so many days after the payout, the payout's own day being 0.</summary>
    public static long Part(long feeFen, int days, int day) => day < 0 || day >= days ? 0
        : (long)((Int128)feeFen * (day + 1) / days - (Int128)feeFen * day / days);
}
