using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Settlement;

namespace CustodyConsole.Domain.Tests.Settlement;

/// <summary>A test bank with the staff that settle by hand.</summary>
internal sealed class SettlementDesk(TestBank bank) : IAsyncDisposable
{
    private readonly ApprovalDesk _approvals = new(new StaffDesk(bank.Writer), bank.Writer);
    private int _forms;

    public TestBank Bank => bank;

    public StaffMember Maker => Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator);

    public StaffMember Checker => Person("linzhiyuan", "林志远", "10002", Roles.Checker);

    public static async Task<SettlementDesk> OpenAsync(string database) => new(await TestBank.OpenAsync(database));

    public Task<Outcome<ProposalFacts>> PreviewAsync(Proposal proposal) => _approvals.PreviewAsync(proposal);

    public Task<Outcome<ApprovalRequest>> SubmitAsync(Proposal proposal, StaffMember? maker = null) =>
        _approvals.SubmitAsync(maker ?? Maker, $"FORM-{Interlocked.Increment(ref _forms)}", proposal);

    public async Task<Outcome<ApprovalRequest>> ApproveAsync(string no, StaffMember? checker = null)
    {
        var shown = (await _approvals.ShowAsync(checker ?? Checker, no)).Value;
        return shown.Obstacle is { } obstacle ? obstacle : await _approvals.ApproveAsync(checker ?? Checker, no, shown.Shown!);
    }

    /// <summary>Asked for by one, approved by another.</summary>
    public async Task<Outcome<ApprovalRequest>> DecideAsync(Proposal proposal)
    {
        var asked = await SubmitAsync(proposal);
        return asked.Done ? await ApproveAsync(asked.Value.No) : asked;
    }

    /// <summary>A day with a recharge, cut and instructed.</summary>
    public async Task<SettlementBatch> InstructedAsync(string account, long amountFen)
    {
        await bank.RechargeAsync(account, amountFen);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        return await bank.InstructAsync(TestBank.FirstDay);
    }

    public ValueTask DisposeAsync() => bank.DisposeAsync();

    private StaffMember Person(string userName, string name, string personNo, string role) =>
        new(userName, name, personNo, [role], "10.0.0.7", ProvedAtUtc: bank.Clock.GetUtcNow().UtcDateTime);
}
