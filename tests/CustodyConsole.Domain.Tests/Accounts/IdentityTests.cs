using System.Globalization;
using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Tests.Accounts;

/// <summary>The elements of a person and the code of a company, by their form.</summary>
public sealed class IdentityTests
{
    private static readonly DateOnly Today = new(2017, 8, 4);

    [Theory]
    [InlineData("11010519491231002X", "1949-12-31", false)]
    [InlineData("11010519491231002x", "1949-12-31", false)]
    [InlineData("440524188001010014", null, false)]
    public void A_number_of_the_standard_passes_when_born_from_1900(string text, string? birthDate, bool male)
    {
        var outcome = IdentityNumber.Check(text, Today);
        if (birthDate is null)
        {
            Assert.Equal("identity.number-birth-date", outcome.Refusal?.Code);
            return;
        }
        Assert.Equal(DateOnly.Parse(birthDate, CultureInfo.InvariantCulture), outcome.Value.BirthDate);
        Assert.Equal(male, outcome.Value.IsMale);
        Assert.Equal("11010519491231002X", outcome.Value.Value);
        Assert.Equal("110***********002X", outcome.Value.ToString());
    }

    [Theory]
    [InlineData("110105491231002", "identity.number-fifteen-digits")]
    [InlineData("", "identity.number-format")]
    [InlineData(null, "identity.number-format")]
    [InlineData("1101051949123100X2", "identity.number-format")]
    [InlineData("11010519491231002Y", "identity.number-format")]
    [InlineData(" 11010519491231002X", "identity.number-format")]
    [InlineData("１1010519491231002X", "identity.number-format")]
    [InlineData("99010519491231002X", "identity.number-region")]
    [InlineData("11000019491231002X", "identity.number-region")]
    [InlineData("11010519490229002X", "identity.number-birth-date")]
    [InlineData("11010519491331002X", "identity.number-birth-date")]
    [InlineData("11010520491231002X", "identity.number-born-later")]
    [InlineData("110105194912310021", "identity.number-check-character")]
    [InlineData("11010519491231012X", "identity.number-check-character")]
    public void Each_fault_of_an_identity_number_has_its_refusal(string? text, string code)
    {
        var refusal = IdentityNumber.Check(text, Today).Refusal;
        Assert.Equal(code, refusal?.Code);
        if (text?.Length > 10)
        {
            Assert.DoesNotContain(text, refusal!.Chinese, StringComparison.Ordinal);
            Assert.DoesNotContain(text, refusal.English, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("110103")]
    [InlineData("441900")]
    [InlineData("830000")]
    [InlineData("810000")]
    public void Abolished_codes_cities_without_districts_and_residence_permits_may_begin_a_number(string region)
    {
        var first17 = region + "19800101001";
        Assert.True(IdentityNumber.Check(first17 + IdentityNumber.CheckCharacter(first17), Today).Done);
    }

    [Fact]
    public void Exactly_one_of_eleven_characters_fits() => Assert.Single(
        "0123456789X", c => IdentityNumber.Check("11010519491231002" + c, Today).Done);

    [Fact]
    public void Age_changes_on_the_birthday_and_on_1_March_for_those_of_29_February()
    {
        const string first17 = "11010520000229001";
        var number = IdentityNumber.Check(first17 + IdentityNumber.CheckCharacter(first17), Today).Value;
        Assert.Equal(17, number.AgeOn(new DateOnly(2018, 2, 28)));
        Assert.Equal(18, number.AgeOn(new DateOnly(2018, 3, 1)));
        Assert.Equal(20, number.AgeOn(new DateOnly(2020, 2, 29)));
    }

    [Fact]
    public void A_region_has_its_full_name_and_years()
    {
        Assert.Equal("浙江省杭州市西湖区", RegionCodes.FullName("330106"));
        Assert.Equal("北京市东城区", RegionCodes.FullName("110101"));
        Assert.Equal("广东省", RegionCodes.FullName("440000"));
        Assert.Null(RegionCodes.FullName("999999"));
        Assert.Equal(2010, RegionCodes.Find("110103")?.ToYear);
        Assert.True(RegionCodes.All.Count > 6_000);
    }

    [Theory]
    [InlineData("91350100M000100Y43", null)]
    [InlineData("91350100M000100Y4", "identity.credit-code-format")]
    [InlineData("91350100m000100y43", "identity.credit-code-format")]
    [InlineData("91350100I000100Y43", "identity.credit-code-format")]
    [InlineData("Z1350100M000100Y43", "identity.credit-code-format")]
    [InlineData("9135A100M000100Y43", "identity.credit-code-format")]
    [InlineData("91350100M000100Y44", "identity.credit-code-check-character")]
    [InlineData("91350100M000010Y43", "identity.credit-code-check-character")]
    [InlineData(null, "identity.credit-code-format")]
    public void A_credit_code_is_checked_by_form_and_check_character(string? text, string? code) =>
        Assert.Equal(code, CreditCode.Check(text).Refusal?.Code);

    [Fact]
    public void A_credit_code_whose_sum_is_divisible_by_31_ends_in_0()
    {
        var codes = Enumerable.Range(0, 200).Select(n => $"91350100MA0000{n:000}").ToArray();
        Assert.Contains(codes, code => CreditCode.CheckCharacter(code) == '0');
        Assert.All(codes, code => Assert.True(CreditCode.Check(code + CreditCode.CheckCharacter(code)).Done));
    }

    [Theory]
    [InlineData("13800138000", true)]
    [InlineData("19912345678", true)]
    [InlineData("12345678901", false)]
    [InlineData("1380013800", false)]
    [InlineData("+8613800138000", false)]
    [InlineData("138 0013 8000", false)]
    [InlineData(null, false)]
    public void A_mobile_number_has_eleven_digits_from_13_to_19(string? text, bool passes)
    {
        var outcome = MobileNumber.Check(text);
        Assert.Equal(passes ? null : "identity.mobile-format", outcome.Refusal?.Code);
        if (passes) Assert.DoesNotContain(text!, outcome.Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_numbers_are_masked()
    {
        Assert.Equal("张*", Masking.PersonName("张三"));
        Assert.Equal("张**", Masking.PersonName("张三丰"));
        Assert.Equal("欧阳**", Masking.PersonName("欧阳娜娜"));
        Assert.Equal("欧*", Masking.PersonName("欧阳"));
        Assert.Equal("阿***·***", Masking.PersonName("阿卜杜拉·买买提"));
        Assert.Equal("J*** *****", Masking.PersonName("John Smith"));
        Assert.Equal("*", Masking.PersonName("张"));
        Assert.Equal("", Masking.PersonName(""));
        Assert.Equal("杭州恒信商贸有限公司", Masking.Name("杭州恒信商贸有限公司", isCompany: true));
        Assert.Equal("138****8000", Masking.Mobile("13800138000"));
        Assert.Equal("622848*********1234", Masking.Card("6228480123456781234"));
        Assert.Equal("*****", Masking.Mobile("12345"));
    }

    [Theory]
    [InlineData("张三丰", MaskedKind.PersonName, "张**")]
    [InlineData("110101199003071234", MaskedKind.IdentityNumber, "110***********1234")]
    [InlineData("13812345678", MaskedKind.Mobile, "138****5678")]
    [InlineData("6222020200012345678", MaskedKind.Card, "622202*********5678")]
    public void What_is_masked_once_stays_as_it_is(string whole, MaskedKind kind, string masked)
    {
        Assert.Equal(masked, Masking.Mask(whole, kind));
        Assert.Equal(masked, Masking.Mask(masked, kind));
    }
}
