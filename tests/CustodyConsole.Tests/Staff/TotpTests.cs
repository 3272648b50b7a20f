using System.Text;
using CustodyConsole.Security;

namespace CustodyConsole.Tests.Staff;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void Only_the_code_of_now_and_of_one_step_before_and_after_fits()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_500_000_000);
        var step = Totp.StepAt(now);
        for (var away = -3; away <= 3; away++)
            Assert.Equal(Math.Abs(away) <= 1 ? step + away : null, Totp.Match(Key, Totp.Code(Key, step + away), now));
        foreach (var typed in new[] { null, "", "12345", "1234567", "12345a", "１２３４５６" }) Assert.Null(Totp.Match(Key, typed, now));
    }

    [Fact]
    public void The_key_is_written_as_apps_read_it()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(Key));
        Assert.Equal("MZXW6YTB", Totp.Base32("fooba"u8));
        Assert.Equal("MZXW6YQ", Totp.Base32("foob"u8));
        Assert.Equal(
            "otpauth://totp/%E6%B5%B7%E6%99%8F%E9%93%B6%E8%A1%8C:chenjiayi?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=%E6%B5%B7%E6%99%8F%E9%93%B6%E8%A1%8C&algorithm=SHA1&digits=6&period=30",
            Totp.Address("海晏银行", "chenjiayi", Key));
    }
}
