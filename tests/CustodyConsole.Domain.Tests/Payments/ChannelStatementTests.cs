using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>The payment company's word on paper, where its interface gives none (R21).</summary>
public sealed class ChannelStatementTests
{
    [Theory, OnBothDatabases]
    public async Task An_unknown_payout_ends_by_the_statement_with_the_legs_of_the_answer_itself(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200 });
        var account = await counter.OpenUserWithAsync(1_000_00);
        var (byAnswer, byPaper) = (await counter.SentAsync(account, 300_00), await counter.SentAsync(account, 300_00));
        _ = (await counter.AnswerAsync(byPaper, ChannelResult.Unknown)).Value;
        // Its interface names another amount, which the books do not follow.
        Assert.Equal("payment.amount-differs", (await counter.AnswerAsync(byPaper, new ChannelAnswer(ChannelResult.Succeeded, "S2", AmountFen: 1))).Refusal?.Code);
        _ = (await counter.AnswerAsync(byAnswer, ChannelResult.Succeeded)).Value;
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(2));

        var (desk, statement) = (Desk(counter), await StatementAsync(counter, byPaper, ChannelResult.Succeeded, "S2"));
        var request = (await desk.SubmitAsync(Maker(counter), "PAPER-1", statement)).Value;
        Assert.Equal(OrderState.Unknown, (await counter.OrderAsync(byPaper)).State);
        Assert.Equal(byPaper.OrderNo, (await ApproveAsync(counter, desk, request.No)).Value.Result);

        var order = await counter.OrderAsync(byPaper);
        Assert.Equal((OrderState.Succeeded, "S2"), (order.State, order.ChannelSerial));
        Assert.Equal((await LegsAsync(counter, byAnswer)), await LegsAsync(counter, byPaper));
        Assert.Contains($"Succeeded 支付公司书面答复 statement 汇付函〔2017〕12号 {request.No}", await counter.StepsAsync(byPaper));
        await using var db = counter.Books.Db();
        var entry = await db.Entries.SingleAsync(one => one.OrderId == byPaper.OrderId && one.Operation == Operation.WithdrawalPaid);
        Assert.Equal((TestBank.FirstDay.AddDays(2), TestBank.FirstDay), (entry.AccountingDate, entry.TransactionDate));
        // The late answer in the same words changes nothing, and another one is kept as a contradiction.
        Assert.True((await counter.AnswerAsync(byPaper, ChannelResult.Succeeded, "S2")).Value.Repeated);
        Assert.Equal("payment.answer-contradicts", (await counter.AnswerAsync(byPaper, ChannelResult.Failed, null)).Refusal?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_failure_gives_the_money_back_a_return_as_well_and_a_recharge_is_credited(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200 });
        var account = await counter.OpenUserWithAsync(1_000_00);
        var (failed, paid) = (await counter.SentAsync(account, 300_00), await counter.SentAsync(account, 100_00));
        _ = (await counter.AnswerAsync(paid, ChannelResult.Succeeded, "S9")).Value;
        var recharge = (await counter.Bank.AskAsync(new AcceptRecharge(counter.Books.Head(), account, 50_00, Verification.Sms))).Value;
        _ = (await counter.AnswerAsync(recharge, ChannelResult.Unknown, null)).Value;
        var desk = Desk(counter);

        await TakeAsync(await StatementAsync(counter, failed, ChannelResult.Failed));
        Assert.Equal((OrderState.Failed, 898_00), ((await counter.OrderAsync(failed)).State, (await counter.FiguresAsync(account)).Book));
        await TakeAsync(await StatementAsync(counter, paid, ChannelResult.Returned) with { FeeReturned = true });
        Assert.Equal((OrderState.Returned, 1_000_00), ((await counter.OrderAsync(paid)).State, (await counter.FiguresAsync(account)).Book));
        await TakeAsync(await StatementAsync(counter, recharge, ChannelResult.Succeeded, "R1"));
        Assert.Equal((OrderState.Succeeded, 1_050_00), ((await counter.OrderAsync(recharge)).State, (await counter.FiguresAsync(account)).Book));

        async Task TakeAsync(ProposeChannelStatement statement)
        {
            var request = (await desk.SubmitAsync(Maker(counter), "P" + statement.OrderNo, statement)).Value;
            Assert.Equal(ApprovalState.Executed, (await ApproveAsync(counter, desk, request.No)).Value.State);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_return_is_shown_what_goes_back_and_to_whom_the_fee_with_it_and_exactly_that_is_booked(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200 });
        var account = await counter.OpenUserWithAsync(500_00);
        var (paid, sent) = (await counter.SentAsync(account, 100_00), await counter.SentAsync(account, 50_00));
        _ = (await counter.AnswerAsync(paid, ChannelResult.Succeeded, "S9")).Value;
        var desk = Desk(counter);
        var statement = await StatementAsync(counter, paid, ChannelResult.Returned);

        Assert.Contains(await ShownAsync(desk, statement), line => line == "退还手续费: 不退");
        Assert.Equal(
            [
                $"退汇资金: 100.00 → {account}", $"退还手续费: 2.00 → {account}", "可用余额: 346.00 → 448.00", "B-RTN 退汇待清算: 0.00 → 100.00",
                "B-FEEP 应付手续费: 2.00 → 0.00",
            ],
            await ShownAsync(desk, statement with { FeeReturned = true }));
        // Of what was still on its way, the fee is owed by the payout and comes back with the return.
        Assert.Equal(
            [
                $"退汇资金: 50.00 → {account}", $"退还手续费: 2.00 → {account}", "可用余额: 346.00 → 398.00", "B-WIP 提现在途: 52.00 → 0.00",
                "B-PAYO 出款待清算: 100.00 → 150.00", "B-RTN 退汇待清算: 0.00 → 50.00",
            ],
            await ShownAsync(desk, await StatementAsync(counter, sent, ChannelResult.Returned) with { FeeReturned = true }));

        await CloseAsync(counter, account);
        Assert.Equal(
            [
                "退汇资金: 100.00 → B-LONG 长款挂账", "退还手续费: 2.00 → B-LONG 长款挂账", "可用余额: 346.00 → 346.00", "B-RTN 退汇待清算: 0.00 → 100.00",
                "B-LONG 长款挂账: 0.00 → 102.00", "B-FEEP 应付手续费: 2.00 → 0.00",
            ],
            await ShownAsync(desk, statement with { FeeReturned = true }));
        var request = (await desk.SubmitAsync(Maker(counter), "PAPER-1", statement with { FeeReturned = true })).Value;
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(counter, desk, request.No)).Value.State);
        Assert.Equal((102_00, 346_00), ((await counter.FiguresAsync(AccountType.LongSuspense)).Book, (await counter.FiguresAsync(account)).Book));
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_that_the_platform_bore_is_shown_to_go_back_to_its_income(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200, WithdrawalFeePayer = FeePayer.Platform });
        await counter.GiveIncomeAsync(10_00);
        var paid = await counter.SentAsync(await counter.OpenUserWithAsync(100_00), 100_00);
        _ = (await counter.AnswerAsync(paid, ChannelResult.Succeeded, "S9")).Value;
        var statement = await StatementAsync(counter, paid, ChannelResult.Returned) with { FeeReturned = true };

        var shown = await ShownAsync(Desk(counter), statement);

        Assert.Contains("退还手续费: 2.00 → P-INC 收入账户", shown);
        Assert.Contains("P-INC 收入账户: 8.00 → 10.00", shown);
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_that_comes_while_people_decide_stands_and_the_statement_says_so(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var order = await counter.SentAsync(account, 300_00);
        var desk = Desk(counter);
        var request = (await desk.SubmitAsync(Maker(counter), "PAPER-1", await StatementAsync(counter, order, ChannelResult.Failed))).Value;
        var shown = (await desk.ShowAsync(Checker(counter), request.No)).Value.Shown!;

        _ = (await counter.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        Assert.Equal("payment.statement-books-nothing", (await desk.ApproveAsync(Checker(counter), request.No, shown)).Refusal?.Code);
        Assert.Equal((700_00, 0, 700_00), await counter.FiguresAsync(account));
        Assert.Equal(ApprovalState.Pending, (await desk.ShowAsync(Checker(counter), request.No)).Value.Request.State);
    }

    [Theory, OnBothDatabases]
    public async Task Without_paper_serial_or_a_day_that_can_be_or_where_nothing_would_be_booked_it_is_refused(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var (accepted, sent) = (await counter.AcceptedAsync(account, 100_00), await counter.SentAsync(account, 100_00));
        var desk = Desk(counter);
        var right = await StatementAsync(counter, sent, ChannelResult.Succeeded, "S1");
        async Task<string?> Code(ProposeChannelStatement one) => (await desk.PreviewAsync(one)).Refusal?.Code;

        Assert.Equal("payment.statement-malformed", await Code(right with { Result = ChannelResult.Unknown }));
        Assert.Equal("payment.statement-malformed", await Code(right with { DocumentNo = " " }));
        Assert.Equal("payment.statement-malformed", await Code(right with { FeeReturned = true }));
        Assert.Equal("payment.serial-missing", await Code(right with { Serial = null }));
        Assert.Equal("document.missing", await Code(right with { Evidence = [] }));
        Assert.Equal("order.unknown-order", await Code(right with { OrderNo = "20170803000000099999" }));
        Assert.Equal("order.wrong-state", await Code(right with { OrderNo = accepted.OrderNo }));
        Assert.Equal("payment.statement-date", await Code(right with { TransactionDate = TestBank.FirstDay.AddDays(1) }));
        Assert.Equal("payment.statement-date", await Code(right with { TransactionDate = default }));
        Assert.Null(await Code(right));
        _ = (await counter.AnswerAsync(sent, ChannelResult.Failed, null)).Value;
        Assert.Null(await Code(right));
        // A success of what failed goes into suspense, by whichever way it is told first, and once.
        Assert.Equal("payment.withdrawal-has-failed", (await counter.AnswerAsync(sent, ChannelResult.Succeeded)).Refusal?.Code);
        Assert.Equal("payment.statement-books-nothing", await Code(right));
    }

    private static async Task<ProposeChannelStatement> StatementAsync(CounterBank counter, Receipt order, ChannelResult result, string? serial = null) =>
        new(order.OrderNo, result, TestBank.FirstDay, "汇付函〔2017〕12号", serial)
        {
            PoolId = counter.PoolId, Evidence = [await counter.Books.UploadAsync("情况说明.pdf")],
        };

    /// <summary>What the checker is shown of the money.</summary>
    private static async Task<IReadOnlyList<string>> ShownAsync(ApprovalDesk desk, ProposeChannelStatement statement) =>
    [
        .. (await desk.PreviewAsync(statement)).Value.Changes
            .SkipWhile(change => change.Chinese != "用户账户").Skip(1).TakeWhile(change => change.Chinese != "书面答复")
            .Select(change => $"{change.Chinese}: {(change.Before is null ? "" : $"{change.Before} → ")}{change.After}"),
    ];

    private static async Task CloseAsync(CounterBank counter, string account) => _ = (await counter.Books.Writer.RunAsync<bool>(counter.PoolId, books =>
    {
        books.Accounts.Edit(books.AccountByNumber.Find(account)!).State = AccountState.Closed;
        return true;
    })).Value;

    /// <summary>The legs without the balances after them.</summary>
    private static async Task<IReadOnlyList<string>> LegsAsync(CounterBank counter, Receipt order) =>
        [.. (await counter.Books.LegsAsync(order.OrderId)).Select(leg => leg[..leg.IndexOf(" ->", StringComparison.Ordinal)])];

    private static ApprovalDesk Desk(CounterBank counter) => new(new StaffDesk(counter.Books.Writer), counter.Books.Writer);

    private static async Task<Outcome<ApprovalRequest>> ApproveAsync(CounterBank counter, ApprovalDesk desk, string no) =>
        await desk.ApproveAsync(Checker(counter), no, (await desk.ShowAsync(Checker(counter), no)).Value.Shown!);

    private static StaffMember Maker(CounterBank counter) => Person(counter, "chenjiayi", "10001", Roles.Operator);

    private static StaffMember Checker(CounterBank counter) => Person(counter, "linzhiyuan", "10002", Roles.Checker);

    private static StaffMember Person(CounterBank counter, string name, string no, string role) =>
        new(name, name, no, [role], ProvedAtUtc: counter.Books.Clock.GetUtcNow().UtcDateTime);
}
