using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Domain.Tests.Reports;

public sealed class ReportDeskTests
{
    private static readonly string Hash = new('a', 64);

    [Theory, OnBothDatabases]
    public async Task Of_ten_nodes_one_makes_an_export_and_its_hash_stands_in_the_audit_trail(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var asked = (await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Value;

        var begun = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => bank.Reports.BeginAsync(asked.No, $"node-{i}")));

        var run = Assert.Single(begun, one => one.Done).Value;
        Assert.All(begun.Where(one => !one.Done), one => Assert.Equal("report.not-waiting", one.Refusal!.Code));
        Assert.False((await bank.Reports.HearAsync(run, 40, 5)).Value);
        Assert.Equal((40, 5L), ((await bank.FindAsync(run.No)).Percent!.Value, (await bank.FindAsync(run.No)).RowsWritten));
        Assert.True((await bank.Reports.EndAsync(run, ReportBank.Made(Hash))).Done);
        var kept = await bank.FindAsync(run.No);
        Assert.Equal((ReportRunState.Done, 12L, 3_456L, Hash), (kept.State, kept.RowsWritten, kept.Bytes, kept.Sha256));
        Assert.Equal(bank.Desk.Bank.Clock.GetUtcNow().UtcDateTime + ReportRun.KeptFor, kept.ExpiresAtUtc);
        var trail = await bank.TrailAsync();
        Assert.Equal([("liwen", "Reports.Export"), ("system", "Reports.Made")], trail.Select(row => (row.UserName, row.Action)));
        Assert.All(trail, row => Assert.Equal("report-run:" + run.No, row.Subject));
        Assert.StartsWith($"{{\"sha256\":\"{Hash}\",\"bytes\":3456,\"rows\":12,\"totals\":[{{", trail[1].After, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_exports_and_whoever_fetches_holds_the_reports_own_permission(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        Assert.Equal("staff.not-permitted", (await bank.AskAsync(bank.Desk.Administrator, ReportBank.Accounts)).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await bank.AskAsync(bank.Desk.Maker, ReportBank.Trail)).Refusal!.Code);
        var made = await bank.MadeAsync(bank.Auditor, Hash, ReportBank.Trail);

        Assert.Equal("staff.not-permitted", (await bank.Reports.FetchAsync(bank.Desk.Maker, made.No, null, isThere: true)).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await bank.Reports.CancelAsync(bank.Desk.Maker, made.No, "不需要")).Refusal!.Code);
        Assert.True((await bank.Reports.FetchAsync(bank.Officer, made.No, null, isThere: true)).Done);
        Assert.True((await bank.Reports.FetchAsync(bank.Officer, made.No, "bytes=100-", isThere: true)).Done);

