using CustodyConsole.Data;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Replay;

public sealed class KivaReplayTests
{
    [Theory, OnBothDatabases]
    public async Task Six_loans_give_the_figures_worked_out_by_hand(string database)
    {
        using var place = await EmptyDatabase.NewAsync(database);
        var result = await place.ReplayAsync(Read(ReplayFiles.Kiva));
        Assert.Empty(result.Breaches);
        Assert.Equal(ByHand(), result.Figures);
    }

    [Theory, OnBothDatabases]
    public async Task Replaying_again_changes_nothing(string database)
    {
        using var place = await EmptyDatabase.NewAsync(database);
        var first = await place.ReplayAsync(Read(ReplayFiles.Kiva));
        var before = await StateAsync(place);
        var second = await place.ReplayAsync(Read(ReplayFiles.Kiva));
        Assert.Equal(first.Figures, second.Figures);
        Assert.Equal(before, await StateAsync(place));
    }

    [Theory, OnBothDatabases]
    public async Task Another_seed_gives_the_same_money_in_a_database_of_its_own(string database)
    {
        using var place = await EmptyDatabase.NewAsync(database);
        var figures = (await place.ReplayAsync(Read(ReplayFiles.Kiva, seed: 7))).Figures;
        Assert.Equal(50_000, figures.InvestorReceivedFen);
        Assert.Equal(10_000, figures.RecoveryOpenFen);
    }

    [Fact]
    public async Task Another_seed_in_the_same_database_is_refused_by_the_bank()
    {
        using var place = await EmptyDatabase.NewAsync("sqlite");
        await place.ReplayAsync(Read(ReplayFiles.Kiva));
        var before = await StateAsync(place);
        var stopped = await Assert.ThrowsAsync<ReplayStoppedException>(
            () => place.ReplayAsync(Read(ReplayFiles.Kiva, seed: 7)));
        Assert.Equal("replay.bank-refused", stopped.Refusal.Code);
        Assert.Equal(before, await StateAsync(place));
    }

    [Fact]
    public async Task A_database_that_has_gone_past_the_file_is_refused_before_anything_is_booked()
    {
        using var place = await EmptyDatabase.NewAsync("sqlite");
        await place.ReplayAsync(Read(ReplayFiles.Kiva));
        var before = await StateAsync(place);
        var other = ReplayFiles.Kiva.Replace("\"id\": 4", "\"id\": 44", StringComparison.Ordinal);
        var stopped = await Assert.ThrowsAsync<ReplayStoppedException>(() => place.ReplayAsync(Read(other)));
        Assert.Equal("replay.database-too-late", stopped.Refusal.Code);
        Assert.False(stopped.Begun);
        Assert.Contains("2006-05-20", stopped.Refusal.English, StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync(place));
    }

