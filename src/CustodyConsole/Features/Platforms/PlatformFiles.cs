using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Platforms;

/// <summary>A draft in the list, with how far it has come.</summary>
public sealed record DraftRow(PlatformDraft Draft, int FilledIn, int OpenItems)
{
    public int Percent => FilledIn * 100 / (FilledIn + OpenItems);
}

/// <summary>A document of a dossier with the day until which it holds.</summary>
public sealed record DossierPaper(
    string Name, string Number, DateOnly? ExpiresOn, bool NeverExpires, DocumentRef? File, ChecklistFault? Fault);

/// <summary>A version of a dossier with what it changed.</summary>
public sealed record VersionRow(PlatformVersion Version, IReadOnlyList<ApprovalChange> Changes);

/// <summary>What the platform's page shows of its dossier.</summary>
public sealed record DossierDetail(
    IReadOnlyList<DossierPaper> Papers, IReadOnlyList<DossierField> Fields, IReadOnlyList<VersionRow> Versions,
    PlatformDraft? Draft)
{
    /// <summary>The dossier in force; null where none is kept.</summary>
    public PlatformDossier? Dossier { get; init; }
}

/// <summary>Drafts, versions and documents of platforms.</summary>
public sealed class PlatformFiles(IDbContextFactory<CustodyDb> databases, IStringLocalizer<PlatformsText> words)
{
    /// <summary>Filters: <c>state</c>, <c>q</c>.</summary>
    public async Task<PageOf<DraftRow>> DraftsAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var drafts = Drafts(db, state);
        var count = await drafts.LongCountAsync(cancellationToken);
        var page = await Ordered(drafts).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        return new PageOf<DraftRow>([.. page.Select(draft => Row(draft, today))], count, []);
    }

    internal static IQueryable<PlatformDraft> Drafts(CustodyDb db, ListState state)
    {
        IQueryable<PlatformDraft> drafts = db.PlatformDrafts;
        if (state.Choice<DraftState>("state") is { } wanted) drafts = drafts.Where(draft => draft.State == wanted);
        if (state.Text("q") is not { } text) return drafts;
        var id = PlatformDraft.IdOf(text);
        return drafts.Where(
            draft => draft.Name.Contains(text) || draft.PlatformNo == text || draft.Id == id || draft.OwnerName == text);
    }

    internal static IOrderedQueryable<PlatformDraft> Ordered(IQueryable<PlatformDraft> drafts) =>
        drafts.OrderBy(draft => draft.State).ThenByDescending(draft => draft.UpdatedAtUtc).ThenBy(draft => draft.Id);

    /// <summary>
    /// The dossier of a platform, its documents and its versions; null where there is no such platform.
    /// </summary>
    public async Task<DossierDetail?> FindAsync(string no, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platform = await db.Platforms.SingleOrDefaultAsync(one => one.No == no, cancellationToken);
        if (platform is null) return null;
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var versions = await db.PlatformVersions.Where(one => one.PlatformId == platform.Id)
            .OrderBy(one => one.Version).ToListAsync(cancellationToken);
        var rows = versions.Select((version, i) => new VersionRow(
            version, DossierFields.Differences(i == 0 ? null : versions[i - 1].Dossier, version.Dossier)))
            .Reverse().ToList();
        var dossier = (await InForceAsync(db, no, cancellationToken)).Dossier;
        var draft = await db.PlatformDrafts.FirstOrDefaultAsync(
            one => one.PlatformNo == no && (one.State == DraftState.Open || one.State == DraftState.Submitted),
            cancellationToken);
        return new DossierDetail(
            versions.Count == 0 ? [] : Papers(dossier, today),
            versions.Count == 0 ? [] : [.. DossierFields.Of(dossier).Where(field => field.Value is not null)],
            rows, draft)
        {
            Dossier = versions.Count == 0 ? null : dossier,
        };
    }

    /// <summary>
    /// The documents of all platforms in business that expire soon or have expired, the first to expire first.
    /// </summary>
    public async Task<IReadOnlyList<(Platform Platform, DossierPaper Paper)>> ExpiringAsync(
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var inForce = await (from platform in db.Platforms
                             join version in db.PlatformVersions
                                 on new { platform.Id, Version = platform.DossierVersion }
                                 equals new { Id = version.PlatformId, version.Version }
                             where platform.State != PlatformState.Closed
                             select new { platform, version }).ToListAsync(cancellationToken);
        return [.. inForce.SelectMany(one => Papers(one.version.Dossier, today).Select(paper => (one.platform, paper)))
            .Where(one => one.paper.Fault is not null).OrderBy(one => one.paper.ExpiresOn)];
    }

    /// <summary>The dossier in force and its version.</summary>
    public static async Task<(PlatformDossier Dossier, int Version)> InForceAsync(
        CustodyDb db, string no, CancellationToken cancellationToken)
    {
        var platform = await db.Platforms.SingleAsync(one => one.No == no, cancellationToken);
        var version = await db.PlatformVersions.SingleOrDefaultAsync(
            one => one.PlatformId == platform.Id && one.Version == platform.DossierVersion, cancellationToken);
        var company = await db.Pools.Where(pool => pool.PlatformId == platform.Id).OrderBy(pool => pool.Id)
            .Select(pool => pool.PaymentCompany).FirstAsync(cancellationToken);
        return (version?.Dossier ?? PlatformDossier.Of(platform, company), platform.DossierVersion);
    }

    internal static DraftRow Row(PlatformDraft draft, DateOnly today)
    {
        var dossier = draft.Dossier;
        var open = DossierChecklist.Of(dossier, today).Where(item => item.Blocks).Select(item => item.Key).ToHashSet();
        var filledIn = DossierFields.Of(dossier).Count(field => field.Value is not null && !open.Contains(field.Key));
        return new DraftRow(draft, filledIn, open.Count);
    }

    private List<DossierPaper> Papers(PlatformDossier dossier, DateOnly today)
    {
        var faults = DossierChecklist.Of(dossier, today)
            .Where(item => item.Fault is ChecklistFault.Expired or ChecklistFault.ExpiresSoon)
            .ToDictionary(item => item.Key, item => item.Fault);
        ChecklistFault? Of(string key) => faults.TryGetValue(key, out var fault) ? fault : null;
        var papers = dossier.Licences.Select(licence => new DossierPaper(
            words["Licence." + licence.Kind], licence.Number, licence.ExpiresOn, licence.NeverExpires, licence.File,
            Of($"Licence.{licence.Kind}.ExpiresOn"))).ToList();
        foreach (var (key, agreement) in new[]
            { ("CustodyAgreement", dossier.CustodyAgreement), ("PaymentAgreement", dossier.PaymentAgreement) })
            papers.Add(new(words[key], agreement.Number, agreement.EndsOn, false, agreement.File, Of(key + ".EndsOn")));
        return papers;
    }
}

