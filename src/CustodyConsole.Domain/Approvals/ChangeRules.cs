using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>
/// Changes who makes and who checks requests of a type, by bands of amounts, from an instant on. What is pending then is ruled by the stricter
/// of both.
/// </summary>
/// <param name="RuledType">The type that is ruled.</param>
/// <param name="EffectiveFromUtc">The instant from which the bands hold (UTC); never in the past when it is carried out.</param>
/// <param name="Bands">The bands, lowest first; the first begins at 0.</param>
/// <param name="Reason">Why.</param>
public sealed record ChangeRules(
    ApprovalType RuledType, DateTime EffectiveFromUtc, IReadOnlyList<ApprovalRuleTerms> Bands, string Reason) : Proposal
{
    /// <summary>The most bands of one type, and the longest deadline in hours.</summary>
    public const int BandsMax = 5, DeadlineHoursMax = 24 * 30;

    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ApprovalRules;

    /// <summary>
    /// Refusals, all <see cref="ApprovalRefusals.RuleMalformed"/> with the field, in order: type, number of bands, first band, order of bands,
    /// checks, maker roles, checker roles, deadline, reason; <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (!Enum.IsDefined(RuledType)) return ApprovalRefusals.RuleMalformed("type", "没有这种复核事项。", "There is no such type.");
        if (Refuse(RuledType, Bands) is { } malformed) return malformed;
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var now = ApprovalRules.Bands(
            books.ApprovalRules.Search(rule => rule.Type == RuledType, "\"type\" = {0}", (int)RuledType), RuledType, books.NowUtc);
        var facts = ApprovalTypes.Of(RuledType);
        return new ProposalFacts(
            $"rule:{RuledType}", null, 0,
            $"变更“{facts.Chinese}”的复核规则，自 {EffectiveFromUtc.AddHours(8):yyyy-MM-dd HH:mm} 起生效。理由：{Reason}",
            $"Change the approval rules of: {facts.English}, from {EffectiveFromUtc.AddHours(8):yyyy-MM-dd HH:mm} on. Reason: {Reason}",
            [.. Enumerable.Range(0, Math.Max(now.Count, Bands.Count)).Select(i => new ApprovalChange(
                $"第 {i + 1} 档", $"Band {i + 1}", Text(now.ElementAtOrDefault(i)), Text(Bands.ElementAtOrDefault(i))))]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        // A rule never reaches back: approved late, it holds from its approval on.
        var from = EffectiveFromUtc < books.NowUtc ? books.NowUtc : EffectiveFromUtc;
        foreach (var band in Bands)
        {
            books.ApprovalRules.Add(new ApprovalRule
            {
                Type = RuledType,
                EffectiveFromUtc = from,
                FromFen = band.FromFen,
                Checks = band.Checks,
                MakerRoles = string.Join(',', band.MakerRoles),
                CheckerRoles = string.Join(',', band.CheckerRoles),
                DeadlineHours = band.DeadlineHours,
                ApprovalId = request.Id,
            });
        }

        return $"{ApprovalTypes.Of(RuledType).Chinese} × {Bands.Count}";
    }

    private static Refusal? Refuse(ApprovalType type, IReadOnlyList<ApprovalRuleTerms> bands)
    {
        // Who never may decide on a type, such as administrators on money, is not let in by a rule either.
        var builtIn = ApprovalTypes.Of(type).Bands;
        var (makers, checkers) = (builtIn.SelectMany(band => band.MakerRoles).ToHashSet(), builtIn.SelectMany(band => band.CheckerRoles).ToHashSet());
        if (bands.Count is 0 or > BandsMax)
            return ApprovalRefusals.RuleMalformed("bands", $"应有 1 至 {BandsMax} 档。", $"There must be 1 to {BandsMax} bands.");
        if (bands[0].FromFen != 0)
            return ApprovalRefusals.RuleMalformed("bands", "第一档须从 0.00 元起。", "The first band must begin at 0.00.");
        for (var i = 0; i < bands.Count; i++)
        {
            var band = bands[i];
            if (i > 0 && band.FromFen <= bands[i - 1].FromFen)
                return ApprovalRefusals.RuleMalformed("bands", "各档起点须逐档升高。", "Each band must begin above the one before.");
            if (band.Checks is < 1 or > 2)
                return ApprovalRefusals.RuleMalformed("checks", "复核人数应为 1 或 2。", "The number of checkers must be 1 or 2.");
            if (band.MakerRoles.Count == 0 || band.MakerRoles.Any(role => !makers.Contains(role)))
            {
                return ApprovalRefusals.RuleMalformed(
                    "makerRoles", $"发起角色只能取自：{RoleNames.Chinese(makers)}。", $"The roles that may ask can only be: {RoleNames.English(makers)}.");
            }

            if (band.CheckerRoles.Count == 0 || band.CheckerRoles.Any(role => !checkers.Contains(role)))
            {
                return ApprovalRefusals.RuleMalformed(
                    "checkerRoles", $"复核角色只能取自：{RoleNames.Chinese(checkers)}。",
                    $"The roles that may approve can only be: {RoleNames.English(checkers)}.");
            }

            if (band.DeadlineHours is < 1 or > DeadlineHoursMax)
            {
                return ApprovalRefusals.RuleMalformed(
                    "deadline", $"复核期限应为 1 至 {DeadlineHoursMax} 小时。", $"The deadline must be 1 to {DeadlineHoursMax} hours.");
            }
        }

        return null;
    }

    private static string? Text(ApprovalRuleTerms? band) => band is null ? null :
        $"≥ {Fen.Format(band.FromFen)}: {RoleNames.Chinese(band.MakerRoles)} → {RoleNames.Chinese(band.CheckerRoles)} × {band.Checks}, {band.DeadlineHours} h";
}
