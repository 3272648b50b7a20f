using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class LenderPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_861)]
    [InlineData(20_000)]
    public void No_lender_is_drawn_twice_for_one_loan(int count)
    {
        var lenders = new LenderPool(20_000).Draw("84", count);
        Assert.Equal(count, lenders.Distinct().Count());
        Assert.All(lenders, lender => Assert.InRange(lender, 0, 19_999));
    }

    [Fact]
    public void A_draw_depends_on_seed_and_loan_alone()
    {
        var used = new LenderPool(6_000, 1);
        for (var loan = 0; loan < 50; loan++) used.Draw($"{loan}", 20);
        Assert.Equal(new LenderPool(6_000, 1).Draw("84", 20), used.Draw("84", 20));
        Assert.NotEqual(new LenderPool(6_000, 2).Draw("84", 20), used.Draw("84", 20));
        Assert.NotEqual(used.Draw("85", 20), used.Draw("84", 20));
    }

    /// <summary>A database holds what was drawn: an interrupted run must draw the same again.</summary>
    [Fact]
    public void The_rule_of_the_draw_stays_as_it_is() =>
        Assert.Equal([866, 2, 313, 1_550, 83], new LenderPool(6_000).Draw("84", 5));

    [Fact]
    public void Bids_are_equal_with_the_rest_in_order()
    {
        var bids = new LenderPool(100).Bids("1", 3, 50_000);
        Assert.Equal([16_667L, 16_667L, 16_666L], bids.Select(bid => bid.AmountFen));
    }

    [Fact]
    public void With_more_bidders_than_fen_only_as_many_bid_as_there_are_fen()
    {
        var bids = new LenderPool(100).Bids("1", 5, 3);
        Assert.Equal([1L, 1L, 1L], bids.Select(bid => bid.AmountFen));
    }

    [Fact]
    public void Lenders_come_back_as_often_as_in_the_real_list()
    {
        var real = File.ReadLines(RealData.Find("kiva/loan-lenders.csv")).Skip(1)
            .Select(row => row.Split(',')).ToList();
        var pool = new LenderPool(20_000);
        var lenders = real.GroupBy(row => row[0]).SelectMany(loan => pool.Draw(loan.Key, loan.Count()));
        var drawn = Shape(lenders.CountBy(lender => lender).Select(pair => pair.Value));
        var wanted = Shape(real.CountBy(row => row[1]).Select(pair => pair.Value));
        Assert.InRange(drawn.Lenders, wanted.Lenders * 0.9, wanted.Lenders * 1.1);
        Assert.InRange(drawn.OnceShare, wanted.OnceShare - 0.1, wanted.OnceShare + 0.1);
        Assert.InRange(drawn.BusiestTenthShare, wanted.BusiestTenthShare - 0.05, wanted.BusiestTenthShare + 0.05);
        Assert.InRange(drawn.Most, wanted.Most * 0.6, wanted.Most * 1.5);
    }

    private static (int Lenders, double OnceShare, double BusiestTenthShare, int Most) Shape(IEnumerable<int> counts)
    {
        var sorted = counts.OrderDescending().ToList();
        return (sorted.Count, sorted.Count(n => n == 1) / (double)sorted.Count,
            sorted.Take(sorted.Count / 10).Sum() / (double)sorted.Sum(), sorted[0]);
    }
}
