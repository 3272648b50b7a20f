using System.Globalization;
using System.Security.Cryptography;

namespace CustodyConsole.Security;

/// <summary>
/// One-time codes from a shared key and the time (RFC 6238: HMAC-SHA1, 30 seconds, six digits, as every phone app has them).
/// </summary>
public static class Totp
{
    /// <summary>The length of a key in bytes (RFC 4226 asks for 20).</summary>
    public const int KeyBytes = 20;

    /// <summary>The digits of a code.</summary>
    public const int Digits = 6;

    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The number of the time step at an instant.</summary>
    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // The algorithm is the standard's; the keyed hash does not rest on the collisions that SHA-1 is weak in.
#pragma warning disable CA5350
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step whose code this is: the present one, the one before or the one after, for clocks that differ; null where
    /// it is none of them. All three are always computed.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> key, string? typed, DateTimeOffset now)
    {
        if (!IsCode(typed)) return null;
        Span<byte> wanted = stackalloc byte[Digits];
        System.Text.Encoding.ASCII.GetBytes(typed, wanted);
        Span<byte> computed = stackalloc byte[Digits];
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            System.Text.Encoding.ASCII.GetBytes(Code(key, step), computed);
            if (CryptographicOperations.FixedTimeEquals(computed, wanted)) found ??= step;
        }

        return found;
    }

    /// <summary>True for six digits.</summary>
    public static bool IsCode([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? typed) =>
        typed is { Length: Digits } && typed.All(char.IsAsciiDigit);

    /// <summary>The key as apps take it (RFC 4648 Base32).</summary>
    public static string Base32(ReadOnlySpan<byte> key)
    {
        var text = new System.Text.StringBuilder((key.Length * 8 + 4) / 5);
        int bits = 0, count = 0;
        foreach (var one in key)
        {
            bits = (bits << 8 | one) & 0xFFFFF;
            count += 8;
            for (; count >= 5; count -= 5) text.Append(Letters[bits >> (count - 5) & 31]);
        }

        if (count > 0) text.Append(Letters[bits << (5 - count) & 31]);
        return text.ToString();
    }

    /// <summary>The address that the picture for the app holds.</summary>
    public static string Address(string issuer, string userName, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={Base32(key)}"
        + $"&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
