using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Fees;

/// <summary>One step while it is filled in, as typed: bound and fixed fee in yuan, rate in per cent.</summary>
public sealed class StepDraft(string upTo, string fixedFee, string rate)
{
    public string UpTo { get; set; } = upTo;

    public string Fixed { get; set; } = fixedFee;

    public string Rate { get; set; } = rate;

    public static StepDraft Of(FeeStep step) => new(
        step.UpToFen is { } bound ? Fen.Format(bound) : "", Fen.Format(step.FixedFen), FeeForm.Percent(step.RatePpm));
}

/// <summary>A tariff while it is filled in.</summary>
public sealed class TariffDraft(FeeTariff tariff)
{
    public List<StepDraft> Steps { get; } = [.. tariff.Steps.Select(StepDraft.Of)];

    public string Min { get; set; } = tariff.MinFen == 0 ? "" : Fen.Format(tariff.MinFen);

    public string Max { get; set; } = FeeForm.Money(tariff.MaxFen);

    public string Split { get; set; } = FeeForm.Money(tariff.SplitFen);

    public string FreeCount { get; set; } = tariff.Free?.Count.ToString(CultureInfo.InvariantCulture) ?? "";

    public FreePeriod FreePeriod { get; set; } = tariff.Free?.Period ?? FreePeriod.Month;

    public string IdleRate { get; set; } = tariff.Idle is { } idle ? FeeForm.Percent(idle.RatePpm) : "";

    public string IdleDays { get; set; } = tariff.Idle?.Days?.ToString(CultureInfo.InvariantCulture) ?? "";

    public string IdleMin { get; set; } = tariff.Idle is { MinFen: > 0 } minimum ? Fen.Format(minimum.MinFen) : "";
}

/// <summary>The form that asks for another version of a schedule; it begins with what holds.</summary>
public sealed class FeeForm(ProposalSubmission submission, long poolId, FeeKind kind, FeeTerms now, DateOnly from, int? replaces)
{
    public ProposalSubmission Submission => submission;

    public FeeKind Kind => kind;

    public DateOnly? From { get; set; } = from;

    public DateOnly? Through { get; set; }

    public FeePayer Payer { get; set; } = kind == FeeKind.Recharge ? FeePayer.Platform : now.Payer;

    public FeeDeduction Deduction { get; set; } = now.Deduction;

    public TariffDraft Person { get; } = new(now.Person);

    /// <summary>For companies; null where nothing else holds for them.</summary>
    public TariffDraft? Company { get; private set; } = now.Company is { } company ? new TariffDraft(company) : null;

    public bool HasAdvance { get; set; } = now.Advance is not null;

    public AdvanceMode AdvanceMode { get; set; } = now.Advance?.Mode ?? AdvanceMode.PerDay;

    public SettlementBasis AdvanceBasis { get; set; } = now.Advance?.Basis ?? SettlementBasis.SameDay;

    public string AdvanceRate { get; set; } = now.Advance is { } advance ? Percent(advance.RatePpm) : "";

    public string AdvanceMin { get; set; } = now.Advance is { MinFen: > 0 } least ? Fen.Format(least.MinFen) : "";

    public Rounding Rounding { get; set; } = now.Rounding;

    public bool FeeRefundable { get; set; } = now.FeeRefundable;

    public bool AdvanceRefundable { get; set; } = now.AdvanceRefundable;

    public string Reason { get; set; } = "";

    /// <summary>Takes what was typed; the preview goes, because it is of something else.</summary>
    public void Change(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        submission.Forget();
    }

    public void SetCompany(bool on) => Change(() => Company = on ? Company ?? new TariffDraft(now.Company ?? now.Person) : null);

    /// <summary>Another step below the last one.</summary>
    public void AddStep(TariffDraft tariff) => Change(() => tariff.Steps.Insert(tariff.Steps.Count - 1, new StepDraft("", "0.00", "")));

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    internal static string Money(long? fen) => fen is { } amount ? Fen.Format(amount) : "";

