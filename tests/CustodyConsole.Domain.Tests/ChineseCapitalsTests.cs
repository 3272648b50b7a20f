namespace CustodyConsole.Domain.Tests;

public sealed class ChineseCapitalsTests
{
    [Theory]
    [InlineData(0, "零元整")]
    [InlineData(1, "壹分")]
    [InlineData(10, "壹角整")]
    [InlineData(11, "壹角壹分")]
    [InlineData(1_00, "壹元整")]
    [InlineData(1_05, "壹元零伍分")]
    [InlineData(1_50, "壹元伍角整")]
    [InlineData(10_00, "壹拾元整")]
    [InlineData(15_06, "壹拾伍元零陆分")]
    [InlineData(100_00, "壹佰元整")]
    [InlineData(101_00, "壹佰零壹元整")]
    [InlineData(110_00, "壹佰壹拾元整")]
    [InlineData(1_001_00, "壹仟零壹元整")]
    [InlineData(1_010_00, "壹仟零壹拾元整")]
    [InlineData(1_409_50, "壹仟肆佰零玖元伍角整")]
    [InlineData(6_007_14, "陆仟零柒元壹角肆分")]
    [InlineData(10_000_00, "壹万元整")]
    [InlineData(10_001_00, "壹万零壹元整")]
    [InlineData(16_409_02, "壹万陆仟肆佰零玖元零贰分")]
    [InlineData(107_000_53, "壹拾万柒仟元伍角叁分")]
    [InlineData(100_000_000_00, "壹亿元整")]
    [InlineData(100_000_001_00, "壹亿零壹元整")]
    [InlineData(100_010_000_00, "壹亿零壹万元整")]
    [InlineData(1_000_000_000_000_00, "壹万亿元整")]
    [InlineData(1_234_567_890_12, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分")]
    [InlineData(-250_00, "负贰佰伍拾元整")]
    [InlineData(long.MaxValue, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分")]
    [InlineData(long.MinValue, "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零捌分")]
    public void An_amount_is_written_as_on_a_voucher(long fen, string expected) => Assert.Equal(expected, ChineseCapitals.Of(fen));

    [Fact]
    public void What_is_written_can_be_read_back()
    {
        var random = new Random(20171001);
        for (var i = 0; i < 20_000; i++)
        {
            // All magnitudes alike, and many zeros inside.
            var fen = random.NextInt64((long)Math.Pow(10, random.Next(1, 17)));
            if (i % 2 == 0) fen = fen / 100_000 * 100_000;
            Assert.Equal(fen, Read(ChineseCapitals.Of(fen)));
        }
    }

    /// <summary>Reads capitals by another rule than they are written: sections, each a sum of digit times place.</summary>
    private static long Read(string text)
    {
        long total = 0, section = 0, digit = 0, fen = 0;
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '拾': section += Take(ref digit) * 10; break;
                case '佰': section += Take(ref digit) * 100; break;
                case '仟': section += Take(ref digit) * 1_000; break;
                case '万': section = (section + Take(ref digit)) * 10_000; total += section; section = 0; break;
                case '亿': total = (total + section + Take(ref digit)) * 100_000_000; section = 0; break;
                case '元': total += section + Take(ref digit); section = 0; break;
                case '角': fen += Take(ref digit) * 10; break;
                case '分': fen += Take(ref digit); break;
                case '零' or '整': break;
                default: digit = "零壹贰叁肆伍陆柒捌玖".IndexOf(letter, StringComparison.Ordinal); break;
            }
        }

        return (total * 100) + fen;
    }

    private static long Take(ref long digit)
    {
        var taken = digit;
        digit = 0;
        return taken;
    }
}
