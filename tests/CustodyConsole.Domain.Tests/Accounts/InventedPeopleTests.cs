using System.Globalization;
using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class InventedPeopleTests
{
    private static readonly DateOnly Opening = new(2005, 4, 1);

    [Fact]
    public void Invented_people_pass_every_check_and_are_of_age_in_2005()
    {
        var people = new InventedPeople(7);
        for (var n = 0; n < 20_000; n++)
        {
            var person = people.Person(n);
            var identity = IdentityNumber.Check(person.IdentityNumber, Opening).Value;
            Assert.InRange(identity.AgeOn(Opening), 18, 65);
            Assert.True(MobileNumber.Check(person.Mobile).Done, person.Mobile);
            Assert.True(BankCardNumber.Check(person.CardNumber).Value.SatisfiesLuhn);
            Assert.InRange(person.Name.Length, 2, 4);
        }
    }

    [Fact]
    public void Invented_companies_have_valid_codes()
    {
        var people = new InventedPeople(7);
        for (var n = 0; n < 5_000; n++)
        {
            var company = people.Company(n);
            Assert.Equal(company.CreditCode, CreditCode.Check(company.CreditCode).Value.Value);
            Assert.EndsWith("有限公司", company.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_million_people_share_no_identity_number_mobile_or_card()
    {
        const int count = 1_000_000;
        var people = new InventedPeople(2017);
        long[] identities = new long[count], mobiles = new long[count], cards = new long[count];
        Parallel.For(0, count, n =>
        {
            var person = people.Person(n);
            var card = person.CardNumber;
            identities[n] = long.Parse(person.IdentityNumber.AsSpan(0, 17), CultureInfo.InvariantCulture);
            mobiles[n] = long.Parse(person.Mobile, CultureInfo.InvariantCulture);
            cards[n] = long.Parse(card.AsSpan(0, card.Length - 1), CultureInfo.InvariantCulture);
        });
        foreach (var numbers in new[] { identities, mobiles, cards })
        {
            Array.Sort(numbers);
            Assert.DoesNotContain(Enumerable.Range(1, count - 1), n => numbers[n] == numbers[n - 1]);
        }
    }

    [Fact]
    public void A_hundred_thousand_companies_share_no_name_code_or_account()
    {
        const int count = 100_000;
        var people = new InventedPeople(2017);
        var companies = Enumerable.Range(0, count).Select(people.Company).ToArray();
        Assert.Equal(count, companies.DistinctBy(company => company.Name).Count());
        Assert.Equal(count, companies.DistinctBy(company => company.CreditCode).Count());
        Assert.Equal(count, companies.DistinctBy(company => company.SettlementAccount).Count());
        Assert.Equal(InventedNames.TradeCharacters.Length, InventedNames.TradeCharacters.Distinct().Count());
    }

    [Fact]
    public void The_same_seed_and_index_give_the_same_person_and_another_seed_another()
    {
        Assert.Equal(new InventedPeople(1).Person(42), new InventedPeople(1).Person(42));
        Assert.NotEqual(new InventedPeople(1).Person(42), new InventedPeople(2).Person(42));
        Assert.NotEqual(new InventedPeople(1).Card(42), new InventedPeople(1).Card(42, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InventedPeople(1).Person(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InventedPeople(1).Person(InventedPeople.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(65_537)]
    public void A_seeded_permutation_meets_every_value_once(int size)
    {
        var permutation = new SeededPermutation(size, 99);
        var values = Enumerable.Range(0, size).Select(n => (int)permutation[n]).Order();
        Assert.Equal(Enumerable.Range(0, size), values);
    }
}
