using System.Globalization;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Replay;

/// <summary>
/// Replays a kiva file day by day: bids, releases and failures, the borrower's withdrawal, then payments and
/// compensations. The whole file is read before anything is booked; with a single fault in it nothing is. Loans do not
/// touch each other: a guarantor recharges what each compensation takes. The clock runs to the last day on which a
/// compensation is looked at, which lies beyond the last payment.
/// </summary>
internal sealed class KivaReplay : ReplayPlan
{
    /// <summary>The day of a failed loan without any date, in a file without any date.</summary>
    private static readonly DateOnly NoDateAtAll = new(2005, 1, 1);

    private readonly IReadOnlyList<KivaTimeline> _loans;
    private readonly LenderPool _lenders;
    private readonly ulong _seed;

    private KivaReplay(IReadOnlyList<KivaTimeline> loans, ulong seed)
    {
        _loans = loans;
        _seed = seed;
        Platform = ReplayPeople.Platform("9001", "Kiva 回放", seed);
        _lenders = new LenderPool(LenderPool.KivaSize, seed);
        FirstDay = loans.Min(loan => loan.RegisteredOn);
        Requests = loans.Sum(loan => loan.Requests);
    }

    /// <inheritdoc />
    public override PlatformTerms Platform { get; }

    /// <inheritdoc />
    public override DateOnly FirstDay { get; }

    /// <inheritdoc />
    public override long Requests { get; }

    /// <inheritdoc />
    public override IEnumerable<(string ListingNo, DateOnly RegisteredOn)> Listings =>
        _loans.Select(loan => (ListingNo(loan.Loan), loan.RegisteredOn));

    /// <summary>Reads the file, moves its dates by so many weeks, and works all loans out.</summary>
    public static ReplayReading Read(string path, ulong seed, CancellationToken cancellationToken, int weeks = 0)
    {
        var loans = new List<KivaLoan>();
        var faults = new List<ReplayFault>();
        foreach (var item in KivaFile.Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Record is { } loan) loans.Add(loan.Moved(weeks));
            else faults.Add(item.Fault!);
        }

        var undated = loans.Min(loan => loan.BidOn) ?? NoDateAtAll;
        var timelines = loans.ConvertAll(loan => KivaTimeline.Of(loan, undated));
        foreach (var timeline in timelines)
        {
            if (RefuseLimit(timeline.Loan.AmountFen, timeline.RegisteredOn) is { } limit)
                faults.Add(new(path, timeline.Loan.Line, $"loan {timeline.Loan.Id}", "loan_amount", limit));
        }

