using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustodyConsole.Domain.Accounts;

/// <summary>The columns that hold personal data encrypted.</summary>
public enum PersonalField
{
    /// <summary>Identity number or credit code of a user.</summary>
    Identity,
    /// <summary>Mobile number of a user.</summary>
    Mobile,
    /// <summary>Number of a bank card.</summary>
    Card,
    /// <summary>What a platform's dossier holds about persons.</summary>
    Dossier,
    /// <summary>The key of a user's one-time codes.</summary>
    SecondFactor,
    /// <summary>The keys of the console's cookies and forms.</summary>
    KeyRing,
}

/// <summary>
/// Personal data at rest. Numbers are encrypted with AES-256-GCM, bound to table, column and row, so that a value
/// copied to another row does not open; beside them lies a keyed hash for exact search. Each column has hash and
/// encryption keys of its own, all derived from the one key that the host brings. Without the key neither can be
/// computed: identity, mobile and card numbers are few enough to be guessed one by one against a plain hash. The key is
/// never written to a log, a message or the database.
/// </summary>
public sealed class PersonalData
{
    /// <summary>The length of the key that the host brings, in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>The length of a blind hash, in bytes.</summary>
    public const int HashBytes = 32;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    private static readonly string[] Columns =
        ["custody_user|identity_cipher", "custody_user|mobile_cipher", "bank_card|number_cipher", "platform_dossier|sealed",
        "console_user|totp_key", "key_ring|xml"];

    private readonly byte[][] _encryptionKeys;
    private readonly byte[][] _hashKeys;

    /// <summary>Derives the keys of the columns.</summary>
    /// <param name="key">32 secret bytes.</param>
    public PersonalData(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes) throw new ArgumentException($"The key must have {KeyBytes} bytes.", nameof(key));
        _encryptionKeys = [.. Columns.Select(_ => new byte[KeyBytes])];
        _hashKeys = [.. Columns.Select(_ => new byte[KeyBytes])];
        for (var i = 0; i < Columns.Length; i++)
        {
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256, key, _encryptionKeys[i], [], Encoding.UTF8.GetBytes("encrypt|" + Columns[i]));
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256, key, _hashKeys[i], [], Encoding.UTF8.GetBytes("hash|" + Columns[i]));
        }
    }

    /// <summary>Encrypts a value for one row. The same value gives another cipher each time.</summary>
    /// <param name="field">The column.</param>
    /// <param name="rowId">The key of the row it will lie in.</param>
    /// <param name="text">The value.</param>
    public byte[] Encrypt(PersonalField field, long rowId, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Encoding.UTF8.GetBytes(text);
        var cipher = new byte[HeadBytes + plain.Length];
        cipher[0] = Version;
        var nonce = cipher.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_encryptionKeys[(int)field], TagBytes);
        aes.Encrypt(
            nonce, plain, cipher.AsSpan(HeadBytes), cipher.AsSpan(1 + NonceBytes, TagBytes), Place(field, rowId));
        CryptographicOperations.ZeroMemory(plain);
        return cipher;
    }

    /// <summary>
    /// Opens a value. Throws <see cref="CryptographicException"/> when it was made with another key, for another row or
    /// column, or was changed since.
    /// </summary>
    public string Decrypt(PersonalField field, long rowId, ReadOnlySpan<byte> cipher)
    {
        if (cipher.Length < HeadBytes || cipher[0] != Version)
            throw new CryptographicException("This is no encrypted personal data.");
        var plain = new byte[cipher.Length - HeadBytes];
        using var aes = new AesGcm(_encryptionKeys[(int)field], TagBytes);
        aes.Decrypt(
            cipher.Slice(1, NonceBytes), cipher[HeadBytes..], cipher.Slice(1 + NonceBytes, TagBytes), plain,
            Place(field, rowId));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The keyed hash by which a value is found again: equal values of one column have equal hashes.</summary>
    public byte[] BlindHash(PersonalField field, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return HMACSHA256.HashData(_hashKeys[(int)field], Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The keyed hash in hexadecimal, as a request's content names the value.</summary>
    internal string BlindText(PersonalField field, string? text) => Convert.ToHexString(BlindHash(field, text ?? ""));

    private static byte[] Place(PersonalField field, long rowId) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Columns[(int)field]}|{rowId}"));
}
