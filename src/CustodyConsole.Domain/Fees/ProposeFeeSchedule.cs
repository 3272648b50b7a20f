using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Fees;

/// <summary>
/// Puts another version of a fee schedule 费率变更 to a second person. The version that holds ends the day before; where the new one has an
/// end, the version before holds again afterwards; where one that was to begin is replaced and the new one leaves days of it, what held before it
/// goes on. A version with an end of its own is never prolonged: whatever is replaced after it holds again instead. Versions that have begun are
/// never changed otherwise.
/// </summary>
/// <param name="Kind">What the fee is taken for.</param>
/// <param name="EffectiveFrom">The first accounting date on which it holds.</param>
/// <param name="EffectiveThrough">The last one; null without an end.</param>
/// <param name="Terms">What it says.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replaces">A version that has not begun and is replaced; null where none is.</param>
public sealed record ProposeFeeSchedule(
    FeeKind Kind, DateOnly EffectiveFrom, DateOnly? EffectiveThrough, FeeTerms Terms, string Reason, int? Replaces = null) : Proposal
{
    private static readonly (PartyKind Party, long Fen)[] Examples =
    [
        (PartyKind.Person, 100_00), (PartyKind.Person, 1_000_00), (PartyKind.Person, 10_000_00), (PartyKind.Person, 50_000_00),
        (PartyKind.Person, 200_000_00), (PartyKind.Company, 50_000_00), (PartyKind.Company, 1_000_000_00),
    ];

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.FeeSchedule;

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownPool"/>, <see cref="ApprovalRefusals.ReasonMissing"/>, those of the terms,
    /// <see cref="FeeRefusals.PeriodEmpty"/>, <see cref="FeeRefusals.StartsInThePast"/>, <see cref="FeeRefusals.NotReplaceable"/>,
    /// <see cref="FeeRefusals.FollowsAnEnd"/>, <see cref="FeeRefusals.Overlaps"/>, <see cref="FeeRefusals.NothingChanged"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.Pool(PoolId) is not { } pool) return OrderRefusals.UnknownPool(PoolId);
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        if (FeeTermsCheck.Refuse(Terms, Kind) is { } malformed) return malformed;
        if (EffectiveThrough < EffectiveFrom) return FeeRefusals.PeriodEmpty(EffectiveFrom, EffectiveThrough.Value);
        if (EffectiveFrom < books.Bank.AccountingDate) return FeeRefusals.StartsInThePast(EffectiveFrom, books.Bank.AccountingDate);
        var fit = FeeVersions.Fit(books, PoolId, Kind, EffectiveFrom, EffectiveThrough, Replaces);
        if (!fit.Done) return fit.Refusal;
        var before = fit.Value.Ends?.Terms;
        if (before is not null && Replaces is null && FeeText.Write(before) == FeeText.Write(Terms)) return FeeRefusals.NothingChanged();

        var platform = books.Platforms.Get(pool.PlatformId);
        var kind = Kind switch
        {
            FeeKind.Recharge => ("充值", "recharge"),
            FeeKind.NextDayWithdrawal => ("普通提现（T+1）", "T+1 withdrawal"),
            _ => ("提现", "withdrawal"),
        };
        var until = EffectiveThrough is { } last ? $" 至 {last:yyyy-MM-dd}" : "";
        return new ProposalFacts(
            $"fees:{platform.No}", platform.No, 0,
            $"变更平台 {platform.No} {platform.Name}（{pool.PaymentCompany}）的{kind.Item1}费率，自 {EffectiveFrom:yyyy-MM-dd}{until} 生效。理由：{Reason}",
            $"Change the {kind.Item2} fees of platform {platform.No} {platform.Name} ({pool.PaymentCompany}) from {EffectiveFrom:yyyy-MM-dd}"
            + $"{(EffectiveThrough is { } end ? $" to {end:yyyy-MM-dd}" : "")}. Reason: {Reason}",
            [
                new(
                    "有效期", "Holds", Period(fit.Value.Ends, true), Span(EffectiveFrom, EffectiveThrough, true),
                    BeforeEnglish: Period(fit.Value.Ends, false), AfterEnglish: Span(EffectiveFrom, EffectiveThrough, false)),
                .. fit.Value.Resumes is { } back
                    ? [new ApprovalChange(
                        "到期之后", "Afterwards", null, $"恢复第 {back.Version} 版（{EffectiveThrough!.Value.AddDays(1):yyyy-MM-dd} 起）",
                        AfterEnglish: $"version {back.Version} again from {EffectiveThrough!.Value.AddDays(1):yyyy-MM-dd}")]
                    : Array.Empty<ApprovalChange>(),
                .. Replaces is { } replaced
                    ? [new ApprovalChange("替换版本", "Replaces", $"第 {replaced} 版", null, BeforeEnglish: $"version {replaced}")]
                    : Array.Empty<ApprovalChange>(),
                .. fit.Value.GoesOn is { } on
                    ? [new ApprovalChange(
                        "替换之后", "In its place", null,
                        fit.Value.GoesOnThrough is { } day ? $"第 {on.Version} 版延续至 {day:yyyy-MM-dd}" : $"第 {on.Version} 版长期延续",
                        AfterEnglish: fit.Value.GoesOnThrough is { } english
                            ? $"version {on.Version} goes on to {english:yyyy-MM-dd}" : $"version {on.Version} goes on until changed")]
                    : Array.Empty<ApprovalChange>(),
                .. Words(before),
                .. Effect(before, books.WorkingDays),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var fit = FeeVersions.Fit(books, PoolId, Kind, EffectiveFrom, EffectiveThrough, Replaces).Value;
        if (fit.Replaced is { } replaced) books.FeeSchedules.Edit(replaced).CancelledAtUtc = books.NowUtc;
        if (fit.Ends is { } ends) books.FeeSchedules.Edit(ends).EffectiveThrough = EffectiveFrom.AddDays(-1);
        if (fit.GoesOn is { } on) books.FeeSchedules.Edit(on).EffectiveThrough = fit.GoesOnThrough;
        var made = Add(fit.NextVersion, EffectiveFrom, EffectiveThrough, FeeText.Write(Terms));
        if (fit.Resumes is { } back) Add(fit.NextVersion + 1, EffectiveThrough!.Value.AddDays(1), fit.ResumesThrough, back.Content);
        var platform = books.Platforms.Get(books.Pool(PoolId)!.PlatformId);
        return $"fees:{platform.No} v{made.Version}";

        FeeSchedule Add(int version, DateOnly from, DateOnly? through, string content) => books.FeeSchedules.Add(new FeeSchedule
        {
            PoolId = PoolId,
            Kind = Kind,
            Version = version,
            EffectiveFrom = from,
            EffectiveThrough = through,
            Content = content,
            ApprovalNo = request.No,
            MakerName = request.MakerName,
            CheckerName = checker.DisplayName,
            CreatedAtUtc = books.NowUtc,
        });
    }

    private static string? Period(FeeSchedule? version, bool chinese) => version is null ? null
        : (chinese ? $"第 {version.Version} 版：" : $"version {version.Version}: ") + Span(version.EffectiveFrom, version.EffectiveThrough, chinese);

    private static string Span(DateOnly from, DateOnly? through, bool chinese) =>
        $"{from:yyyy-MM-dd} – {(through is { } end ? $"{end:yyyy-MM-dd}" : chinese ? "长期" : "until changed")}";

    /// <summary>The words of both, matter by matter.</summary>
    private IEnumerable<ApprovalChange> Words(FeeTerms? before)
    {
        var (old, now) = (before is null ? [] : FeeWords.Of(before), FeeWords.Of(Terms));
        foreach (var line in now.Concat(old.Where(line => now.All(other => other.Chinese != line.Chinese))))
        {
            var was = old.FirstOrDefault(other => other.Chinese == line.Chinese);
            var becomes = now.FirstOrDefault(other => other.Chinese == line.Chinese);
            yield return new ApprovalChange(
                line.Chinese, line.English, was?.Value, becomes?.Value, BeforeEnglish: was?.ValueEnglish, AfterEnglish: becomes?.ValueEnglish);
        }
    }

    /// <summary>What it comes to, on a working day and on the first day after it on which banks do not settle.</summary>
    private IEnumerable<ApprovalChange> Effect(FeeTerms? before, BusinessCalendar calendar)
    {
        var working = calendar.FirstWorkingDay(EffectiveFrom);
        var free = working;
        while (calendar.IsWorkingDay(free)) free = free.AddDays(1);
        var days = Terms.Advance is null && before?.Advance is null ? new[] { working } : [working, free];
        var companies = Terms.Company is not null || before?.Company is not null;
        foreach (var (party, fen) in Examples.Where(one => companies || one.Party == PartyKind.Person))
        {
            foreach (var day in days)
            {
                var (who, english) = party == PartyKind.Company ? ("企业", "company") : ("个人", "person");
                // The calendar may change before it is approved; that alone keeps nobody from approving.
                yield return new ApprovalChange(
                    $"试算：{who} {Fen.Format(fen)} 元，{day:MM-dd}{(calendar.IsWorkingDay(day) ? "工作日" : "非工作日")}",
                    $"Example: {english}, {Fen.Format(fen)}, {day:MM-dd} {(calendar.IsWorkingDay(day) ? "working day" : "holiday")}",
                    before is null ? null : Quote(before), Quote(Terms), Binding: false,
                    before is null ? null : FeeFormula.English(Quote(before)), FeeFormula.English(Quote(Terms)));

                string Quote(FeeTerms terms) => FeeFormula.Quote(terms, new FeeCase(fen, party, day, calendar)).Formula;
            }
        }
    }
}

/// <summary>How a new version fits among those that are there.</summary>
/// <param name="Ends">The version that ends the day before it begins.</param>
/// <param name="Resumes">The version that holds again when it ends: the one before, or the replaced one where that one's end was its own.</param>
/// <param name="ResumesThrough">The last day on which that one holds.</param>
/// <param name="Replaced">The version that never begins.</param>
/// <param name="GoesOn">The version that ended only because of the replaced one, where the new one does not follow it at once.</param>
/// <param name="GoesOnThrough">The last day on which that one holds now; null without an end.</param>
/// <param name="NextVersion">Its number.</param>
internal sealed record FeeFit(
    FeeSchedule? Ends, FeeSchedule? Resumes, DateOnly? ResumesThrough, FeeSchedule? Replaced, FeeSchedule? GoesOn, DateOnly? GoesOnThrough, int NextVersion);

/// <summary>The versions of a pool's schedules in time.</summary>
internal static class FeeVersions
{
    /// <summary>
    /// Refusals in order: <see cref="FeeRefusals.NotReplaceable"/>, <see cref="FeeRefusals.FollowsAnEnd"/>, <see cref="FeeRefusals.Overlaps"/>.
    /// </summary>
    public static Outcome<FeeFit> Fit(Books books, long poolId, FeeKind kind, DateOnly from, DateOnly? through, int? replaces)
    {
        var all = books.FeeSchedulesOfPool.Of(poolId).Where(one => one.Kind == kind).ToList();
        FeeSchedule? replaced = null;
        if (replaces is { } version)
        {
            replaced = all.FirstOrDefault(one => one.Version == version && one.CancelledAtUtc is null);
            if (replaced is null || replaced.EffectiveFrom <= books.Bank.AccountingDate) return FeeRefusals.NotReplaceable(version);
        }

        var there = all.Where(one => one.CancelledAtUtc is null && one != replaced).OrderBy(one => one.EffectiveFrom).ToList();
        var holds = there.LastOrDefault(one => one.EffectiveFrom < from);
        // The version before the replaced one. What ended only because of that one goes on; an end of its own stays.
        var ended = replaced is null ? null : there.FirstOrDefault(one => one.EffectiveThrough?.AddDays(1) == replaced.EffectiveFrom);
        var endsByItself = ended is not null && HasEndOfItsOwn(books, ended);
        if (endsByItself && from != replaced!.EffectiveFrom)
            return FeeRefusals.FollowsAnEnd(replaced.Version, ended!.Version, replaced.EffectiveFrom);
        var ends = holds is not null && (holds.EffectiveThrough is null || holds == ended) ? holds : null;
        foreach (var other in there.Where(other => other != ends))
        {
            if (other.EffectiveFrom <= (through ?? DateOnly.MaxValue) && (other.EffectiveThrough ?? DateOnly.MaxValue) >= from)
                return FeeRefusals.Overlaps(other.Version, other.EffectiveFrom, other.EffectiveThrough);
        }

        var next = through is null ? null : there.FirstOrDefault(one => one.EffectiveFrom > through);
        var gap = through is { } end && ends is not null && next?.EffectiveFrom != end.AddDays(1);
        // After an end of its own comes what was planned to follow it, not itself again.
        var resumes = !endsByItself ? ends
            : HasEndOfItsOwn(books, replaced!) ? there.FirstOrDefault(one => one.EffectiveFrom == replaced!.EffectiveThrough?.AddDays(1)) : replaced;
        // No day may be left without fees because the version that was to begin on it is gone.
        var goesOn = ended == ends ? null : ended;
        var follows = goesOn is null ? null : there.Select(one => one.EffectiveFrom).Append(from).Where(date => date > goesOn.EffectiveFrom).Min(date => (DateOnly?)date);
        var goesOnThrough = follows?.AddDays(-1);
        if (goesOnThrough <= goesOn?.EffectiveThrough) goesOn = null;
        return new FeeFit(
            ends, gap ? resumes : null, next?.EffectiveFrom.AddDays(-1), replaced, goesOn, goesOn is null ? null : goesOnThrough,
            all.Select(one => one.Version).DefaultIfEmpty(0).Max() + 1);
    }

    /// <summary>True where a version's last day was asked for, not brought about by the one that followed.</summary>
    private static bool HasEndOfItsOwn(Books books, FeeSchedule version) =>
        version.EffectiveThrough is not null
        && ApprovalRequest.IdOf(version.ApprovalNo) is { } id && books.Approvals.Find(id) is { Type: ApprovalType.FeeSchedule } request
        && ProposalText.Read(request.Type, request.Content) is ProposeFeeSchedule asked
        && asked.EffectiveFrom == version.EffectiveFrom && asked.EffectiveThrough == version.EffectiveThrough;
}
