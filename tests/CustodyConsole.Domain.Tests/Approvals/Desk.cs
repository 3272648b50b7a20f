using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Approvals;

/// <summary>A test bank with its staff and an investor who has 1,000.00 yuan to be frozen.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private int _forms;

    private Desk(TestBank bank, string account, DocumentRef order)
    {
        Bank = bank;
        Account = account;
        Order = order;
        Staff = new StaffDesk(bank.Writer);
        Approvals = new ApprovalDesk(Staff, bank.Writer);
    }

    public TestBank Bank { get; }

    public string Account { get; }

    /// <summary>The legal document that orders a freeze.</summary>
    public DocumentRef Order { get; }

    public StaffDesk Staff { get; }

    public ApprovalDesk Approvals { get; }

    public StaffMember Maker => Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator);

    public StaffMember Checker => Person("linzhiyuan", "林志远", "10002", Roles.Checker);

    public StaffMember SecondChecker => Person("zhaomin", "赵敏", "10003", Roles.Checker);

    public StaffMember Administrator => Person("sunli", "孙立", "10004", Roles.Administrator);

    public static async Task<Desk> OpenAsync(string database)
    {
        var bank = await TestBank.OpenAsync(database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 1_000_00);
        return new Desk(bank, account, await bank.UploadAsync("协助冻结通知书.pdf"));
    }

    /// <summary>A person who has just proved who they are.</summary>
    public StaffMember Person(string userName, string name, string personNo, params string[] roles) =>
        new(userName, name, personNo, roles, "10.0.0.7", ProvedAtUtc: Bank.Clock.GetUtcNow().UtcDateTime);

    public string Form() => $"FORM-{Interlocked.Increment(ref _forms)}";

    public ProposeFreeze Freeze(long amountFen = 100_00) =>
        Freeze(amountFen, "（2017）沪0115民初8888号");

    public ProposeFreeze Freeze(long amountFen, string documentNo) =>
        new(Account, amountFen, documentNo, "上海市浦东新区人民法院") { PoolId = Bank.Pool.Id, Evidence = [Order] };

    public async Task<ApprovalRequest> SubmitAsync(long amountFen = 100_00) =>
        (await Approvals.SubmitAsync(Maker, Form(), Freeze(amountFen))).Value;

    /// <summary>What the checker is shown now.</summary>
    public async Task<string> ShownAsync(string no, StaffMember? viewer = null) =>
        (await Approvals.ShowAsync(viewer ?? Checker, no)).Value.Shown!;

    public async Task<Outcome<ApprovalRequest>> ApproveAsync(string no, StaffMember? checker = null) =>
        await Approvals.ApproveAsync(checker ?? Checker, no, await ShownAsync(no));

    public async Task<ApprovalRequest> FindAsync(string no)
    {
        await using var db = Bank.Db();
        return await db.Approvals.SingleAsync(request => request.Id == ApprovalRequest.IdOf(no));
    }

    public async Task<long> FrozenAsync() => (await Bank.AccountAsync(Account)).FrozenFen;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync()
    {
        await using var db = Bank.Db();
        return await db.AuditEntries.OrderBy(entry => entry.SequenceNo).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Bank.Db()) Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
        await Bank.DisposeAsync();
    }
}
