using CustodyConsole.Domain.Lending;
using FsCheck;
using FsCheck.Fluent;

namespace CustodyConsole.Domain.Tests.Lending;

public sealed class InstalmentSplitTests
{
    [Fact]
    public void Each_amount_is_split_by_outstanding_principal() => Assert.Equal(
        [new(34, 4, 1), new(33, 3, 0), new(33, 3, 0)],
        InstalmentSplit.Split(new(100, 10, 1), [1_000, 1_000, 1_000]).Value);

    [Fact]
    public void A_claim_that_is_paid_receives_nothing_more() => Assert.Equal(
        [new(0, 0, 0), new(60, 6, 0)], InstalmentSplit.Split(new(60, 6, 0), [0, 500]).Value);

    [Fact]
    public void A_repayment_that_does_not_fit_the_claims_is_refused()
    {
        Assert.Equal("instalment.negative-amount", InstalmentSplit.Split(new(-1, 0, 0), [5]).Refusal?.Code);
        Assert.Equal("instalment.principal-above-outstanding", InstalmentSplit.Split(new(6, 0, 0), [5]).Refusal?.Code);
        Assert.Equal("instalment.nothing-outstanding", InstalmentSplit.Split(new(0, 1, 0), [0, 0]).Refusal?.Code);
        Assert.Equal([default, default], InstalmentSplit.Split(default, [0, 0]).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => InstalmentSplit.Split(new(1, 0, 0), [5, -1]));
    }

    [Fact]
    public void Over_any_sequence_of_repayments_each_claim_gets_exactly_its_share() => Prop.ForAll(Loans(), loan =>
    {
        var (shares, cuts) = loan;
        var outstanding = shares.ToArray();
        var received = new long[shares.Length];
        foreach (var cut in cuts.Append(1_000))
        {
            var amounts = new InstalmentAmounts(outstanding.Sum() * cut / 1_000, cut * 7, cut % 3);
            if (outstanding.Sum() == 0) break;
            var parts = InstalmentSplit.Split(amounts, outstanding).Value;
            if (parts.Sum(part => part.PrincipalFen) != amounts.PrincipalFen
                || parts.Sum(part => part.InterestFen) != amounts.InterestFen
                || parts.Sum(part => part.FineFen) != amounts.FineFen) return false;
            for (var i = 0; i < shares.Length; i++)
            {
                if (parts[i].PrincipalFen > outstanding[i]) return false;
                outstanding[i] -= parts[i].PrincipalFen;
                received[i] += parts[i].PrincipalFen;
            }
        }
        return received.SequenceEqual(shares);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_whole_schedule_gives_each_investor_of_equal_share_within_one_fen_the_same_in_every_period()
    {
        var rows = RepaymentSchedule.Plan(new()
        {
            Method = RepaymentMethod.EqualInstalments,
            PrincipalFen = 1_000_000,
            AnnualRateBps = 1_800,
            StartDate = new(2017, 8, 4),
            TermMonths = 12,
        }).Value;
        var outstanding = Fen.Split(1_000_000, 7);
        foreach (var row in rows)
        {
            var parts = InstalmentSplit.Split(new(row.PrincipalFen, row.InterestFen, 0), outstanding).Value;
            Assert.InRange(parts.Max(part => part.InterestFen) - parts.Min(part => part.InterestFen), 0, 1);
            for (var i = 0; i < outstanding.Length; i++) outstanding[i] -= parts[i].PrincipalFen;
        }
        Assert.All(outstanding, left => Assert.Equal(0, left));
    }

    private static Arbitrary<(long[] Shares, int[] Cuts)> Loans() =>
        (from shares in Gen.OneOf(Gen.Choose(1, 10), Gen.Choose(1, 100_000_000)).NonEmptyListOf()
         from cuts in Gen.Choose(0, 1_000).ListOf()
         select (shares.Select(share => (long)share).ToArray(), cuts.ToArray())).ToArbitrary();
}
