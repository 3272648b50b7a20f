using System.Text;

namespace CustodyConsole.Domain;

/// <summary>
/// Amounts in Chinese capitals 大写金额, as they are written on bank vouchers: 壹万贰仟叁佰元整. They cannot be changed by a stroke of the
/// pen, and whoever reads them reads the amount a second time.
/// </summary>
public static class ChineseCapitals
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private const ulong TenThousand = 10_000, HundredMillion = 100_000_000;

    private static readonly (ulong Value, string Unit)[] Places = [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")];

    /// <summary>
    /// The amount in words: yuan, jiao and fen, with 整 behind whole yuan or jiao, and 零 for the places that are passed over.
    /// </summary>
    /// <param name="fen">The amount in fen; a negative one begins with 负.</param>
    public static string Of(long fen)
    {
        var magnitude = fen < 0 ? (ulong)(-(fen + 1)) + 1 : (ulong)fen;
        var (yuan, jiao, rest) = (magnitude / 100, magnitude / 10 % 10, magnitude % 10);
        var text = new StringBuilder(fen < 0 ? "负" : "");
        if (yuan > 0) text.Append(Whole(yuan)).Append('元');
        if (magnitude == 0) text.Append("零元");
        if (jiao > 0) text.Append(Digits[(int)jiao]).Append('角');
        if (rest == 0) return text.Append('整').ToString();
        if (jiao == 0 && yuan > 0) text.Append('零');
        return text.Append(Digits[(int)rest]).Append('分').ToString();
    }

    private static string Whole(ulong number)
    {
        if (number >= HundredMillion) return Whole(number / HundredMillion) + "亿" + Rest(number % HundredMillion, HundredMillion);
        if (number >= TenThousand) return Whole(number / TenThousand) + "万" + Rest(number % TenThousand, TenThousand);
        foreach (var (value, unit) in Places)
        {
            if (number >= value) return Digits[(int)(number / value)] + unit + Rest(number % value, value);
        }

        return "";
    }

    /// <summary>What follows a place: 零 before it where the next place is empty, nothing at all where all are.</summary>
    private static string Rest(ulong number, ulong below) =>
        number == 0 ? "" : number < below / 10 ? "零" + Whole(number) : Whole(number);
}
