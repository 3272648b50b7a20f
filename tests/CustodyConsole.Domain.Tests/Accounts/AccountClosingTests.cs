using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class AccountClosingTests
{
    [Theory, OnBothDatabases]
    public async Task An_empty_account_is_closed_by_two_people_and_its_card_with_it(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();

        var request = (await desk.SubmitAsync(desk.Closing(account))).Value;
        Assert.Equal(AccountState.Active, (await desk.Bank.Books.AccountAsync(account)).State);
        var done = (await desk.ApproveAsync(request.No)).Value;

        Assert.Equal((ApprovalState.Executed, "account:" + account), (done.State, done.Subject));
        Assert.Equal(AccountState.Closed, (await desk.Bank.Books.AccountAsync(account)).State);
        var user = await desk.UserAsync(account);
        Assert.Equal((UserState.Closed, null), (user.State, user.CardId));
        Assert.Equal(CardState.Unbound, (await desk.CardsAsync(account)).Single().State);
        await using var db = desk.Bank.Books.Db();
        var order = await db.Orders.SingleAsync(one => one.Type == OrderType.CloseAccount);
        Assert.Equal((done.Result, OrderState.Succeeded), (order.OrderNo, order.State));
        var notice = await db.Notices.SingleAsync();
        Assert.Equal(
            (NoticeKind.AccountClosed, NoticeState.Waiting, 0, "approval:" + request.No),
            (notice.Kind, notice.State, notice.Attempts, notice.Subject));
        Assert.Contains(account, notice.Payload, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_maker_cannot_close_it_alone_and_nobody_closes_it_without_a_request(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var request = (await desk.SubmitAsync(desk.Closing(account))).Value;

        Assert.Equal("approval.same-person", (await desk.ApproveAsync(
            request.No, desk.Person("chen2", "陈嘉怡", "10001", Roles.Checker))).Refusal!.Code);
        Assert.Equal("approval.another-pending", (await desk.SubmitAsync(desk.Closing(account))).Refusal!.Code);
        Assert.Equal("approval.not-a-maker", (await desk.Approvals.SubmitAsync(
            desk.Person("sunli", "孙立", "10004", Roles.Administrator), "F-9", desk.Closing(account))).Refusal!.Code);
        Assert.Equal("approval.reason-missing", (await desk.SubmitAsync(desk.Closing(account) with { Reason = " " })).Refusal!.Code);
        Assert.Equal("ledger.unknown-account", (await desk.SubmitAsync(desk.Closing("1"))).Refusal!.Code);
        Assert.Equal(AccountState.Active, (await desk.Bank.Books.AccountAsync(account)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Money_a_freeze_and_an_order_on_its_way_are_each_named_with_their_figures(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserWithAsync(100_000);
        _ = (await desk.Bank.Bank.AskAsync(new JudicialFreeze(desk.Bank.Books.Head(), account, 30_000, "（2017）沪01执字第88号"))).Value;
        var order = await desk.Bank.SentAsync(account, 20_000);

        var refusal = (await desk.SubmitAsync(desk.Closing(account))).Refusal!;

        Assert.Equal(
            $"账户 {account} 不能销户：余额 800.00 元（在途 800.00 元）；有效冻结 1 笔，300.00 元；未完结指令 1 笔（{order.OrderNo}）。", refusal.Chinese);
        Assert.Equal("account.cannot-close", refusal.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Claims_debts_and_listings_that_are_open_keep_the_accounts_of_all_who_take_part(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var staff = new StaffDesk(bank.Writer);
        var approvals = new ApprovalDesk(staff, bank.Writer);
        var loan = await LoanCase.RaiseAsync(bank, [100_000]);
        Assert.Contains("登记为代偿方的未结清标的 1 个（L1）", await WhyAsync(loan.Guarantor), StringComparison.Ordinal);
        Assert.Contains("本人借款的未结清标的 1 个（L1）", await WhyAsync(loan.Borrower), StringComparison.Ordinal);
        Assert.Contains("有效冻结 1 笔，1,000.00 元", await WhyAsync(loan.Investors[0]), StringComparison.Ordinal);
        _ = (await bank.AskAsync(new Release(bank.Head(), "L1"))).Value;

        Assert.Equal($"账户 {loan.Investors[0]} 不能销户：未结清债权 1 笔，本金 1,000.00 元。", await WhyAsync(loan.Investors[0]));
        Assert.Contains("借款余额 1,000.00 元", await WhyAsync(loan.Borrower), StringComparison.Ordinal);
        await bank.RechargeAsync(loan.Guarantor, 100_000);
        _ = (await bank.AskAsync(new Domain.Compensation.CompensateDirectly(bank.Head(), "L1", loan.Guarantor, 100_000, 0))).Value;
        // Its principal is back, its interest is not.
        Assert.Contains("未结清债权 1 笔，本金 0.00 元", await WhyAsync(loan.Investors[0]), StringComparison.Ordinal);
        Assert.Contains("待追偿 1 笔，1,000.00 元", await WhyAsync(loan.Guarantor), StringComparison.Ordinal);

        async Task<string> WhyAsync(string account) => (await approvals.PreviewAsync(
            new ProposeClosing(account, "客户申请销户") { PoolId = bank.Pool.Id })).Refusal!.Chinese;
    }

    [Theory, OnBothDatabases]
    public async Task What_came_in_between_request_and_approval_keeps_the_account_open(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var request = (await desk.SubmitAsync(desk.Closing(account))).Value;
        var shown = (await desk.Approvals.ShowAsync(desk.Checker, request.No)).Value.Shown!;
        await desk.Bank.Books.RechargeAsync(account, 1);

        Assert.Equal("account.cannot-close", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        Assert.Equal(AccountState.Active, (await desk.Bank.Books.AccountAsync(account)).State);
        Assert.NotNull((await desk.UserAsync(account)).CardId);
    }

    [Theory, OnBothDatabases]
    public async Task Another_pending_request_on_the_account_keeps_it_open(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var form = desk.Bank.Form();
        var change = (await desk.Cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, form.CardNumber, form.Mobile, await desk.FileAsync(), "旧卡遗失")).Value;
        var pending = (await desk.SubmitAsync(change)).Value;

        Assert.Equal($"账户 {account} 不能销户：待复核事项 1 项（{pending.No}）。", (await desk.SubmitAsync(desk.Closing(account))).Refusal!.Chinese);
    }

    [Theory, OnBothDatabases]
    public async Task A_closed_account_refuses_all(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var bank = desk.Bank;
        var form = bank.Form();
        var account = (await bank.Bank.OpenUserAsync(bank.Books.Head(), form)).Value.AccountNo!;
        var borrower = await bank.OpenUserAsync(UserRole.Borrower);
        var guarantor = await bank.OpenUserAsync(UserRole.Guarantor);
        foreach (var one in new[] { account, borrower, guarantor }) _ = (await desk.CarryOutAsync(desk.Closing(one))).Value;

        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.AskAsync(bank.Withdrawal(account, 1))));
        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.AskAsync(
            new Recharge(bank.Books.Head(), account, 1, Verification.Sms, "S-1"))));
        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.AskAsync(
            new AcceptRecharge(bank.Books.Head(), account, 1, Verification.Sms))));
        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.BindCardAsync(
            bank.Books.Head(), account, form.CardNumber, form.Mobile, Verification.TradePassword)));
        Assert.Equal("ledger.account-closed", (await desk.SubmitAsync(desk.Closing(account))).Refusal!.Code);
        Assert.Equal("ledger.account-closed", (await desk.Cards.PrepareAsync(
            desk.Maker, bank.PoolId, account, form.CardNumber, form.Mobile, await desk.FileAsync(), "换卡")).Refusal!.Code);
        Assert.False((await bank.Bank.AskAsync(new JudicialFreeze(bank.Books.Head(), account, 1, "（2017）沪01执字第88号"))).Done);
        Assert.Equal("account.closed-before", await CodeAsync(bank.Bank.OpenUserAsync(bank.Books.Head(), form)));

        var open = await bank.OpenUserAsync(UserRole.Borrower);
        Domain.Listings.RegisterListing Listing(string by, params string[] compensators) => new(
            bank.Books.Head(), "L-9", "流动资金周转", by, 10_000, 1_200, 3, RepaymentMethod.EqualPrincipal, TestBank.FirstDay,
            TestBank.FirstDay.AddDays(10))
        {
            CompensatorAccountNos = compensators,
        };
        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.AskAsync(Listing(borrower))));
        Assert.Equal("ledger.account-closed", await CodeAsync(bank.Bank.AskAsync(Listing(open, guarantor))));
        _ = (await bank.Bank.AskAsync(Listing(open))).Value;
        Assert.False((await bank.Bank.AskAsync(
            new Domain.Listings.Bid(bank.Books.Head(), "L-9", account, 1, Verification.TradePassword))).Done);

        static async Task<string> CodeAsync(Task<Outcome<Receipt>> asked) => (await asked).Refusal?.Code ?? "done";
    }
}
