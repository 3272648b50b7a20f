using CustodyConsole.Domain.Lending;
using CustodyConsole.Replay;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class PpdaiReplayTests
{
    [Theory, OnBothDatabases]
    public async Task Three_listings_give_the_figures_worked_out_by_hand(string database)
    {
        using var place = await EmptyDatabase.NewAsync(database);
        var reading = Read(ReplayFiles.Ppdai);
        Assert.Equal(
            [(2L, "replay-file.not-a"), (5L, "listing.above-limit")],
            reading.Faults.Select(fault => (fault.Line, fault.Reason.Code)));
        Assert.Equal(2, reading.RefusedLines);

        var result = await place.ReplayAsync(reading);
        var figures = result.Figures;
        Assert.Empty(result.Breaches);
        Assert.Equal((3L, 3L, 0L, 3L, 11L), (
            figures.Loans, figures.Released, figures.Failed, figures.Closed, figures.Bids));
        // 1,200.00 at 1 % a month, instalment 408.03: interest 12.00 + 8.04 + 4.04; 100.00 at 10 %/12: 0.83; 3,000.00.
        Assert.Equal(2_408 + 83 + 300_000, figures.InterestFen);
        Assert.Equal(120_000 + 10_000 + 30_000_000 + figures.InterestFen, figures.InvestorReceivedFen);
        Assert.Equal((0L, 0L, 0L), (figures.OutstandingFen, figures.ExcessFen, figures.Compensations));
        // 11 bids with a recharge each, 3 releases, 3 withdrawals of 3 entries, 5 instalments with a recharge each.
        Assert.Equal(11 + 11 + 3 + 9 + 5 + 5, figures.Entries);

        Assert.Equal(figures, (await place.ReplayAsync(reading)).Figures);
    }

    [Theory, OnBothDatabases]
    public async Task The_first_sixty_real_lines_are_repaid_in_full(string database)
    {
        var lines = File.ReadLines(RealData.Find("ppdai/listings.txt")).Take(60);
        var reading = Read(string.Join('\n', lines));
        using var place = await EmptyDatabase.NewAsync(database);
        var result = await place.ReplayAsync(reading);
        Assert.Empty(result.Breaches);
        Assert.Equal((60L, 60L, 0L), (result.Figures.Loans, result.Figures.Closed, result.Figures.OutstandingFen));
        Assert.Equal(InterestFen(string.Join('\n', lines)), result.Figures.InterestFen);
    }

    [Fact]
    public void A_file_of_which_no_line_can_be_taken_has_nothing_to_replay()
    {
        var torn = ReplayFiles.Ppdai.Split('\n')[1];
        var reading = Read(torn);
        Assert.Null(reading.Plan);
        Assert.Equal(1, reading.RefusedLines);
    }

    /// <summary>The interest of all lines, each worked out by the rule of equal instalments.</summary>
    private static long InterestFen(string content)
    {
        using var file = new TemporaryFile(content);
        var plans = PpdaiFile.Read(file.Path).Select(item => item.Record!).Select(listing => new ScheduleTerms
        {
            Method = RepaymentMethod.EqualInstalments,
            PrincipalFen = listing.AmountFen,
            AnnualRateBps = listing.RateBps,
            TermMonths = listing.Months,
            StartDate = listing.EndsOn,
        }).Select(terms => RepaymentSchedule.Plan(terms).Value);
        return plans.Sum(plan => plan.Sum(row => row.InterestFen));
    }

    private static ReplayReading Read(string content)
    {
        using var file = new TemporaryFile(content);
        return PpdaiReplay.Read(file.Path, LenderPool.DefaultSeed, CancellationToken.None);
    }
}
