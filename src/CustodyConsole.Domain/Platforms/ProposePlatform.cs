using System.Text.Json.Serialization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>
/// Puts a new platform 平台入驻 to a second person: the complete dossier with the hashes of its files. Approved, platform, pool and all
/// accounts are opened in one step, and the dossier is kept as version 1.
/// </summary>
/// <param name="DraftNo">The draft in which it was filled in.</param>
/// <param name="DraftVersion">The version of the draft that was submitted.</param>
/// <param name="Dossier">The dossier, exactly as the draft holds it.</param>
public sealed record ProposePlatform(string DraftNo, int DraftVersion, PlatformDossier Dossier) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.OpenPlatform;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => [.. Dossier.Files];

    /// <summary>
    /// Refusals in order: those of the draft, <see cref="DossierRefusals.Incomplete"/>, those of the terms,
    /// <see cref="PlatformRefusals.NumberTaken"/>, <see cref="PlatformRefusals.CompanyTaken"/>, <see cref="DocumentRefusals.Unknown"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (DraftOfProposal.Refuse(books, request, DraftNo, DraftVersion, Dossier) is { } notThis) return notThis;
        if (DossierChecklist.Refuse(Dossier, books.Bank.AccountingDate) is { } incomplete) return incomplete;
        if (OpenPlatform.Check(Dossier.Terms()) is { } malformed) return malformed;
        if (books.PlatformByNo.Find(Dossier.No) is { } taken) return PlatformRefusals.NumberTaken(Dossier.No, taken.Name);
        if (KnownCompanies.Refuse(books, Dossier) is { } known) return known;
        if (DraftOfProposal.MissingFile(books, Dossier.Files) is { } missing) return missing;
        return new ProposalFacts(
            $"platform:{Dossier.No}", Dossier.No, 0,
            $"平台入驻：{Dossier.No} {Dossier.Name}（{Dossier.CompanyName}），开立 {ChartOfAccounts.OfEveryPool.Count()} 个账户",
            $"Take on platform {Dossier.No} {Dossier.Name} ({Dossier.CompanyName}) and open {ChartOfAccounts.OfEveryPool.Count()} accounts",
            [.. KnownCompanies.NewOnes(books, [Dossier]), .. DossierFields.Differences(null, Dossier)]);
    }

    internal override Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker) =>
        DraftOfProposal.Lock(books, DraftNo, request);

    internal override Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor) =>
        DraftOfProposal.Unlock(books, DraftNo);

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var opened = OpenPlatform.Run(books, Dossier.Terms());
        if (!opened.Done) return opened.Refusal;
        var platform = books.Platforms.Get(opened.Value.PlatformId);
        PlatformVersions.Keep(books, platform, Dossier, request, checker);
        DraftOfProposal.End(books, DraftNo);
        return $"platform:{platform.No} v{platform.DossierVersion}";
    }
}

/// <summary>
/// Puts a change of a platform 平台资料变更 to a second person; approved, it is the next version of the dossier, and the terms hold from
/// then on.
/// </summary>
/// <param name="PlatformNo">The platform.</param>
/// <param name="BaseVersion">The version of the dossier from which the change was made.</param>
/// <param name="DraftNo">The draft in which it was filled in.</param>
/// <param name="DraftVersion">The version of the draft that was submitted.</param>
/// <param name="Dossier">The dossier afterwards, exactly as the draft holds it.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposePlatformChange(
    string PlatformNo, int BaseVersion, string DraftNo, int DraftVersion, PlatformDossier Dossier, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ChangePlatform;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<DocumentRef> Files => [.. Dossier.Files];

    /// <summary>
    /// Refusals in order: <see cref="PlatformRefusals.Unknown"/>, <see cref="PlatformRefusals.Closed"/>, those of the draft,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="DossierRefusals.VersionOutdated"/>,
    /// <see cref="DossierRefusals.FixedField"/>, <see cref="DossierRefusals.NothingChanged"/>,
    /// <see cref="DossierRefusals.Incomplete"/>, those of the terms, <see cref="PlatformRefusals.CompanyTaken"/>,
    /// <see cref="DocumentRefusals.Unknown"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.PlatformByNo.Find(PlatformNo) is not { } platform) return PlatformRefusals.Unknown(PlatformNo);
        if (platform.State == PlatformState.Closed) return PlatformRefusals.Closed(PlatformNo);
        if (DraftOfProposal.Refuse(books, request, DraftNo, DraftVersion, Dossier, PlatformNo) is { } notThis) return notThis;
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        if (platform.DossierVersion != BaseVersion)
            return DossierRefusals.VersionOutdated(PlatformNo, BaseVersion, platform.DossierVersion);
        var current = PlatformVersions.Current(books, platform);
        if (Dossier.No != current.No) return DossierRefusals.FixedField("No");
        if (Dossier.PaymentCompany != current.PaymentCompany) return DossierRefusals.FixedField("PaymentCompany");
        // A platform that was taken on before dossiers were kept has its fees in schedules only; a fee here would never take effect.
        if ((Dossier.WithdrawalFeeFen, Dossier.WithdrawalFeePayer, Dossier.WithdrawalFeeDeduction)
            != (current.WithdrawalFeeFen, current.WithdrawalFeePayer, current.WithdrawalFeeDeduction))
            return DossierRefusals.FixedField("WithdrawalFee");
        var changes = DossierFields.Differences(current, Dossier);
        if (changes.Count == 0) return DossierRefusals.NothingChanged(PlatformNo);
        if (DossierChecklist.Refuse(Dossier, books.Bank.AccountingDate) is { } incomplete) return incomplete;
        if (OpenPlatform.Check(Dossier.Terms()) is { } malformed) return malformed;
        if (Dossier.CreditCode != current.CreditCode && KnownCompanies.Refuse(books, Dossier) is { } known) return known;
        if (DraftOfProposal.MissingFile(books, Dossier.Files) is { } missing) return missing;
        return new ProposalFacts(
            $"platform:{PlatformNo}", PlatformNo, 0,
            $"变更平台 {PlatformNo} {platform.Name} 的资料，共 {changes.Count} 项。理由：{Reason}",
            $"Change the dossier of platform {PlatformNo} {platform.Name}, {changes.Count} fields. Reason: {Reason}",
            [
                new("资料版本", "Version of the dossier", $"{BaseVersion}", $"{BaseVersion + 1}"),
                PlatformStateProposal.StateChange(platform.State, platform.State),
                .. changes,
            ]);
    }

    internal override Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker) =>
        DraftOfProposal.Lock(books, DraftNo, request);

    internal override Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor) =>
        DraftOfProposal.Unlock(books, DraftNo);

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var platform = books.PlatformByNo.Find(PlatformNo)!;
        books.Platforms.Edit(platform);
        OpenPlatform.Agree(platform, Dossier.Terms());
        PlatformVersions.Keep(books, platform, Dossier, request, checker);
        DraftOfProposal.End(books, DraftNo);
        return $"platform:{platform.No} v{platform.DossierVersion}";
    }
}

