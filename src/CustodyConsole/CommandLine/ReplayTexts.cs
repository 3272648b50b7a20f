using System.Globalization;
using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.CommandLine;

/// <summary>What a replay says beside its figures, in the language of the terminal.</summary>
internal static class ReplayTexts
{
    /// <summary>Which parts of a replay are invented.</summary>
    public static string Invented(ulong seed, CultureInfo culture) => IsChinese(culture)
        ? $"按规则生成的部分（种子 {seed}）：投标人及其份额、姓名、证件号、手机号、卡号、担保公司；其余来自文件。"
        : $"Invented by rule (seed {seed}): who bids how much, names, identity, mobile and card numbers, guarantors' "
            + "companies; the rest is the file's.";

    /// <summary>That the dates are not those of the file.</summary>
    public static string Moved(int weeks, CultureInfo culture) => IsChinese(culture)
        ? string.Create(CultureInfo.InvariantCulture, $"文件中的日期整体{(weeks > 0 ? "后移" : "前移")} {Math.Abs(weeks):#,0} 周，星期不变。")
        : string.Create(CultureInfo.InvariantCulture, $"Every date of the file is moved by {weeks:#,0} weeks; weekdays stay.");

    /// <summary>Faults beyond those that were listed.</summary>
    public static string MoreFaults(int count, CultureInfo culture) =>
        IsChinese(culture) ? $"另有 {count} 处。" : $"{count} more.";

    /// <summary>A line of plain progress.</summary>
    public static string Progress(long done, long total, DateOnly? day, bool proving, CultureInfo culture)
    {
        if (proving) return IsChinese(culture) ? "核对总分与各项不变量…" : "Proving the books…";
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}  {done:#,0} / {total:#,0}");
    }

    private static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh";
}

/// <summary>A breach of the invariants in words.</summary>
internal static class BreachTexts
{
    /// <summary>The sentence in the language of the terminal, with the number of the invariant.</summary>
    public static string Sentence(Breach breach, CultureInfo culture) =>
        $"[{breach.Invariant}] {(culture.TwoLetterISOLanguageName == "zh" ? breach.Chinese : breach.English)}";
}
