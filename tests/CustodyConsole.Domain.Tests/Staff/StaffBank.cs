using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Staff;

/// <summary>A test bank with its first two administrators, who ask for users and decide on them.</summary>
internal sealed class StaffBank : IAsyncDisposable
{
    private int _forms;

    private StaffBank(TestBank bank)
    {
        Bank = bank;
        Staff = new StaffDesk(bank.Writer);
        Approvals = new ApprovalDesk(Staff, bank.Writer);
        First = new FirstStaff(Staff);
        Activations = new ActivationDesk(Staff, bank.Writer);
    }

    public static string Hash { get; } = SecretCode.HashOfPart("0000-1111-2222-3333");

    public TestBank Bank { get; }

    public StaffDesk Staff { get; }

    public ApprovalDesk Approvals { get; }

    public FirstStaff First { get; }

    public ActivationDesk Activations { get; }

    public StaffMember Sun => Person("sunli", "孙立", "10006", Roles.Administrator);

    public StaffMember Gao => Person("gaoming", "高明", "10009", Roles.Administrator);

    /// <summary>A third administrator, once <see cref="AddThirdAsync"/> made the user.</summary>
    public StaffMember Zhou => Person("zhoumin", "周敏", "10010", Roles.Administrator);

    public static async Task<StaffBank> OpenAsync(string database, bool bootstrap = true)
    {
        var bank = new StaffBank(await TestBank.OpenAsync(database));
        if (bootstrap)
        {
            Assert.True((await bank.First.BootstrapAsync(
                new FirstPerson("sunli", "孙立", "10006"), Hash, new FirstPerson("gaoming", "高明", "10009"), Hash)).Done);
            foreach (var userName in new[] { "sunli", "gaoming" }) await bank.ActivateAsync(userName);
        }

        return bank;
    }

    public StaffMember Person(string userName, string name, string personNo, params string[] roles) =>
        new(userName, name, personNo, roles, "10.0.0.7", ProvedAtUtc: Bank.Clock.GetUtcNow().UtcDateTime);

    public static ProposeStaff New(
        string userName = "chenjiayi", string name = "陈嘉怡", string personNo = "10001", string role = Roles.Operator) =>
        new(userName, name, personNo, [role], null, Hash, "新入职");

    public Task<Outcome<ApprovalRequest>> AskAsync(Proposal proposal, StaffMember? maker = null) =>
        Approvals.SubmitAsync(maker ?? Sun, $"FORM-{Interlocked.Increment(ref _forms)}", proposal);

    public async Task<Outcome<ApprovalRequest>> DecideAsync(string no, StaffMember? checker = null)
    {
        var view = (await Approvals.ShowAsync(checker ?? Gao, no)).Value;
        return await Approvals.ApproveAsync(checker ?? Gao, no, view.Shown!);
    }

    /// <summary>Asked for by one administrator and approved by the other.</summary>
    public async Task CarryOutAsync(Proposal proposal, StaffMember? maker = null, StaffMember? checker = null)
    {
        var decided = await DecideAsync((await AskAsync(proposal, maker)).Value.No, checker);
        Assert.Equal(ApprovalState.Executed, decided.Value.State);
    }

    /// <summary>The user sets the password that was waited for.</summary>
    public async Task ActivateAsync(string userName)
    {
        var staff = (await FindAsync(userName))!;
        _ = (await Activations.RecordHeldAsync(
            Person(userName, staff.DisplayName, staff.PersonNo), new AuditDraft("Session.Activate", staff.Subject), staff.CredentialSerial)).Value;
    }

    public async Task AddThirdAsync()
    {
        await CarryOutAsync(New("zhoumin", "周敏", "10010", Roles.Administrator));
        await ActivateAsync("zhoumin");
    }

    public async Task<StaffRecord?> FindAsync(string userName)
    {
        await using var db = Bank.Db();
        return await db.StaffRecords.SingleOrDefaultAsync(staff => staff.UserName == userName);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Bank.Db()) Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
        await Bank.DisposeAsync();
    }
}
