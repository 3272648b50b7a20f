using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Channels;

/// <summary>
/// Puts other limits and hours of a channel 渠道限额与时间变更 to a second person (R89). Approved, they hold from their day on, and what was accepted
/// before stays accepted. A version that has not begun is replaced by another for the same day.
/// </summary>
/// <param name="Kind">The channel.</param>
/// <param name="EffectiveFrom">The first accounting date on which they hold.</param>
/// <param name="Limits">What holds.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeChannelLimits(ChannelKind Kind, DateOnly EffectiveFrom, ChannelLimits Limits, string Reason) : Proposal
{
    private static readonly long[] Examples = [10_000_00, 50_000_00, 200_000_00, 1_000_000_00];

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ChannelLimits;

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownPool"/>, <see cref="ApprovalRefusals.ReasonMissing"/>, those of the limits,
    /// <see cref="ChannelRefusals.StartsInThePast"/>, <see cref="ChannelRefusals.NothingChanged"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.Pool(PoolId) is not { } pool) return OrderRefusals.UnknownPool(PoolId);
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        if (Limits.Malformed() is { } malformed) return malformed;
        if (EffectiveFrom < books.Bank.AccountingDate) return ChannelRefusals.StartsInThePast(EffectiveFrom, books.Bank.AccountingDate);
        var before = ChannelVersion.InForce(books.ChannelVersionsOfPool.Of(PoolId), Kind, EffectiveFrom);
        if ((before?.Limits ?? ChannelLimits.None) == Limits) return ChannelRefusals.NothingChanged();

        var platform = books.Platforms.Get(pool.PlatformId);
        var (kind, english) = (ChannelRefusals.Chinese(Kind), ChannelRefusals.English(Kind));
        return new ProposalFacts(
            $"channels:{platform.No}", platform.No, 0,
            $"变更平台 {platform.No} {platform.Name}（{pool.PaymentCompany}）{kind}渠道的限额与受理时间，自 {EffectiveFrom:yyyy-MM-dd} 起生效。理由：{Reason}",
            $"Change limits and hours of the {english} channel of platform {platform.No} {platform.Name} ({pool.PaymentCompany}) from {EffectiveFrom:yyyy-MM-dd}. "
            + $"Reason: {Reason}",
            [
                new(
                    "生效日", "Holds from", before is null ? null : $"{before.EffectiveFrom:yyyy-MM-dd}（第 {before.Version} 版）", $"{EffectiveFrom:yyyy-MM-dd}",
                    BeforeEnglish: before is null ? null : $"{before.EffectiveFrom:yyyy-MM-dd} (version {before.Version})"),
                .. Words(before?.Limits),
                .. Effect(before?.Limits ?? ChannelLimits.None, books.WorkingDays),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var version = books.ChannelVersions.Add(new ChannelVersion
        {
            PoolId = PoolId,
            Kind = Kind,
            Version = books.ChannelVersionsOfPool.Of(PoolId).Where(one => one.Kind == Kind).Select(one => one.Version).DefaultIfEmpty(0).Max() + 1,
            EffectiveFrom = EffectiveFrom,
            SingleMaxFen = Limits.SingleMaxFen,
            DailyMaxFen = Limits.DailyMaxFen,
            OpensMinute = Limits.Opens is { } opens ? ChannelLimits.Minute(opens) : null,
            ClosesMinute = Limits.Closes is { } closes ? ChannelLimits.Minute(closes) : null,
            WorkingDaysOnly = Limits.WorkingDaysOnly,
            ApprovalNo = request.No,
            MakerName = request.MakerName,
            CheckerName = checker.DisplayName,
            CreatedAtUtc = books.NowUtc,
        });
        return $"{request.Subject} {Kind} v{version.Version}";
    }

    private IEnumerable<ApprovalChange> Words(ChannelLimits? before)
    {
        var old = before is null ? null : ChannelWords.Of(before);
        return ChannelWords.Of(Limits).Select((line, i) => new ApprovalChange(
            line.Chinese, line.English, old?[i].Value, line.Value, BeforeEnglish: old?[i].ValueEnglish, AfterEnglish: line.ValueEnglish));
    }

    /// <summary>What would be taken and what not: amounts on a working day, and a small one in the evening and on a day off.</summary>
    private IEnumerable<ApprovalChange> Effect(ChannelLimits before, BusinessCalendar calendar)
    {
        var working = calendar.FirstWorkingDay(EffectiveFrom);
        var free = working;
        while (calendar.IsWorkingDay(free)) free = free.AddDays(1);
        foreach (var fen in Examples) yield return Example(fen, working, new TimeOnly(10, 0));
        yield return Example(Examples[0], working, new TimeOnly(22, 0));
        yield return Example(Examples[0], free, new TimeOnly(10, 0));

        ApprovalChange Example(long fen, DateOnly day, TimeOnly time)
        {
            var at = day.ToDateTime(time);
            var (was, becomes) = (before.Refuse(Kind, fen, 0, at, calendar), Limits.Refuse(Kind, fen, 0, at, calendar));
            // The calendar may change before it is approved; that alone keeps nobody from approving.
            return new ApprovalChange(
                $"试算：{Fen.Format(fen)} 元，{at:MM-dd HH:mm}{(calendar.IsWorkingDay(day) ? "工作日" : "非工作日")}",
                $"Example: {Fen.Format(fen)}, {at:MM-dd HH:mm} {(calendar.IsWorkingDay(day) ? "working day" : "holiday")}",
                was?.Chinese ?? "受理", becomes?.Chinese ?? "受理", Binding: false, was?.English ?? "taken", becomes?.English ?? "taken");
        }
    }
}
