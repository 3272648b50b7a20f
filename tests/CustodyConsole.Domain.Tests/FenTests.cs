using FsCheck;
using FsCheck.Fluent;

namespace CustodyConsole.Domain.Tests;

public sealed class FenTests
{
    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(5, "0.05")]
    [InlineData(-5, "-0.05")]
    [InlineData(99_999, "999.99")]
    [InlineData(123_456, "1,234.56")]
    [InlineData(-123_456_789, "-1,234,567.89")]
    [InlineData(long.MaxValue, "92,233,720,368,547,758.07")]
    [InlineData(long.MinValue, "-92,233,720,368,547,758.08")]
    public void Fen_are_shown_as_yuan_with_two_decimals(long fen, string text) => Assert.Equal(text, Fen.Format(fen));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.1", 10)]
    [InlineData("0.01", 1)]
    [InlineData("-0.01", -1)]
    [InlineData("1234.56", 123_456)]
    [InlineData("1,234.56", 123_456)]
    [InlineData("12,345,678", 1_234_567_800)]
    [InlineData("0007", 700)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void Yuan_with_at_most_two_decimals_are_read(string text, long fen)
    {
        Assert.True(Fen.TryParseYuan(text, out var read));
        Assert.Equal(fen, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.234")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("￥1")]
    [InlineData("１２")]
    [InlineData("1,23")]
    [InlineData("1234,567")]
    [InlineData(",123")]
    [InlineData("1,234,")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1,234.5,6")]
    public void Anything_else_is_no_amount(string? text)
    {
        Assert.False(Fen.TryParseYuan(text, out _));
        var refusal = Fen.Parse("amount", text).Refusal;
        Assert.Equal("amount.not-an-amount", refusal?.Code);
        Assert.StartsWith("amount: ", refusal?.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("92233720368547758.08")]
    [InlineData("999999999999999999999999999999999999999999999999")]
    [InlineData("-92233720368547758.08")]
    public void An_amount_beyond_a_long_is_refused_as_too_large(string text) =>
        Assert.Equal("amount.too-large", Fen.Parse("amount", text).Refusal?.Code);

    [Fact]
    public void What_is_formatted_can_be_read_again() => Prop.ForAll(
        UpTo(long.MaxValue).ToArbitrary(),
        fen => Fen.TryParseYuan(Fen.Format(-fen), out var read) && read == -fen).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(101, new long[] { 1, 1, 1 }, new long[] { 34, 34, 33 })]
    [InlineData(10, new long[] { 6, 3, 1 }, new long[] { 6, 3, 1 })]
    [InlineData(7, new long[] { 0, 5, 0 }, new long[] { 0, 7, 0 })]
    [InlineData(1, new long[] { 1, 2, 2 }, new long[] { 0, 1, 0 })]
    [InlineData(0, new long[] { 1, 2 }, new long[] { 0, 0 })]
    public void The_largest_remainders_get_the_fen_left_over(long total, long[] weights, long[] expected)
    {
        var parts = new long[weights.Length];
        Fen.Split(total, weights, parts);
        Assert.Equal(expected, parts);
    }

    [Fact]
    public void A_split_sums_exactly_and_each_part_lies_within_one_fen() => Prop.ForAll(Splits(), split =>
    {
        var (total, weights) = split;
        var parts = new long[weights.Length];
        Fen.Split(total, weights, parts);
        Int128 sum = 0;
        foreach (var weight in weights) sum += weight;
        return parts.Sum() == total && parts.Zip(weights).All(pair =>
            Int128.Abs(pair.First * sum - (Int128)total * pair.Second) < sum);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_two_equal_weights_the_first_never_gets_less() => Prop.ForAll(Splits(), split =>
    {
        var (total, weights) = split;
        var parts = new long[weights.Length];
        Fen.Split(total, weights, parts);
        return Enumerable.Range(1, weights.Length - 1).All(i => Enumerable.Range(0, i).All(earlier =>
            weights[earlier] != weights[i] || parts[earlier] >= parts[i]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_total_no_larger_than_the_weights_never_gives_a_part_above_its_weight() => Prop.ForAll(
        Splits(), split =>
    {
        var weights = split.Weights.Select(weight => weight % 1_000_000_000_000).Append(1).ToArray();
        var total = split.Total % (weights.Sum() + 1);
        var parts = new long[weights.Length];
        Fen.Split(total, weights, parts);
        return parts.Zip(weights).All(pair => pair.First <= pair.Second);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_parts_differ_by_at_most_one_fen_with_the_larger_first()
    {
        Assert.Equal([4, 3, 3], Fen.Split(10, 3));
        Assert.Equal([-4, -3, -3], Fen.Split(-10, 3));
        Assert.Equal([1, 1, 0, 0], Fen.Split(2, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fen.Split(1, 0));
    }

    [Fact]
    public void A_split_without_weight_or_with_a_negative_one_is_a_bug()
    {
        Assert.Throws<ArgumentException>(() => Fen.Split(1, [0, 0], new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fen.Split(1, [1, -1], new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fen.Split(-1, [1], new long[1]));
        Assert.Throws<ArgumentException>(() => Fen.Split(1, [1], new long[2]));
    }

    [Theory]
    [InlineData(10_000, 50, Rounding.Down, 50)]
    [InlineData(101, 5_000, Rounding.HalfUp, 51)]
    [InlineData(101, 5_000, Rounding.Down, 50)]
    [InlineData(101, 4_999, Rounding.HalfUp, 50)]
    [InlineData(1, 1, Rounding.Up, 1)]
    [InlineData(1, 1, Rounding.HalfUp, 0)]
    [InlineData(-101, 5_000, Rounding.HalfUp, -51)]
    [InlineData(-1, 1, Rounding.Up, -1)]
    [InlineData(0, 700, Rounding.Up, 0)]
    [InlineData(long.MaxValue, 10_000, Rounding.Up, long.MaxValue)]
    public void A_rate_is_taken_with_the_rounding_named(long fen, int bps, Rounding rounding, long expected) =>
        Assert.Equal(expected, Fen.MultiplyBps(fen, bps, rounding));

    [Fact]
    public void A_product_beyond_a_long_throws() =>
        Assert.Throws<OverflowException>(() => Fen.MultiplyBps(long.MaxValue, 10_001, Rounding.Down));

    private static Arbitrary<(long Total, long[] Weights)> Splits()
    {
        var weight = Gen.OneOf(UpTo(5), UpTo(1_000_000_000), UpTo(long.MaxValue));
        return (from total in Gen.OneOf(UpTo(100), UpTo(long.MaxValue))
                from weights in weight.NonEmptyListOf()
                select (total, weights.Append(1L).ToArray())).ToArbitrary();
    }

    private static Gen<long> UpTo(long most) =>
        from high in Gen.Choose(0, int.MaxValue)
        from middle in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, 1)
        select (long)((((Int128)high << 32) + ((Int128)middle << 1) + low) % ((Int128)most + 1));
}
