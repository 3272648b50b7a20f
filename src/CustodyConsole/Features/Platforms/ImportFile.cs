using System.Security.Cryptography;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Excel;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Platforms;

/// <summary>A file that was read in a dry run.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Sha256">The hash of its content.</param>
/// <param name="Rows">What its rows say and what is wrong with each.</param>
/// <param name="Values">The values of the rows as they stand in the file, in the same order.</param>
public sealed record ImportedFile(
    string FileName, string Sha256, IReadOnlyList<ImportRow> Rows, IReadOnlyList<IReadOnlyDictionary<string, ImportValue>> Values)
{
    public int GoodCount => Rows.Count(row => row.IsGood);

    public int BadCount => Rows.Count - GoodCount;

    /// <summary>The proposal that a second person is asked for.</summary>
    public ProposePlatformImport Proposal(string reason) => new(
        FileName, Sha256, [.. Rows.Select(row => new ImportedPlatform(row.Row, row.Dossier))], reason);

    /// <summary>The workbook with a verdict on each row.</summary>
    public byte[] Result() => ImportTemplate.Write([.. Rows.Select((row, i) => (Values[i], row))]);
}

/// <summary>
/// Reads an uploaded workbook of platforms: the dry run. It changes nothing and keeps nothing of the file, which holds
/// personal data in clear; that somebody looked at one is in the audit trail.
/// </summary>
/// <param name="databases">To see what is there already.</param>
/// <param name="desk">Seals personal data.</param>
/// <param name="staffDesk">Keeps the audit trail.</param>
/// <param name="actor">Who uploads, as of now.</param>
public sealed class ImportFile(
    IDbContextFactory<CustodyDb> databases, OnboardingDesk desk, StaffDesk staffDesk, Func<Task<StaffMember>> actor)
{
    /// <summary>What is taken of a file.</summary>
    public static readonly WorkbookLimits Limits = new(
        BytesMax: 5 * 1024 * 1024, UnpackedMax: 64 * 1024 * 1024, RowsMax: ImportColumn.RowsMax, ColumnsMax: 60);

    /// <summary>
    /// Reads it. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>, those of the workbook,
    /// <see cref="ImportRefusals.ColumnMissing"/>, <see cref="ImportRefusals.Empty"/>.
    /// </summary>
    public async Task<Outcome<ImportedFile>> ReadAsync(string fileName, byte[] bytes, CancellationToken cancellationToken = default)
    {
        var person = await actor();
        var read = Permissions.Held(Permissions.PlatformsImport, person.Roles)
            ? await DryRunAsync(fileName, bytes, cancellationToken)
            : StaffRefusals.NotPermitted(Permissions.PlatformsImport);
        await staffDesk.RecordAsync(
            person,
            new AuditDraft("Platforms.CheckImport")
            {
                Before = fileName,
                After = read.Done ? $"SHA-256 {read.Value.Sha256}; rows={read.Value.Rows.Count}; bad={read.Value.BadCount}" : read.Refusal.Code,
            },
            read.Done ? AuditResult.Done : AuditResult.Refused);
        return read;
    }

    private async Task<Outcome<ImportedFile>> DryRunAsync(string fileName, byte[] bytes, CancellationToken cancellationToken)
    {
        var sheet = WorkbookReader.Read(bytes, ImportTemplate.Sheet, Limits);
        if (!sheet.Done) return sheet.Refusal;
        if (sheet.Value.Count == 0) return ImportRefusals.Empty();
        var columns = new Dictionary<string, int>();
        foreach (var (column, cell) in sheet.Value[0].Cells) columns.TryAdd(cell.Text, column);
        foreach (var column in ImportColumn.All)
        {
            if (!columns.ContainsKey(column.Chinese)) return ImportRefusals.ColumnMissing(column.Chinese);
        }

        if (sheet.Value.Count == 1) return ImportRefusals.Empty();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync(cancellationToken);
        var taken = await db.Platforms.ToListAsync(cancellationToken);
        var sha256 = Convert.ToHexString(SHA256.HashData(bytes));
        var seals = new ImportSeals(desk, PlatformImport.SealKey(sha256), today);
        var values = sheet.Value.Skip(1).Select(row => ValuesOf(row, columns)).ToList();
        var rows = sheet.Value.Skip(1).Select((row, i) => PlatformImport.Read(row.Number, values[i], seals, today)).ToList();
        return new ImportedFile(Path.GetFileName(fileName), sha256, PlatformImport.Compare(rows, taken), values);
    }

    private static Dictionary<string, ImportValue> ValuesOf(SheetRow row, Dictionary<string, int> columns)
    {
        var values = new Dictionary<string, ImportValue>();
        foreach (var column in ImportColumn.All)
        {
            if (row.Cells.TryGetValue(columns[column.Chinese], out var cell))
                values[column.Key] = new ImportValue(cell.Text, cell.IsNumber, cell.Date);
        }

        return values;
    }
}

/// <summary>Gives out the template.</summary>
public static class ImportTemplateDownload
{
    public static void MapImportTemplate(this IEndpointRouteBuilder app) =>
        app.MapGet("/platforms/import/template", () => Results.File(
            ImportTemplate.Write(), ImportTemplate.MediaType, "平台导入模板.xlsx")).RequireAuthorization(Permissions.PlatformsImport);
}