    internal static string Percent(int ppm) => ppm == 0 ? "" : (ppm / 10_000m).ToString("0.####", CultureInfo.InvariantCulture);

    private Outcome<Proposal> Read()
    {
        var person = Read(Person);
        if (!person.Done) return person.Refusal;
        FeeTariff? company = null;
        if (Company is { } draft)
        {
            var read = Read(draft);
            if (!read.Done) return read.Refusal;
            company = read.Value;
        }

        AdvanceFee? advance = null;
        if (HasAdvance && kind == FeeKind.Withdrawal)
        {
            var rate = Ppm("advance", AdvanceRate);
            if (!rate.Done) return rate.Refusal;
            var least = Yuan("advance", AdvanceMin);
            if (!least.Done) return least.Refusal;
            advance = new AdvanceFee(AdvanceMode, rate.Value, AdvanceBasis, least.Value ?? 0);
        }

        if (From is not { } first) return FeeRefusals.Malformed("effectiveFrom", "请填写生效日。", "Give the first day.");
        return new ProposeFeeSchedule(
            kind, first, Through,
            new FeeTerms
            {
                Payer = Payer,
                Deduction = Deduction,
                Person = person.Value,
                Company = company,
                Advance = advance,
                Rounding = Rounding,
                FeeRefundable = FeeRefundable,
                AdvanceRefundable = AdvanceRefundable,
            },
            Reason.Trim(), replaces) { PoolId = poolId };
    }

    private static Outcome<FeeTariff> Read(TariffDraft draft)
    {
        var steps = new List<FeeStep>();
        foreach (var (index, step) in draft.Steps.Index())
        {
            var bound = Yuan("steps", index == draft.Steps.Count - 1 ? "" : step.UpTo);
            if (!bound.Done) return bound.Refusal;
            var fixedFen = Yuan("steps", step.Fixed);
            if (!fixedFen.Done) return fixedFen.Refusal;
            var rate = Ppm("steps", step.Rate);
            if (!rate.Done) return rate.Refusal;
            steps.Add(new FeeStep(bound.Value, fixedFen.Value ?? 0, rate.Value));
        }

        var (min, max, split, idleMin) = (Yuan("minimum", draft.Min), Yuan("maximum", draft.Max), Yuan("split", draft.Split), Yuan("idle", draft.IdleMin));
        foreach (var amount in new[] { min, max, split, idleMin })
        {
            if (!amount.Done) return amount.Refusal;
        }

        var idle = Ppm("idle", draft.IdleRate);
        if (!idle.Done) return idle.Refusal;
        return new FeeTariff
        {
            Steps = steps,
            MinFen = min.Value ?? 0,
            MaxFen = max.Value,
            SplitFen = split.Value,
            Free = string.IsNullOrWhiteSpace(draft.FreeCount) ? null : new FreeAllowance(Whole(draft.FreeCount), draft.FreePeriod),
            Idle = idle.Value == 0 ? null
                : new IdleFee(idle.Value, string.IsNullOrWhiteSpace(draft.IdleDays) ? null : Whole(draft.IdleDays), idleMin.Value ?? 0),
        };
    }

    private static Outcome<long?> Yuan(string field, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (long?)null;
        var fen = Fen.Parse(field, text.Trim());
        return fen.Done ? fen.Value : fen.Refusal;
    }

    /// <summary>Per cent with at most four decimals.</summary>
    private static Outcome<int> Ppm(string field, string text)
    {
        var typed = text.Trim().TrimEnd('%', '％');
        if (typed.Length == 0) return 0;
        return decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100 && percent * 10_000 == decimal.Truncate(percent * 10_000)
            ? (int)(percent * 10_000)
            : FeeRefusals.Malformed(field, "费率应为百分数，最多 4 位小数。", "A rate is a percentage with at most 4 decimals.");
    }

    // What is no number is out of range, and the bank says the range.
    private static int Whole(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
