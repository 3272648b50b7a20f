using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>
/// Random lives of loans: whatever is asked in whatever order, claims, plan, listing and debts agree.
/// </summary>
public sealed class LoanLifeTests
{
    [Theory, OnBothDatabases]
    public async Task Any_sequence_of_steps_keeps_claims_plan_and_debts_together(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var lives = 0;
        Prop.ForAll(Lives(), life => LiveAsync(bank, $"L{++lives}", life))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(database == "sqlite" ? 40 : 15));
    }

    private static async Task LiveAsync(TestBank bank, string no, Life life)
    {
        var loan = await LoanCase.RaiseAsync(bank, life.BidsFen, no: no);
        if (life.Cancels)
        {
            _ = (await bank.AskAsync(new CancelBid(bank.Head(), loan.AuthCodes[0]))).Value;
            await loan.BidAsync(life.BidsFen[0]);
        }

        _ = (await bank.AskAsync(new Release(bank.Head(), no))).Value;
        await bank.RechargeAsync(loan.Borrower, 1_000_000_000);
        await bank.RechargeAsync(loan.Guarantor, 1_000_000_000);
        var expected = new Expected(life.BidsFen.Sum());
        foreach (var step in life.Steps) await StepAsync(loan, step, expected);

        var listing = await loan.ListingAsync();
        await using var db = bank.Db();
        var claims = await db.Claims.Where(claim => claim.ListingId == listing.Id).ToListAsync(Stop);
        var plan = await db.Instalments
            .Where(row => row.ListingId == listing.Id && row.PlanVersion == listing.PlanVersion).ToListAsync(Stop);
        Assert.Equal(expected.OutstandingFen, listing.OutstandingFen);
        Assert.Equal(expected.OutstandingFen, claims.Sum(claim => claim.OutstandingFen));
        Assert.Equal(expected.OutstandingFen, plan.Sum(row => row.PrincipalFen - row.PaidPrincipalFen));
        Assert.Equal(expected.InterestFen, listing.InterestPaidFen);
        Assert.Equal(expected.InterestFen, claims.Sum(claim => claim.InterestReceivedFen));
        // Contractual interest keeps a loan open after its principal is back.
        var isPaid = expected.OutstandingFen == 0 && plan.All(row => row.OpenFen == 0);
        Assert.Equal(isPaid ? ListingState.Closed : ListingState.Repaying, listing.State);
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
        var principalFen = expected.OutstandingFen * step.PerMille / 1_000;
        var (interestFen, fineFen) = (step.InterestFen, step.InterestFen % 3);
        var owedFen = expected.OwedFen * step.PerMille / 1_000;
        BankRequest request = step.Kind switch
        {
            0 => new Repay(head, no, principalFen, interestFen, fineFen),
            1 => new RepayEarly(head, no, principalFen, interestFen, fineFen),
            2 => new CompensateDirectly(head, no, loan.Guarantor, principalFen, interestFen, fineFen),
            3 => new CompensateIndirectly(head, no, loan.Guarantor, principalFen, interestFen, fineFen),
            _ => new Recover(head, no, loan.Guarantor, owedFen),
        };
        var possible = step.Kind switch
        {
            4 => owedFen > 0 && owedFen <= expected.OwedFen,
            1 => principalFen > 0 && principalFen <= expected.OutstandingFen,
            _ => (await loan.ListingAsync()).State == ListingState.Repaying && principalFen <= expected.OutstandingFen
                && principalFen + interestFen + fineFen > 0,
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
    }

    private static Arbitrary<Life> Lives()
    {
        var step = from kind in Gen.Choose(0, 4)
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
    /// Kind 0 repay, 1 early, 2 direct, 3 indirect, 4 recover; so much of what is outstanding or owed.
    /// </summary>
    private sealed record Step(int Kind, int PerMille, int InterestFen);

    private sealed class Expected(long outstandingFen)
    {
        public long OutstandingFen { get; set; } = outstandingFen;

        public long InterestFen { get; set; }

        public long OwedFen { get; set; }
    }
}
