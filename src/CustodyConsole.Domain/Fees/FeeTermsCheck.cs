using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Fees;

/// <summary>Whether terms can hold at all.</summary>
public static class FeeTermsCheck
{
    /// <summary>The highest fixed fee, in fen; the most steps; the highest rate, in millionths.</summary>
    public const long FixedMaxFen = 10_000_00;

    /// <summary>The most steps of a tariff.</summary>
    public const int StepsMax = 12;

    /// <summary>The highest rate in millionths: 10 %.</summary>
    public const int RateMaxPpm = 100_000;

    /// <summary>
    /// Why not; null where they can. All are <see cref="FeeRefusals.Malformed"/>, in order: payer and deduction, the tariffs, the advance fee,
    /// what a recharge cannot have.
    /// </summary>
    public static Refusal? Refuse(FeeTerms terms, FeeKind kind)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (!Enum.IsDefined(kind) || !Enum.IsDefined(terms.Payer) || !Enum.IsDefined(terms.Deduction) || !Enum.IsDefined(terms.Rounding))
            return FeeRefusals.Malformed("policy", "承担方、扣收方式或舍入方式无效。", "Payer, deduction or rounding is none that there is.");
        if (Refuse(terms.Person) is { } person) return person;
        if (terms.Company is { } company && Refuse(company) is { } companies) return companies;
        if (terms.Advance is { } advance)
        {
            if (!Enum.IsDefined(advance.Mode) || !Enum.IsDefined(advance.Basis))
                return FeeRefusals.Malformed("advance", "垫资手续费方式无效。", "The way of the advance fee is none that there is.");
            if (advance.RatePpm is <= 0 or > RateMaxPpm) return Rate("advance");
            if (advance.MinFen is < 0 or > FixedMaxFen) return Amount("advance");
        }

        if (kind == FeeKind.NextDayWithdrawal && terms.Advance is not null)
        {
            return FeeRefusals.Malformed(
                "advance", "普通提现（T+1）于工作日出款、当日清算，不设垫资手续费。", "A T+1 withdrawal is paid out on a working day and settled the same day; it has no advance fee.");
        }

        if (kind == FeeKind.Recharge
            && (terms.Payer != FeePayer.Platform || terms.Advance is not null || HasUserParts(terms.Person) || HasUserParts(terms.Company)))
        {
            return FeeRefusals.Malformed(
                "recharge", "充值手续费由平台承担，不设垫资手续费、免费次数与未投资附加费。",
                "Fees of recharges are borne by the platform, without advance fee, free ones or a charge on idle money.");
        }

        return null;
    }

    private static bool HasUserParts(FeeTariff? tariff) => tariff is { Free: not null } or { Idle: not null };

    private static Refusal? Refuse(FeeTariff tariff)
    {
        var steps = tariff.Steps;
        if (steps.Count is 0 or > StepsMax)
            return FeeRefusals.Malformed("steps", $"应有 1 至 {StepsMax} 档。", $"There must be 1 to {StepsMax} steps.");
        for (var i = 0; i < steps.Count; i++)
        {
            var last = i == steps.Count - 1;
            if (last != (steps[i].UpToFen is null))
                return FeeRefusals.Malformed("steps", "除最后一档外，每档须有上限；最后一档不设上限。", "Every step but the last must have a bound.");
            if (steps[i].UpToFen is { } bound && (bound <= 0 || (i > 0 && bound <= steps[i - 1].UpToFen)))
                return FeeRefusals.Malformed("steps", "各档上限须逐档升高。", "Each step must end above the one before.");
            if (steps[i].FixedFen is < 0 or > FixedMaxFen) return Amount("steps");
            if (steps[i].RatePpm is < 0 or > RateMaxPpm) return Rate("steps");
        }

        if (tariff.MinFen is < 0 or > FixedMaxFen) return Amount("minimum");
        if (tariff.MaxFen is { } max && (max <= 0 || max < tariff.MinFen))
            return FeeRefusals.Malformed("maximum", "最高收费须大于零且不低于最低收费。", "The maximum must be above zero and not below the minimum.");
        if (tariff.SplitFen is <= 0) return FeeRefusals.Malformed("split", "拆分金额须大于零。", "The amount to split by must be above zero.");
        if (tariff.Free is { } free && (free.Count is <= 0 or > 1_000 || !Enum.IsDefined(free.Period)))
            return FeeRefusals.Malformed("free", "免费笔数应为 1 至 1,000。", "1 to 1,000 withdrawals can be free.");
        if (tariff.Idle is not { } idle) return null;
        if (idle.RatePpm is <= 0 or > RateMaxPpm) return Rate("idle");
        if (idle.MinFen is < 0 or > FixedMaxFen) return Amount("idle");
        return idle.Days is < 0 or > 366 ? FeeRefusals.Malformed("idle", "天数应为 0 至 366。", "The days must be 0 to 366.") : null;
    }

    private static Refusal Amount(string field) => FeeRefusals.Malformed(
        field, $"金额应在 0.00 至 {Fen.Format(FixedMaxFen)} 元之间。", $"The amount must be from 0.00 to {Fen.Format(FixedMaxFen)} yuan.");

    private static Refusal Rate(string field) => FeeRefusals.Malformed(
        field, $"费率应大于零且不超过 {FeeFormula.Percent(RateMaxPpm)}。", $"The rate must be above zero and at most {FeeFormula.Percent(RateMaxPpm)}.");
}
