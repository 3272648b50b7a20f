using System.Globalization;
using CustodyConsole.Data;
using CustodyConsole.Demo;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Demo;

/// <summary>The demo bank as a whole: made once on each database, for a Sunday afternoon in November.</summary>
public sealed class DemoBankTests(SeededBanks banks) : IClassFixture<SeededBanks>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_books_of_the_demo_bank_are_right(string database)
    {
        await using var bank = await SeededBanks.OpenAsync(database);
        await using var db = bank.CreateDbContext();
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task It_spans_ninety_days_and_ends_today_with_all_earlier_days_closed()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var state = await db.BankStates.SingleAsync(Cancellation);
        Assert.Equal(SeededBanks.Today, state.AccountingDate);
        Assert.Equal(SeededBanks.Today.AddDays(-1), state.ClosedThrough);
        Assert.Equal(90, await db.AccountingDays.CountAsync(Cancellation));
        Assert.True(await db.Platforms.AllAsync(
            platform => platform.OpenedOn == SeededBanks.Today.AddDays(-90), Cancellation));
        Assert.Equal(91, await db.Entries.Select(entry => entry.AccountingDate).Distinct().CountAsync(Cancellation));
        var today = await db.Entries.CountAsync(entry => entry.AccountingDate == SeededBanks.Today, Cancellation);
        Assert.True(today >= 20, $"There are {today} entries today.");
    }

    [Fact]
    public async Task Orders_follow_each_other_on_the_dates_of_Shanghai_and_none_lies_in_the_future()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var orders = await db.Orders.OrderBy(order => order.Id).ToListAsync(Cancellation);
        Assert.All(orders, order =>
            Assert.Equal(order.AccountingDate, DateOnly.FromDateTime(order.CreatedAtUtc.AddHours(8))));
        Assert.All(orders.Zip(orders.Skip(1)), pair =>
            Assert.True(pair.First.CreatedAtUtc <= pair.Second.CreatedAtUtc));
        Assert.All(orders, order => Assert.True(order.UpdatedAtUtc <= SeededBanks.NowUtc));
    }

    [Fact]
    public async Task There_are_four_platforms_with_terms_of_their_own_and_their_users()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var terms = await db.Platforms.Select(platform => new
        {
            platform.FloatPolicy,
            platform.InstalmentBasis,
            platform.InstalmentRounding,
        }).Distinct().CountAsync(Cancellation);
        Assert.Equal(4, terms);
        Assert.Equal(150, await db.Users.CountAsync(user => user.Role == UserRole.Investor, Cancellation));
        Assert.Equal(40, await db.Users.CountAsync(user => user.Role == UserRole.Borrower, Cancellation));
        Assert.Equal(12, await db.Users.CountAsync(
            user => user.Role == UserRole.Borrower && user.Kind == PartyKind.Company, Cancellation));
        var guarantors = await db.Users.Where(user => user.Role == UserRole.Guarantor).ToListAsync(Cancellation);
        Assert.Equal(5, guarantors.Count);
        Assert.Contains(guarantors, guarantor => guarantor.Name.Length >= 30);
        Assert.True(await db.Cards.Select(card => card.BankCode).Distinct().CountAsync(Cancellation) >= 12);
        Assert.Equal(2, await db.Cards.CountAsync(card => card.State == CardState.Unbound, Cancellation));
    }

    [Theory]
    [InlineData(ListingState.Raising, 8)]
    [InlineData(ListingState.Repaying, 40)]
    [InlineData(ListingState.Closed, 15)]
    [InlineData(ListingState.Failed, 7)]
    public async Task There_are_listings_in_each_state_and_by_each_method(ListingState state, int atLeast)
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var listings = await db.Listings.Where(listing => listing.State == state).ToListAsync(Cancellation);
        Assert.True(listings.Count >= atLeast, $"{listings.Count} are {state}.");
        if (state is ListingState.Repaying or ListingState.Closed)
        {
            var methods = listings.Select(listing => listing.Method).Distinct().Order();
            Assert.Equal(Enum.GetValues<RepaymentMethod>(), methods);
        }

        if (state != ListingState.Raising) return;
        Assert.Contains(listings, listing => listing.SubscribedFen == listing.AmountFen);
        Assert.Contains(listings, listing => listing.SubscribedFen > 0 && listing.SubscribedFen < listing.AmountFen);
        Assert.All(listings, listing => Assert.True(listing.RaiseUntil >= SeededBanks.Today));
    }

    [Theory]
    [InlineData(OrderType.Recharge, OrderState.Accepted, 1)]
    [InlineData(OrderType.Recharge, OrderState.Unknown, 2)]
    [InlineData(OrderType.Recharge, OrderState.Succeeded, 700)]
    [InlineData(OrderType.Recharge, OrderState.Failed, 5)]
    [InlineData(OrderType.Recharge, OrderState.Reversed, 1)]
    [InlineData(OrderType.Withdrawal, OrderState.Accepted, 3)]
    [InlineData(OrderType.Withdrawal, OrderState.Sent, 2)]
    [InlineData(OrderType.Withdrawal, OrderState.Unknown, 2)]
    [InlineData(OrderType.Withdrawal, OrderState.Succeeded, 300)]
    [InlineData(OrderType.Withdrawal, OrderState.Failed, 3)]
    [InlineData(OrderType.Withdrawal, OrderState.Returned, 4)]
    [InlineData(OrderType.UnbindCard, OrderState.Succeeded, 2)]
    [InlineData(OrderType.BindCard, OrderState.Succeeded, 1)]
    [InlineData(OrderType.Bid, OrderState.Succeeded, 900)]
    [InlineData(OrderType.BidCancel, OrderState.Succeeded, 5)]
    [InlineData(OrderType.FailListing, OrderState.Succeeded, 7)]
    [InlineData(OrderType.Release, OrderState.Succeeded, 60)]
    [InlineData(OrderType.Repayment, OrderState.Succeeded, 45)]
    [InlineData(OrderType.DirectCompensation, OrderState.Succeeded, 4)]
    [InlineData(OrderType.IndirectCompensation, OrderState.Succeeded, 2)]
    [InlineData(OrderType.Recovery, OrderState.Succeeded, 4)]
    [InlineData(OrderType.JudicialFreeze, OrderState.Succeeded, 3)]
    [InlineData(OrderType.JudicialRelease, OrderState.Succeeded, 2)]
    [InlineData(OrderType.Reversal, OrderState.Succeeded, 1)]
    public async Task There_are_orders_of_each_kind_in_each_state(OrderType type, OrderState state, int atLeast)
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var count = await db.Orders.CountAsync(order => order.Type == type && order.State == state, Cancellation);
        Assert.True(count >= atLeast, $"There are {count}.");
    }

    [Fact]
    public async Task Loans_are_overdue_compensated_recovered_in_part_and_in_full_and_repaid_early_and_late()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var overdue = from row in db.Instalments
                      join listing in db.Listings on row.ListingId equals listing.Id
                      where row.PlanVersion == listing.PlanVersion
                          && row.SettledOn == null && row.DueOn < SeededBanks.Today
                      select listing.Id;
        // One of the overdue loans was compensated this morning by two people of the bank.
        Assert.InRange(await overdue.Distinct().CountAsync(Cancellation), 4, 15);
        var recoveries = await db.RecoveryClaims.ToListAsync(Cancellation);
        Assert.Contains(recoveries, recovery => recovery.RecoveredFen == 0);
        Assert.Contains(recoveries, recovery => recovery.RecoveredFen > 0 && recovery.OpenFen > 0);
        Assert.Contains(recoveries, recovery => recovery.OpenFen == 0);
        Assert.True(await db.Listings.AnyAsync(
            listing => listing.PlanVersion > 1 && listing.State == ListingState.Closed, Cancellation));
        Assert.True(await db.Listings.AnyAsync(
            listing => listing.PlanVersion > 1 && listing.State == ListingState.Repaying, Cancellation));
        var repayments = db.Orders.Where(order => order.Type == OrderType.Repayment);
        Assert.True(await repayments.AnyAsync(order => order.FineFen > 0, Cancellation));
        Assert.True(await repayments.AnyAsync(order => order.FeeFen > 0, Cancellation));
        Assert.True(await db.Listings.AnyAsync(
            listing => listing.ReleasedOn != null && listing.ReleasedFen < listing.AmountFen, Cancellation));
    }

    [Fact]
    public async Task Payouts_came_back_with_the_fee_and_without_and_a_judicial_freeze_was_released_in_part()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var returned = from entry in db.Entries
                       where entry.Operation == Operation.WithdrawalReturned
                       select db.Lines.Any(line => line.EntryId == entry.Id && line.Kind == LineKind.Fee);
        var withFee = await returned.ToListAsync(Cancellation);
        Assert.Contains(true, withFee);
        Assert.Contains(false, withFee);
        var judicial = await db.Freezes
            .Where(freeze => freeze.Purpose == FreezePurpose.Judicial)
            .ToListAsync(Cancellation);
        Assert.Contains(judicial, freeze => freeze.RemainingFen > 0 && freeze.RemainingFen < freeze.OriginalFen);
        Assert.Contains(judicial, freeze => freeze.RemainingFen == 0);
        Assert.Contains(judicial, freeze => freeze.RemainingFen == freeze.OriginalFen);
    }

    [Fact]
    public async Task The_same_day_gives_the_same_bank_on_both_databases_and_after_interruptions()
    {
        var expected = await SeededBanks.SummaryAsync(await SeededBanks.ConnectionAsync("sqlite"), Cancellation);
        Assert.Equal(expected, await SeededBanks.SummaryAsync(await SeededBanks.ConnectionAsync("postgres"), Cancellation));

        var settings = await banks.NewPlaceAsync("sqlite");
        foreach (var day in (int[])[1, 46, 90])
        {
            using var interruption = new CancellationTokenSource();
            var progress = new InterruptAt(SeededBanks.Today.AddDays(day - 90), interruption);
            var interrupted = DemoBank.SeedIfEmptyAsync(
                settings.Database, settings, SeededBanks.Clock, progress, interruption.Token);
            await Assert.ThrowsAsync<OperationCanceledException>(() => interrupted);
        }

        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, SeededBanks.Clock, Cancellation);
        Assert.Equal(expected, await SeededBanks.SummaryAsync(settings.Database, Cancellation));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Seeding_a_seeded_bank_or_one_that_has_begun_by_itself_does_nothing(string database)
    {
        var seeded = await SeededBanks.ConnectionAsync(database);
        var before = await SeededBanks.SummaryAsync(seeded, Cancellation);
        // A key that is not there would be refused if anything were done.
        var settings = await banks.NewPlaceAsync("sqlite");
        await DemoBank.SeedIfEmptyAsync(seeded, settings, SeededBanks.Clock, Cancellation);
        Assert.Equal(before, await SeededBanks.SummaryAsync(seeded, Cancellation));

        var begun = await banks.NewPlaceAsync(database);
        await using (var bank = await CustodyDatabase.OpenAsync(begun.Database, SeededBanks.Clock, Cancellation))
            _ = (await bank.Writer.RunAsync(0, books => AccountingDates.SetUp(books, SeededBanks.Today))).Value;
        await DemoBank.SeedIfEmptyAsync(begun.Database, begun, SeededBanks.Clock, Cancellation);
        await using var read = await CustodyDatabase.OpenToReadAsync(
            begun.Database, SeededBanks.Clock, Cancellation);
        await using var db = read.CreateDbContext();
        Assert.False(await db.Platforms.AnyAsync(Cancellation));
    }

    /// <summary>
    /// Ends of months, a leap day, holidays, midnight and the last second: the story holds whatever the day.
    /// </summary>
    [Theory]
    [InlineData("2026-10-03T16:00:03Z")]
    [InlineData("2027-01-01T15:59:58Z")]
    [InlineData("2027-05-31T03:00:00Z")]
    [InlineData("2028-02-29T06:00:00Z")]
    public async Task Every_day_gives_a_bank_whose_books_are_right(string now)
    {
        var nowUtc = DateTime.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        var settings = await banks.NewPlaceAsync("sqlite");
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, new SimulatedClock(nowUtc), Cancellation);
        await using var bank = await CustodyDatabase.OpenToReadAsync(
            settings.Database, SeededBanks.Clock, Cancellation);
        await using var db = bank.CreateDbContext();
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));
        Assert.Equal(
            DateOnly.FromDateTime(nowUtc.AddHours(8)), (await db.BankStates.SingleAsync(Cancellation)).AccountingDate);
        Assert.True(await db.Orders.MaxAsync(order => order.UpdatedAtUtc, Cancellation) <= nowUtc);
        Assert.True(await db.Listings.CountAsync(Cancellation) >= 80);
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_made()
    {
        var settings = await banks.NewPlaceAsync("sqlite", demo: false);
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, SeededBanks.Clock, Cancellation);
        Assert.False(File.Exists(settings.Database));
    }

    private sealed class InterruptAt(DateOnly day, CancellationTokenSource interruption) : IProgress<DateOnly>
    {
        public void Report(DateOnly value)
        {
            if (value == day) interruption.Cancel();
        }
    }
}
