using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Settlement;

namespace CustodyConsole.Domain.Writing;

/// <summary>The tables of what is in suspense and of past days.</summary>
public sealed partial class Books
{
    /// <summary>Differences that wait in suspense.</summary>
    public Rows<SuspenseItem> SuspenseItems { get; }

    /// <summary>How they were cleared.</summary>
    public Rows<SuspenseClearing> SuspenseClearings { get; }

    /// <summary>Trial balances of days.</summary>
    public Rows<TrialBalanceRow> TrialBalanceRows { get; }

    /// <summary>Balances at the ends of days.</summary>
    public Rows<BalanceSnapshot> BalanceSnapshots { get; }
}
