using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Demo;

/// <summary>
/// What the payment company's staff find on the last day: schedules with an advance fee, a limit of which a good part is used, payouts that
/// were advanced today and some that wait for them; and a change of fees that waits for a checker.
/// </summary>
internal sealed class DemoAdvances(CustodyDatabase custody, CustodyBank bank, TimeProvider clock)
{
    private const string Company = DemoPlatform.PaymentCompany;
    private const long ThresholdFen = 5_000_00;
    private readonly ApprovalDesk _approvals = new(new StaffDesk(custody.Writer), custody.Writer);

    public async Task TellAsync(DemoPlatform[] platforms)
    {
        await using var db = custody.CreateDbContext();
        var today = (await db.BankStates.SingleAsync()).AccountingDate;
        await FeesAsync(platforms, today);
        var open = platforms.Where(platform => platform.Terms.FloatPolicy == FloatPolicy.Nettable).Select(platform => platform.PoolId).ToArray();
        var users = await (from account in db.Accounts
                           where open.Contains(account.PoolId) && (account.Type == AccountType.Investor || account.Type == AccountType.Borrower)
                               && account.BookFen - account.FrozenFen > ThresholdFen + 1_000_00
                           join user in db.Users on account.UserId equals user.Id
                           where user.CardId != null
                           orderby account.BookFen - account.FrozenFen descending, account.Number
                           select account).Take(6).ToListAsync();
        // Some are advanced before there is a limit; the three with most money wait for the payment company's staff.
        foreach (var (index, account) in users.Skip(3).Index()) await PayAsync(account, index);
        await LimitAsync(db);
        foreach (var (index, account) in users.Take(3).Index()) await WaitAsync(account, index);
    }

    private async Task FeesAsync(DemoPlatform[] platforms, DateOnly today)
    {
        var advance = new AdvanceFee(AdvanceMode.PerDay, 500);
        await ChangeAsync("DEMO-FEE-1", platforms[0], today, new FeeTerms { Person = FeeTariff.Fixed(2_00), Advance = advance }, approve: true);
        await ChangeAsync(
            "DEMO-FEE-2", platforms[1], today,
            new FeeTerms
            {
                Payer = FeePayer.Platform,
                Person = new FeeTariff { Steps = [new(50_000_00, 1_00), new(null, 3_00)] },
                Advance = advance with { RatePpm = 300 },
            },
            approve: true);
        await ChangeAsync(
            "DEMO-FEE-3", platforms[2], today,
            new FeeTerms
            {
                Deduction = FeeDeduction.Inner,
                Person = FeeTariff.Fixed(2_00) with { Free = new FreeAllowance(3, FreePeriod.Month) },
                Company = FeeTariff.Fixed(5_00),
                Advance = advance,
                AdvanceRefundable = false,
            },
            approve: true);
        await ChangeAsync(
            "DEMO-FEE-4", platforms[3], today.AddDays(3),
            new FeeTerms { Person = FeeTariff.Rate(1_000) with { MinFen = 2_00, MaxFen = 50_00 }, Advance = advance }, approve: false);
    }

    private async Task ChangeAsync(string form, DemoPlatform platform, DateOnly from, FeeTerms terms, bool approve)
    {
        var proposal = new ProposeFeeSchedule(FeeKind.Withdrawal, from, null, terms, "节假日垫资成本随支付协议调整") { PoolId = platform.PoolId };
        var request = (await _approvals.SubmitAsync(Person("operator"), form, proposal)).Value;
        if (approve && request.State == ApprovalState.Pending) await ApproveAsync(request.No, Person("checker"));
    }

    private async Task LimitAsync(CustodyDb db)
    {
        var accounts = await db.Accounts
            .Where(account => account.Type == AccountType.PayoutPayable || account.Type == AccountType.WithdrawalTransit).ToListAsync();
        // Some three quarters of the limit are used.
        var limitFen = (accounts.Sum(account => account.BookFen) * 4 / 3 / 10_000_00 + 1) * 10_000_00;
        var proposal = new ProposeAdvanceLimit(Company, limitFen, null, ThresholdFen, "按备付金可用额核定垫资限额与单笔审批线");
        var request = (await _approvals.SubmitAsync(Person("operator"), "DEMO-LIMIT", proposal)).Value;
        if (request.State == ApprovalState.Pending) await ApproveAsync(request.No, Person("checker"));
    }

    /// <summary>A withdrawal that is paid out at once.</summary>
    private async Task PayAsync(Account account, int index)
    {
        var accepted = (await bank.AskAsync(Withdrawal(account, $"DEMO-ADV-{index}", 3_000_00 + (index * 500_00)))).Value;
        if (accepted.State == OrderState.Accepted) _ = (await bank.SendAsync(new SendWithdrawal(account.PoolId, accepted.OrderNo))).Value;
        _ = (await bank.TakeAsync(new TakeAnswer(
            account.PoolId, accepted.OrderNo, new ChannelAnswer(ChannelResult.Succeeded, $"SBADV{index:D4}")))).Value;
    }

    /// <summary>A withdrawal that waits: it is not sent before somebody has approved it.</summary>
    private async Task WaitAsync(Account account, int index)
    {
        var accepted = (await bank.AskAsync(Withdrawal(account, $"DEMO-WAIT-{index}", ThresholdFen + (index * 300_00)))).Value;
        _ = (await bank.PayOutAsync(account.PoolId, accepted.OrderNo)).Value;
    }

    private static Withdrawal Withdrawal(Account account, string requestNo, long amountFen) => new(
        new RequestHead(account.PoolId, requestNo, "api"), account.Number, amountFen, Verification.TradePassword);

    private async Task ApproveAsync(string no, StaffMember checker)
    {
        var shown = (await _approvals.ShowAsync(checker, no)).Value.Shown!;
        _ = (await _approvals.ApproveAsync(checker, no, shown)).Value;
    }

    private StaffMember Person(string userName)
    {
        var user = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role], ProvedAtUtc: clock.GetUtcNow().UtcDateTime);
    }
}