    [Fact]
    public async Task Dates_limits_and_plans_are_as_the_file_says()
    {
        using var place = await EmptyDatabase.NewAsync("sqlite");
        await place.ReplayAsync(Read(ReplayFiles.Kiva));
        await using var database = await CustodyDatabase.OpenToReadAsync(place.Connection, TimeProvider.System);
        await using var db = database.CreateDbContext();
        var listing = await db.Listings.SingleAsync(
            listing => listing.ListingNo == "kiva-1", TestContext.Current.CancellationToken);
        Assert.Equal(new(2006, 1, 12), listing.ReleasedOn);
        Assert.Equal(new(2006, 5, 12), listing.EndedOn);
        Assert.Equal(ListingState.Closed, listing.State);
        var withdrawn = await db.Orders.Where(order => order.Type == OrderType.Withdrawal)
            .Select(order => order.State).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Repeat(OrderState.Succeeded, 4), withdrawn);
        var plan = await db.Instalments.Where(row => row.ListingId == listing.Id).OrderBy(row => row.Period)
            .Select(row => new { row.DueOn, row.PrincipalFen, row.CompensatedFen })
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0L, 0L, 5_000L], plan.Select(row => row.CompensatedFen));
        // The clock runs to the last check, 30 days after the last due date, or to the last payment.
        Assert.Equal(
            new(2006, 5, 20), (await db.BankStates.SingleAsync(TestContext.Current.CancellationToken)).AccountingDate);
    }

    [Fact]
    public void One_bad_loan_and_nothing_of_the_file_is_replayed()
    {
        var reading = Read(ReplayFiles.Kiva.Replace("200.01", "-5", StringComparison.Ordinal));
        Assert.Null(reading.Plan);
        Assert.Equal("loan_amount", reading.Faults.Single().Field);
    }

    [Fact]
    public void A_loan_above_the_limit_is_named_from_the_day_of_the_limits_on()
    {
        Assert.NotNull(Read(Above("2016-08-23")).Plan);
        var reading = Read(Above("2016-08-24"));
        Assert.Null(reading.Plan);
        Assert.Equal("listing.above-limit", reading.Faults.Single().Reason.Code);

        static string Above(string day) =>
            $$"""
            [{"id": 1, "status": "paid", "loan_amount": 200000.01, "lender_count": 2, "funded_date": "{{day}}"}]
            """;
    }

    [Theory, OnBothDatabases]
    public async Task The_real_file_gives_its_known_figures(string database)
    {
        var path = RealData.Find("kiva/loans.json");
        using var place = await EmptyDatabase.NewAsync(database);
        var result = await place.ReplayAsync(KivaReplay.Read(path, LenderPool.DefaultSeed, default));
        var figures = result.Figures;
        Assert.Empty(result.Breaches);
        Assert.Equal((500L, 452L, 48L, 449L), (figures.Loans, figures.Released, figures.Failed, figures.Closed));
        Assert.Equal(
            (15_800L, 23_596_700L, 641_300L),
            (figures.OutstandingFen, figures.InvestorReceivedFen, figures.ExcessFen));
        Assert.Equal(
            (331L, 1_050_341L, 899_841L, 150_500L),
            (figures.Compensations, figures.CompensatedFen, figures.RecoveredFen, figures.RecoveryOpenFen));
        Assert.Equal((19_082L, 16_991L, 60_171L), (figures.Operations, figures.Entries, figures.Lines));
    }

    private static ReplayFigures ByHand()
    {
        var pool = new LenderPool(LenderPool.KivaSize);
        var investors = new[] { ("1", 3), ("2", 2), ("3", 2), ("4", 1), ("6", 1) }
            .SelectMany(loan => pool.Draw(loan.Item1, loan.Item2)).Distinct().Count();
        return new ReplayFigures
        {
            Loans = 6,
            Released = 4,
            Failed = 2,
            Closed = 3,
            Bids = 7,
            OutstandingFen = 15_001,
            InvestorReceivedFen = 50_000,
            ExcessFen = 3_000,
            Compensations = 2,
            CompensatedFen = 15_000,
            RecoveredFen = 5_000,
            // Openings 8 and the investors; 6 registrations, 9 recharges and 9 bids, 4 releases, 2 failures,
            // 4 withdrawals; 6 recharges of payments, 5 repayments, 1 recovery; 2 recharges of the guarantor,
            // 2 compensations.
            Operations = 8 + investors + 50,
            // 17 recharges, 9 bids, 4 releases, 1 failure with bids, 4 withdrawals of 3 entries, 5 + 1 + 2.
            Entries = 51,
            // 34 + 18 + 11 + 4 + 24, repayments 15, recovery 2, compensations 6.
            Lines = 114,
        };
    }

    private static async Task<(long Keys, long Entries, long Orders, long Steps, long Days, DateOnly Date)> StateAsync(
        EmptyDatabase place)
    {
        await using var database = await CustodyDatabase.OpenToReadAsync(place.Connection, TimeProvider.System);
        await using var db = database.CreateDbContext();
        return (
            await db.Lines.MaxAsync(line => line.Id), await db.Entries.LongCountAsync(),
            await db.Orders.LongCountAsync(),
            await db.OrderEvents.LongCountAsync(), await db.AccountingDays.LongCountAsync(),
            (await db.BankStates.SingleAsync()).AccountingDate);
    }

    private static ReplayReading Read(string content, ulong seed = LenderPool.DefaultSeed)
    {
        using var file = new TemporaryFile(content);
        return KivaReplay.Read(file.Path, seed, CancellationToken.None);
    }
}
