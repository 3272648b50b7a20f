using CustodyConsole.Components.Shared;

namespace CustodyConsole.Tests.Shell;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("110101199003071234", PersonalData.IdentityNo, "110***********1234")]
    [InlineData("13812345678", PersonalData.Mobile, "138****5678")]
    [InlineData("6222020200012345678", PersonalData.CardNo, "622202*********5678")]
    [InlineData("91350100M000100Y43", PersonalData.CreditCode, "9135**********0Y43")]
    [InlineData("张三", PersonalData.Name, "张*")]
    [InlineData("张三丰", PersonalData.Name, "张*丰")]
    [InlineData("张", PersonalData.Name, "*")]
    [InlineData("1381", PersonalData.Mobile, "****")]
    [InlineData("138****5678", PersonalData.Mobile, "138****5678")]
    public void Personal_data_keep_only_what_tells_them_apart(string whole, PersonalData kind, string masked) =>
        Assert.Equal(masked, Masking.Mask(whole, kind));

    [Fact]
    public void An_instant_is_shown_in_the_banks_time()
    {
        var utc = new DateTime(2017, 8, 4, 17, 30, 5, DateTimeKind.Utc);
        Assert.Equal("2017-08-05 01:30:05", BankTime.Format(utc));
        Assert.Equal(new DateOnly(2017, 8, 5), BankTime.DateOf(utc));
    }
}
