using System.Security.Cryptography;
using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class PersonalDataTests
{
    private const string Number = "11010519491231002X";
    private static readonly PersonalData Data = new(Key(1));

    [Fact]
    public void What_was_encrypted_opens_in_its_place()
    {
        foreach (var field in Enum.GetValues<PersonalField>())
            Assert.Equal(Number, Data.Decrypt(field, 42, Data.Encrypt(field, 42, Number)));
    }

    [Fact]
    public void A_value_moved_to_another_row_or_column_does_not_open()
    {
        var cipher = Data.Encrypt(PersonalField.Identity, 42, Number);
        Assert.ThrowsAny<CryptographicException>(() => Data.Decrypt(PersonalField.Identity, 43, cipher));
        Assert.ThrowsAny<CryptographicException>(() => Data.Decrypt(PersonalField.Mobile, 42, cipher));
    }

    [Fact]
    public void A_value_that_was_changed_or_made_with_another_key_does_not_open()
    {
        var cipher = Data.Encrypt(PersonalField.Card, 42, Number);
        Assert.ThrowsAny<CryptographicException>(
            () => new PersonalData(Key(2)).Decrypt(PersonalField.Card, 42, cipher));
        for (var i = 0; i < cipher.Length; i++)
        {
            var changed = cipher.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Data.Decrypt(PersonalField.Card, 42, changed));
        }

        Assert.ThrowsAny<CryptographicException>(() => Data.Decrypt(PersonalField.Card, 42, []));
    }

    [Fact]
    public void Equal_values_have_different_ciphers_and_equal_hashes()
    {
        Assert.NotEqual(Data.Encrypt(PersonalField.Card, 42, Number), Data.Encrypt(PersonalField.Card, 42, Number));
        Assert.Equal(
            Data.BlindHash(PersonalField.Card, Number), new PersonalData(Key(1)).BlindHash(PersonalField.Card, Number));
    }

    [Fact]
    public void Hashes_differ_by_column_and_by_key_and_are_no_plain_hash()
    {
        byte[][] hashes =
        [
            Data.BlindHash(PersonalField.Identity, Number),
            Data.BlindHash(PersonalField.Mobile, Number),
            Data.BlindHash(PersonalField.Card, Number),
            new PersonalData(Key(2)).BlindHash(PersonalField.Identity, Number),
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Number)),
        ];
        Assert.Equal(5, hashes.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(hashes, hash => Assert.Equal(PersonalData.HashBytes, hash.Length));
    }

    [Fact]
    public void A_key_of_another_length_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => new PersonalData(new byte[16]));

    private static byte[] Key(byte seed) =>
        [.. Enumerable.Range(0, PersonalData.KeyBytes).Select(i => (byte)(i + seed))];
}
