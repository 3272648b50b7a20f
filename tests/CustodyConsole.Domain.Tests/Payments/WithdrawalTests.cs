using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Lending;
using CustodyConsole.Domain.Tests.Settlement;

namespace CustodyConsole.Domain.Tests.Payments;

public sealed class WithdrawalTests
{
    private static PlatformTerms WithFee(PlatformTerms terms) => terms with { WithdrawalFeeFen = 200 };

    private static PlatformTerms WithInnerFee(PlatformTerms terms) =>
        WithFee(terms) with { WithdrawalFeeDeduction = FeeDeduction.Inner };

    private static PlatformTerms WithPlatformFee(PlatformTerms terms) =>
        WithFee(terms) with { WithdrawalFeePayer = FeePayer.Platform };

    [Theory, OnBothDatabases]
    public async Task Acceptance_freezes_the_amount_and_a_fee_on_top_of_it(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(100_000);

        var receipt = await bank.AcceptedAsync(account, 60_000);

        Assert.Equal((OrderState.Accepted, 60_000, 200), (receipt.State, receipt.AmountFen, receipt.FeeFen));
        Assert.NotNull(receipt.AuthCode);
        Assert.Equal(
            ["D U-INV available Hold 602.00 -> 398.00", "C U-INV frozen Hold 602.00 -> 1,000.00"],
            await bank.Books.LegsAsync(receipt.OrderId));
        Assert.Equal((100_000, 60_200, 100_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_paid_withdrawal_ends_with_the_payment_company_as_creditor_of_payout_and_fee(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(100_000);
        var order = await bank.SentAsync(account, 60_000);
        Assert.Equal(OrderState.Sent, order.State);
        Assert.Equal((60_200, 0, 60_200), await bank.FiguresAsync(AccountType.WithdrawalTransit));

        var paid = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        Assert.Equal(OrderState.Succeeded, paid.State);
        Assert.Equal(
            [
                "D U-INV available Hold 602.00 -> 398.00",
                "C U-INV frozen Hold 602.00 -> 1,000.00",
                "D U-INV frozen Funds 600.00 -> 400.00",
                "D U-INV frozen Fee 2.00 -> 398.00",
                "C B-WIP available Funds 600.00 -> 600.00",
                "C B-WIP available Fee 2.00 -> 602.00",
                "D B-WIP available Funds 600.00 -> 2.00",
                "C B-PAYO available Funds 600.00 -> 600.00",
                "D B-WIP available Fee 2.00 -> 0.00",
                "C B-FEEP available Fee 2.00 -> 2.00",
            ],
            await bank.Books.LegsAsync(order.OrderId));
        Assert.Equal(["Sent", "Succeeded S1"], await bank.StepsAsync(order));
        Assert.Equal("S1", (await bank.OrderAsync(order)).ChannelSerial);
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_taken_out_of_the_amount_costs_the_user_the_amount_alone(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithInnerFee);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);

        _ = (await bank.AnswerAsync(order, new ChannelAnswer(ChannelResult.Succeeded, "S1", AmountFen: 59_800))).Value;

        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
        Assert.Equal((59_800, 0, 59_800), await bank.FiguresAsync(AccountType.PayoutPayable));
        Assert.Equal((200, 0, 200), await bank.FiguresAsync(AccountType.FeePayable));
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_that_the_platform_bears_is_reserved_at_acceptance_and_paid_at_success(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithPlatformFee);
        await bank.GiveIncomeAsync(300);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);
        Assert.Equal((300, 200, 300), await bank.FiguresAsync(AccountType.PlatformIncome));

        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        Assert.Equal(
            [
                "D U-INV available Hold 600.00 -> 0.00",
                "C U-INV frozen Hold 600.00 -> 600.00",
                "D P-INC available Hold 2.00 -> 1.00",
                "C P-INC frozen Hold 2.00 -> 3.00",
                "D U-INV frozen Funds 600.00 -> 0.00",
                "C B-WIP available Funds 600.00 -> 600.00",
                "D B-WIP available Funds 600.00 -> 0.00",
                "C B-PAYO available Funds 600.00 -> 600.00",
                "D P-INC frozen Fee 2.00 -> 1.00",
                "C B-FEEP available Fee 2.00 -> 2.00",
            ],
            await bank.Books.LegsAsync(order.OrderId));

        var second = await bank.Bank.AskAsync(bank.Withdrawal(account, 1));
        Assert.Equal("ledger.insufficient-funds", second.Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_platform_that_cannot_bear_the_fee_makes_its_users_wait(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithPlatformFee);
        await bank.GiveIncomeAsync(199);
        var account = await bank.OpenUserWithAsync(60_000);

        var outcome = await bank.Bank.AskAsync(bank.Withdrawal(account, 60_000));

        Assert.Equal(
            "The income account of platform 8001 has 1.99 yuan available and cannot bear the fee of 2.00; "
            + "withdrawals have to wait.",
            outcome.Refusal!.English);
        Assert.Equal("平台 8001 的收入账户可用余额 1.99 元，不足以承担手续费 2.00 元，暂不能提现。", outcome.Refusal.Chinese);
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_failed_withdrawal_gives_back_amount_and_fee_settled_and_unsettled_as_they_were(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var mixed = await bank.OpenUserAsync();
        await bank.TransferInAsync(mixed, 40_000);
        await bank.Books.RechargeAsync(mixed, 60_000);
        var other = await bank.OpenUserWithAsync(50_000);
        var settled = await bank.OpenUserAsync();
        await bank.TransferInAsync(settled, 10_200);

        var ofMixed = await bank.SentAsync(mixed, 70_000);
        var ofOther = await bank.SentAsync(other, 49_800);
        var ofSettled = await bank.SentAsync(settled, 10_000);
        Assert.Equal((29_800, 0, 29_800), await bank.FiguresAsync(mixed));
        Assert.Equal((130_400, 0, 30_200 + 50_000), await bank.FiguresAsync(AccountType.WithdrawalTransit));

        _ = (await bank.AnswerAsync(ofSettled, ChannelResult.Failed, "S3", "收款账户状态异常")).Value;
        _ = (await bank.AnswerAsync(ofMixed, ChannelResult.Failed, "S1", "收款账户状态异常")).Value;
        _ = (await bank.AnswerAsync(ofOther, ChannelResult.Succeeded, "S2")).Value;

        Assert.Equal((100_000, 0, 60_000), await bank.FiguresAsync(mixed));
        Assert.Equal((10_200, 0, 0), await bank.FiguresAsync(settled));
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(AccountType.WithdrawalTransit));
        var order = await bank.OrderAsync(ofMixed);
        Assert.Equal((OrderState.Failed, "收款账户状态异常"), (order.State, order.Remark));
        Assert.Equal(
            [
                "D B-WIP available Funds 700.00 -> 502.00",
                "C U-INV available Funds 700.00 -> 998.00",
                "D B-WIP available Fee 2.00 -> 500.00",
                "C U-INV available Fee 2.00 -> 1,000.00",
            ],
            (await bank.Books.LegsAsync(ofMixed.OrderId)).TakeLast(4));
    }

    [Theory, OnBothDatabases]
    public async Task A_failure_releases_the_fee_that_the_platform_had_reserved(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithPlatformFee);
        await bank.GiveIncomeAsync(300);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);

        _ = (await bank.AnswerAsync(order, ChannelResult.Failed)).Value;

        Assert.Equal((300, 0, 300), await bank.FiguresAsync(AccountType.PlatformIncome));
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawal_stopped_before_it_is_sent_is_unfrozen(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithPlatformFee);
        await bank.GiveIncomeAsync(300);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.AcceptedAsync(account, 60_000);

        Assert.Equal(OrderState.Failed, (await bank.AnswerAsync(order, ChannelResult.Failed, null, "拦截")).Value.State);

        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
        Assert.Equal((300, 0, 300), await bank.FiguresAsync(AccountType.PlatformIncome));
        var late = await bank.Bank.SendAsync(new SendWithdrawal(bank.PoolId, order.OrderNo));
        Assert.Equal($"Order {order.OrderNo} is failed; this step is not possible now.", late.Refusal!.English);
    }