/// <summary>The kept versions of dossiers.</summary>
internal static class PlatformVersions
{
    /// <summary>The dossier in force.</summary>
    public static PlatformDossier Current(Books books, Platform platform) =>
        books.VersionOfPlatform.Find((platform.Id, platform.DossierVersion)) is { } version
            ? version.Dossier
            : PlatformDossier.Of(platform, Pools(books, platform).FirstOrDefault()?.PaymentCompany ?? "");

    /// <summary>The pools of a platform.</summary>
    public static List<CustodyPool> Pools(Books books, Platform platform) =>
        [.. books.Pools.Search(pool => pool.PlatformId == platform.Id, "\"platform_id\" = {0}", platform.Id)];

    /// <summary>Keeps the dossier as the next version and puts it in force.</summary>
    public static void Keep(Books books, Platform platform, PlatformDossier dossier, ApprovalRequest request, StaffMember checker)
    {
        books.Platforms.Edit(platform);
        platform.DossierVersion++;
        books.PlatformVersions.Add(new PlatformVersion
        {
            PlatformId = platform.Id,
            Version = platform.DossierVersion,
            Content = DossierText.Write(dossier),
            ApprovalNo = request.No,
            MakerName = request.MakerName,
            CheckerName = checker.DisplayName,
            EffectiveAtUtc = books.NowUtc,
        });
    }
}

/// <summary>The draft behind a proposal: locked while a checker has it, open again when the request ends without effect.</summary>
internal static class DraftOfProposal
{
    public static Refusal? Refuse(
        Books books, ApprovalRequest? request, string draftNo, int version, PlatformDossier dossier, string? platformNo = null)
    {
        if (Find(books, draftNo) is not { } draft || draft.PlatformNo != platformNo) return DossierRefusals.DraftUnknown(draftNo);
        if (draft.State == DraftState.Submitted && draft.ApprovalNo != request?.No)
            return DossierRefusals.DraftLocked(draftNo, draft.ApprovalNo ?? "");
        if (draft.State is DraftState.Done or DraftState.Dropped) return DossierRefusals.DraftEnded(draftNo);
        return draft.Version == version && DossierText.Write(draft.Dossier) == DossierText.Write(dossier) ? null : DossierRefusals.DraftDiffers(draftNo);
    }

    public static Refusal? MissingFile(Books books, IEnumerable<DocumentRef> files)
    {
        foreach (var file in files)
        {
            if (books.Documents.Find(file.Id) is not { } document || document.Sha256 != file.Sha256)
                return DocumentRefusals.Unknown(file.FileName);
        }

        return null;
    }

    public static bool Lock(Books books, string draftNo, ApprovalRequest request)
    {
        var draft = books.PlatformDrafts.Edit(Find(books, draftNo)!);
        draft.State = DraftState.Submitted;
        draft.ApprovalNo = request.No;
        return true;
    }

    public static bool Unlock(Books books, string draftNo)
    {
        if (Find(books, draftNo) is { State: DraftState.Submitted } draft) books.PlatformDrafts.Edit(draft).State = DraftState.Open;
        return true;
    }

    public static void End(Books books, string draftNo) => books.PlatformDrafts.Edit(Find(books, draftNo)!).State = DraftState.Done;

    private static PlatformDraft? Find(Books books, string draftNo) =>
        PlatformDraft.IdOf(draftNo) is { } id ? books.PlatformDrafts.Find(id) : null;
}
