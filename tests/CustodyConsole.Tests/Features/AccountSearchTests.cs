using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Accounts;

namespace CustodyConsole.Tests.Features;

public sealed class AccountSearchTests
{
    private static readonly InventedPerson Person = new InventedPeople(3).Person(5);

    [Theory]
    [InlineData(null, SearchKind.None, "")]
    [InlineData("   ", SearchKind.None, "")]
    [InlineData(" 1234 ", SearchKind.LastFour, "1234")]
    [InlineData("张三", SearchKind.Name, "张三")]
    [InlineData("U000012", SearchKind.Name, "U000012")]
    [InlineData("123456", SearchKind.Name, "123456")]
    public void A_text_is_taken_for_what_it_looks_like(string? text, SearchKind kind, string value) =>
        Assert.Equal(new AccountSearch(kind, value), AccountSearch.Parse(text));

    [Fact]
    public void An_account_number_is_known_by_its_check_digit()
    {
        var number = AccountNumber.Of("8001", AccountType.Investor, 42);
        Assert.Equal(new AccountSearch(SearchKind.AccountNumber, number), AccountSearch.Parse(number));
        var mistyped = number[..18] + (char)(number[18] == '9' ? '0' : number[18] + 1);
        Assert.Equal(SearchKind.Card, AccountSearch.Parse(mistyped).Kind);
    }

    [Fact]
    public void Of_a_whole_mobile_or_card_number_only_the_last_four_digits_remain()
    {
        Assert.Equal(new AccountSearch(SearchKind.Mobile, Person.Mobile[^4..]), AccountSearch.Parse(Person.Mobile));
        var spaced = Person.CardNumber.Insert(4, " ").Insert(9, " ");
        Assert.Equal(Person.CardNumber[^4..], AccountSearch.Parse(spaced).Value);
    }

    [Fact]
    public void A_whole_identity_number_is_not_searched_and_not_kept() =>
        Assert.Equal(new AccountSearch(SearchKind.Identity, ""), AccountSearch.Parse(Person.IdentityNumber));
}