        return new(faults.Count == 0 ? new KivaReplay(timelines, seed) : null, faults, faults.Count);
    }

    /// <inheritdoc />
    public override async Task RunAsync(ReplayBank bank, CancellationToken cancellationToken)
    {
        var people = new ReplayPeople(bank, _seed);
        var registered = _loans.ToLookup(loan => loan.RegisteredOn);
        var decided = _loans.ToLookup(loan => loan.DecidedOn);
        var steps = _loans.SelectMany(loan => loan.Steps.Select(step => (Loan: loan, Step: step)))
            .ToLookup(step => step.Step.On);
        var days = registered.Select(day => day.Key)
            .Concat(decided.Select(day => day.Key)).Concat(steps.Select(day => day.Key))
            .Append(_loans.Max(loan => loan.LastDay)).Distinct().Order();
        foreach (var day in days)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await bank.BeginDayAsync(day)) break;
            var bids = registered[day].Select(loan => (Loan: loan, Bids: Bids(loan.Loan))).ToList();
            await OpenAsync(people, bids, cancellationToken);
            foreach (var (loan, lent) in bids) await RaiseAsync(bank, people, loan, lent);

            await bank.MoveToHourAsync(day, 4);
            foreach (var loan in decided[day]) await DecideAsync(bank, loan.Loan);
            await bank.WithdrawAsync(decided[day].Where(loan => loan.Loan.IsReleased).Select(loan => new Withdrawal(
                bank.Head($"k{loan.Loan.Id}-withdraw"), people.Borrower(loan.Loan.Id), loan.Loan.AmountFen,
                Verification.TradePassword)));

            await bank.MoveToHourAsync(day, 7);
            foreach (var (loan, step) in steps[day]) await TakeStepAsync(bank, people, loan.Loan, step);
        }

        await bank.DrainAsync();
    }

    private static async Task OpenAsync(
        ReplayPeople people, List<(KivaTimeline Loan, IReadOnlyList<LenderBid> Bids)> loans,
        CancellationToken cancellationToken)
    {
        foreach (var (loan, bids) in loans)
        {
            people.WantBorrower(loan.Loan.Id);
            if (loan.Loan.PartnerId is { } partner) people.WantGuarantor(partner);
            foreach (var bid in bids) people.WantInvestor(bid.Lender);
        }

        await people.OpenAsync(cancellationToken);
    }

    /// <summary>Registers the listing; each investor recharges and bids the same amount.</summary>
    private static async Task RaiseAsync(
        ReplayBank bank, ReplayPeople people, KivaTimeline timeline, IReadOnlyList<LenderBid> bids)
    {
        var loan = timeline.Loan;
        var listingNo = ListingNo(loan);
        await bank.AskAsync(new RegisterListing(
            bank.Head($"k{loan.Id}-register"), listingNo, $"Kiva {loan.Id}", people.Borrower(loan.Id), loan.AmountFen,
            AnnualRateBps: 0, timeline.TermMonths,
            timeline.Plan is null ? RepaymentMethod.OneTime : RepaymentMethod.EqualPrincipal,
            timeline.RegisteredOn, timeline.DecidedOn)
        {
            CompensatorAccountNos = loan.PartnerId is { } partner ? [people.Guarantor(partner)] : [],
            Plan = timeline.Plan,
        });
        for (var i = 0; i < bids.Count; i++)
        {
            var account = people.Investor(bids[i].Lender);
            await RechargeAsync(bank, $"k{loan.Id}-{i}-recharge", account, bids[i].AmountFen);
            await bank.AskAsync(new Bid(
                bank.Head($"k{loan.Id}-{i}-bid"), listingNo, account, bids[i].AmountFen, Verification.TradePassword));
        }
    }

    private static ValueTask DecideAsync(ReplayBank bank, KivaLoan loan) => bank.AskAsync(loan.IsReleased
        ? new Release(bank.Head($"k{loan.Id}-release"), ListingNo(loan))
        : new FailListing(bank.Head($"k{loan.Id}-fail"), ListingNo(loan)));

    private static async Task TakeStepAsync(ReplayBank bank, ReplayPeople people, KivaLoan loan, KivaStep step)
    {
        var listingNo = ListingNo(loan);
        if (step is KivaPaid paid)
        {
            var no = $"kp{paid.PaymentId}";
            await RechargeAsync(bank, $"{no}-recharge", people.Borrower(loan.Id), paid.AmountFen);
            if (paid.RecoveryFen > 0)
            {
                await bank.AskAsync(new Recover(
                    bank.Head($"{no}-recover"), listingNo, people.Guarantor(loan.PartnerId!.Value), paid.RecoveryFen));
            }

            if (paid.PrincipalFen > 0)
                await bank.AskAsync(new Repay(bank.Head($"{no}-repay"), listingNo, paid.PrincipalFen, 0));
            return;
        }

        var compensated = (KivaCompensated)step;
        var number = string.Create(CultureInfo.InvariantCulture, $"k{loan.Id}-due{compensated.DueOn:yyyyMMdd}");
        var guarantor = people.Guarantor(loan.PartnerId!.Value);
        await RechargeAsync(bank, $"{number}-recharge", guarantor, compensated.AmountFen);
        await bank.AskAsync(PastDecisions.CompensateDirectly(
            bank.Head($"{number}-compensate"), listingNo, guarantor, compensated.AmountFen, 0));
    }

    private static ValueTask RechargeAsync(ReplayBank bank, string requestNo, string accountNo, long amountFen) =>
        bank.AskAsync(
        new Recharge(bank.Head(requestNo), accountNo, amountFen, Verification.Sms, $"S-{requestNo}"));

    private IReadOnlyList<LenderBid> Bids(KivaLoan loan) =>
        _lenders.Bids(loan.Id.ToString(CultureInfo.InvariantCulture), loan.LenderCount, loan.AmountFen);

    private static string ListingNo(KivaLoan loan) => $"kiva-{loan.Id}";
}
