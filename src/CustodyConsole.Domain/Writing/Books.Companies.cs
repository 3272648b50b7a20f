using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// What every payout asks for: the pools of its payment company, because the limit counts over all, and the sums of the day. Which they were in
/// an earlier group is kept as a hint for what to read ahead and nothing else: whoever asks looks again.
/// </summary>
public sealed partial class Books
{
    private readonly Dictionary<string, long[]> _poolsOfCompany = [];
    private readonly Dictionary<long, long[]> _askedTogether = [];
    private DateOnly? _askedOn;

    /// <summary>The pools of a payment company, those of this group included.</summary>
    internal IReadOnlyCollection<long> PoolsOf(string paymentCompany)
    {
        if (!_poolsOfCompany.TryGetValue(paymentCompany, out var kept))
        {
            kept = [.. Store.Query(Pools.Table, "\"payment_company\" = {0}", paymentCompany).Select(Pools.Know).Select(pool => pool.Id)];
            _poolsOfCompany[paymentCompany] = kept;
            foreach (var pool in kept) _askedTogether[pool] = kept;
        }

        return [.. kept.Union(Pools.Added.Where(pool => pool.PaymentCompany == paymentCompany).Select(pool => pool.Id))];
    }

    /// <summary>The sums of a pool's payouts on the accounting date and in this hour of it, about to be changed; made where there are none.</summary>
    internal (AdvanceDay Day, AdvanceHour Hour) AdvanceSums(long poolId, DateOnly date)
    {
        _askedOn = date;
        var hour = BankTime.Local(NowUtc).Hour;
        return (
            AdvanceBook.DayOf(this, poolId, date),
            AdvanceHourOf.Find((poolId, date, hour)) is { } known
                ? AdvanceHours.Edit(known)
                : AdvanceHours.Add(new AdvanceHour { PoolId = poolId, Date = date, Hour = hour }));
    }

    /// <summary>Names what <see cref="AdvanceSums"/> will read.</summary>
    internal void WantAdvanceSums(long poolId)
    {
        if (_askedOn is not { } date) return;
        AdvanceDayOf.Want((poolId, date));
        AdvanceHourOf.Want((poolId, date, BankTime.Local(NowUtc).Hour));
    }

    /// <summary>Names what <see cref="AdvanceExposure"/> will read of a pool's payment company.</summary>
    internal void WantExposure(long poolId)
    {
        foreach (var pool in _askedTogether.GetValueOrDefault(poolId) ?? [poolId])
        {
            BankAccountsOfPool.Want(pool);
            OpenAdvanceDaysOfPool.Want(pool);
        }
    }

    /// <summary>Another node may have taken a platform on.</summary>
    private void ForgetCompanies(bool committed)
    {
        if (!committed || !Store.IsOnlyWriter || Pools.Added.Count > 0) _poolsOfCompany.Clear();
    }
}
