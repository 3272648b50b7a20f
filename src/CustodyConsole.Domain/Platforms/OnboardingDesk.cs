using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>
/// Where staff fill in dossiers: begin a draft, save it as they go, upload files, drop it. Each command is one transaction with its audit
/// row. What is filled in takes effect only through an approved request.
/// </summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="keys">Seals personal data before it is kept.</param>
public sealed class OnboardingDesk(StaffDesk staff, PersonalData keys)
{
    private const string Permission = Permissions.PlatformsDraft;

    /// <summary>Begins a draft for a new platform.</summary>
    public Task<Outcome<PlatformDraft>> BeginAsync(StaffMember actor) => staff.RunAsync<PlatformDraft>(
        actor, Permission, CustodyStore.NoPool, new AuditDraft("Platforms.BeginDraft"),
        (books, audit) => Begin(books, audit, actor, null, 0, new PlatformDossier()));

    /// <summary>
    /// Begins a draft for a change of a platform, filled in with what is in force. Refusals in order:
    /// <see cref="PlatformRefusals.Unknown"/>, <see cref="PlatformRefusals.Closed"/>, <see cref="DossierRefusals.DraftExists"/>.
    /// </summary>
    public Task<Outcome<PlatformDraft>> BeginChangeAsync(StaffMember actor, string platformNo) => staff.RunAsync<PlatformDraft>(
        actor, Permission, CustodyStore.NoPool,
        new AuditDraft("Platforms.BeginDraft", "platform:" + platformNo) { PlatformNo = platformNo },
        (books, audit) =>
        {
            if (books.PlatformByNo.Find(platformNo) is not { } platform) return PlatformRefusals.Unknown(platformNo);
            if (platform.State == PlatformState.Closed) return PlatformRefusals.Closed(platformNo);
            var other = books.PlatformDrafts.Search(
                draft => draft.PlatformNo == platformNo && draft.State is DraftState.Open or DraftState.Submitted,
                "\"platform_no\" = {0}", platformNo).FirstOrDefault(draft => draft.PlatformNo == platformNo);
            if (other is not null) return DossierRefusals.DraftExists(platformNo, other.No);
            return Begin(books, audit, actor, platformNo, platform.DossierVersion, PlatformVersions.Current(books, platform));
        });

    /// <summary>
    /// Saves a draft. Refusals in order: <see cref="DossierRefusals.DraftUnknown"/>, <see cref="DossierRefusals.DraftLocked"/>,
    /// <see cref="DossierRefusals.DraftEnded"/>, <see cref="DossierRefusals.DraftTooLong"/>, <see cref="DossierRefusals.DraftChanged"/>
    /// where somebody saved it since <paramref name="version"/>: nothing is overwritten unseen.
    /// </summary>
    /// <param name="actor">Who saves.</param>
    /// <param name="draftNo">The draft.</param>
    /// <param name="version">The version that the person worked on.</param>
    /// <param name="dossier">The dossier as the person left it.</param>
    public Task<Outcome<PlatformDraft>> SaveAsync(StaffMember actor, string draftNo, int version, PlatformDossier dossier) =>
        OnDraftAsync<PlatformDraft>(actor, draftNo, "Platforms.SaveDraft", (books, audit, draft) =>
        {
            var content = DossierText.Write(dossier);
            if (content.Length > PlatformDraft.TextMax) return DossierRefusals.DraftTooLong();
            if (content == draft.Content) return (PlatformDraft)draft.Copy();
            if (draft.Version != version)
                return DossierRefusals.DraftChanged(draftNo, draft.UpdatedByName, $"{draft.UpdatedAtUtc.AddHours(8):HH:mm:ss}");
            var changes = DossierFields.Differences(draft.Dossier, dossier);
            audit.Before = string.Join("; ", changes.Select(change => $"{change.Chinese}={change.Before}"));
            audit.After = string.Join("; ", changes.Select(change => $"{change.Chinese}={change.After}"));

            // Point of no return.
            books.PlatformDrafts.Edit(draft);
            draft.Content = content;
            draft.Name = dossier.Name;
            return Touch(books, draft, actor);
        });

    /// <summary>
    /// Says that a change was compared with the version now in force and is meant to follow it. Refusals: those of a draft that cannot be
    /// changed.
    /// </summary>
    public Task<Outcome<PlatformDraft>> RebaseAsync(StaffMember actor, string draftNo) =>
        OnDraftAsync<PlatformDraft>(actor, draftNo, "Platforms.RebaseDraft", (books, audit, draft) =>
        {
            if (books.PlatformByNo.Find(draft.PlatformNo ?? "") is not { } platform) return PlatformRefusals.Unknown(draft.PlatformNo ?? "");
            audit.Before = $"{draft.BaseVersion}";
            audit.After = $"{platform.DossierVersion}";
            books.PlatformDrafts.Edit(draft);
            draft.BaseVersion = platform.DossierVersion;
            return Touch(books, draft, actor);
        });

