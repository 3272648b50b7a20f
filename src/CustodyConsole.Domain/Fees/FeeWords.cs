using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Fees;

/// <summary>One line of what a schedule says.</summary>
/// <param name="Chinese">What it is about.</param>
/// <param name="English">What it is about, in English.</param>
/// <param name="Value">What it says, in Chinese.</param>
/// <param name="ValueEnglish">What it says, in English.</param>
public sealed record FeeLine(string Chinese, string English, string Value, string ValueEnglish);

/// <summary>Terms in words, for schedules, requests and previews.</summary>
public static class FeeWords
{
    /// <summary>All that a schedule says, one line a matter; matters that it does not mention are left out.</summary>
    public static IReadOnlyList<FeeLine> Of(FeeTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var lines = new List<FeeLine>
        {
            new("手续费承担", "Borne by",
                terms.Payer == FeePayer.Platform ? "平台承担" : terms.Deduction == FeeDeduction.Inner ? "用户承担，内扣" : "用户承担，外扣",
                terms.Payer == FeePayer.Platform ? "the platform" : terms.Deduction == FeeDeduction.Inner
                    ? "the user, out of the amount" : "the user, on top of the amount"),
        };
        AddTariff(lines, terms.Person, terms.Company is null ? ("收费标准", "Tariff") : ("个人收费标准", "Tariff for persons"));
        if (terms.Company is { } company) AddTariff(lines, company, ("企业收费标准", "Tariff for companies"));
        if (terms.Advance is { } advance)
        {
            lines.Add(new("垫资手续费", "Advance fee", Of(advance, chinese: true), Of(advance, chinese: false)));
        }

        var (refund, refundEnglish) = (terms.FeeRefundable, terms.AdvanceRefundable || terms.Advance is null) switch
        {
            (true, true) => ("全部退还", "given back"),
            (true, false) => ("退还手续费，不退垫资手续费", "the fee is given back, the advance fee is not"),
            (false, true) when terms.Advance is not null => ("退还垫资手续费，不退手续费", "the advance fee is given back, the fee is not"),
            _ => ("不退还", "not given back"),
        };
        lines.Add(new("退汇时", "When a payout comes back", refund, refundEnglish));
        if (terms.Rounding != Rounding.HalfUp)
        {
            lines.Add(new(
                "分位取舍", "Rounding", terms.Rounding == Rounding.Up ? "进位" : "舍去", terms.Rounding == Rounding.Up ? "up" : "down"));
        }

        return lines;
    }

    /// <summary>A tariff in one line.</summary>
    public static string Of(FeeTariff tariff, bool chinese)
    {
        ArgumentNullException.ThrowIfNull(tariff);
        var text = string.Join(chinese ? "；" : "; ", tariff.Steps.Select((step, i) => Bound(tariff.Steps, i, chinese) + Price(step, chinese)));
        if (tariff.MinFen > 0) text += chinese ? $"，最低 {Fen.Format(tariff.MinFen)} 元" : $", at least {Fen.Format(tariff.MinFen)}";
        if (tariff.MaxFen is { } max) text += chinese ? $"，最高 {Fen.Format(max)} 元" : $", at most {Fen.Format(max)}";
        if (tariff.SplitFen is { } split)
            text += chinese ? $"，每 {Fen.Format(split)} 元计一笔" : $", each {Fen.Format(split)} counts as one";
        return text;
    }

    private static string Of(AdvanceFee advance, bool chinese)
    {
        var rate = FeeFormula.Percent(advance.RatePpm);
        var daily = advance.Mode == AdvanceMode.PerDay;
        var next = advance.Basis == SettlementBasis.NextDay;
        var text = chinese
            ? $"金额 × {rate}{(daily ? $" × 至{(next ? "下一工作日" : "清算日")}天数" : "（非清算日出款）")}"
            : $"amount × {rate}{(daily ? $" × days to the {(next ? "next working day" : "settlement")}" : " when not settled the same day")}";
        return advance.MinFen == 0 ? text
            : text + (chinese ? $"，最低 {Fen.Format(advance.MinFen)} 元" : $", at least {Fen.Format(advance.MinFen)}");
    }

    private static void AddTariff(List<FeeLine> lines, FeeTariff tariff, (string Chinese, string English) name)
    {
        lines.Add(new(name.Chinese, name.English, Of(tariff, chinese: true), Of(tariff, chinese: false)));
        if (tariff.Free is { } free)
        {
            var (period, english) = free.Period switch
            {
                FreePeriod.Day => ("每日", "a day"),
                FreePeriod.Week => ("每周", "a week"),
                FreePeriod.Month => ("每月", "a month"),
                _ => ("开户以来", "in all"),
            };
            lines.Add(new(name.Chinese + "：免费", name.English + ": free", $"{period}前 {free.Count} 笔", $"the first {free.Count} {english}"));
        }

        if (tariff.Idle is not { } idle) return;
        var rate = FeeFormula.Percent(idle.RatePpm);
        lines.Add(new(
            name.Chinese + "：充值未投资", name.English + ": idle money",
            (idle.Days is { } days ? $"充值 {days} 天内" : "") + $"加收 {rate}" + (idle.MinFen > 0 ? $"，最低 {Fen.Format(idle.MinFen)} 元" : ""),
            $"{rate} more" + (idle.Days is { } within ? $" within {within} days" : "")
                + (idle.MinFen > 0 ? $", at least {Fen.Format(idle.MinFen)}" : "")));
    }

    private static string Bound(IReadOnlyList<FeeStep> steps, int i, bool chinese) => (steps.Count, steps[i].UpToFen) switch
    {
        (1, _) => "",
        (_, { } upTo) => $"≤ {Fen.Format(upTo)}{(chinese ? "：" : ": ")}",
        _ => $"> {Fen.Format(steps[i - 1].UpToFen!.Value)}{(chinese ? "：" : ": ")}",
    };

    private static string Price(FeeStep step, bool chinese) => (step.FixedFen, step.RatePpm) switch
    {
        (0, 0) => chinese ? "免费" : "free",
        (_, 0) => chinese ? $"{Fen.Format(step.FixedFen)} 元/笔" : $"{Fen.Format(step.FixedFen)} each",
        (0, _) => FeeFormula.Percent(step.RatePpm),
        _ => chinese ? $"{Fen.Format(step.FixedFen)} 元 + {FeeFormula.Percent(step.RatePpm)}"
            : $"{Fen.Format(step.FixedFen)} + {FeeFormula.Percent(step.RatePpm)}",
    };
}
