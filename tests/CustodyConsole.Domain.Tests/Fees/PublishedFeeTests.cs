using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>
/// Schedules made by hand from what real platforms publish, found by the platform's number in the public list. Each says what its text says:
/// the figures named here stand in the text, and the fees are those that it gives.
/// </summary>
public sealed class PublishedFeeTests
{
    private static readonly BusinessCalendar Calendar = new(Notice.Shipped, new DateTime(2017, 9, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly DateOnly Wednesday = new(2017, 8, 2), Saturday = new(2017, 8, 5), NationalDay = new(2017, 10, 1);

    private sealed record Case(int Platform, string[] Named, FeeTerms Terms, params (FeeCase Of, long Fen)[] Fees);

    private static readonly IReadOnlyList<Case> Cases =
    [
        new(498, ["3元"], Of(FeeTariff.Fixed(3_00)), (On(1), 3_00), (On(1_000_000_00), 3_00)),
        new(2389, ["0.3"], Of(FeeTariff.Rate(3_000)), (On(1_000_00), 3_00)),
        new(1944, ["2.2"], Of(FeeTariff.Rate(2_200)), (On(1_000_00), 2_20)),
        new(50, ["免费"], Of(FeeTariff.Fixed(0)), (On(1_000_00), 0)),
        new(60, ["5万", "5元"], Of(FeeTariff.Fixed(5_00) with { SplitFen = 50_000_00 }), (On(50_000_00), 5_00), (On(50_000_01), 10_00), (On(1_000_000_00), 100_00)),
        new(236, ["1元", "5万"], Of(FeeTariff.Fixed(1_00) with { SplitFen = 50_000_00 }), (On(120_000_00), 3_00)),
        new(942, ["首次", "0.1", "2元", "100元"],
            Of(FeeTariff.Rate(1_000) with { MinFen = 2_00, MaxFen = 100_00, Free = new(1, FreePeriod.Month) }),
            (On(500_000_00), 0), (On(500_000_00) with { UsedBefore = 1 }, 100_00), (On(500_00) with { UsedBefore = 1 }, 2_00)),
        new(1077, ["前3笔", "0.2"], Of(FeeTariff.Rate(2_000) with { Free = new(3, FreePeriod.Month) }),
            (On(1_000_00) with { UsedBefore = 2 }, 0), (On(1_000_00) with { UsedBefore = 3 }, 2_00)),
        new(854, ["每日第一笔", "2元"], Of(FeeTariff.Fixed(2_00) with { Free = new(1, FreePeriod.Day) }),
            (On(1_00), 0), (On(10_00) with { UsedBefore = 1 }, 2_00)),
        new(1190, ["前5次", "月"], Of(FeeTariff.Fixed(0) with { Free = new(5, FreePeriod.Month) }), (On(10_00), 0)),
        new(660, ["3笔", "2元"], Of(FeeTariff.Fixed(2_00) with { Free = new(3, FreePeriod.Month) }), (On(10_00) with { UsedBefore = 3 }, 2_00)),
        new(4401, ["1元", "首提免费"], Of(FeeTariff.Fixed(1_00) with { Free = new(1, FreePeriod.Ever) }), (On(10_00), 0), (On(10_00) with { UsedBefore = 1 }, 1_00)),
        new(633, ["3元", "每月首笔"], Of(FeeTariff.Fixed(3_00) with { Free = new(1, FreePeriod.Month) }), (On(10_00) with { UsedBefore = 1 }, 3_00)),
        new(57, ["1万元（含）", "2元"], Steps(new(10_000_00, 0), new(null, 2_00)), (On(10_000_00), 0), (On(10_000_01), 2_00)),
        new(1195, ["1000元", "2元"], Steps(new(999_99, 2_00), new(null, 0)), (On(999_99), 2_00), (On(1_000_00), 0)),
        new(127, ["10000元", "3元", "5元"], Steps(new(10_000_00, 3_00), new(null, 5_00)), (On(10_000_00), 3_00), (On(50_000_00), 5_00)),
        new(102, ["10000元", "2元", "5元"], Steps(new(10_000_00, 2_00), new(null, 5_00)), (On(10_000_00), 2_00), (On(10_000_01), 5_00)),
        new(648, ["3元", "8元", "15元"], Steps(new(50_000_00, 3_00), new(200_000_00, 8_00), new(null, 15_00)),
            (On(50_000_00), 3_00), (On(200_000_00), 8_00), (On(200_000_01), 15_00)),
        new(446, ["5000", "5元", "1‰", "50元"],
            Of(new FeeTariff { Steps = [new(5_000_00, 5_00), new(null, 0, 1_000)], MaxFen = 50_00 }),
            (On(5_000_00), 5_00), (On(20_000_00), 20_00), (On(80_000_00), 50_00)),
        new(245, ["0.05", "2元", "50元", "每月2次"],
            Of(FeeTariff.Rate(500) with { MinFen = 2_00, MaxFen = 50_00, Free = new(2, FreePeriod.Month) }), (On(10_000_00) with { UsedBefore = 2 }, 5_00)),
        new(5007, ["千分之2", "2元", "100"], Of(FeeTariff.Rate(2_000) with { MinFen = 2_00, MaxFen = 100_00 }), (On(500_00), 2_00), (On(60_000_00), 100_00)),
        new(1428, ["0.12", "0.48元"], Of(FeeTariff.Rate(1_200) with { MinFen = 48 }), (On(100_00), 48), (On(1_000_00), 1_20)),
        new(1757, ["0.3", "2元"], Of(FeeTariff.Rate(3_000) with { MinFen = 2_00 }), (On(100_00), 2_00)),
        new(4161, ["3万", "3元", "5元"],
            Of(new FeeTariff { Steps = [new(30_000_00, 3_00), new(null, 5_00)], SplitFen = 50_000_00 }), (On(130_000_00), 13_00), (On(140_000_00), 15_00)),
        new(2120, ["个人", "2元", "企业", "0.003", "200元"],
            new FeeTerms { Deduction = FeeDeduction.Inner, Person = FeeTariff.Fixed(2_00), Company = FeeTariff.Rate(30) with { MaxFen = 200_00 } },
            (On(1_000_00), 2_00), (On(1_000_000_00) with { Party = PartyKind.Company }, 30_00), (On(10_000_000_00) with { Party = PartyKind.Company }, 200_00)),
        new(3416, ["平台承担"], new FeeTerms { Payer = FeePayer.Platform, Person = FeeTariff.Fixed(2_00) }, (On(10_00), 2_00)),
        new(4005, ["0.15", "1元"], Of(FeeTariff.Fixed(0) with { Idle = new(1_500, MinFen: 1_00) }),
            (On(1_000_00), 0), (On(1_000_00) with { IdleFen = 1_000_00 }, 1_50), (On(1_000_00) with { IdleFen = 100_00 }, 1_00)),
        new(2219, ["0.5", "3元"], Of(FeeTariff.Fixed(0) with { Idle = new(5_000, MinFen: 3_00) }), (On(1_000_00) with { IdleFen = 1_000_00 }, 5_00)),
        new(235, ["3‰", "3元", "15日"], Of(FeeTariff.Fixed(0) with { Idle = new(3_000, 15, 3_00) }), (On(10_000_00) with { IdleFen = 10_000_00 }, 30_00)),

        // The holiday advance, as the texts have it: the days left of the holiday and one more, up to the next working day.
        new(611, ["1元", "0.05", "剩余节假日天数+1"],
            new FeeTerms { Person = FeeTariff.Fixed(1_00), Advance = new(AdvanceMode.PerDay, 500, SettlementBasis.NextDay) },
            (On(10_000_00), 6_00), (On(10_000_00, Saturday), 11_00), (On(10_000_00, NationalDay), 41_00)),
        new(4038, ["2元", "节假日天数+1", "万分之五"],
            new FeeTerms { Person = FeeTariff.Fixed(2_00), Advance = new(AdvanceMode.PerDay, 500, SettlementBasis.NextDay) }, (On(10_000_00, Saturday), 12_00)),
        new(4279, ["万分之五", "2元"], Of(FeeTariff.Rate(500) with { MinFen = 2_00 }), (On(1_000_00), 2_00), (On(100_000_00), 50_00)),
    ];

    [Fact]
    public void Schedules_say_what_the_texts_of_real_platforms_say()
    {
        var texts = Texts();
        foreach (var one in Cases)
        {
            Assert.True(texts.TryGetValue(one.Platform, out var text), $"Platform {one.Platform} is not in the list.");
            Assert.All(one.Named, figure => Assert.Contains(figure, text, StringComparison.Ordinal));
            Assert.Null(FeeTermsCheck.Refuse(one.Terms, FeeKind.Withdrawal));
            Assert.Equal(FeeText.Write(one.Terms), FeeText.Write(FeeText.Read(FeeText.Write(one.Terms))));
            foreach (var (of, fen) in one.Fees)
                Assert.True(fen == FeeFormula.Quote(one.Terms, of).TotalFen, $"{one.Platform}: {FeeFormula.Quote(one.Terms, of).Formula}, not {Fen.Format(fen)}");
        }

        Assert.True(Cases.Select(one => texts[one.Platform]).Distinct().Count() >= 30);
    }

    private static FeeTerms Of(FeeTariff tariff) => new() { Person = tariff };

    private static FeeTerms Steps(params FeeStep[] steps) => new() { Person = new FeeTariff { Steps = steps } };

    private static FeeCase On(long amountFen, DateOnly? date = null) => new(amountFen, PartyKind.Person, date ?? Wednesday, Calendar);

    /// <summary>The fee texts by the platform's number. Fields hold no quotes and no line ends, so commas alone part them but for the texts.</summary>
    private static Dictionary<int, string> Texts()
    {
        var lines = File.ReadAllLines(RealData.Find("wdzj/platforms.csv"));
        return lines.Skip(1).Select(line => (Comma: line.IndexOf(','), Line: line))
            .Where(line => line.Comma > 0 && int.TryParse(line.Line.AsSpan(0, line.Comma), out _))
            .ToDictionary(line => int.Parse(line.Line.AsSpan(0, line.Comma), System.Globalization.CultureInfo.InvariantCulture), line => line.Line);
    }
}
