using System.Globalization;

namespace CustodyConsole.Domain;

/// <summary>How a fraction of a fen becomes a whole one.</summary>
public enum Rounding
{
    /// <summary>Away from zero: any fraction counts as a whole fen.</summary>
    Up,

    /// <summary>To the nearest fen; exactly half a fen goes away from zero.</summary>
    HalfUp,

    /// <summary>Toward zero: any fraction is dropped.</summary>
    Down,
}

/// <summary>
/// Arithmetic of money in whole fen (1 yuan = 100 fen). Money is a <c>long</c> whose name ends in <c>Fen</c>; nothing
/// here makes or loses a fen, and every division names its rounding.
/// </summary>
public static class Fen
{
    /// <summary>The fen of one yuan.</summary>
    public const long PerYuan = 100;

    /// <summary>One whole in basis points: 10,000 bps = 100 %.</summary>
    public const int BpsOfWhole = 10_000;

    /// <summary>
    /// The amount in yuan with two decimals and groups of three, in every culture alike: <c>-1,234.56</c>.
    /// </summary>
    public static string Format(long fen)
    {
        var magnitude = Magnitude(fen);
        var yuan = (magnitude / PerYuan).ToString("#,0", CultureInfo.InvariantCulture);
        return $"{(fen < 0 ? "-" : "")}{yuan}.{(ulong)(magnitude % PerYuan):00}";
    }

    /// <summary>
    /// Reads yuan as people and programs write them: an optional minus, digits (plain, or grouped by commas in threes),
    /// and at most two decimals. No exponent, no blanks, no currency sign, no plus, no digits of other scripts. False
    /// too when the amount does not fit.
    /// </summary>
    public static bool TryParseYuan(string? text, out long fen) => Read(text, out fen) == ReadResult.Ok;

    /// <summary>
    /// As <see cref="TryParseYuan"/>, with the reason. Refusals in order: <see cref="FenRefusals.NotAnAmount"/>,
    /// <see cref="FenRefusals.TooLarge"/>.
    /// </summary>
    /// <param name="field">The name of the field as the reader knows it.</param>
    /// <param name="text">The text as it came.</param>
    public static Outcome<long> Parse(string field, string? text) => Read(text, out var fen) switch
    {
        ReadResult.Ok => fen,
        ReadResult.TooLarge => FenRefusals.TooLarge(field),
        _ => FenRefusals.NotAnAmount(field),
    };

    /// <summary>
    /// Splits <paramref name="totalFen"/> in proportion to <paramref name="weights"/> by the largest remainder: every
    /// part gets its exact share rounded down, then the fen left over go one each to the largest fractions, ties in the
    /// order given. The parts sum to the total and each lies within one fen of its exact share.
    /// </summary>
    /// <param name="totalFen">The amount to split, not negative.</param>
    /// <param name="weights">Not negative, at least one above zero.</param>
    /// <param name="parts">Receives one part for each weight.</param>
    public static void Split(long totalFen, ReadOnlySpan<long> weights, Span<long> parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalFen);
        if (parts.Length != weights.Length)
            throw new ArgumentException("There must be one part for each weight.", nameof(parts));
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            sum += weight;
        }
        if (sum == 0) throw new ArgumentException("At least one weight must be above zero.", nameof(weights));

        // The remainders are below the sum of the weights; one pass gives the floors, one sort the order of the rest.
        var remainders = new (Int128 Remainder, int Index)[weights.Length];
        var left = totalFen;
        for (var i = 0; i < weights.Length; i++)
        {
            var (floor, remainder) = Int128.DivRem((Int128)totalFen * weights[i], sum);
            parts[i] = (long)floor;
            left -= parts[i];
            remainders[i] = (remainder, i);
        }
        if (left == 0) return;
        Array.Sort(remainders, static (a, b) =>
            b.Remainder != a.Remainder ? b.Remainder.CompareTo(a.Remainder) : a.Index.CompareTo(b.Index));
        for (var i = 0; i < left; i++) parts[remainders[i].Index]++;
    }

    /// <summary>
    /// Splits <paramref name="totalFen"/> into <paramref name="count"/> equal parts; the fen left over go one each to
    /// the first parts. A negative total is split like its positive one.
    /// </summary>
    public static long[] Split(long totalFen, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var (each, rest) = Math.DivRem(totalFen, count);
        var parts = new long[count];
        for (var i = 0; i < count; i++) parts[i] = i < Math.Abs(rest) ? each + Math.Sign(rest) : each;
        return parts;
    }

    /// <summary>
    /// <paramref name="fen"/> times a rate in basis points (1/100 of a percent), rounded to whole fen.
    /// </summary>
    public static long MultiplyBps(long fen, int bps, Rounding rounding) =>
        Divide((Int128)fen * bps, BpsOfWhole, rounding);

    /// <summary>The quotient in whole fen, rounded as named; the divisor must be above zero. Overflow throws.</summary>
    public static long Divide(Int128 dividend, Int128 divisor, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var awayFromZero = rounding switch
        {
            Rounding.Up => remainder != 0,
            Rounding.HalfUp => Int128.Abs(remainder) >= divisor - Int128.Abs(remainder),
            Rounding.Down => false,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "This is no rounding."),
        };
        if (awayFromZero) quotient += Int128.Sign(dividend);
        return checked((long)quotient);
    }

    private enum ReadResult
    {
        Ok,
        Malformed,
        TooLarge,
    }

    private static ReadResult Read(string? text, out long fen)
    {
        fen = 0;
        if (string.IsNullOrEmpty(text)) return ReadResult.Malformed;
        var negative = text[0] == '-';
        var unsigned = text.AsSpan(negative ? 1 : 0);
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var decimals = point < 0 ? [] : unsigned[(point + 1)..];
        if (!IsWhole(whole) || point >= 0 && decimals.Length is 0 or > 2 || !AreDigits(decimals))
            return ReadResult.Malformed;

        Int128 magnitude = 0;
        foreach (var c in whole)
        {
            if (c == ',') continue;
            magnitude = magnitude * 10 + (c - '0');
            if (magnitude > long.MaxValue) return ReadResult.TooLarge;
        }
        var cents = decimals.Length switch
        {
            0 => 0,
            1 => (decimals[0] - '0') * 10,
            _ => (decimals[0] - '0') * 10 + (decimals[1] - '0'),
        };
        magnitude = magnitude * PerYuan + cents;
        if (magnitude > long.MaxValue) return ReadResult.TooLarge;
        fen = (long)(negative ? -magnitude : magnitude);
        return ReadResult.Ok;
    }

    /// <summary>Digits alone, or digits with every group after the first exactly three long.</summary>
    private static bool IsWhole(ReadOnlySpan<char> whole)
    {
        if (whole.Length == 0) return false;
        var comma = whole.IndexOf(',');
        if (comma < 0) return AreDigits(whole);
        if (comma is 0 or > 3 || !AreDigits(whole[..comma])) return false;
        for (var rest = whole[comma..]; rest.Length > 0; rest = rest[4..])
            if (rest.Length < 4 || rest[0] != ',' || !AreDigits(rest[1..4])) return false;
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static Int128 Magnitude(long fen) => fen < 0 ? -(Int128)fen : fen;
}
