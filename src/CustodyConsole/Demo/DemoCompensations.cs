using CustodyConsole.Data;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Demo;

/// <summary>
/// Compensations that the staff asked for: one turned down a week ago, and on the last day one carried out and some that wait. They are made
/// by the desk of approvals, from what the bank says is overdue; what an interrupted story asked for already is found again by its form.
/// </summary>
internal sealed class DemoCompensations(CustodyDatabase custody, DemoDesk desk)
{
    private readonly ApprovalDesk _approvals = new(new StaffDesk(custody.Writer), custody.Writer);

    /// <summary>A request that a checker turned down.</summary>
    public async Task RejectedAsync(DateTime at)
    {
        var maker = await PersonAsync("operator2", at);
        var due = await DueAsync();
        if (await AskAsync(maker, "DEMO-DC-0", Propose([.. due.Take(1)], CompensationRoute.Direct)) is not { State: ApprovalState.Pending } asked)
            return;
        var checker = await PersonAsync("checker", at.AddMinutes(35));
        _ = (await _approvals.RejectAsync(checker, asked.No, "借款人已书面承诺三日内还款，暂不代偿；到期未还再行申请。")).Value;
    }

    /// <summary>What was decided and what was asked for on the last day.</summary>
    public async Task LastDayAsync(DateTime at)
    {
        var maker = await PersonAsync("operator", at);
        var done = await AskAsync(maker, "DEMO-DC-1", Propose([.. (await DueAsync()).Take(1)], CompensationRoute.Direct));
        if (done is { State: ApprovalState.Pending })
        {
            var checker = await PersonAsync("checker", at.AddMinutes(2));
            var shown = (await _approvals.ShowAsync(checker, done.No)).Value.Shown!;
            _ = (await _approvals.ApproveAsync(checker, done.No, shown)).Value;
        }

        // Up to three requests, the second for less than is owed and through the borrower; at least one instalment is left to be asked for.
        maker = await PersonAsync("operator", at.AddMinutes(3));
        var left = (await DueAsync()).ToList();
        for (var i = 0; i < 3 && left.Count > 1; i++)
        {
            var chosen = left.Where(row => row.Compensator.Id == left[0].Compensator.Id).Take(i == 0 && left.Count > 4 ? 2 : 1).ToList();
            left.RemoveAll(chosen.Contains);
            var route = i == 1 ? CompensationRoute.Indirect : CompensationRoute.Direct;
            var who = i == 1 ? await PersonAsync("operator2", at.AddMinutes(5)) : maker;
            _ = await AskAsync(who, $"DEMO-DC-{i + 2}", Propose(chosen, route, onlyPart: i == 1));
        }
    }

    private static ProposeCompensation? Propose(IReadOnlyList<Due> rows, CompensationRoute route, bool onlyPart = false)
    {
        if (rows.Count == 0) return null;
        var leftFen = rows[0].Compensator.AvailableFen;
        var items = new List<CompensationItem>();
        foreach (var (row, _) in rows)
        {
            var item = new CompensationItem(
                row.ListingNo, row.PlanVersion, row.Period, row.PrincipalFen, row.InterestFen, onlyPart ? 0 : row.FineFen);
            if (onlyPart) item = item with { PrincipalFen = item.PrincipalFen / 2 / 100 * 100 };
            leftFen -= item.PrincipalFen + item.InterestFen + item.FineFen;
            if (leftFen < 0) break;
            items.Add(item);
        }

        var note = onlyPart ? "担保方来函：先代偿半数本金，其余待与借款人协商" : "两次催收未果，依担保函代偿";
        return items.Count == 0 ? null : new ProposeCompensation(rows[0].Compensator.Number, route, items, note)
        {
            PoolId = rows[0].Row.PoolId,
        };
    }

    private async Task<ApprovalRequest?> AskAsync(StaffMember maker, string form, ProposeCompensation? proposal)
    {
        await using var db = custody.CreateDbContext();
        if (await db.Approvals.SingleOrDefaultAsync(request => request.RequestNo == form) is { } asked) return asked;
        return proposal is null ? null : (await _approvals.SubmitAsync(maker, form, proposal)).Value;
    }

    /// <summary>What is overdue and in no request, each with the first account that may compensate for it.</summary>
    private async Task<IReadOnlyList<Due>> DueAsync()
    {
        await using var db = custody.CreateDbContext();
        var today = await db.BankStates.Select(bank => bank.AccountingDate).SingleAsync();
        var rows = await OverdueInstalments.PageAsync(db, today, new OverdueFilter { Requested = false }, 0, 200);
        var due = new List<Due>();
        foreach (var row in rows)
        {
            var account = await db.Accounts
                .Where(account => db.Compensators.Any(c => c.ListingId == row.ListingId && c.AccountId == account.Id))
                .OrderBy(account => account.Id).FirstOrDefaultAsync();
            if (account is not null) due.Add(new Due(row, account));
        }

        return due;
    }

    /// <summary>A member of staff at an instant, who has just proved who they are.</summary>
    private async Task<StaffMember> PersonAsync(string userName, DateTime at)
    {
        var nowUtc = await desk.ReachAsync(at);
        var user = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role], ProvedAtUtc: nowUtc);
    }

    private sealed record Due(OverdueInstalment Row, Domain.Ledger.Account Compensator);
}
