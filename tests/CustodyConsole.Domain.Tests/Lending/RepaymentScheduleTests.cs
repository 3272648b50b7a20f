using CustodyConsole.Domain.Lending;
using FsCheck;
using FsCheck.Fluent;

namespace CustodyConsole.Domain.Tests.Lending;

public sealed class RepaymentScheduleTests
{
    private static readonly ScheduleTerms Loan = new()
    {
        Method = RepaymentMethod.EqualInstalments,
        PrincipalFen = 1_000_000,
        AnnualRateBps = 1_200,
        StartDate = new(2017, 8, 4),
        TermMonths = 3,
    };

    [Fact]
    public void Equal_instalments_are_the_annuity_with_the_remainder_in_the_last()
    {
        // 10,000 yuan at 1 % a month over 3 months: 3,400.2211 a month.
        Assert.Equal(
            [
                new(1, new(2017, 9, 4), 330_022, 10_000),
                new(2, new(2017, 10, 4), 333_322, 6_700),
                new(3, new(2017, 11, 4), 336_656, 3_367),
            ],
            RepaymentSchedule.Plan(Loan).Value);
    }

    [Fact]
    public void Equal_principal_bears_interest_on_what_is_outstanding() => Assert.Equal(
        [
            new(1, new(2017, 9, 4), 333_333, 10_000),
            new(2, new(2017, 10, 4), 333_333, 6_667),
            new(3, new(2017, 11, 4), 333_334, 3_333),
        ],
        RepaymentSchedule.Plan(Loan with { Method = RepaymentMethod.EqualPrincipal }).Value);

    [Fact]
    public void Interest_first_pays_the_principal_with_the_last_period() => Assert.Equal(
        [
            new(1, new(2017, 9, 4), 0, 10_000),
            new(2, new(2017, 10, 4), 0, 10_000),
            new(3, new(2017, 11, 4), 1_000_000, 10_000),
        ],
        RepaymentSchedule.Plan(Loan with { Method = RepaymentMethod.InterestFirst }).Value);

    [Fact]
    public void One_time_pays_all_at_the_end_by_months_or_by_actual_days()
    {
        var oneTime = Loan with { Method = RepaymentMethod.OneTime };
        Assert.Equal([new(1, new(2017, 11, 4), 1_000_000, 30_000)], RepaymentSchedule.Plan(oneTime).Value);
        Assert.Equal(
            [new(1, new(2017, 11, 2), 1_000_000, 29_589)],
            RepaymentSchedule.Plan(oneTime with { TermMonths = 0, TermDays = 90 }).Value);
    }

    [Fact]
    public void A_month_that_is_too_short_gives_its_last_day_and_the_next_counts_from_the_start_again() => Assert.Equal(
        [new(2017, 2, 28), new(2017, 3, 31), new(2017, 4, 30), new DateOnly(2017, 5, 31)],
        RepaymentSchedule.Plan(Loan with { StartDate = new(2017, 1, 31), TermMonths = 4 }).Value
            .Select(row => row.DueDate));

    [Theory]
    [InlineData(Rounding.Up, 340_023)]
    [InlineData(Rounding.HalfUp, 340_022)]
    [InlineData(Rounding.Down, 340_022)]
    public void The_instalment_is_rounded_as_named(Rounding rounding, long fen) =>
        Assert.Equal(fen, RepaymentSchedule.InstalmentFen(1_000_000, 1_200, 3, rounding));

    [Fact]
    public void An_instalment_that_is_exact_is_not_rounded_up()
    {
        Assert.Equal(100, RepaymentSchedule.InstalmentFen(1_200, 0, 12, Rounding.Up));
        Assert.Equal(1_010_000, RepaymentSchedule.InstalmentFen(1_000_000, 1_200, 1, Rounding.Up));
    }

    [Fact]
    public void Computed_by_shares_every_figure_is_that_of_a_share_times_their_number()
    {
        var terms = Loan with
        {
            PrincipalFen = 50_000_00,
            AnnualRateBps = 1_500,
            TermMonths = 24,
            Basis = ScheduleBasis.PerShare,
            ShareFen = 50_00,
        };
        var rows = RepaymentSchedule.Plan(terms).Value;
        var share = RepaymentSchedule.Plan(terms with { PrincipalFen = 50_00, Basis = ScheduleBasis.PerLoan }).Value;
        Assert.Equal(242, share[0].TotalFen);
        Assert.Equal(2_420_00, rows[0].TotalFen);
        Assert.Equal(50_000_00, rows.Sum(row => row.PrincipalFen));
        Assert.All(rows.Zip(share), pair => Assert.Equal(
            (pair.Second.PrincipalFen * 1_000, pair.Second.InterestFen * 1_000),
            (pair.First.PrincipalFen, pair.First.InterestFen)));
    }

    [Fact]
    public void The_largest_loan_at_the_largest_rate_is_computed_without_overflow() => Assert.All(
        Enum.GetValues<RepaymentMethod>(), method =>
        {
            var terms = Loan with
            {
                Method = method,
                PrincipalFen = RepaymentSchedule.PrincipalMostFen,
                AnnualRateBps = RepaymentSchedule.RateMostBps,
                TermMonths = RepaymentSchedule.MonthsMost,
            };
            Assert.Equal(terms.PrincipalFen, RepaymentSchedule.Plan(terms).Value.Sum(row => row.PrincipalFen));
        });

