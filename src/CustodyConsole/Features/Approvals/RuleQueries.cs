using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Approvals;

/// <summary>One set of bands of a type.</summary>
/// <param name="FromUtc">Since when it holds; null for the rule that is built in.</param>
/// <param name="RequestNo">The request that made it; null for the rule that is built in.</param>
/// <param name="Bands">The bands, lowest first.</param>
public sealed record RuleSet(DateTime? FromUtc, string? RequestNo, IReadOnlyList<ApprovalRuleTerms> Bands);

/// <summary>The rules of a type: what holds, and all sets, newest first.</summary>
public sealed record RulesOfType(ApprovalType Type, RuleSet InForce, IReadOnlyList<RuleSet> All);

/// <summary>Who makes and who checks what, now, before and from some day on.</summary>
public sealed class RuleQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    public async Task<IReadOnlyList<RulesOfType>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rules = await db.ApprovalRules.ToListAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return [.. ApprovalTypes.All.Select(facts =>
        {
            var sets = rules.Where(rule => rule.Type == facts.Type)
                .GroupBy(rule => (rule.EffectiveFromUtc, rule.ApprovalId))
                .OrderByDescending(set => set.Key.EffectiveFromUtc).ThenByDescending(set => set.Key.ApprovalId)
                .Select(set => new RuleSet(set.Key.EffectiveFromUtc, ApprovalQueries.NoOf(set.Key.ApprovalId),
                    [.. set.OrderBy(rule => rule.FromFen).Select(rule => rule.Terms)]))
                .Append(new RuleSet(null, null, facts.Bands)).ToList();
            return new RulesOfType(facts.Type, sets.First(set => set.FromUtc is null || set.FromUtc <= now), sets);
        })];
    }
}
