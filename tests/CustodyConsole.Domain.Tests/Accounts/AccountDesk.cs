using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Accounts;

/// <summary>A bank with a payment company, users with real cards, and the staff who look after their accounts.</summary>
internal sealed class AccountDesk : IAsyncDisposable
{
    public static readonly byte[] Pdf = [.. "%PDF-1.4\n"u8];
    private int _forms;

    private AccountDesk(CounterBank bank)
    {
        Bank = bank;
        Staff = new StaffDesk(bank.Books.Writer);
        Approvals = new ApprovalDesk(Staff, bank.Books.Writer);
        Cards = new CardChangeDesk(Staff, bank.Channel, bank.PersonalData);
        Reveals = new RevealDesk(Staff, bank.PersonalData);
        Evidence = new EvidenceDesk(Staff);
    }

    public CounterBank Bank { get; }

    public StaffDesk Staff { get; }

    public ApprovalDesk Approvals { get; }

    public CardChangeDesk Cards { get; }

    public RevealDesk Reveals { get; }

    public EvidenceDesk Evidence { get; }

    public StaffMember Maker => Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator);

    public StaffMember Checker => Person("linzhiyuan", "林志远", "10002", Roles.Checker);

    public static async Task<AccountDesk> OpenAsync(string database, Func<PlatformTerms, PlatformTerms>? terms = null) =>
        new(await CounterBank.OpenAsync(database, terms));

    public StaffMember Person(string userName, string name, string personNo, params string[] roles) =>
        new(userName, name, personNo, roles, "10.0.0.7", ProvedAtUtc: Bank.Books.Clock.GetUtcNow().UtcDateTime);

    public async Task<DocumentRef> FileAsync(string name = "换卡申请.pdf") =>
        (await Evidence.UploadAsync(Maker, Permissions.AccountsChangeCard, name, [.. Pdf, .. Guid.NewGuid().ToByteArray()])).Value;

    public Task<Outcome<ApprovalRequest>> SubmitAsync(Proposal proposal) =>
        Approvals.SubmitAsync(Maker, $"FORM-{Interlocked.Increment(ref _forms)}", proposal);

    public async Task<Outcome<ApprovalRequest>> ApproveAsync(string no, StaffMember? checker = null)
    {
        var view = (await Approvals.ShowAsync(checker ?? Checker, no)).Value;
        return view.Shown is { } shown ? await Approvals.ApproveAsync(checker ?? Checker, no, shown) : view.Obstacle!;
    }

    public async Task<Outcome<ApprovalRequest>> CarryOutAsync(Proposal proposal)
    {
        var asked = await SubmitAsync(proposal);
        return asked.Done ? await ApproveAsync(asked.Value.No) : asked;
    }

    public ProposeClosing Closing(string accountNo) => new(accountNo, "客户申请销户") { PoolId = Bank.PoolId };

    public async Task<CustodyUser> UserAsync(string accountNo)
    {
        var account = await Bank.Books.AccountAsync(accountNo);
        await using var db = Bank.Books.Db();
        return await db.Users.SingleAsync(user => user.Id == account.UserId);
    }

    public async Task<List<BankCard>> CardsAsync(string accountNo)
    {
        var user = await UserAsync(accountNo);
        await using var db = Bank.Books.Db();
        return await db.Cards.Where(card => card.UserId == user.Id).OrderBy(card => card.Id).ToListAsync();
    }

    public async Task<List<AuditEntry>> AuditAsync(string action)
    {
        await using var db = Bank.Books.Db();
        return await db.AuditEntries.Where(entry => entry.Action == action).OrderBy(entry => entry.SequenceNo).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Bank.Books.Db()) Assert.Empty((await AuditVerifier.VerifyAsync(db, [])).Findings);
        await Bank.DisposeAsync();
    }
}