    [Fact]
    public void Each_term_out_of_range_has_its_refusal()
    {
        Assert.Equal("schedule.method-unknown", Code(Loan with { Method = 0 }));
        Assert.Equal("schedule.principal-out-of-range", Code(Loan with { PrincipalFen = 0 }));
        Assert.Equal("schedule.principal-out-of-range", Code(Loan with { PrincipalFen = long.MaxValue }));
        Assert.Equal("schedule.rate-out-of-range", Code(Loan with { AnnualRateBps = -1 }));
        Assert.Equal("schedule.months-out-of-range", Code(Loan with { TermMonths = 0 }));
        Assert.Equal("schedule.months-out-of-range", Code(Loan with { TermMonths = 601 }));
        Assert.Equal("schedule.days-need-one-time", Code(Loan with { TermDays = 5, TermMonths = 0 }));
        var oneTime = Loan with { Method = RepaymentMethod.OneTime };
        Assert.Equal("schedule.days-need-one-time", Code(oneTime with { TermDays = 5 }));
        Assert.Equal("schedule.days-out-of-range", Code(oneTime with { TermDays = -5, TermMonths = 0 }));
        Assert.Equal("schedule.not-whole-shares", Code(Loan with { Basis = ScheduleBasis.PerShare, ShareFen = 3 }));
        Assert.Equal("schedule.date-out-of-range", Code(Loan with { StartDate = new(9999, 12, 1) }));

        static string? Code(ScheduleTerms terms) => RepaymentSchedule.Plan(terms).Refusal?.Code;
    }

    [Fact]
    public void The_principal_of_every_schedule_sums_to_the_loan_and_nothing_is_negative() => Prop.ForAll(
        Terms(), terms =>
    {
        var rows = RepaymentSchedule.Plan(terms).Value;
        return rows.Sum(row => row.PrincipalFen) == terms.PrincipalFen
            && rows.All(row => row is { PrincipalFen: >= 0, InterestFen: >= 0 })
            && rows.Select(row => row.Period).SequenceEqual(Enumerable.Range(1, rows.Count))
            && rows.Zip(rows.Skip(1)).All(pair => pair.First.DueDate < pair.Second.DueDate);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_equal_instalments_but_the_last_are_equal_until_the_loan_is_paid() => Prop.ForAll(Terms(), terms =>
    {
        terms = PerLoan(terms, terms.TermMonths + 1);
        var rows = RepaymentSchedule.Plan(terms).Value;
        var instalmentFen = InstalmentFen(terms);
        var outstandingFen = terms.PrincipalFen;
        foreach (var row in rows.SkipLast(1))
        {
            outstandingFen -= row.PrincipalFen;
            if (row.TotalFen != instalmentFen && outstandingFen > 0 && row.PrincipalFen > 0) return false;
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_last_instalment_differs_by_no_more_than_the_roundings_can_add_up_to() => Prop.ForAll(
        Terms(), terms =>
    {
        terms = PerLoan(terms, 1 + terms.TermMonths % 36) with
        {
            AnnualRateBps = terms.AnnualRateBps % 3_600,
            Rounding = Rounding.HalfUp,
            PrincipalFen = terms.PrincipalFen + 1_000_000,
        };
        var rows = RepaymentSchedule.Plan(terms).Value;
        // Each month half a fen from the instalment, half from the interest, and interest on both: below three fen.
        return Math.Abs(rows[^1].TotalFen - InstalmentFen(terms)) <= 3 * terms.TermMonths;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_rate_there_is_no_interest() => Prop.ForAll(
        Terms(),
        terms => RepaymentSchedule.Plan(terms with { AnnualRateBps = 0 }).Value.All(row => row.InterestFen == 0))
        .QuickCheckThrowOnFailure();

    private static ScheduleTerms PerLoan(ScheduleTerms terms, int months) => terms with
    {
        Method = RepaymentMethod.EqualInstalments,
        Basis = ScheduleBasis.PerLoan,
        TermMonths = months,
    };

    private static long InstalmentFen(ScheduleTerms terms) => RepaymentSchedule.InstalmentFen(
        terms.PrincipalFen, terms.AnnualRateBps, terms.TermMonths, terms.Rounding);

    private static Arbitrary<ScheduleTerms> Terms() =>
        (from method in Gen.Elements(Enum.GetValues<RepaymentMethod>())
         from rounding in Gen.Elements(Enum.GetValues<Rounding>())
         from basis in Gen.Elements(Enum.GetValues<ScheduleBasis>())
         from shareFen in Gen.OneOf(Gen.Choose(1, 100), Gen.Choose(1, 10_000_000))
         from shares in Gen.OneOf(Gen.Choose(1, 10), Gen.Choose(1, 100_000))
         from rate in Gen.OneOf(Gen.Choose(0, 10), Gen.Choose(0, 3_600), Gen.Choose(0, 100_000))
         from months in Gen.OneOf(Gen.Choose(1, 36), Gen.Choose(1, 500))
         from day in Gen.Choose(0, 10_000)
         select new ScheduleTerms
         {
             Method = method,
             PrincipalFen = (long)shareFen * shares,
             AnnualRateBps = rate,
             StartDate = new DateOnly(2000, 1, 1).AddDays(day),
             TermMonths = months,
             Rounding = rounding,
             Basis = basis,
             ShareFen = shareFen,
         }).ToArbitrary();
}
