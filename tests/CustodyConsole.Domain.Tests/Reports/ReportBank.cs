using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Tests.Approvals;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Reports;

/// <summary>A test bank with somebody who exports, and two reports that exist for the tests.</summary>
internal sealed class ReportBank : IAsyncDisposable
{
    private ReportBank(Desk desk) => (Desk, Reports) = (desk, new ReportDesk(desk.Staff, desk.Bank.Writer));

    public static readonly ReportFacts Accounts = new(
        "test-accounts", 1, "账户余额登记簿", "Account register", "内部审计", "Internal audit", ReportParameters.Moment | ReportParameters.Platform,
        Permissions.AccountsView, HasPersonalData: true);

    public static readonly ReportFacts Trail = new(
        "test-trail", 2, "审计日志", "Audit trail", "内部审计", "Internal audit", ReportParameters.Period, Permissions.AuditView);

    public Desk Desk { get; }

    public ReportDesk Reports { get; }

    public StaffMember Officer => Desk.Person("liwen", "李雯", "10021", Roles.Compliance);

    public StaffMember Auditor => Desk.Person("zhoujie", "周洁", "10022", Roles.Auditor);

    /// <summary>A bank whose officer is a user of the console, as whoever exports is.</summary>
    public static async Task<ReportBank> OpenAsync(string database)
    {
        var bank = new ReportBank(await Desk.OpenAsync(database));
        _ = (await bank.Desk.Bank.Writer.RunAsync<bool>(CustodyStore.NoPool, books =>
        {
            books.StaffRecords.Add(new StaffRecord
            {
                UserName = "liwen", DisplayName = "李雯", PersonNo = "10021", RoleCodes = Roles.Compliance, OpenedAtUtc = books.NowUtc,
                ChangedAtUtc = books.NowUtc,
            });
            return true;
        })).Value;
        return bank;
    }

    /// <summary>What somebody in charge does to the officer's record.</summary>
    public async Task ChangeOfficerAsync(Action<StaffRecord> change) => _ = (await Desk.Bank.Writer.RunAsync<bool>(CustodyStore.NoPool, books =>
    {
        change(books.StaffRecords.Edit(books.StaffByUserName.Find("liwen")!));
        return true;
    })).Value;

    public static ReportQuestion Question(ReportFacts report, ReportScope? scope = null) =>
        ReportQuestion.Of(report, scope ?? new ReportScope { PlatformNo = "8001" }, "平台 8001", "platform 8001");

    public Task<Outcome<ReportRun>> AskAsync(StaffMember actor, ReportFacts report, ReportScope? scope = null) =>
        Reports.AskAsync(actor, Question(report, scope));

    /// <summary>A run that was made, with a file of these bytes.</summary>
    public async Task<ReportRun> MadeAsync(StaffMember actor, string sha256, ReportFacts? report = null)
    {
        var asked = (await AskAsync(actor, report ?? Accounts)).Value;
        var run = (await Reports.BeginAsync(asked.No, "node-a")).Value;
        return (await Reports.EndAsync(run, Made(sha256))).Value;
    }

    public static ReportResult Made(string sha256) => new(ReportRunState.Done)
    {
        Rows = 12, Bytes = 3_456, Sha256 = sha256, Totals = """[{"Sheet":"账户","Column":"余额","Fen":100000}]""", FileName = "账户余额登记簿.xlsx",
    };

    public async Task<ReportRun> FindAsync(string no)
    {
        await using var db = Desk.Bank.Db();
        return await db.ReportRuns.SingleAsync(run => run.Id == ReportRun.IdOf(no), TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<AuditEntry>> TrailAsync() =>
        [.. (await Desk.AuditAsync()).Where(entry => entry.Action.StartsWith("Reports.", StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
