using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Replay;

/// <summary>
/// Replays a ppdai text: each listing is registered, bid and released on its end date, its borrower withdraws the loan,
/// and from then on recharges and repays each month's instalment on its day.
/// </summary>
/// <remarks>
/// The lines are in no order of days, and the bank's clock and accounting date only go forward. So the terms of all
/// listings are read first, a hundred-odd bytes each, and the days are gone through once; the bids of a listing exist
/// only on its own day, and of the instalments only each listing's next one waits. Memory grows with the number of
/// listings, not with the bids or the shares.
/// </remarks>
internal sealed class PpdaiReplay : ReplayPlan
{
    private readonly IReadOnlyList<PpdaiListing> _listings;
    private readonly LenderPool _lenders;
    private readonly ulong _seed;

    private PpdaiReplay(IReadOnlyList<PpdaiListing> listings, ulong seed)
    {
        _listings = listings;
        _seed = seed;
        Platform = ReplayPeople.Platform("9002", "拍拍贷回放", seed);
        _lenders = new LenderPool(LenderPool.PpdaiSize, seed);
        FirstDay = listings.Min(listing => listing.EndsOn);
        Requests = listings.Sum(listing => 3 + 2 * Math.Min(listing.Bidders, listing.AmountFen) + 2L * listing.Months);
    }

    /// <inheritdoc />
    public override PlatformTerms Platform { get; }

    /// <inheritdoc />
    public override DateOnly FirstDay { get; }

    /// <inheritdoc />
    public override long Requests { get; }

    /// <inheritdoc />
    public override IEnumerable<(string ListingNo, DateOnly RegisteredOn)> Listings =>
        _listings.Select(listing => (listing.Key, listing.EndsOn));

    /// <summary>
    /// Reads the file and moves its dates by so many weeks. Torn lines, and loans above the borrowing limit, are left out; the plan is null
    /// when none is left.
    /// </summary>
    public static ReplayReading Read(string path, ulong seed, CancellationToken cancellationToken, int weeks = 0)
    {
        var listings = new List<PpdaiListing>();
        var faults = new List<ReplayFault>();
        foreach (var item in PpdaiFile.Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Fault is { } torn)
            {
                faults.Add(torn);
                continue;
            }

            var listing = item.Record! with { EndsOn = item.Record!.EndsOn.AddDays(weeks * 7) };
            if (RefuseLimit(listing.AmountFen, listing.EndsOn) is { } limit)
                faults.Add(new(path, listing.Line, "", "amount", limit));
            else listings.Add(listing);
        }

        var plan = listings.Count > 0 && !faults.Exists(fault => fault.Fatal) ? new PpdaiReplay(listings, seed) : null;
        return new(plan, faults, faults.Count);
    }

    /// <inheritdoc />
    public override async Task RunAsync(ReplayBank bank, CancellationToken cancellationToken)
    {
        var people = new ReplayPeople(bank, _seed);
        var days = new SortedDictionary<DateOnly, PpdaiDay>();
        foreach (var listing in _listings) DayOf(days, listing.EndsOn).Ending.Add(listing);
        while (days.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (day, work) = days.First();
            days.Remove(day);
            if (!await bank.BeginDayAsync(day)) break;
            foreach (var due in work.Due)
            {
                await RepayAsync(bank, people, due);
                if (due.Next() is { } next) DayOf(days, next.Row.DueDate).Due.Add(next);
            }

            await RaiseAsync(bank, people, work.Ending, cancellationToken);
            await bank.WithdrawAsync(work.Ending.Select(listing => new Withdrawal(
                bank.Head($"{listing.Key}-withdraw"), people.Borrower(listing.Line), listing.AmountFen,
                Verification.TradePassword)));
            foreach (var listing in work.Ending)
            {
                if (PpdaiDue.First(listing) is { } first) DayOf(days, first.Row.DueDate).Due.Add(first);
            }
        }

        await bank.DrainAsync();
    }

    private async Task RaiseAsync(
        ReplayBank bank, ReplayPeople people, List<PpdaiListing> listings, CancellationToken cancellationToken)
    {
        // So many bids as are held at once: a day of the file has some ten thousand.
        foreach (var listing in listings)
        {
            people.WantBorrower(listing.Line);
            foreach (var bid in Bids(listing)) people.WantInvestor(bid.Lender);
        }

        await people.OpenAsync(cancellationToken);
        foreach (var listing in listings)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await bank.AskAsync(new RegisterListing(
                bank.Head($"{listing.Key}-register"), listing.Key, $"拍拍贷 {listing.Line}", people.Borrower(listing.Line),
                listing.AmountFen, listing.RateBps, listing.Months, RepaymentMethod.EqualInstalments, listing.EndsOn,
                listing.EndsOn));
            var i = 0;
            foreach (var bid in Bids(listing))
            {
                var account = people.Investor(bid.Lender);
                await RechargeAsync(bank, $"{listing.Key}-{i}-recharge", account, bid.AmountFen);
                await bank.AskAsync(new Bid(
                    bank.Head($"{listing.Key}-{i}-bid"), listing.Key, account, bid.AmountFen,
                    Verification.TradePassword));
                i++;
            }

            await bank.AskAsync(new Release(bank.Head($"{listing.Key}-release"), listing.Key));
        }
    }

    private static async Task RepayAsync(ReplayBank bank, ReplayPeople people, PpdaiDue due)
    {
        var no = $"{due.Listing.Key}-{due.Row.Period}";
        await RechargeAsync(bank, $"{no}-instalment", people.Borrower(due.Listing.Line), due.Row.TotalFen);
        await bank.AskAsync(new Repay(
            bank.Head($"{no}-repay"), due.Listing.Key, due.Row.PrincipalFen, due.Row.InterestFen));
    }

    private static ValueTask RechargeAsync(ReplayBank bank, string requestNo, string accountNo, long amountFen) =>
        bank.AskAsync(
        new Recharge(bank.Head(requestNo), accountNo, amountFen, Verification.Sms, $"S-{requestNo}"));

    private IReadOnlyList<LenderBid> Bids(PpdaiListing listing) =>
        _lenders.Bids(listing.Key, listing.Bidders, listing.AmountFen);

    private static PpdaiDay DayOf(SortedDictionary<DateOnly, PpdaiDay> days, DateOnly day)
    {
        if (!days.TryGetValue(day, out var work)) days[day] = work = new PpdaiDay([], []);
        return work;
    }

    /// <summary>What a day brings: instalments that are due, and listings that end.</summary>
    private sealed record PpdaiDay(List<PpdaiDue> Due, List<PpdaiListing> Ending);

    /// <summary>The next instalment of a listing that has something to be paid.</summary>
    private sealed record PpdaiDue(PpdaiListing Listing, IReadOnlyList<ScheduleRow> Plan, int Index)
    {
        public ScheduleRow Row => Plan[Index];

        public static PpdaiDue? First(PpdaiListing listing)
        {
            var plan = RepaymentSchedule.Plan(new ScheduleTerms
            {
                Method = RepaymentMethod.EqualInstalments,
                PrincipalFen = listing.AmountFen,
                AnnualRateBps = listing.RateBps,
                TermMonths = listing.Months,
                StartDate = listing.EndsOn,
            });
            return new PpdaiDue(listing, plan.Value, -1).Next();
        }

        public PpdaiDue? Next()
        {
            for (var index = Index + 1; index < Plan.Count; index++)
            {
                // A loan of a few fen has months in which nothing is due.
                if (Plan[index].TotalFen > 0) return this with { Index = index };
            }

            return null;
        }
    }
}
