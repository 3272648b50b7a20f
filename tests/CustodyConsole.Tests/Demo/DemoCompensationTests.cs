using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Compensation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Demo;

public sealed class DemoCompensationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_bank_has_compensations_that_wait_one_that_was_made_and_one_turned_down_a_week_ago()
    {
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var requests = await db.Approvals.Where(request => request.Type == ApprovalType.Compensation)
            .OrderBy(request => request.Id).ToListAsync(Cancellation);

        Assert.Equal([ApprovalState.Rejected, ApprovalState.Executed], requests.Take(2).Select(request => request.State));
        Assert.True(requests.Count >= 4);
        Assert.All(requests.Skip(2), request => Assert.Equal(ApprovalState.Pending, request.State));
        Assert.NotEmpty(await OverdueInstalments.PageAsync(
            db, SeededBanks.Today, new OverdueFilter { Requested = false }, 0, 10, Cancellation));
        Assert.Equal(SeededBanks.Today.AddDays(-7), DateOnly.FromDateTime(requests[0].DecidedAtUtc!.Value.AddHours(8)));
        Assert.All(requests, request => Assert.True(request.CreatedAtUtc <= SeededBanks.NowUtc));
        Assert.Contains(requests, request => request.SummaryChinese.Contains("间接代偿", StringComparison.Ordinal));
        Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
    }
}
