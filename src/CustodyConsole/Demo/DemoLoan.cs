using CustodyConsole.Domain;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Demo;

/// <summary>What becomes of a listing of the demo.</summary>
internal enum LoanFate
{
    /// <summary>Still raising today, partly subscribed.</summary>
    Raising,
    /// <summary>Subscribed in full today and not yet released.</summary>
    WaitingForRelease,
    /// <summary>Failed: the window is over and it was not subscribed.</summary>
    Failed,
    /// <summary>Repaid on its days, as far as they have come.</summary>
    OnTime,
    /// <summary>As on time, after platform and borrower accepted less than was asked for.</summary>
    ReleasedWithLess,
    /// <summary>Repaid in full before the term is over.</summary>
    ClosedEarly,
    /// <summary>Part of it repaid early.</summary>
    PartlyEarly,
    /// <summary>The first instalment came days late, with a fine.</summary>
    PaidLate,
    /// <summary>Overdue; the guarantor pays investors directly.</summary>
    CompensatedDirectly,
    /// <summary>Overdue; the guarantor pays through the borrower's account.</summary>
    CompensatedIndirectly,
    /// <summary>Compensated, and partly paid back to the guarantor.</summary>
    PartlyRecovered,
    /// <summary>Compensated, and paid back to the guarantor in full.</summary>
    Recovered,
    /// <summary>Overdue, and nobody has paid.</summary>
    Defaulted,
}

/// <summary>How many listings of one fate there are, and what they are like.</summary>
/// <param name="Fate">What becomes of them.</param>
/// <param name="Count">How many.</param>
/// <param name="From">The first day of the story, counted from 0, on which one is registered.</param>
/// <param name="Until">The last.</param>
/// <param name="Months">The terms they may have.</param>
internal sealed record LoanKind(LoanFate Fate, int Count, int From, int Until, int[] Months)
{
    /// <summary>The listings of 91 days; each is registered early enough for its fate to be seen.</summary>
    public static readonly LoanKind[] All =
    [
        new(LoanFate.OnTime, 8, 1, 48, [1]),
        new(LoanFate.OnTime, 4, 1, 18, [2]),
        new(LoanFate.OnTime, 24, 2, 82, [3, 6, 6, 12, 12, 18, 24, 36]),
        new(LoanFate.OnTime, 12, 46, 83, [3, 6, 12, 12, 24]),
        new(LoanFate.ReleasedWithLess, 2, 10, 60, [6, 12]),
        new(LoanFate.ClosedEarly, 6, 3, 46, [6, 12]),
        new(LoanFate.PartlyEarly, 2, 3, 40, [6, 12]),
        new(LoanFate.PaidLate, 5, 3, 40, [3, 6, 12]),
        new(LoanFate.CompensatedDirectly, 3, 3, 38, [3, 6, 12]),
        new(LoanFate.CompensatedDirectly, 1, 3, 35, [1]),
        new(LoanFate.CompensatedIndirectly, 3, 3, 38, [3, 6, 12]),
        new(LoanFate.PartlyRecovered, 3, 2, 24, [3, 6]),
        new(LoanFate.Recovered, 3, 2, 24, [1, 3, 6]),
        new(LoanFate.Defaulted, 6, 6, 46, [3, 6, 12]),
        new(LoanFate.Failed, 7, 4, 76, [3, 12, 24]),
        new(LoanFate.Raising, 8, 84, 90, [3, 6, 12, 12, 24]),
        new(LoanFate.WaitingForRelease, 2, 87, 88, [6, 12]),
    ];

    /// <summary>True where others may have to pay for the borrower.</summary>
    public bool NeedsGuarantor => IsBad || Fate == LoanFate.Recovered;

    /// <summary>True where the borrower stops paying.</summary>
    public bool IsBad => Fate is LoanFate.CompensatedDirectly or LoanFate.CompensatedIndirectly
        or LoanFate.PartlyRecovered or LoanFate.Defaulted;
}

/// <summary>A listing of the demo, and what the story knows of it without asking the bank. Amounts in fen.</summary>
internal sealed class DemoLoan
{
    public required DemoPlatform Platform { get; init; }

    public required DemoUser Borrower { get; init; }

    public required DemoUser? Guarantor { get; init; }

    public required LoanFate Fate { get; init; }

    /// <summary>The registration, without its head.</summary>
    public required RegisterListing Terms { get; init; }

    /// <summary>What will be subscribed in the end.</summary>
    public required long TargetFen { get; init; }

    public string No => Terms.ListingNo;

    public long AmountFen => Terms.AmountFen;

    public long SubscribedFen { get; set; }

    public bool Raising { get; set; } = true;

    public long OutstandingFen { get; private set; }

    public List<(DemoUser Investor, long AmountFen)> Bids { get; } = [];

    /// <summary>The plan in force; what was paid stays in it.</summary>
    public List<PlanRow> Rows { get; private set; } = [];

    /// <summary>The loan is released: what was subscribed is owed, on the days of its plan.</summary>
    public void Release(DateOnly on)
    {
        Raising = false;
        OutstandingFen = SubscribedFen;
        Borrower.LoanBalanceFen -= AmountFen - SubscribedFen;
        Rows = PlanFrom(on, SubscribedFen, Terms.TermMonths);
    }

    /// <summary>
    /// A plan as the bank computes it by the platform's rounding; what is left of a loan need not be whole shares.
    /// </summary>
    public List<PlanRow> PlanFrom(DateOnly start, long principalFen, int months, bool perLoan = false)
    {
        var terms = Platform.Terms;
        var perShare = terms.InstalmentBasis == InstalmentBasis.PerShare && !perLoan;
        var plan = RepaymentSchedule.Plan(new ScheduleTerms
        {
            Method = Terms.Method,
            PrincipalFen = principalFen,
            AnnualRateBps = Terms.AnnualRateBps,
            TermMonths = months,
            StartDate = start,
            Rounding = terms.InstalmentRounding,
            Basis = perShare ? ScheduleBasis.PerShare : ScheduleBasis.PerLoan,
            ShareFen = terms.ShareFen,
        });
        return [.. plan.Value.Select(row => new PlanRow(row.DueDate, row.PrincipalFen, row.InterestFen))];
    }

    /// <summary>The rest of the plan is replaced after an early repayment.</summary>
    public void Replan(List<PlanRow> rows) => Rows = rows;

    /// <summary>
    /// Investors receive money: each at least the whole fen of the part that the own bid is of the loan, less the fee,
    /// less a few fen that the bank's largest remainder may have given to others.
    /// </summary>
    public void PayInvestors(PlanRow parts, long fineFen, int investorFeeBps)
    {
        OutstandingFen -= parts.PrincipalFen;
        foreach (var (investor, bidFen) in Bids)
        {
            var incomeFen = Part(parts.InterestFen + fineFen);
            var feeFen = Fen.MultiplyBps(incomeFen, investorFeeBps, Rounding.Up);
            investor.AvailableFen += Math.Max(0, Part(parts.PrincipalFen) + incomeFen - feeFen - 6);

            long Part(long amountFen) => Fen.Divide((Int128)amountFen * bidFen, SubscribedFen, Rounding.Down);
        }
    }
}
