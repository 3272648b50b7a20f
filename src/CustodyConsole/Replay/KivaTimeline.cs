using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;

namespace CustodyConsole.Replay;

/// <summary>
/// A payment of the borrower, and where its money goes; what is left over stays on the borrower's account.
/// </summary>
internal sealed record KivaPaid(DateOnly On, long PaymentId, long AmountFen, long RecoveryFen, long PrincipalFen)
    : KivaStep(On);

/// <summary>A compensation by the guarantor, for what was due on a date and before and did not come.</summary>
internal sealed record KivaCompensated(DateOnly On, DateOnly DueOn, long AmountFen) : KivaStep(On);

/// <summary>Something that happens to a released loan on a day.</summary>
internal abstract record KivaStep(DateOnly On);

/// <summary>
/// The life of one loan, worked out from the file alone. A payment goes first to what is owed to the guarantor, then to
/// the outstanding principal. 30 days after a due date, after that day's payments, the guarantor pays what the
/// principal received by investors lacks of the schedule so far; what the guarantor paid counts as received.
/// </summary>
/// <remarks>
/// The bank splits and checks on its own and refuses what does not fit; the figures of a replay are the bank's. Working
/// the steps out beforehand is what makes a repeated run ask exactly the same. What the file dates before the release
/// waits for it, in its own order.
/// </remarks>
internal sealed class KivaTimeline
{
    /// <summary>Days that the borrower has after a due date before the guarantor steps in.</summary>
    public const int GraceDays = 30;

    /// <summary>
    /// The term of a loan without a schedule: nothing in the file says when it is due, and nobody compensates for it.
    /// </summary>
    private const int FallbackMonths = 12;

    private KivaTimeline(KivaLoan loan, DateOnly registeredOn)
    {
        Loan = loan;
        RegisteredOn = registeredOn;
    }

    /// <summary>The loan as the file has it.</summary>
    public KivaLoan Loan { get; }

    /// <summary>The day of registration and of the bids.</summary>
    public DateOnly RegisteredOn { get; }

    /// <summary>The day of the release, or of the failure where the loan was not released.</summary>
    public DateOnly DecidedOn { get; private init; }

    /// <summary>The last day on which anything of the loan is looked at.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>Payments and compensations after the release, in their order.</summary>
    public IReadOnlyList<KivaStep> Steps { get; private set; } = [];

    /// <summary>The months that the listing names: one for each row of its plan.</summary>
    public int TermMonths { get; private init; }

    /// <summary>The plan from the file's schedule; null where it has none, then the bank computes one row.</summary>
    public IReadOnlyList<PlanRow>? Plan { get; private init; }

    /// <summary>How many requests the loan makes of the bank.</summary>
    public long Requests
    {
        get
        {
            var requests = 2 + 2 * Math.Min(Loan.LenderCount, Loan.AmountFen);
            if (Loan.IsReleased) requests++;
            foreach (var step in Steps)
            {
                requests += step is KivaPaid paid
                    ? 1 + (paid.RecoveryFen > 0 ? 1 : 0) + (paid.PrincipalFen > 0 ? 1 : 0)
                    : 2;
            }

            return requests;
        }
    }

    /// <summary>Works the loan out.</summary>
    /// <param name="loan">The loan.</param>
    /// <param name="undated">The day of a failed loan for which the file has no date at all.</param>
    public static KivaTimeline Of(KivaLoan loan, DateOnly undated)
    {
        var registeredOn = loan.BidOn ?? undated;
        var plan = PlanOf(loan);
        var timeline = new KivaTimeline(loan, registeredOn)
        {
            DecidedOn = loan.IsReleased ? loan.FundedOn!.Value : Later(loan.PostedOn, loan.FundedOn) ?? registeredOn,
            Plan = plan,
            TermMonths = plan?.Count ?? FallbackMonths,
        };
        timeline.LastDay = timeline.DecidedOn;
        if (loan.IsReleased) timeline.WorkOut();
        return timeline;
    }

    private void WorkOut()
    {
        var events = Loan.Payments
            .Select(paid => (On: paid.PaidOn, Check: false, Payment: (KivaPayment?)paid, Due: (KivaScheduled?)null))
            .Concat(Loan.Schedule.Select(due =>
                (On: due.DueOn.AddDays(GraceDays), Check: true, Payment: (KivaPayment?)null, Due: (KivaScheduled?)due)))
            .OrderBy(step => step.On).ThenBy(step => step.Check).ThenBy(step => step.Payment?.PaymentId);
        var outstandingFen = Loan.AmountFen;
        var owedFen = 0L;
        var steps = new List<KivaStep>();
        foreach (var (ownDay, _, payment, due) in events)
        {
            var on = ownDay < DecidedOn ? DecidedOn : ownDay;
            if (on > LastDay) LastDay = on;
            if (payment is not null)
            {
                var recoveryFen = Math.Min(payment.AmountFen, owedFen);
                var principalFen = Math.Min(payment.AmountFen - recoveryFen, outstandingFen);
                owedFen -= recoveryFen;
                outstandingFen -= principalFen;
                steps.Add(new KivaPaid(on, payment.PaymentId, payment.AmountFen, recoveryFen, principalFen));
                continue;
            }

            var receivedFen = Loan.AmountFen - outstandingFen;
            var missingFen = Math.Min(due!.CumulativeFen - receivedFen, outstandingFen);
            if (missingFen <= 0) continue;
            owedFen += missingFen;
            outstandingFen -= missingFen;
            steps.Add(new KivaCompensated(on, due.DueOn, missingFen));
        }

        Steps = steps;
    }

    /// <summary>
    /// The schedule as a plan of exactly the loan: what it has too much is cut at its end, what it lacks is due with
    /// its last row, and so is what comes after as many rows as a plan may have.
    /// </summary>
    private static List<PlanRow>? PlanOf(KivaLoan loan)
    {
        var rows = new List<PlanRow>();
        var restFen = loan.AmountFen;
        foreach (var due in loan.Schedule)
        {
            var partFen = Math.Min(due.AmountFen, restFen);
            if (partFen == 0 || rows.Count == RepaymentSchedule.MonthsMost) continue;
            rows.Add(new PlanRow(due.DueOn, partFen, 0));
            restFen -= partFen;
        }

        if (rows.Count == 0) return null;
        rows[^1] = rows[^1] with { PrincipalFen = rows[^1].PrincipalFen + restFen };
        return rows;
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;
}
