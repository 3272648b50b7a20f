using System.Text.RegularExpressions;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;

namespace CustodyConsole.Domain.Tests.House;

/// <summary>Which operations are reached through an approval alone. A new operation has to be put into one of the two lists.</summary>
public sealed partial class ApprovalOnlyTests
{
    /// <summary>What takes two people, with the proposal that is the only one to make it.</summary>
    private static readonly Dictionary<Type, string> ApprovalOnly = new()
    {
        [typeof(JudicialFreeze)] = "Accounts/ProposeFreeze.cs",
        [typeof(JudicialRelease)] = "Accounts/ProposeFreeze.cs",
        [typeof(CloseAccount)] = "Accounts/ProposeClosing.cs",
        [typeof(CardChange)] = "Accounts/ProposeCardChange.cs",
        [typeof(CompensateDirectly)] = "Compensation/ProposeCompensation.cs",
        [typeof(CompensateIndirectly)] = "Compensation/ProposeCompensation.cs",
        [typeof(HoldForCompensation)] = "Compensation/ProposeCompensation.cs",
        [typeof(ReleaseFromCompensation)] = "Compensation/ProposeCompensation.cs",
        [typeof(TransferIncome)] = "Fees/ProposeFeeSettlement.cs",
        [typeof(PayRechargeFees)] = "Fees/ProposeFeeSettlement.cs",
        [typeof(RefundAdvanceFee)] = "Fees/ProposeFeeSettlement.cs",
        [typeof(ClearSuspense)] = "Settlement/ProposeSettlement.cs",
    };

    /// <summary>What a platform, a user on a hosted page, the payment company or the bank's own day asks for.</summary>
    private static readonly Type[] Open =
    [
        typeof(OpenUser), typeof(BindCard), typeof(UnbindCard), typeof(Recharge), typeof(AcceptRecharge), typeof(ReverseRecharge),
        typeof(Withdrawal), typeof(RegisterListing), typeof(Bid), typeof(CancelBid), typeof(FailListing), typeof(Release), typeof(Repay),
        typeof(RepayEarly), typeof(Recover), typeof(SettlePool), typeof(ConfirmSettlement),
    ];

    private const string Door = "PastDecisions";

    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void Every_operation_of_the_bank_is_either_open_or_reached_through_its_approval_alone()
    {
        var all = typeof(BankRequest).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BankRequest)) && !type.IsAbstract);
        Assert.Equal(Names(all), Names([.. ApprovalOnly.Keys, .. Open]));
        Assert.DoesNotContain(ApprovalOnly.Keys, type => type.IsPublic);
    }

    [Fact]
    public void Nothing_but_its_proposal_and_the_door_for_a_history_makes_such_an_operation()
    {
        var makers = Files().SelectMany(file => MadeTypes().Matches(file.Text).Select(match => (Type: match.Groups[1].Value + match.Groups[2].Value, file.Path)))
            .Where(made => !made.Path.EndsWith($"/{Door}.cs", StringComparison.Ordinal)).Distinct();
        Assert.Equal(
            ApprovalOnly.Select(one => $"{one.Key.Name} {one.Value}").Order(StringComparer.Ordinal),
            makers.Where(made => ApprovalOnly.Keys.Any(type => type.Name == made.Type))
                .Select(made => $"{made.Type} {made.Path.Replace("CustodyConsole.Domain/", "", StringComparison.Ordinal)}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_a_replay_and_the_story_of_the_demo_use_the_door_for_a_history() =>
        Assert.DoesNotContain(
            Files().Where(file => file.Text.Contains(Door, StringComparison.Ordinal)).Select(file => file.Path),
            path => !path.StartsWith("CustodyConsole/Replay/", StringComparison.Ordinal) && !path.StartsWith("CustodyConsole/Demo/", StringComparison.Ordinal)
                && path != $"CustodyConsole.Domain/Orders/{Door}.cs");

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Path, string Text)> Files() => Directory
        .EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Select(file => (Path.GetRelativePath(Source, file), File.ReadAllText(file)));

    [GeneratedRegex(@"\bnew\s+([A-Z]\w+)\(|\b([A-Z]\w+)\s+\w+\([^)]*\)\s*=>\s*new\(")]
    private static partial Regex MadeTypes();
}
