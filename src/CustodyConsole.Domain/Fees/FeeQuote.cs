using System.Globalization;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Fees;

/// <summary>A transaction whose fee is asked for.</summary>
/// <param name="AmountFen">The amount in fen.</param>
/// <param name="Party">A person or a company.</param>
/// <param name="Date">The accounting date.</param>
/// <param name="Calendar">The working days as known now.</param>
/// <param name="UsedBefore">How many withdrawals of the user came before it in the period of the free ones.</param>
/// <param name="IdleFen">How much of the amount was recharged and never lent, in fen.</param>
public sealed record FeeCase(
    long AmountFen, PartyKind Party, DateOnly Date, BusinessCalendar Calendar, int UsedBefore = 0, long IdleFen = 0);

/// <summary>What a transaction costs and how that was worked out.</summary>
/// <param name="BaseFen">The fee of the transaction, in fen.</param>
/// <param name="AdvanceFen">The holiday advance fee, in fen.</param>
/// <param name="Days">The days from the transaction to the settlement that repays it.</param>
/// <param name="SettlesOn">That settlement's date.</param>
/// <param name="Formula">The calculation, such as <c>2.00 + 300.00 × 0.05% × 2 天 = 2.30</c>.</param>
public sealed record FeeQuote(long BaseFen, long AdvanceFen, int Days, DateOnly SettlesOn, string Formula)
{
    /// <summary>Both fees together, in fen.</summary>
    public long TotalFen => BaseFen + AdvanceFen;
}

/// <summary>
/// Works a fee out of its terms: <c>fee = base + max(minimum, amount × rate × days)</c> (domain facts 5). Pure: the same terms, case and
/// calendar give the same fee and formula for ever.
/// </summary>
public static class FeeFormula
{
    private static readonly (string Chinese, string English)[] Words =
    [
        (" 天", " days"), ("每日前 ", "first "), ("每周前 ", "first "), ("每月前 ", "first "), ("前 ", "first "),
        (" 笔免费", " are free"), ("，本次第 ", ", this is number "), ("（未投资）", " (idle)"), ("（", " ("), ("）", ")"), (" 笔", ""),
    ];

    /// <summary>The fee of a case.</summary>
    public static FeeQuote Quote(FeeTerms terms, FeeCase one)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(one);
        var settlesOn = SettlementOf(one.Calendar, one.Date, terms.Advance?.Basis ?? SettlementBasis.SameDay);
        var days = settlesOn.DayNumber - one.Date.DayNumber;
        var parts = new List<(long Fen, string Text)> { Base(terms, one) };
        var tariff = terms.For(one.Party);
        if (tariff.Idle is { } idle && one.IdleFen > 0) parts.Add(IdlePart(idle, one.IdleFen, terms.Rounding));
        var baseFen = parts.Sum(part => part.Fen);
        var advanceFen = 0L;
        if (terms.Advance is { } advance && days > 0)
        {
            var part = Advance(advance, one.AmountFen, days, terms.Rounding);
            advanceFen = part.Fen;
            parts.Add(part);
        }

