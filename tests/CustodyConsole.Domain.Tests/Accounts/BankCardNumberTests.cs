using System.Globalization;
using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class BankCardNumberTests
{
    [Fact]
    public void A_debit_card_of_a_known_bank_passes()
    {
        var number = Complete("622848012345678123");
        var card = BankCardNumber.Check(number).Value;
        Assert.Equal("ABC", card.Bin.BankCode);
        Assert.Equal("中国农业银行", card.Bin.BankName);
        Assert.Equal(number[^4..], card.LastFour);
        Assert.True(card.SatisfiesLuhn);
        Assert.Null(card.Warning(CultureInfo.InvariantCulture));
        Assert.DoesNotContain(number, card.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4111111111111111", "identity.card-bank-unknown")]
    [InlineData("6228480123456781", "identity.card-check-digit")]
    [InlineData("622848012345678", "identity.card-format")]
    [InlineData("62284801234567812345", "identity.card-format")]
    [InlineData("6228 4801 2345 6781", "identity.card-format")]
    [InlineData("６２２８４８０１２３４５６７８１", "identity.card-format")]
    [InlineData(null, "identity.card-format")]
    public void Each_fault_of_a_card_number_has_its_refusal(string? text, string code) =>
        Assert.Equal(code, BankCardNumber.Check(text).Refusal?.Code);

    [Fact]
    public void A_card_of_the_wrong_length_for_its_prefix_is_refused_with_the_right_length()
    {
        var refusal = BankCardNumber.Check(Complete("622848012345678")).Refusal;
        Assert.Equal("identity.card-length", refusal?.Code);
        Assert.Contains("19", refusal?.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credit_card_is_refused()
    {
        var refusal = BankCardNumber.Check(Complete("403361000000001")).Refusal;
        Assert.Equal("identity.card-not-debit", refusal?.Code);
        Assert.Contains("中国农业银行", refusal?.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void An_early_card_that_fails_Luhn_passes_with_a_warning()
    {
        var right = Complete("103000000000000001");
        var wrong = right[..^1] + (char)('0' + (right[^1] - '0' + 1) % 10);
        var card = BankCardNumber.Check(wrong).Value;
        Assert.False(card.SatisfiesLuhn);
        Assert.Contains("中国农业银行", card.Warning(CultureInfo.GetCultureInfo("zh-CN")), StringComparison.Ordinal);
        Assert.True(BankCardNumber.Check(right).Value.SatisfiesLuhn);
    }

    [Fact]
    public void The_longest_prefix_with_the_length_of_the_card_decides()
    {
        var table = new BinTable(
        [
            new("62", 16, CardKind.Debit, "A", "甲银行", false),
            new("6222", 16, CardKind.Debit, "B", "乙银行", false),
            new("622202", 19, CardKind.Debit, "C", "丙银行", false),
        ]);
        Assert.Equal("B", BankCardNumber.Check(Complete("622202000000000"), table).Value.Bin.BankCode);
        Assert.Equal("A", BankCardNumber.Check(Complete("621102000000000"), table).Value.Bin.BankCode);
        Assert.Equal("C", BankCardNumber.Check(Complete("622202000000000000"), table).Value.Bin.BankCode);
        Assert.Equal("identity.card-length", BankCardNumber.Check(Complete("6222000000000000"), table).Refusal?.Code);
    }

    [Fact]
    public void The_built_in_table_holds_every_prefix_with_its_bank()
    {
        Assert.Equal(1_709, BinTable.BuiltIn.Entries.Count);
        Assert.All(BinTable.BuiltIn.Entries, entry =>
        {
            Assert.NotEmpty(entry.BankName);
            Assert.InRange(entry.Prefix.Length, 3, 10);
            Assert.True(!entry.NeedNotSatisfyLuhn || entry.Prefix.Length < 6);
        });
    }

    private static string Complete(string withoutLast) => withoutLast + BankCardNumber.CheckDigit(withoutLast);
}
