using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>
/// Random lives of loans: whatever is asked in whatever order and however late, claims, plan, listing, debts and fines agree.
/// </summary>
public sealed class LoanLifeTests
{
    [Theory, OnBothDatabases]
    public async Task Any_sequence_of_steps_keeps_claims_plan_debts_and_fines_together(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var lives = 0;
        Prop.ForAll(Lives(), life => LiveAsync(bank, $"L{++lives}", life))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(database == "sqlite" ? 40 : 15));
    }

    private static async Task LiveAsync(TestBank bank, string no, Life life)
    {
        var today = await TodayAsync(bank);
        var loan = await LoanCase.RaiseAsync(
            bank, life.BidsFen, request => request with { RaiseFrom = today, RaiseUntil = today.AddDays(10) }, no);
        if (life.Cancels)
        {
            _ = (await bank.AskAsync(new CancelBid(bank.Head(), loan.AuthCodes[0]))).Value;
            await loan.BidAsync(life.BidsFen[0]);
        }

        _ = (await bank.AskAsync(new Release(bank.Head(), no))).Value;
        await bank.RechargeAsync(loan.Borrower, 1_000_000_000);
        await bank.RechargeAsync(loan.Guarantor, 1_000_000_000);
        var expected = new Expected(life.BidsFen.Sum(), await PlanAsync(loan));
        foreach (var step in life.Steps) await StepAsync(loan, step, expected);

        var listing = await loan.ListingAsync();
        await using var db = bank.Db();
        var claims = await db.Claims.Where(claim => claim.ListingId == listing.Id).ToListAsync(Stop);
        var rows = await db.Instalments.Where(row => row.ListingId == listing.Id).ToListAsync(Stop);
        var plan = rows.FindAll(row => row.PlanVersion == listing.PlanVersion);
        Assert.Equal(expected.OutstandingFen, listing.OutstandingFen);
        Assert.Equal(expected.OutstandingFen, claims.Sum(claim => claim.OutstandingFen));
        Assert.Equal(expected.OutstandingFen, plan.Sum(row => row.PrincipalFen - row.PaidPrincipalFen));
        Assert.Equal(expected.InterestFen, listing.InterestPaidFen);
        Assert.Equal(expected.InterestFen, claims.Sum(claim => claim.InterestReceivedFen));
        // Contractual interest keeps a loan open after its principal is back.
        var isPaid = expected.OutstandingFen == 0 && plan.All(row => row.OpenFen == 0);
        Assert.Equal(isPaid ? ListingState.Closed : ListingState.Repaying, listing.State);
        var now = await TodayAsync(bank);
        Assert.Equal(
            expected.Fines.OwedFen, rows.Where(row => row.Counts(listing)).Sum(row => OverdueFine.OwedFen(row, now, OverdueFine.DailyBpsDefault)));
        Assert.Equal(expected.OwedFen, (await loan.RecoveryAsync())?.OpenFen ?? 0);
        Assert.Equal(expected.OutstandingFen + expected.OwedFen, await loan.LoanBalanceAsync());
        // Whatever each investor has besides the bid came for the claim, and no claim received more than its principal.
        foreach (var claim in claims)
        {
            var account = await db.Accounts.SingleAsync(row => row.Id == claim.AccountId, Stop);
            Assert.Equal(claim.PrincipalFen - claim.OutstandingFen + claim.InterestReceivedFen, account.BookFen);
        }
    }

    /// <summary>Asks one step, and expects it to be done exactly when the model says so.</summary>
    private static async Task StepAsync(LoanCase loan, Step step, Expected expected)
    {
        var (head, no) = (loan.Bank.Head(), loan.No);
        var today = await TodayAsync(loan.Bank);
        if (step.Kind == 5)
        {
            var next = today.AddDays(1 + step.PerMille / 20);
            await loan.Bank.CutToAsync(next);
            for (; today < next; today = today.AddDays(1)) expected.Fines.EndDay(today);
            return;
        }

        var principalFen = step.Kind == 6 ? 0 : expected.OutstandingFen * step.PerMille / 1_000;
        var (interestFen, fineFen) = ((long)step.InterestFen, step.InterestFen % 3L);
        var owedFen = expected.OwedFen * step.PerMille / 1_000;
        // Every other early repayment brings what is due, less a fen now and then; every third repayment ends the loan without the fine; whoever
        // pays the fine alone pays some or more of it.
        if (step.Kind == 1 && step.InterestFen % 2 == 0)
            (interestFen, fineFen) = (expected.Fines.InterestDueFen(today), Math.Max(0, expected.Fines.OwedFen - step.InterestFen % 7 / 6));
        else if (step.Kind == 0 && step.InterestFen % 3 == 0)
            (principalFen, interestFen, fineFen) = (expected.OutstandingFen, expected.Fines.InterestDueFen(DateOnly.MaxValue), 0);
        else if (step.Kind == 6)
            (interestFen, fineFen) = (0, expected.Fines.OwedFen * step.PerMille / 900);
        BankRequest request = step.Kind switch
        {
            0 or 6 => new Repay(head, no, principalFen, interestFen, fineFen),
            1 => new RepayEarly(head, no, principalFen, interestFen, fineFen),
            2 => new CompensateDirectly(head, no, loan.Guarantor, principalFen, interestFen, fineFen),
            3 => new CompensateIndirectly(head, no, loan.Guarantor, principalFen, interestFen, fineFen),
            _ => new Recover(head, no, loan.Guarantor, owedFen),
        };
        var isOpen = (await loan.ListingAsync()).State == ListingState.Repaying;
        var (fits, pays) = (principalFen <= expected.OutstandingFen, principalFen + interestFen + fineFen > 0);
        var possible = step.Kind switch
        {
            4 => owedFen > 0 && owedFen <= expected.OwedFen,
            // A part is repaid early when nothing is due; all, with the interest that is due and every fine.
            1 => isOpen && principalFen > 0 && fits && (principalFen < expected.OutstandingFen
                ? !expected.Fines.IsDue(today)
                : interestFen >= expected.Fines.InterestDueFen(today) && fineFen >= expected.Fines.OwedFen),
            0 or 6 when !isOpen => pays && principalFen + interestFen == 0 && fineFen <= expected.Fines.OwedFen,
            _ => isOpen && fits && pays,
        };
        var outcome = await loan.Bank.AskAsync(request);
        Assert.True(outcome.Done == possible, $"{request}: {outcome}");
        if (!possible) return;
        if (step.Kind == 4)
        {
            expected.OwedFen -= owedFen;
            return;
        }

        expected.OutstandingFen -= principalFen;
        expected.InterestFen += interestFen + fineFen;
        if (step.Kind is 2 or 3) expected.OwedFen += principalFen + interestFen + fineFen;
        expected.Fines.Pay(step.Kind == 1 ? 0 : principalFen, step.Kind == 1 ? 0 : interestFen, fineFen);
        if (step.Kind == 1) expected.Fines.Replace(await PlanAsync(loan));
    }

    /// <summary>What is open of the plan in force.</summary>
    private static async Task<List<(DateOnly DueOn, long PrincipalFen, long InterestFen)>> PlanAsync(LoanCase loan)
    {
        var listing = await loan.ListingAsync();
        await using var db = loan.Bank.Db();
        var rows = await db.Instalments.Where(row => row.ListingId == listing.Id && row.PlanVersion == listing.PlanVersion)
            .OrderBy(row => row.Period).ToListAsync(Stop);
        return rows.ConvertAll(row => (row.DueOn, row.PrincipalFen - row.PaidPrincipalFen, row.InterestFen - row.PaidInterestFen));
    }

    private static async Task<DateOnly> TodayAsync(TestBank bank)
    {
        await using var db = bank.Db();
        return (await db.BankStates.SingleAsync(Stop)).AccountingDate;
    }

    private static Arbitrary<Life> Lives()
    {
        var step = from kind in Gen.Choose(0, 6)
                   from perMille in Gen.Frequency((8, Gen.Choose(0, 900)), (1, Gen.Elements(1_000, 1_100)))
                   from interestFen in Gen.Choose(0, 500)
                   select new Step(kind, perMille, interestFen);
        return (from bids in Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(1, 1_000_000)).NonEmptyListOf()
                from cancels in Gen.Elements(true, false)
                from steps in step.ListOf()
                select new Life([.. bids.Take(8).Select(bid => (long)bid)], cancels, [.. steps.Take(12)]))
            .ToArbitrary();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed record Life(long[] BidsFen, bool Cancels, Step[] Steps)
    {
        public override string ToString() =>
            $"bids {string.Join(", ", BidsFen)}; cancels {Cancels}; {string.Join("; ", (object[])Steps)}";
    }

    /// <summary>
    /// Kind 0 repay, 1 early, 2 direct, 3 indirect, 4 recover, 5 let days pass, 6 pay the fine; so much of what is outstanding or owed.
    /// </summary>
    private sealed record Step(int Kind, int PerMille, int InterestFen);

    private sealed class Expected(long outstandingFen, IEnumerable<(DateOnly DueOn, long PrincipalFen, long InterestFen)> plan)
    {
        public long OutstandingFen { get; set; } = outstandingFen;

        public long InterestFen { get; set; }

        public long OwedFen { get; set; }

        public DailyFines Fines { get; } = new(plan);
    }
}