/// <summary>Gives out the files of dossiers, to those who may see them, and says so in the audit trail.</summary>
public static class DocumentDownload
{
    public static void MapDocuments(this IEndpointRouteBuilder app) =>
        app.MapGet("/documents/{id:long}", ReadAsync).RequireAuthorization(Permissions.PlatformsDocuments);

    private static async Task<IResult> ReadAsync(
        long id, IDbContextFactory<CustodyDb> databases, CurrentStaff staff, StaffDesk desk, HttpContext context)
    {
        var stop = context.RequestAborted;
        var reader = await staff.GetAsync(stop);
        await using var db = await databases.CreateDbContextAsync(stop);
        var document = await db.Documents.SingleOrDefaultAsync(one => one.Id == id, stop);
        var audit = new AuditDraft("Platforms.ReadDocument", $"document:{id}") { After = document?.FileName };
        // The cookie may be older than the person's rights.
        if (!Permissions.Held(Permissions.PlatformsDocuments, reader.Roles))
        {
            await desk.RecordAsync(reader, audit, AuditResult.Refused);
            return Results.Forbid();
        }

        if (document is null) return Results.NotFound();
        var bytes = await db.DocumentContents.Where(one => one.Id == id).Select(one => one.Bytes).SingleAsync(stop);
        await desk.RecordAsync(reader, audit);
        context.Response.Headers.CacheControl = "no-store";
        // Always saved, never opened inside the console.
        return Results.File(bytes, document.MediaType, document.FileName);
    }
}