        var shown = parts.Where((part, i) => part.Fen != 0 || (i == 0 && parts.Count == 1) || part.Text.Contains('（')).ToList();
        if (shown.Count == 0) shown.Add(parts[0]);
        var text = string.Join(" + ", shown.Select(part => part.Text));
        var total = Fen.Format(baseFen + advanceFen);
        return new FeeQuote(baseFen, advanceFen, days, settlesOn, text == total ? text : $"{text} = {total}");
    }

    /// <summary>
    /// What was accepted, with the advance fee of the day on which it is really paid out: nobody pays for days that were not advanced, nor more
    /// than was accepted. The fee of the transaction itself stays what it was.
    /// </summary>
    /// <param name="terms">The terms by which it was accepted.</param>
    /// <param name="accepted">What was accepted.</param>
    /// <param name="amountFen">The amount in fen.</param>
    /// <param name="date">The accounting date of the payout.</param>
    /// <param name="calendar">The working days as known now.</param>
    public static FeeQuote AtPayout(FeeTerms terms, FeeQuote accepted, long amountFen, DateOnly date, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(accepted);
        if (terms.Advance is not { } advance || accepted.AdvanceFen == 0) return accepted;
        var settlesOn = SettlementOf(calendar, date, advance.Basis);
        var days = settlesOn.DayNumber - date.DayNumber;
        var now = days > 0 ? Advance(advance, amountFen, days, terms.Rounding) : (Fen: 0L, Text: "");
        if (now.Fen >= accepted.AdvanceFen) return accepted;
        var parts = new List<string>();
        var baseText = Without(accepted, Advance(advance, amountFen, accepted.Days, terms.Rounding).Text);
        if (baseText.Length > 0 || now.Fen == 0) parts.Add(baseText.Length > 0 ? baseText : Fen.Format(accepted.BaseFen));
        if (now.Fen > 0) parts.Add(now.Text);
        var (text, total) = (string.Join(" + ", parts), Fen.Format(accepted.BaseFen + now.Fen));
        return new FeeQuote(accepted.BaseFen, now.Fen, days, settlesOn, text == total ? text : $"{text} = {total}");
    }

    /// <summary>A formula without its last part and its total; empty where that part is all there is.</summary>
    private static string Without(FeeQuote quote, string lastPart)
    {
        var total = " = " + Fen.Format(quote.TotalFen);
        var text = quote.Formula.EndsWith(total, StringComparison.Ordinal) ? quote.Formula[..^total.Length] : quote.Formula;
        if (text == lastPart) return "";
        return text.EndsWith(" + " + lastPart, StringComparison.Ordinal) ? text[..^(lastPart.Length + 3)] : Fen.Format(quote.BaseFen);
    }

    /// <summary>The day on which what is paid out on a date is repaid.</summary>
    public static DateOnly SettlementOf(BusinessCalendar calendar, DateOnly date, SettlementBasis basis)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return basis == SettlementBasis.NextDay ? calendar.NextWorkingDay(date) : calendar.FirstWorkingDay(date);
    }

    /// <summary>The first day of the period in which free withdrawals are counted; null for ever.</summary>
    public static DateOnly? PeriodStart(FreePeriod period, DateOnly date) => period switch
    {
        FreePeriod.Day => date,
        FreePeriod.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        FreePeriod.Month => new DateOnly(date.Year, date.Month, 1),
        _ => null,
    };

    /// <summary>A rate in millionths as people read it: 500 is 0.05%.</summary>
    public static string Percent(int ppm) => (ppm / 10_000m).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    /// <summary>A kept formula in English.</summary>
    public static string English(string formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        foreach (var (chinese, english) in Words) formula = formula.Replace(chinese, english, StringComparison.Ordinal);
        return formula;
    }

    /// <summary>A rate of an amount in fen.</summary>
    private static long Of(long fen, int ppm, Rounding rounding, int times = 1) =>
        Fen.Divide((Int128)fen * ppm * times, 1_000_000, rounding);

    private static (long Fen, string Text) Base(FeeTerms terms, FeeCase one)
    {
        var tariff = terms.For(one.Party);
        if (tariff.Free is { } free && one.UsedBefore < free.Count)
        {
            var period = free.Period switch
            {
                FreePeriod.Day => "每日",
                FreePeriod.Week => "每周",
                FreePeriod.Month => "每月",
                _ => "",
            };
            return (0, $"0.00（{period}前 {free.Count} 笔免费，本次第 {one.UsedBefore + 1} 笔）");
        }

        if (tariff.SplitFen is not { } splitFen || one.AmountFen <= splitFen) return Part(tariff, one.AmountFen, terms.Rounding);
        var (count, restFen) = Math.DivRem(one.AmountFen, splitFen);
        var whole = Part(tariff, splitFen, terms.Rounding);
        var fee = (Fen: whole.Fen * count, Text: $"{count} × {Bracket(whole.Text)}");
        if (restFen == 0) return fee;
        var rest = Part(tariff, restFen, terms.Rounding);
        return (fee.Fen + rest.Fen, $"{fee.Text} + {rest.Text}");
    }

    private static string Bracket(string text) => text.Contains(' ') && !text.StartsWith('m') ? $"({text})" : text;

    private static (long Fen, string Text) Part(FeeTariff tariff, long amountFen, Rounding rounding)
    {
        var step = tariff.Steps.First(one => one.UpToFen is null || amountFen <= one.UpToFen);
        var fee = step.FixedFen + Of(amountFen, step.RatePpm, rounding);
        var rate = $"{Fen.Format(amountFen)} × {Percent(step.RatePpm)}";
        var text = (step.FixedFen, step.RatePpm) switch
        {
            (_, 0) => Fen.Format(step.FixedFen),
            (0, _) => rate,
            _ => $"{Fen.Format(step.FixedFen)} + {rate}",
        };
        if (fee < tariff.MinFen) return (tariff.MinFen, $"max({text}, {Fen.Format(tariff.MinFen)})");
        return tariff.MaxFen is { } max && fee > max ? (max, $"min({text}, {Fen.Format(max)})") : (fee, text);
    }

    private static (long Fen, string Text) IdlePart(IdleFee idle, long idleFen, Rounding rounding)
    {
        var fee = Of(idleFen, idle.RatePpm, rounding);
        var text = $"{Fen.Format(idleFen)} × {Percent(idle.RatePpm)}";
        return fee < idle.MinFen ? (idle.MinFen, $"max({text}, {Fen.Format(idle.MinFen)})（未投资）") : (fee, text + "（未投资）");
    }

    private static (long Fen, string Text) Advance(AdvanceFee advance, long amountFen, int days, Rounding rounding)
    {
        var daily = advance.Mode == AdvanceMode.PerDay;
        var fee = Of(amountFen, advance.RatePpm, rounding, daily ? days : 1);
        var text = $"{Fen.Format(amountFen)} × {Percent(advance.RatePpm)}{(daily ? $" × {days} 天" : "")}";
        return fee < advance.MinFen ? (advance.MinFen, $"max({text}, {Fen.Format(advance.MinFen)})") : (fee, text);
    }
}
