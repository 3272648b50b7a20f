using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// The one place through which staff change anything: it checks the permission, runs the command and writes the audit trail, all in the
/// transaction of the command. A refused command leaves nothing behind but its audit row; one that fails by a bug leaves its audit row too.
/// </summary>
/// <param name="writer">The writer of the custody database.</param>
public sealed class StaffDesk(GroupWriter writer)
{
    /// <summary>
    /// Runs a command. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>, those of the command.
    /// </summary>
    /// <param name="actor">Who commands.</param>
    /// <param name="permission">The permission it takes; also the name of the action in the audit trail, unless the draft names another.</param>
    /// <param name="poolId">The pool it touches; 0 for the bank as a whole; <see cref="CustodyStore.NoPool"/> where it touches none.</param>
    /// <param name="draft">What the audit trail will say; the command may complete it.</param>
    /// <param name="command">The command itself, inside the writer.</param>
    public Task<Outcome<T>> RunAsync<T>(
        StaffMember actor, string permission, long poolId, AuditDraft draft, Func<Books, AuditDraft, Outcome<T>> command)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return RunAuditedAsync(actor, poolId, draft, (books, told) =>
            Permissions.Held(permission, actor.Roles) ? command(books, told) : StaffRefusals.NotPermitted(permission));
    }

    /// <summary>Runs a step of the bank's own jobs: no permission, but the same audit trail.</summary>
    public Task<Outcome<T>> RunSystemAsync<T>(long poolId, AuditDraft draft, Func<Books, AuditDraft, Outcome<T>> command) =>
        RunAuditedAsync(StaffMember.System, poolId, draft, command);

    /// <summary>
    /// Runs a command of somebody at the server's own shell, of whom the bank knows no more than the account of the operating system: that is the
    /// name in the audit trail.
    /// </summary>
    public Task<Outcome<T>> RunAtServerAsync<T>(string account, long poolId, AuditDraft draft, Func<Books, AuditDraft, Outcome<T>> command) =>
        RunAuditedAsync(new StaffMember($"os:{account}", $"服务器账户 {account}", $"os:{account}", []), poolId, draft, command);

    /// <summary>Has one of the bank's own jobs ask for a money operation, with an audit row.</summary>
    public Task<Outcome<Receipt>> AskSystemAsync(AuditDraft draft, BankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunSystemAsync(request.Head.PoolId, draft, (books, _) => request.Run(books));
    }

    /// <summary>Records what is no command of the bank: a sign-in, a look at personal data, an export.</summary>
    public async Task RecordAsync(StaffMember actor, AuditDraft draft, AuditResult result = AuditResult.Done)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(draft);
        await writer.RunAsync<bool>(
            CustodyStore.NoPool,
            books =>
            {
                AuditTrail.Append(books, actor, draft, result);
                return true;
            },
            audited: true);
    }

    private Task<Outcome<T>> RunAuditedAsync<T>(
        StaffMember actor, long poolId, AuditDraft draft, Func<Books, AuditDraft, Outcome<T>> command)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return writer.RunAsync(
            poolId,
            books =>
            {
                var outcome = command(books, draft);
                if (outcome.Done && !draft.IsRepeat) AuditTrail.Append(books, actor, draft, AuditResult.Done);
                return outcome;
            },
            whenRefused: (books, refusal) => AuditTrail.Append(
                books, actor, draft, refusal is null ? AuditResult.Failed : AuditResult.Refused, refusal),
            audited: true);
    }
}
