using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>Puts the suspension of a platform 平台暂停 to a second person: new business stops, money still flows back to users.</summary>
/// <param name="PlatformNo">The platform.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposePlatformSuspension(string PlatformNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.SuspendPlatform;

    /// <summary>
    /// Refusals in order: <see cref="PlatformRefusals.Unknown"/>, <see cref="PlatformRefusals.Closed"/>,
    /// <see cref="PlatformRefusals.NotActive"/>, <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = PlatformStateProposal.Find(books, PlatformNo);
        if (!found.Done) return found.Refusal;
        if (found.Value.State != PlatformState.Active) return PlatformRefusals.NotActive(PlatformNo);
        return PlatformStateProposal.Facts(
            found.Value, PlatformState.Suspended, Reason, "暂停平台", "；不受理新业务，用户提现和还款照常办理",
            "Suspend platform", "; no new business, users are still paid out");
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker) =>
        PlatformStateProposal.Set(books, PlatformNo, PlatformState.Suspended);
}

/// <summary>Puts the resumption of a suspended platform 平台恢复 to a second person.</summary>
/// <param name="PlatformNo">The platform.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposePlatformResumption(string PlatformNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ResumePlatform;

    /// <summary>
    /// Refusals in order: <see cref="PlatformRefusals.Unknown"/>, <see cref="PlatformRefusals.Closed"/>,
    /// <see cref="PlatformRefusals.NotSuspended"/>, <see cref="DossierRefusals.Incomplete"/> where a dossier is kept,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = PlatformStateProposal.Find(books, PlatformNo);
        if (!found.Done) return found.Refusal;
        if (found.Value.State != PlatformState.Suspended) return PlatformRefusals.NotSuspended(PlatformNo);
        // A platform of an import has no files yet, and licences may have run out while it was suspended.
        if (found.Value.DossierVersion > 0
            && DossierChecklist.Refuse(PlatformVersions.Current(books, found.Value), books.Bank.AccountingDate) is { } incomplete)
            return incomplete;
        return PlatformStateProposal.Facts(found.Value, PlatformState.Active, Reason, "恢复平台", "", "Resume platform", "");
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker) =>
        PlatformStateProposal.Set(books, PlatformNo, PlatformState.Active);
}

/// <summary>
/// Puts the leaving of a platform 平台退出 to a second person: only once nothing is held, owed, frozen or pending. Its own accounts are
/// closed with it; it takes no orders any more. The bank's transit and suspense accounts of its pool stay open: a payout may still come back
/// days later, and what the payment company then owes is settled like any other.
/// </summary>
/// <param name="PlatformNo">The platform.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposePlatformClosing(string PlatformNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ClosePlatform;

    /// <summary>
    /// Refusals in order: <see cref="PlatformRefusals.Unknown"/>, <see cref="PlatformRefusals.Closed"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="PlatformRefusals.NotEmpty"/> with every obstacle and its figure.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = PlatformStateProposal.Find(books, PlatformNo);
        if (!found.Done) return found.Refusal;
        var facts = PlatformStateProposal.Facts(
            found.Value, PlatformState.Closed, Reason, "平台退出", "；各账户余额均为零，退出后不再受理任何交易",
            "Close platform", "; all balances are zero, it will take no business any more");
        if (!facts.Done) return facts;
        var obstacles = ClosingObstacles.Of(books, found.Value, request);
        return obstacles.Count == 0 ? facts : PlatformRefusals.NotEmpty(
            PlatformNo, string.Join("；", obstacles.Select(one => one.Chinese)), string.Join("; ", obstacles.Select(one => one.English)));
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var platform = books.PlatformByNo.Find(PlatformNo)!;
        foreach (var pool in PlatformVersions.Pools(books, platform))
        {
            foreach (var account in books.BankAccountsOfPool.Of(pool.Id).Where(one => one.Facts.Class != AccountClass.Bank))
                books.Accounts.Edit(account).State = AccountState.Closed;
        }

        books.Platforms.Edit(platform).ClosedOn = books.Bank.AccountingDate;
        return PlatformStateProposal.Set(books, PlatformNo, PlatformState.Closed);
    }
}

/// <summary>What the three have in common.</summary>
internal static class PlatformStateProposal
{
    public static Outcome<Platform> Find(Books books, string no)
    {
        if (books.PlatformByNo.Find(no) is not { } platform) return PlatformRefusals.Unknown(no);
        if (platform.State == PlatformState.Closed) return PlatformRefusals.Closed(no);
        return platform;
    }

    public static Outcome<ProposalFacts> Facts(
        Platform platform, PlatformState after, string reason, string chinese, string chineseEffect, string english, string englishEffect)
    {
        if (ApprovalMaking.IsMissing(reason)) return ApprovalRefusals.ReasonMissing();
        return new ProposalFacts(
            $"platform:{platform.No}", platform.No, 0,
            $"{chinese} {platform.No} {platform.Name}{chineseEffect}。理由：{reason}",
            $"{english} {platform.No} {platform.Name}{englishEffect}. Reason: {reason}",
            [StateChange(platform.State, after)]);
    }

    public static ApprovalChange StateChange(PlatformState before, PlatformState after) =>
        new("平台状态", "State", Word(before), Word(after));

    public static Outcome<string> Set(Books books, string no, PlatformState state)
    {
        var platform = books.PlatformByNo.Find(no)!;
        books.Platforms.Edit(platform).State = state;
        return $"platform:{no} {Word(state)}";
    }

    private static string Word(PlatformState state) => state switch
    {
        PlatformState.Active => "正常 active",
        PlatformState.Suspended => "已暂停 suspended",
        _ => "已退出 closed",
    };
}
