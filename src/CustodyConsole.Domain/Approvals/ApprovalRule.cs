using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Approvals;

/// <summary>Who makes and who checks requests of an amount and above.</summary>
/// <param name="FromFen">The band begins at this amount, in fen.</param>
/// <param name="Checks">How many different people must approve, 1 or 2.</param>
/// <param name="MakerRoles">The roles that may ask.</param>
/// <param name="CheckerRoles">The roles that may approve.</param>
/// <param name="DeadlineHours">The hours after which an undecided request expires.</param>
public sealed record ApprovalRuleTerms(
    long FromFen, int Checks, IReadOnlyList<string> MakerRoles, IReadOnlyList<string> CheckerRoles, int DeadlineHours);

/// <summary>
/// One band of the rules of a type, from an instant on. Rows are never changed: a change is a new set of bands with a later instant, made by
/// an approved request of the type <see cref="ApprovalType.ApprovalRules"/>.
/// </summary>
public sealed class ApprovalRule : Row
{
    /// <summary>The type that it rules.</summary>
    public required ApprovalType Type { get; init; }

    /// <summary>The instant from which it holds (UTC); all bands of a set share it.</summary>
    public required DateTime EffectiveFromUtc { get; init; }

    /// <summary>The band begins at this amount, in fen.</summary>
    public required long FromFen { get; init; }

    /// <summary>How many different people must approve, 1 or 2.</summary>
    public required int Checks { get; init; }

    /// <summary>The roles that may ask, separated by commas.</summary>
    public required string MakerRoles { get; init; }

    /// <summary>The roles that may approve, separated by commas.</summary>
    public required string CheckerRoles { get; init; }

    /// <summary>The hours after which an undecided request expires.</summary>
    public required int DeadlineHours { get; init; }

    /// <summary>The request that made it.</summary>
    public required long ApprovalId { get; init; }

    /// <summary>What it says.</summary>
    public ApprovalRuleTerms Terms => new(FromFen, Checks, MakerRoles.Split(','), CheckerRoles.Split(','), DeadlineHours);

    internal static void Map(ModelBuilder model)
    {
        var rule = model.Entity<ApprovalRule>();
        rule.ToTable("approval_rule");
        rule.HasIndex(r => new { r.Type, r.EffectiveFromUtc });
    }
}

/// <summary>Finds the rule that holds.</summary>
public static class ApprovalRules
{
    /// <summary>The bands that hold for a type at an instant, lowest first: the latest approved set, or the one built in.</summary>
    public static IReadOnlyList<ApprovalRuleTerms> Bands(
        IEnumerable<ApprovalRule> rules, ApprovalType type, DateTime atUtc)
    {
        var sets = rules.Where(rule => rule.Type == type && rule.EffectiveFromUtc <= atUtc).ToList();
        if (sets.Count == 0) return ApprovalTypes.Of(type).Bands;
        var from = sets.Max(rule => rule.EffectiveFromUtc);
        // Two sets approved for the same instant: the one approved later stands.
        var latest = sets.Where(rule => rule.EffectiveFromUtc == from).Max(rule => rule.ApprovalId);
        return [.. sets.Where(rule => rule.EffectiveFromUtc == from && rule.ApprovalId == latest)
            .OrderBy(rule => rule.FromFen).Select(rule => rule.Terms)];
    }

    internal static ApprovalRuleTerms For(Books books, ApprovalType type, long amountFen, DateTime atUtc) =>
        Bands(books.ApprovalRules.Search(rule => rule.Type == type, "\"type\" = {0}", (int)type), type, atUtc)
            .Last(band => band.FromFen <= amountFen);
}
