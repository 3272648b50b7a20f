using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Compensation;

/// <summary>
/// A test bank on 2017-09-13 with a loan of 1,000.00 yuan whose first instalment (333.33 + 10.00) is ten days overdue, its guarantor with
/// money, and the staff who compensate.
/// </summary>
internal sealed class CompensationDesk : IAsyncDisposable
{
    private int _forms;

    private CompensationDesk(TestBank bank, LoanCase loan)
    {
        Bank = bank;
        Loan = loan;
        Approvals = new ApprovalDesk(new StaffDesk(bank.Writer), bank.Writer);
    }

    public static DateOnly Today { get; } = new(2017, 9, 13);

    public TestBank Bank { get; }

    public LoanCase Loan { get; }

    public ApprovalDesk Approvals { get; }

    public StaffMember Maker => Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator);

    public StaffMember Checker => Person("linzhiyuan", "林志远", "10002", Roles.Checker);

    public StaffMember SecondChecker => Person("zhaomin", "赵敏", "10003", Roles.Checker);

    public static async Task<CompensationDesk> OpenAsync(string database, long guarantorFen = 100_000)
    {
        var bank = await TestBank.OpenAsync(database);
        var loan = await LoanCase.ReleasedAsync(bank, [30_000, 70_000]);
        if (guarantorFen > 0) await bank.RechargeAsync(loan.Guarantor, guarantorFen);
        await bank.CutToAsync(Today);
        return new CompensationDesk(bank, loan);
    }

    /// <summary>A compensation that waits for approval, in a bank on its first day.</summary>
    public static async Task WaitingAsync(TestBank bank)
    {
        var loan = await LoanCase.ReleasedAsync(bank, [10_000], request => request with
        {
            Plan = [new PlanRow(TestBank.FirstDay.AddDays(-1), 10_000, 100)],
        }, "L3");
        await bank.RechargeAsync(loan.Guarantor, 20_000);
        var desk = new CompensationDesk(bank, loan);
        _ = await desk.SubmitAsync(new ProposeCompensation(loan.Guarantor, CompensationRoute.Direct, [new("L3", 1, 1, 10_000, 100, 0)])
        {
            PoolId = bank.Pool.Id,
        });
    }

    /// <summary>Another loan with one instalment.</summary>
    public Task<LoanCase> LoanAsync(string no, DateOnly dueOn, long principalFen, long interestFen, params string[] compensators) =>
        LoanCase.ReleasedAsync(Bank, [principalFen], request => request with
        {
            CompensatorAccountNos = compensators,
            RaiseFrom = Today,
            RaiseUntil = Today.AddDays(9),
            Plan = [new PlanRow(dueOn, principalFen, interestFen)],
        }, no);

    /// <summary>Has the system propose at the end of yesterday, or of another day.</summary>
    public async Task<DayEndProposals> ProposeAsync(DateOnly? date = null)
    {
        await using var db = Bank.Db();
        return (await MakeDayEndProposals.RunAsync(db, Bank.Writer, date ?? Today.AddDays(-1))).Value;
    }

    public StaffMember Person(string userName, string name, string personNo, params string[] roles) =>
        new(userName, name, personNo, roles, "10.0.0.7", ProvedAtUtc: Bank.Clock.GetUtcNow().UtcDateTime);

    public string Form() => $"FORM-{Interlocked.Increment(ref _forms)}";

    /// <summary>All that is owed of the first instalment, but another amount where one is given.</summary>
    public ProposeCompensation Propose(
        CompensationRoute route = CompensationRoute.Direct, long principalFen = 33_333, long interestFen = 1_000, long fineFen = 50) =>
        new(Loan.Guarantor, route, [new(Loan.No, 1, 1, principalFen, interestFen, fineFen)], "担保函第 17 号") { PoolId = Bank.Pool.Id };

    public async Task<ApprovalRequest> SubmitAsync(ProposeCompensation? proposal = null) =>
        (await Approvals.SubmitAsync(Maker, Form(), proposal ?? Propose())).Value;

    public async Task<Refusal?> RefusalAsync(ProposeCompensation proposal) =>
        (await Approvals.SubmitAsync(Maker, Form(), proposal)).Refusal;

    public async Task<ApprovalView> ShowAsync(string no) => (await Approvals.ShowAsync(Checker, no)).Value;

    public async Task<Outcome<ApprovalRequest>> ApproveAsync(string no, StaffMember? checker = null) =>
        await Approvals.ApproveAsync(checker ?? Checker, no, (await ShowAsync(no)).Shown ?? "");

    public async Task<(long AvailableFen, long FrozenFen)> GuarantorAsync()
    {
        var account = await Bank.AccountAsync(Loan.Guarantor);
        return (account.AvailableFen, account.FrozenFen);
    }

    public async Task<IReadOnlyList<OverdueInstalment>> OverdueAsync(OverdueFilter? filter = null)
    {
        await using var db = Bank.Db();
        return await OverdueInstalments.PageAsync(db, Today, filter ?? new OverdueFilter(), 0, 1_000);
    }

    public async Task<long> OrderIdAsync(string requestNo)
    {
        await using var db = Bank.Db();
        return (await db.Orders.SingleAsync(order => order.RequestNo == requestNo)).Id;
    }

    public async Task<int> ClaimsTouchedAsync()
    {
        await using var db = Bank.Db();
        return await db.Entries.CountAsync(entry =>
            entry.Operation == Operation.DirectCompensation || entry.Operation == Operation.IndirectCompensation);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Bank.Db()) Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
        await Bank.DisposeAsync();
    }
}
