using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Platforms;

/// <summary>
/// The wizard's logic: a draft on a page, saved with every field that changes. Saves of one page follow each other;
/// what somebody else saved meanwhile is put beside the own work and never overwritten unseen.
/// </summary>
public sealed class DraftForm(
    OnboardingDesk desk, ApprovalDesk approvals, CurrentStaff staff, IDbContextFactory<CustodyDb> databases)
    : IDisposable
{
    private readonly SemaphoreSlim _saving = new(1);
    private readonly Dictionary<string, Refusal> _problems = [];
    private Dictionary<string, ChecklistItem> _itemByKey = [];
    private Dictionary<string, DossierField> _fields = [];
    private string _requestNo = NewRequestNo();

    /// <summary>The draft as it was saved or loaded last.</summary>
    public PlatformDraft Draft { get; private set; } = default!;

    /// <summary>The dossier as it is on the page.</summary>
    public PlatformDossier Dossier { get; private set; } = new();

    /// <summary>The dossier in force, for a change.</summary>
    public PlatformDossier? InForce { get; private set; }

    /// <summary>The version in force, for a change.</summary>
    public int VersionInForce { get; private set; }

    /// <summary>The payment companies that the bank works with.</summary>
    public IReadOnlyList<string> PaymentCompanies { get; private set; } = [];

    /// <summary>What is open, in the order of the form.</summary>
    public IReadOnlyList<ChecklistItem> Items { get; private set; } = [];

    /// <summary>What somebody else saved while this page was at work; null where nobody did.</summary>
    public PlatformDraft? Theirs { get; private set; }

    /// <summary>Why the last command was refused.</summary>
    public Refusal? Problem { get; private set; }

    public bool IsSaving { get; private set; }

    /// <summary>True where this person may fill in and the draft is open.</summary>
    public bool CanEdit { get; private set; }

    /// <summary>True where open items are shown at their fields, because somebody came to deal with them.</summary>
    public bool ShowsMissing { get; set; }

    /// <summary>The accounting date, against which documents expire.</summary>
    public DateOnly Today { get; private set; }

    /// <summary>Why the change is wanted.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Called when something was saved or refused.</summary>
    public event Action? Changed;

    public async Task<bool> LoadAsync(string no, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var id = PlatformDraft.IdOf(no);
        var draft = await db.PlatformDrafts.SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (draft is null) return false;
        Today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        PaymentCompanies = await db.Pools.Select(pool => pool.PaymentCompany).Distinct().OrderBy(name => name).ToListAsync(cancellationToken);
        if (draft.PlatformNo is { } platformNo)
            (InForce, VersionInForce) = await PlatformFiles.InForceAsync(db, platformNo, cancellationToken);
        CanEdit = draft.State == DraftState.Open
            && Permissions.Held(Permissions.PlatformsDraft, (await staff.GetAsync(cancellationToken)).Roles);
        Take(draft);
        return true;
    }

    public IReadOnlyList<ChecklistItem> ItemsOf(DossierStep step) => [.. Items.Where(item => item.Step == step)];

    /// <summary>The name of a field in the language of the page.</summary>
    public string Label(string key) => _fields.GetValueOrDefault(key) is not { } field ? key
        : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? field.Chinese : field.English;

    public ChecklistItem? ItemOf(string key) => _itemByKey.GetValueOrDefault(key);

    /// <summary>Why what was typed into this field is not kept.</summary>
    public Refusal? ProblemOf(string key) => _problems.GetValueOrDefault(key);

    /// <summary>Changes the dossier and saves it.</summary>
    public async Task ChangeAsync(string key, Func<PlatformDossier, PlatformDossier> change)
    {
        _problems.Remove(key);
        Show(change(Dossier));
        await SaveAsync();
    }

    /// <summary>Changes the dossier by something that may be refused at its field.</summary>
    public async Task ChangeAsync<T>(string key, Outcome<T> read, Func<PlatformDossier, T, PlatformDossier> change)
    {
        if (read.Done)
        {
            await ChangeAsync(key, dossier => change(dossier, read.Value));
            return;
        }

        _problems[key] = read.Refusal;
        Changed?.Invoke();
    }

    /// <summary>Keeps a file and names it in the dossier.</summary>
    public async Task UploadAsync(
        string key, string fileName, byte[] bytes, Func<PlatformDossier, DocumentRef, PlatformDossier> change) =>
        await ChangeAsync(
            key, await desk.UploadAsync(await staff.GetAsync(), Draft.No, fileName, bytes), change);

    public Outcome<SealedText> Seal(Domain.Accounts.MaskedKind kind, string? text) => kind switch
    {
        Domain.Accounts.MaskedKind.IdentityNumber => desk.SealIdentity(Draft.Id, text, Today),
        Domain.Accounts.MaskedKind.Mobile => desk.SealMobile(Draft.Id, text),
        Domain.Accounts.MaskedKind.Email => desk.SealEmail(Draft.Id, text),
        _ => desk.SealName(Draft.Id, text),
    };

    /// <summary>The own work gives way to what the other person saved.</summary>
    public void TakeTheirs()
    {
        Take(Theirs!);
        Changed?.Invoke();
    }

    /// <summary>The own work is saved on top of what the other person saved, after both were seen.</summary>
    public async Task KeepMineAsync()
    {
        (Draft, Theirs) = (Theirs!, null);
        await SaveAsync();
    }

    /// <summary>Says that the change is meant to follow the version now in force.</summary>
    public async Task RebaseAsync()
    {
        var done = await desk.RebaseAsync(await staff.GetAsync(), Draft.No);
        if (done.Done) Take(done.Value);
        else Problem = done.Refusal;
        Changed?.Invoke();
    }

    public async Task<bool> DropAsync()
    {
        var done = await desk.DropAsync(await staff.GetAsync(), Draft.No);
        Problem = done.Done ? null : done.Refusal;
        return done.Done;
    }

    /// <summary>Puts the draft to a second person; returns the number of the request.</summary>
    public async Task<string?> SubmitAsync()
    {
        await _saving.WaitAsync();
        try
        {
            Proposal proposal = Draft.PlatformNo is { } no
                ? new ProposePlatformChange(no, Draft.BaseVersion, Draft.No, Draft.Version, Dossier, Reason.Trim())
                : new ProposePlatform(Draft.No, Draft.Version, Dossier);
            var made = await approvals.SubmitAsync(await staff.GetAsync(), _requestNo, proposal);
            if (made.Done) return made.Value.No;
            Problem = made.Refusal;
            // What was refused used its number up with nobody; a corrected one is another form.
            _requestNo = NewRequestNo();
            return null;
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private async Task SaveAsync()
    {
        if (Theirs is not null) return;
        IsSaving = true;
        Changed?.Invoke();
        await _saving.WaitAsync();
        try
        {
            var saved = await desk.SaveAsync(await staff.GetAsync(), Draft.No, Draft.Version, Dossier);
            (Problem, IsSaving) = (saved.Done ? null : saved.Refusal, false);
            if (saved.Done) Draft = saved.Value;
            else if (saved.Refusal.Code == "dossier.draft-changed") Theirs = await ReadAsync();
        }
        finally
        {
            _saving.Release();
            IsSaving = false;
        }

        Changed?.Invoke();
    }

    private async Task<PlatformDraft> ReadAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.PlatformDrafts.SingleAsync(one => one.Id == Draft.Id);
    }

    private void Take(PlatformDraft draft)
    {
        (Draft, Theirs, Problem) = (draft, null, null);
        _problems.Clear();
        Show(draft.Dossier);
    }

    private void Show(PlatformDossier dossier)
    {
        Dossier = dossier;
        Items = DossierChecklist.Of(dossier, Today);
        _itemByKey = Items.ToDictionary(item => item.Key);
        _fields = DossierFields.Of(dossier).ToDictionary(field => field.Key);
    }

    private static string NewRequestNo() => $"PD-{Guid.NewGuid():N}";
}
