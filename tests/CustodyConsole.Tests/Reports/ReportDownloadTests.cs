using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Reports;

/// <summary>Files over HTTP: whole, resumed, and refused.</summary>
public sealed class ReportDownloadTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_fetched_whole_and_in_parts_under_its_chinese_name_by_those_who_may()
    {
        var client = console.Browser();
        await ConsoleFactory.SignInAsync(client, Roles.Compliance);
        var run = await MadeAsync();
        var address = new Uri("/reports/files/" + run.No, UriKind.Relative);

        var whole = await client.GetAsync(address, Stop);
        var bytes = await whole.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(run.FileName, whole.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.StartsWith("存管账户", run.FileName, StringComparison.Ordinal);
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition.DispositionType);
        Assert.True(whole.Headers.CacheControl!.NoStore);
        Assert.Equal($"\"{run.Sha256}\"", whole.Headers.ETag!.Tag);
        Assert.Equal(run.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));

        // The rest of it, as a download that broke off asks for it.
        using var rest = new HttpRequestMessage(HttpMethod.Get, address);
        rest.Headers.Range = new RangeHeaderValue(100, null);
        rest.Headers.IfRange = new RangeConditionHeaderValue(whole.Headers.ETag);
        var resumed = await client.SendAsync(rest, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, resumed.StatusCode);
        Assert.Equal(bytes[100..], await resumed.Content.ReadAsByteArrayAsync(Stop));

        // Another file by now: all of it.
        using var changed = new HttpRequestMessage(HttpMethod.Get, address);
        changed.Headers.Range = new RangeHeaderValue(100, null);
        changed.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(changed, Stop)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/reports/files/RP0000000001", UriKind.Relative), Stop)).StatusCode);
        var payer = console.Browser();
        await ConsoleFactory.SignInAsync(payer, Roles.PaymentCompany);
        var refused = await payer.GetAsync(address, Stop);
        Assert.Contains("/access-denied", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);

        await using var db = await console.Services.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContextAsync(Stop);
        var trail = await db.AuditEntries.Where(entry => entry.Action == "Reports.Fetch" && entry.Subject == run.Subject)
            .Where(entry => entry.Result == AuditResult.Done).OrderBy(entry => entry.SequenceNo).Select(entry => entry.After).ToListAsync(Stop);
        Assert.Equal([run.Sha256, run.Sha256 + " bytes=100-", run.Sha256 + " bytes=100-"], trail);

        File.Delete(console.Services.GetRequiredService<ReportFiles>().PathOf(run));
        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync(address, Stop)).StatusCode);
        // What was not there was not handed out.
        Assert.Equal(3, (await db.ReportRuns.SingleAsync(one => one.Id == run.Id, Stop)).Fetches);
        var last = await db.AuditEntries.Where(entry => entry.Action == "Reports.Fetch" && entry.Subject == run.Subject).OrderBy(entry => entry.SequenceNo).LastAsync(Stop);
        Assert.Equal(AuditResult.Refused, last.Result);
    }

    /// <summary>An export that the host's own background has made.</summary>
    private async Task<ReportRun> MadeAsync()
    {
        var asking = console.Services.GetRequiredService<ReportAsking>();
        var asked = (await asking.AskAsync(ReportListTests.Officer, "account-register", new ReportScope { ListQuery = "?" }, Stop)).Value;
        await using var db = await console.Services.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContextAsync(Stop);
        while (true)
        {
            var run = await db.ReportRuns.AsNoTracking().SingleAsync(one => one.Id == asked.Id, Stop);
            if (!run.IsActive) return run.State == ReportRunState.Done ? run : throw new InvalidOperationException(run.ErrorEnglish);
            await Task.Delay(50, Stop);
        }
    }
}