    [Theory, OnBothDatabases]
    public async Task An_unknown_result_keeps_the_money_in_transit_until_there_is_evidence(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(60_200);
        var order = await bank.SentAsync(account, 60_000);

        Assert.Equal(
            OrderState.Unknown, (await bank.AnswerAsync(order, ChannelResult.Unknown, null, "timeout")).Value.State);
        var again = (await bank.AnswerAsync(order, ChannelResult.Unknown)).Value;
        Assert.Equal((OrderState.Unknown, true), (again.State, again.Repeated));
        Assert.Equal(OrderState.Unknown, (await bank.AnswerAsync(order, ChannelResult.NotFound)).Value.State);
        Assert.Equal((60_200, 0, 60_200), await bank.FiguresAsync(AccountType.WithdrawalTransit));

        Assert.Equal(OrderState.Succeeded, (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value.State);
        Assert.Equal(["Sent", "Unknown timeout", "Succeeded S1"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task Repeated_answers_and_sends_change_nothing(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(100_000);
        var order = await bank.SentAsync(account, 60_000);
        Assert.True((await bank.Bank.SendAsync(new SendWithdrawal(bank.PoolId, order.OrderNo))).Value.Repeated);
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        var legs = await bank.Books.LegsAsync(order.OrderId);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => bank.AnswerAsync(order, ChannelResult.Succeeded)));

        Assert.All(answers, answer => Assert.True(answer.Value.Repeated));
        Assert.Equal(legs, await bank.Books.LegsAsync(order.OrderId));
        Assert.Equal(["Sent", "Succeeded S1"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task A_returned_payout_comes_back_unsettled_and_the_fee_stays(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserAsync();
        await bank.TransferInAsync(account, 60_200);
        var order = await bank.SentAsync(account, 60_000);
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        var returned = (await bank.AnswerAsync(order, ChannelResult.Returned, "S1", "收款账户已销户")).Value;

        Assert.Equal(OrderState.Returned, returned.State);
        Assert.Equal(
            ["D B-RTN available Funds 600.00 -> 600.00", "C U-INV available Funds 600.00 -> 600.00"],
            (await bank.Books.LegsAsync(order.OrderId)).TakeLast(2));
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
        Assert.Equal((200, 0, 0), await bank.FiguresAsync(AccountType.FeePayable));
        Assert.True((await bank.AnswerAsync(order, ChannelResult.Returned)).Value.Repeated);
        Assert.True((await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value.Repeated);
    }

    [Theory, OnBothDatabases]
    public async Task A_returned_fee_goes_to_who_bore_it(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(60_200);
        var order = await bank.SentAsync(account, 60_000);
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        _ = (await bank.AnswerAsync(order, new ChannelAnswer(ChannelResult.Returned, "S1", FeeReturned: true))).Value;
        Assert.Equal((60_200, 0, 60_200), await bank.FiguresAsync(account));
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(AccountType.FeePayable));
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_returned_for_the_platform_goes_to_its_income(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithPlatformFee);
        await bank.GiveIncomeAsync(300);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);

        // The return is heard of before the success.
        _ = (await bank.AnswerAsync(
            order, new ChannelAnswer(ChannelResult.Returned, "S1", "退汇", FeeReturned: true))).Value;

        Assert.Equal(["Sent", "Succeeded S1", "Returned 退汇"], await bank.StepsAsync(order));
        Assert.Equal((300, 0, 300), await bank.FiguresAsync(AccountType.PlatformIncome));
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(AccountType.PayoutPayable));
        Assert.Equal((60_000, 0, 0), await bank.FiguresAsync(AccountType.ReturnReceivable));
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_withdrawn_is_refused_in_words_and_nothing_is_frozen(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithFee);
        var account = await bank.OpenUserWithAsync(60_199);
        var cardless = await bank.Books.AddUserAsync(UserRole.Investor);
        await bank.Books.RechargeAsync(cardless, 1_000);

        Assert.Equal("amount: the amount must be greater than zero.", await RefusalAsync(account, 0));
        Assert.Equal("amount: the amount must be greater than zero.", await RefusalAsync(account, long.MinValue));
        Assert.Equal(
            "amount: a single payment is at most 10,000,000,000.00 yuan.", await RefusalAsync(account, long.MaxValue));
        Assert.Equal(
            $"Account {account} has 601.99 yuan available, less than the 602.00 asked for.",
            await RefusalAsync(account, 60_000));
        Assert.Equal("Account 123 does not exist or does not belong to this platform.", await RefusalAsync("123", 100));
        Assert.Equal($"Account {cardless} has no bank card bound; bind one first.", await RefusalAsync(cardless, 100));
        Assert.Equal((60_199, 0, 60_199), await bank.FiguresAsync(account));

        async Task<string> RefusalAsync(string no, long fen) =>
            (await bank.Bank.AskAsync(bank.Withdrawal(no, fen))).Refusal!.English;
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_taken_out_must_leave_something_to_pay_out(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, WithInnerFee);
        var account = await bank.OpenUserWithAsync(60_000);

        var outcome = await bank.Bank.AskAsync(bank.Withdrawal(account, 200));

        Assert.Equal(
            "The fee of 2.00 yuan is taken out of the 2.00 withdrawn and leaves nothing to pay out.",
            outcome.Refusal!.English);
        Assert.Equal("手续费 2.00 元从提现金额 2.00 元中扣除后无可出款金额。", outcome.Refusal.Chinese);
        Assert.True((await bank.Bank.AskAsync(bank.Withdrawal(account, 201))).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Where_only_settled_money_may_go_the_own_recharges_stay(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, terms => terms with { FloatPolicy = FloatPolicy.SettledOnly });
        var account = await bank.OpenUserAsync();
        await bank.TransferInAsync(account, 30_000);
        await bank.Books.RechargeAsync(account, 20_000);

        var outcome = await bank.Bank.AskAsync(bank.Withdrawal(account, 30_001));

        Assert.Equal(
            $"Recharges of account {account} are not settled yet: 300.00 yuan can be withdrawn now, "
            + "less than the 300.01 asked for.",
            outcome.Refusal!.English);
        Assert.Equal($"账户 {account} 的充值资金尚未清算到账，当前可提现 300.00 元，不足 300.01 元。", outcome.Refusal.Chinese);
        Assert.True((await bank.Bank.AskAsync(bank.Withdrawal(account, 30_000))).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Where_only_settled_money_may_go_recharges_that_are_settled_keep_nothing_back(string database)
    {
        await using var bank = await TestBank.OpenAsync(database, terms => terms with { FloatPolicy = FloatPolicy.SettledOnly });
        var loan = await LoanCase.RaiseAsync(bank, [1_000_00]);
        var investor = loan.Investors[0];
        await bank.AddCardAsync(investor);
        await bank.CutInTheEveningAsync(TestBank.FirstDay);
        await bank.SettleAsync(TestBank.FirstDay);
        _ = (await bank.AskAsync(new Release(bank.Head(), loan.No))).Value;
        await bank.RechargeAsync(loan.Borrower, 500_00);
        _ = (await bank.AskAsync(new Repay(bank.Head(), loan.No, 500_00, 0))).Value;
        Assert.Equal("500.00, unsettled 500.00", await bank.BalanceAsync(investor));
        await bank.RechargeAsync(investor, 70_00);
        Withdrawal Withdrawal(long fen) => new(bank.Head(), investor, fen, Verification.TradePassword);

        Assert.Equal("payment.not-settled-yet", (await bank.AskAsync(Withdrawal(500_01))).Refusal!.Code);
        Assert.True((await bank.AskAsync(Withdrawal(500_00))).Done);
        Assert.Equal("payment.not-settled-yet", (await bank.AskAsync(Withdrawal(1))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_request_number_freezes_once(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(60_000);

        var first = (await bank.Bank.AskAsync(bank.Withdrawal(account, 20_000, "W1"))).Value;
        var second = (await bank.Bank.AskAsync(bank.Withdrawal(account, 20_000, "W1"))).Value;
        var other = await bank.Bank.AskAsync(bank.Withdrawal(account, 20_001, "W1"));

        Assert.Equal(first with { Repeated = true }, second);
        Assert.Equal(
            $"Request number W1 was already used for order {first.OrderNo} with other content.",
            other.Refusal!.English);
        Assert.Equal((60_000, 20_000, 60_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task Steps_of_an_order_of_another_pool_or_a_made_up_number_are_refused(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.AcceptedAsync(account, 60_000);
        var second = await bank.Books.OpenPlatformAsync(terms => terms with { No = "8002" });

        string[] refused =
        [
            (await bank.Bank.SendAsync(new SendWithdrawal(second.Id, order.OrderNo))).Refusal!.English,
            (await bank.Bank.SendAsync(new SendWithdrawal(bank.PoolId, "x"))).Refusal!.English,
            (await bank.Bank.SendAsync(
                new SendWithdrawal(bank.PoolId, "19990101" + order.OrderNo[8..]))).Refusal!.English,
        ];

        Assert.Equal(
            [
                $"Order {order.OrderNo} does not exist or does not belong to this platform.",
                "Order x does not exist or does not belong to this platform.",
                $"Order 19990101{order.OrderNo[8..]} does not exist or does not belong to this platform.",
            ],
            refused);
    }
}
