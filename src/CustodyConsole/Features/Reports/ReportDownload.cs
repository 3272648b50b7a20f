using CustodyConsole.Domain.Reports;
using CustodyConsole.Security;
using Microsoft.Net.Http.Headers;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// The files of exports, over plain HTTP: a download that breaks off goes on where it stopped (Range), as long as the file is the same (its
/// hash is its entity tag). Rights are those of the moment, and every request stands in the audit trail.
/// </summary>
public static class ReportDownload
{
    /// <summary>Hands files out.</summary>
    public static void MapReportFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/reports/files/{no}", ReadAsync).RequireAuthorization(Permissions.ReportsView);

    private static async Task<IResult> ReadAsync(string no, ReportDesk desk, ReportFiles folder, CurrentStaff staff, HttpContext context)
    {
        var range = context.Request.Headers.Range.ToString();
        var file = folder.Open(no);
        var fetched = await desk.FetchAsync(await staff.GetAsync(context.RequestAborted), no, range.Length == 0 ? null : range, file is not null);
        if (!fetched.Done)
        {
            if (file is not null) await file.DisposeAsync();
            return fetched.Refusal.Code switch
            {
                "report.unknown-run" => Results.NotFound(),
                "report.expired" or "report.no-file" => Results.StatusCode(StatusCodes.Status410Gone),
                _ => Results.Forbid(),
            };
        }

        var run = fetched.Value;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Content-Sha256"] = run.Sha256;
        return Results.File(
            file!, ReportFiles.MediaTypeOf(ReportScope.FromJson(run.Scope).Format), run.FileName,
            lastModified: new DateTimeOffset(run.EndedAtUtc!.Value, TimeSpan.Zero), entityTag: new EntityTagHeaderValue($"\"{run.Sha256}\""),
            enableRangeProcessing: true);
    }
}
