using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Fees;
using CustodyConsole.Features.Platforms;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>What fees come to, and the calculation that is kept. Pure.</summary>
public sealed class FeeFormulaTests
{
    private static readonly BusinessCalendar Calendar = new(Notice.Shipped, new DateTime(2017, 9, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly DateOnly Thursday = new(2017, 8, 3);
    private static readonly DateOnly NationalDay = new(2017, 10, 1);

    /// <summary>Terms, amount in fen, date, the formula that is kept.</summary>
    public static TheoryData<string, long, string, string> Cases { get; } = new()
    {
        { "two", 300_00, "2017-08-03", "2.00" },
        { "two and advance", 300_00, "2017-08-05", "2.00 + 300.00 × 0.05% × 2 天 = 2.30" },
        { "two and advance", 300_00, "2017-10-01", "2.00 + 300.00 × 0.05% × 8 天 = 3.20" },
        { "two and advance", 300_00, "2017-09-30", "2.00" },
        { "advance alone", 10_000_00, "2017-08-05", "10,000.00 × 0.05% × 2 天 = 10.00" },
        { "flat advance", 10_000_00, "2017-10-01", "10,000.00 × 0.05% = 5.00" },
        { "advance with minimum", 100_00, "2017-08-06", "max(100.00 × 0.05% × 1 天, 1.00) = 1.00" },
        { "next day", 10_000_00, "2017-08-03", "2.00 + 10,000.00 × 0.05% × 1 天 = 7.00" },
        { "next day", 10_000_00, "2017-08-04", "2.00 + 10,000.00 × 0.05% × 3 天 = 17.00" },
        { "capped rate", 1_000_00, "2017-08-03", "max(1,000.00 × 0.1%, 2.00) = 2.00" },
        { "capped rate", 50_000_00, "2017-08-03", "50,000.00 × 0.1% = 50.00" },
        { "capped rate", 500_000_00, "2017-08-03", "min(500,000.00 × 0.1%, 100.00) = 100.00" },
        { "steps", 10_000_00, "2017-08-03", "2.00" },
        { "steps", 10_000_01, "2017-08-03", "5.00" },
        { "split", 50_000_00, "2017-08-03", "5.00" },
        { "split", 120_000_00, "2017-08-03", "2 × 5.00 + 3.00 = 13.00" },
        { "fixed and rate", 2_000_00, "2017-08-03", "1.00 + 2,000.00 × 0.04% = 1.80" },
    };

    private static FeeTerms Terms(string name) => name switch
    {
        "two" => new() { Person = FeeTariff.Fixed(2_00) },
        "two and advance" => FeeBank.TwoAndAdvance,
        "advance alone" => new() { Advance = new AdvanceFee(AdvanceMode.PerDay, 500) },
        "flat advance" => new() { Advance = new AdvanceFee(AdvanceMode.Flat, 500) },
        "advance with minimum" => new() { Advance = new AdvanceFee(AdvanceMode.PerDay, 500, MinFen: 1_00) },
        "next day" => new() { Person = FeeTariff.Fixed(2_00), Advance = new AdvanceFee(AdvanceMode.PerDay, 500, SettlementBasis.NextDay) },
        "capped rate" => new() { Person = FeeTariff.Rate(1_000) with { MinFen = 2_00, MaxFen = 100_00 } },
        "steps" => new() { Person = new FeeTariff { Steps = [new(10_000_00, 2_00), new(null, 5_00)] } },
        "split" => new() { Person = new FeeTariff { Steps = [new(30_000_00, 3_00), new(null, 5_00)], SplitFen = 50_000_00 } },
        "fixed and rate" => new() { Person = FeeTariff.Rate(400, 1_00) },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_fee_is_kept_with_its_calculation(string terms, long amountFen, string date, string formula)
    {
        var quote = FeeFormula.Quote(Terms(terms), new FeeCase(
            amountFen, PartyKind.Person, DateOnly.ParseExact(date, "yyyy-MM-dd"), Calendar));

        Assert.Equal(formula, quote.Formula);
        Assert.EndsWith(Fen.Format(quote.TotalFen), quote.Formula, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two and advance", "2017-08-05", "2017-08-06", "2.00 + 10,000.00 × 0.05% × 1 天 = 7.00")]
    [InlineData("two and advance", "2017-08-05", "2017-08-07", "2.00")]
    [InlineData("two and advance", "2017-08-06", "2017-08-12", "2.00 + 10,000.00 × 0.05% × 1 天 = 7.00")]
    [InlineData("advance alone", "2017-08-05", "2017-08-06", "10,000.00 × 0.05% × 1 天 = 5.00")]
    [InlineData("advance alone", "2017-08-05", "2017-08-07", "0.00")]
    [InlineData("flat advance", "2017-10-01", "2017-10-08", "10,000.00 × 0.05% = 5.00")]
    [InlineData("flat advance", "2017-10-01", "2017-10-09", "0.00")]
    [InlineData("next day", "2017-08-04", "2017-08-07", "2.00 + 10,000.00 × 0.05% × 1 天 = 7.00")]
    public void Paid_out_on_another_day_it_costs_what_is_really_advanced_or_what_was_accepted(string terms, string accepted, string paid, string formula)
    {
        var quote = FeeFormula.Quote(Terms(terms), new FeeCase(10_000_00, PartyKind.Person, DateOnly.ParseExact(accepted, "yyyy-MM-dd"), Calendar));

        var now = FeeFormula.AtPayout(Terms(terms), quote, 10_000_00, DateOnly.ParseExact(paid, "yyyy-MM-dd"), Calendar);

        Assert.Equal((formula, quote.BaseFen), (now.Formula, now.BaseFen));
        Assert.EndsWith(Fen.Format(now.TotalFen), now.Formula, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_names_the_settlement_to_which_it_counts_the_days()
    {
        var schedule = new FeeSchedule
        {
            PoolId = 1, Kind = FeeKind.Withdrawal, Version = 1, EffectiveFrom = Thursday, Content = FeeText.Write(Terms("next day")), CreatedAtUtc = default,
        };
        var pool = new PoolFees(1, new PlatformRef(1, "8001", "星河网贷"), "SANDBOX", Thursday, [FeeVersion.Of(schedule, Thursday)]);

        var answer = FeeAnswer.Of(pool, Calendar, FeeKind.Withdrawal, PartyKind.Person, "10,000.00", new DateOnly(2017, 8, 4)).Value;

        Assert.Equal((17_00, new DateOnly(2017, 8, 7)), (answer.FeeFen, answer.SettlesOn));
    }

    [Fact]
    public void The_preview_of_an_ordinary_withdrawal_arrives_on_the_next_working_day_and_is_settled_then()
    {
        var schedule = new FeeSchedule
        {
            PoolId = 1, Kind = FeeKind.NextDayWithdrawal, Version = 1, EffectiveFrom = Thursday, CreatedAtUtc = default,
            Content = FeeText.Write(new FeeTerms { Deduction = FeeDeduction.Inner, Person = FeeTariff.Fixed(1_00) }),
        };
        var pool = new PoolFees(1, new PlatformRef(1, "8001", "星河网贷"), "SANDBOX", Thursday, [FeeVersion.Of(schedule, Thursday)]);

        var answer = FeeAnswer.Of(pool, Calendar, FeeKind.NextDayWithdrawal, PartyKind.Person, "300.00", NationalDay).Value;

        var after = new DateOnly(2017, 10, 9);
        Assert.Equal((1_00, "1.00", after, after, 299_00), (answer.FeeFen, answer.Formula, answer.ArrivesOn, answer.SettlesOn, answer.CardFen));
    }

    [Fact]
    public void Companies_pay_by_their_own_tariff_and_persons_by_theirs()
    {
        var terms = new FeeTerms { Person = FeeTariff.Fixed(2_00), Company = FeeTariff.Rate(30) with { MaxFen = 200_00 } };

        Assert.Equal(2_00, FeeFormula.Quote(terms, new FeeCase(1_000_000_00, PartyKind.Person, Thursday, Calendar)).TotalFen);
        Assert.Equal(30_00, FeeFormula.Quote(terms, new FeeCase(1_000_000_00, PartyKind.Company, Thursday, Calendar)).TotalFen);
    }

    [Fact]
    public void The_first_ones_of_a_month_are_free_but_not_their_advance()
    {
        var terms = FeeBank.TwoAndAdvance with { Person = FeeTariff.Fixed(2_00) with { Free = new FreeAllowance(3, FreePeriod.Month) } };

        var third = FeeFormula.Quote(terms, new FeeCase(300_00, PartyKind.Person, NationalDay, Calendar, UsedBefore: 2));
        var fourth = FeeFormula.Quote(terms, new FeeCase(300_00, PartyKind.Person, NationalDay, Calendar, UsedBefore: 3));

        Assert.Equal("0.00（每月前 3 笔免费，本次第 3 笔） + 300.00 × 0.05% × 8 天 = 1.20", third.Formula);
        Assert.Equal("0.00 (first 3 are free, this is number 3) + 300.00 × 0.05% × 8 days = 1.20", FeeFormula.English(third.Formula));
        Assert.Equal(3_20, fourth.TotalFen);
    }

    [Fact]
    public void Idle_money_costs_more()
    {
        var terms = new FeeTerms { Person = FeeTariff.Fixed(2_00) with { Idle = new IdleFee(5_000, 15, 1_00) } };

        Assert.Equal(
            "2.00 + 800.00 × 0.5%（未投资） = 6.00",
            FeeFormula.Quote(terms, new FeeCase(1_000_00, PartyKind.Person, Thursday, Calendar, IdleFen: 800_00)).Formula);
    }

    [Fact]
    public void Terms_are_kept_as_text_and_read_back()
    {
        var terms = new FeeTerms
        {
            Payer = FeePayer.Platform,
            Person = new FeeTariff { Steps = [new(1, 2, 3), new(null, 4)], Free = new(1, FreePeriod.Ever), Idle = new(5, 6, 7) },
            Company = FeeTariff.Rate(8),
            Advance = new AdvanceFee(AdvanceMode.Flat, 9, SettlementBasis.NextDay, 10),
            FeeRefundable = false,
        };

        Assert.Equal(FeeText.Write(terms), FeeText.Write(FeeText.Read(FeeText.Write(terms))));
    }
}