    /// <summary>Drops a draft. Refusals: those of a draft that cannot be changed.</summary>
    public Task<Outcome<PlatformDraft>> DropAsync(StaffMember actor, string draftNo) =>
        OnDraftAsync<PlatformDraft>(actor, draftNo, "Platforms.DropDraft", (books, _, draft) =>
        {
            books.PlatformDrafts.Edit(draft);
            draft.State = DraftState.Dropped;
            return Touch(books, draft, actor);
        });

    /// <summary>
    /// Keeps a file for a draft. Refusals in order: those of the file, those of a draft that cannot be changed.
    /// </summary>
    public async Task<Outcome<DocumentRef>> UploadAsync(StaffMember actor, string draftNo, string? fileName, byte[] bytes)
    {
        var file = DocumentFile.Check(fileName, bytes);
        return await OnDraftAsync<DocumentRef>(actor, draftNo, "Platforms.Upload", (books, audit, draft) =>
        {
            if (!file.Done) return file.Refusal;
            var document = DocumentFile.Keep(books, file.Value, DocumentPurpose.Dossier, draft.Id, actor.UserName);
            audit.After = $"{document.Id} {document.FileName} SHA-256 {document.Sha256}";
            return new DocumentRef(document.Id, document.FileName, document.Sha256);
        });
    }

    /// <summary>Seals a person's name. Refusal: <see cref="DossierRefusals.PersonNameMalformed"/>.</summary>
    public Outcome<SealedText> SealName(long draftId, string? text) =>
        text?.Trim() is { Length: >= 2 and <= 32 } name && !name.Any(letter => char.IsDigit(letter) || char.IsControl(letter))
            ? SealedText.Seal(keys, draftId, name, MaskedKind.PersonName)
            : DossierRefusals.PersonNameMalformed();

    /// <summary>Seals an identity number. Refusals: those of the number.</summary>
    public Outcome<SealedText> SealIdentity(long draftId, string? text, DateOnly today)
    {
        var number = IdentityNumber.Check(text?.Trim(), today);
        return number.Done ? SealedText.Seal(keys, draftId, number.Value.Value, MaskedKind.IdentityNumber) : number.Refusal;
    }

    /// <summary>Seals a mobile number. Refusals: those of the number.</summary>
    public Outcome<SealedText> SealMobile(long draftId, string? text)
    {
        var number = MobileNumber.Check(text?.Trim());
        return number.Done ? SealedText.Seal(keys, draftId, number.Value.Value, MaskedKind.Mobile) : number.Refusal;
    }

    /// <summary>Seals an e-mail address. Refusal: <see cref="DossierRefusals.EmailMalformed"/>.</summary>
    public Outcome<SealedText> SealEmail(long draftId, string? text) =>
        text?.Trim() is { Length: >= 5 and <= 128 } address && address.Count(letter => letter == '@') == 1 && address[0] != '@'
        && address.LastIndexOf('.') > address.IndexOf('@') + 1 && address[^1] != '.' && !address.Any(char.IsWhiteSpace)
            ? SealedText.Seal(keys, draftId, address, MaskedKind.Email)
            : DossierRefusals.EmailMalformed();

    private static PlatformDraft Begin(
        Books books, AuditDraft audit, StaffMember actor, string? platformNo, int version, PlatformDossier dossier)
    {
        var draft = books.PlatformDrafts.Add(new PlatformDraft
        {
            PlatformNo = platformNo,
            BaseVersion = version,
            Name = dossier.Name,
            Content = DossierText.Write(dossier),
            OwnerUser = actor.UserName,
            OwnerName = actor.DisplayName,
            UpdatedByName = actor.DisplayName,
            CreatedAtUtc = books.NowUtc,
            UpdatedAtUtc = books.NowUtc,
        });
        audit.Subject = "draft:" + draft.No;
        return (PlatformDraft)draft.Copy();
    }

    private static PlatformDraft Touch(Books books, PlatformDraft draft, StaffMember actor)
    {
        draft.Version++;
        draft.UpdatedByName = actor.DisplayName;
        draft.UpdatedAtUtc = books.NowUtc;
        // Rows may change while the page looks at them; what is given out is a copy.
        return (PlatformDraft)draft.Copy();
    }

    private Task<Outcome<T>> OnDraftAsync<T>(
        StaffMember actor, string draftNo, string action, Func<Books, AuditDraft, PlatformDraft, Outcome<T>> command) =>
        staff.RunAsync<T>(
            actor, Permission, CustodyStore.NoPool, new AuditDraft(action, "draft:" + draftNo),
            (books, audit) =>
            {
                if (PlatformDraft.IdOf(draftNo) is not { } id || books.PlatformDrafts.Find(id) is not { } draft)
                    return DossierRefusals.DraftUnknown(draftNo);
                audit.PlatformNo = draft.PlatformNo;
                return draft.State switch
                {
                    DraftState.Submitted => DossierRefusals.DraftLocked(draftNo, draft.ApprovalNo ?? ""),
                    DraftState.Done or DraftState.Dropped => DossierRefusals.DraftEnded(draftNo),
                    _ => command(books, audit, draft),
                };
            });
}