        // All but the first byte is a file in somebody's hands, so every part that is handed out counts.
        var kept = await bank.FindAsync(made.No);
        Assert.Equal((2, "李雯"), (kept.Fetches, kept.FetchedBy));
        var fetched = (await bank.TrailAsync()).Where(row => row.Action == "Reports.Fetch").ToList();
        Assert.Equal([AuditResult.Refused, AuditResult.Done, AuditResult.Done], fetched.Select(row => row.Result));
        Assert.Equal([Hash, Hash + " bytes=100-"], fetched.Skip(1).Select(row => row.After));
        Assert.Equal("report.unknown-run", (await bank.Reports.FetchAsync(bank.Officer, "RP0000000001", null, isThere: true)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_question_is_not_queued_twice_and_nobody_fills_the_queue(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var first = (await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Value;
        Assert.Equal("report.same-under-way", (await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Refusal!.Code);
        for (var i = 1; i < 5; i++) Assert.True((await bank.AskAsync(bank.Officer, ReportBank.Accounts, new ReportScope { Subject = $"A{i}" })).Done);
        Assert.Equal("report.too-many", (await bank.AskAsync(bank.Officer, ReportBank.Accounts, new ReportScope { Subject = "A9" })).Refusal!.Code);
        Assert.True((await bank.AskAsync(bank.Auditor, ReportBank.Accounts)).Done);

        Assert.True((await bank.Reports.CancelAsync(bank.Officer, first.No, null)).Done);

        Assert.True((await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_cancelled_export_says_who_stopped_it(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var waiting = (await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Value;
        Assert.Equal("report.reason-missing", (await bank.Reports.CancelAsync(bank.Auditor, waiting.No, " ")).Refusal!.Code);
        Assert.Equal(ReportRunState.Cancelled, (await bank.Reports.CancelAsync(bank.Auditor, waiting.No, "占用资源")).Value.State);
        Assert.Equal("report.not-waiting", (await bank.Reports.BeginAsync(waiting.No, "node")).Refusal!.Code);
        Assert.Equal("report.ended", (await bank.Reports.CancelAsync(bank.Officer, waiting.No, null)).Refusal!.Code);

        var running = (await bank.Reports.BeginAsync((await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Value.No, "node")).Value;
        Assert.True((await bank.Reports.CancelAsync(bank.Officer, running.No, null)).Done);
        Assert.True((await bank.Reports.HearAsync(running, null, 3)).Value);
        Assert.True((await bank.Reports.EndAsync(running, new ReportResult(ReportRunState.Cancelled, "已取消。", "Cancelled."))).Done);

        var kept = await bank.FindAsync(running.No);
        Assert.Equal((ReportRunState.Cancelled, "由 李雯 取消。"), (kept.State, kept.ErrorChinese));
        Assert.Equal("由 周洁 取消：占用资源", (await bank.FindAsync(waiting.No)).ErrorChinese);
        Assert.Equal("report.no-file", (await bank.Reports.FetchAsync(bank.Officer, running.No, null, isThere: true)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task An_export_whose_node_is_gone_is_lost_with_a_reason_and_its_late_result_is_refused(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var run = (await bank.Reports.BeginAsync((await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Value.No, "gone")).Value;
        Assert.Equal("report.not-waiting", (await bank.Reports.LoseAsync(run.No, evenHeard: false)).Refusal!.Code);
        bank.Desk.Bank.Clock.Advance(ReportRun.SilenceMax + TimeSpan.FromSeconds(1));

        Assert.Equal(ReportRunState.Lost, (await bank.Reports.LoseAsync(run.No, evenHeard: false)).Value.State);

        Assert.Equal("report.taken-over", (await bank.Reports.HearAsync(run, 50, 1)).Refusal!.Code);
        Assert.Equal("report.taken-over", (await bank.Reports.EndAsync(run, ReportBank.Made(Hash))).Refusal!.Code);
        var kept = await bank.FindAsync(run.No);
        Assert.Contains("gone", kept.ErrorChinese, StringComparison.Ordinal);
        Assert.Null(kept.Sha256);
        Assert.True((await bank.AskAsync(bank.Officer, ReportBank.Accounts)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_is_kept_for_ninety_days_and_its_row_for_ever(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var made = await bank.MadeAsync(bank.Officer, Hash);
        Assert.Equal(ReportRunState.Done, (await bank.Reports.ExpireAsync(made.No)).Value.State);
        bank.Desk.Bank.Clock.Advance(ReportRun.KeptFor);
        Assert.Equal("report.expired", (await bank.Reports.FetchAsync(bank.Officer, made.No, null, isThere: true)).Refusal!.Code);

        Assert.Equal(ReportRunState.Expired, (await bank.Reports.ExpireAsync(made.No)).Value.State);

        Assert.Equal("report.no-file", (await bank.Reports.ExpireAsync(made.No)).Refusal!.Code);
        Assert.Equal(Hash, (await bank.FindAsync(made.No)).Sha256);
        await using var db = bank.Desk.Bank.Db();
        Assert.Equal(ReportFinding.Unchanged, (await ReportProof.CheckAsync(db, Hash, TestContext.Current.CancellationToken)).Finding);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_is_ours_only_where_the_list_and_the_audit_trail_say_so(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var made = await bank.MadeAsync(bank.Officer, Hash);
        var other = new string('b', 64);
        Assert.Equal((ReportFinding.Unchanged, made.No), await CheckAsync(Hash.ToUpperInvariant()));
        Assert.Equal((ReportFinding.Unknown, null), await CheckAsync(other));

        // Somebody with the database in hand changes the list, so that another file would pass.
        await bank.Desk.Bank.TamperAsync($"UPDATE report_run SET sha256 = '{other}'");
        Assert.Equal((ReportFinding.NotInTrail, made.No), await CheckAsync(other));
        Assert.Equal((ReportFinding.Unknown, null), await CheckAsync(Hash));

        // And the audit row with it: its own hash does not fit any more.
        await bank.Desk.Bank.TamperAsync($"UPDATE audit_entry SET after = replace(after, '{Hash}', '{other}') WHERE action = 'Reports.Made'");
        Assert.Equal((ReportFinding.NotInTrail, made.No), await CheckAsync(other));

        await bank.Desk.Bank.TamperAsync($"UPDATE audit_entry SET after = replace(after, '{other}', '{Hash}') WHERE action = 'Reports.Made'");
        await bank.Desk.Bank.TamperAsync($"UPDATE report_run SET sha256 = '{Hash}'");
        Assert.Equal((ReportFinding.Unchanged, made.No), await CheckAsync(Hash));

        // And somebody who cuts off the end of the trail: the end that is kept apart counts a row more than there are.
        await bank.Desk.Bank.TamperAsync("UPDATE audit_head SET sequence_no = sequence_no + 1");
        Assert.Equal((ReportFinding.NotInTrail, made.No), await CheckAsync(Hash));
        await bank.Desk.Bank.TamperAsync("UPDATE audit_head SET sequence_no = sequence_no - 1");
        Assert.Equal((ReportFinding.Unchanged, made.No), await CheckAsync(Hash));

        async Task<(ReportFinding, string?)> CheckAsync(string hash)
        {
            await using var db = bank.Desk.Bank.Db();
            var verdict = await ReportProof.CheckAsync(db, hash, TestContext.Current.CancellationToken);
            return (verdict.Finding, verdict.Run?.No);
        }
    }
}
