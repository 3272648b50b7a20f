using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class CardChangeTests
{
    [Theory, OnBothDatabases]
    public async Task A_checked_card_takes_the_place_of_the_old_one_when_two_people_decide(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserWithAsync(100_000);
        var next = desk.Bank.Form();

        var change = (await PrepareAsync(desk, account, next)).Value;
        var request = (await desk.SubmitAsync(change)).Value;
        Assert.Single(await desk.CardsAsync(account));
        var done = (await desk.ApproveAsync(request.No)).Value;

        Assert.Equal(ApprovalState.Executed, done.State);
        var cards = await desk.CardsAsync(account);
        var user = await desk.UserAsync(account);
        Assert.Equal([CardState.Unbound, CardState.Bound], cards.Select(card => card.State));
        Assert.Equal((cards[1].Id, next.Mobile[^4..]), (user.CardId, user.MobileLast4));
        Assert.Equal(next.CardNumber, desk.Bank.PersonalData.Decrypt(PersonalField.Card, cards[1].Id, cards[1].NumberCipher));
        Assert.Equal(next.Mobile, desk.Bank.PersonalData.Decrypt(PersonalField.Mobile, user.Id, user.MobileCipher));
        Assert.True((await desk.Bank.Bank.WithdrawAsync(desk.Bank.Withdrawal(account, 100))).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Neither_the_request_nor_the_audit_trail_holds_the_number(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var next = desk.Bank.Form();
        var request = (await desk.SubmitAsync((await PrepareAsync(desk, account, next)).Value)).Value;

        Assert.DoesNotContain(next.CardNumber, request.Content + request.SummaryChinese + request.Changes, StringComparison.Ordinal);
        var checks = await desk.AuditAsync("Accounts.CheckNewCard");
        Assert.Equal("*" + next.CardNumber[^4..], checks.Single().After);
        Assert.All(await desk.AuditAsync("Approvals.Submit"), entry =>
        {
            Assert.DoesNotContain(next.CardNumber, entry.After, StringComparison.Ordinal);
            Assert.DoesNotContain(next.Mobile, entry.After, StringComparison.Ordinal);
        });
    }

    [Theory, OnBothDatabases]
    public async Task A_card_that_the_payment_company_does_not_confirm_is_never_asked_for(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var next = desk.Bank.Form();
        var scripted = new ScriptedCheck(desk.Bank.Channel) { Answer = new CardCheck(CardCheckResult.Mismatch, "S-77") };
        var cards = new CardChangeDesk(desk.Staff, scripted, desk.Bank.PersonalData);

        var refused = await cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, await desk.FileAsync(), "旧卡遗失");

        Assert.Equal("account.check-mismatch", refused.Refusal!.Code);
        Assert.Equal(1, scripted.Calls);
        scripted.Answer = new CardCheck(CardCheckResult.Match, "");
        Assert.Equal("account.check-serial-missing", (await cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, await desk.FileAsync(), "旧卡遗失")).Refusal!.Code);
        scripted.Answer = new CardCheck(CardCheckResult.Match, "S-78");
        Assert.True((await cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, await desk.FileAsync(), "旧卡遗失")).Done);
        scripted.Failure = new TimeoutException("no answer");
        await Assert.ThrowsAsync<TimeoutException>(async () => await cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, await desk.FileAsync(), "旧卡遗失"));

        // Whatever the payment company said, and that it said nothing, is in the trail; the card's number is not.
        var results = await desk.AuditAsync(CardChangeDesk.ResultAction);
        Assert.Equal(
            [
                (AuditResult.Refused, "Mismatch; serial=S-77; account.check-mismatch"), (AuditResult.Refused, "Match; serial=; account.check-serial-missing"),
                (AuditResult.Done, "Match; serial=S-78"), (AuditResult.Failed, "结果未知 unknown: TimeoutException"),
            ],
            results.Select(entry => (entry.Result, entry.After!)));
        Assert.All(results, entry =>
        {
            Assert.Equal(("account:" + account, desk.Maker.UserName), (entry.Subject, entry.UserName));
            Assert.StartsWith("*" + next.CardNumber[^4..] + " CC", entry.Before, StringComparison.Ordinal);
            Assert.DoesNotContain(next.CardNumber, entry.Before, StringComparison.Ordinal);
        });
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawal_to_the_old_card_that_is_not_finished_keeps_it(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserWithAsync(100_000);
        var next = desk.Bank.Form();
        var change = (await PrepareAsync(desk, account, next)).Value;
        var request = (await desk.SubmitAsync(change)).Value;
        var shown = (await desk.Approvals.ShowAsync(desk.Checker, request.No)).Value.Shown!;
        var order = await desk.Bank.SentAsync(account, 10_000);

        Assert.Equal(
            $"尾号 {(await desk.CardsAsync(account))[0].Last4} 的银行卡尚有未完结的充值或提现（指令 {order.OrderNo}，处理中），完结后方可换卡。",
            (await PrepareAsync(desk, account, next)).Refusal!.Chinese);
        Assert.Equal("account.card-in-use", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        _ = await desk.Bank.AnswerAsync(order, ChannelResult.Unknown, serial: null);
        Assert.Equal("account.card-in-use", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        _ = (await desk.Bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task Each_refusal_says_what_is_missing(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var form = desk.Bank.Form();
        var account = (await desk.Bank.Bank.OpenUserAsync(desk.Bank.Books.Head(), form)).Value.AccountNo!;
        var next = desk.Bank.Form();
        var file = await desk.FileAsync();

        Assert.Equal("staff.not-permitted", (await desk.Cards.PrepareAsync(
            desk.Checker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, file, "旧卡遗失")).Refusal!.Code);
        Assert.Equal("approval.reason-missing", (await PrepareAsync(desk, account, next, reason: "")).Refusal!.Code);
        Assert.Equal("document.missing", (await desk.Cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, null, "旧卡遗失")).Refusal!.Code);
        Assert.Equal("identity.mobile-format", (await desk.Cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, "123", file, "旧卡遗失")).Refusal!.Code);
        Assert.Equal("ledger.unknown-account", (await PrepareAsync(desk, "1", next)).Refusal!.Code);
        Assert.Equal("account.same-card", (await PrepareAsync(desk, account, form)).Refusal!.Code);
        Assert.False((await desk.Cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, "6222020000000001", next.Mobile, file, "旧卡遗失")).Done);
        var change = (ProposeCardChange)(await PrepareAsync(desk, account, next)).Value;
        Assert.Equal("document.unknown", (await desk.SubmitAsync(
            change with { Evidence = change.Evidence with { Sha256 = "00" } })).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Only_one_change_waits_at_a_time_and_a_second_of_the_same_preparation_does_nothing(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        var change = (await PrepareAsync(desk, account, desk.Bank.Form())).Value;
        var request = (await desk.SubmitAsync(change)).Value;

        Assert.Equal("approval.another-pending", (await desk.SubmitAsync(change)).Refusal!.Code);
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(
            request.No, desk.Person("chen2", "陈嘉怡", "10001", Roles.Checker))).Refusal!.Code);
        var unproved = desk.Checker with { ProvedAtUtc = null };
        Assert.Equal("approval.proof-needed", (await desk.ApproveAsync(request.No, unproved)).Refusal!.Code);
        _ = (await desk.ApproveAsync(request.No)).Value;
        Assert.Equal("account.same-card", (await desk.SubmitAsync(change)).Refusal!.Code);
        Assert.Equal(AuditResult.Done, (await desk.AuditAsync("Approvals.Approve"))[^1].Result);
    }

    private static async Task<Outcome<Proposal>> PrepareAsync(AccountDesk desk, string account, UserForm next, string reason = "旧卡遗失") =>
        await desk.Cards.PrepareAsync(
            desk.Maker, desk.Bank.PoolId, account, next.CardNumber, next.Mobile, await desk.FileAsync(), reason);

    /// <summary>A payment company that answers checks as it is told and passes on the rest.</summary>
    private sealed class ScriptedCheck(IPaymentChannel inner) : IPaymentChannel
    {
        public CardCheck Answer { get; set; } = new(CardCheckResult.Match, "S-1");

        public int Calls { get; private set; }

        /// <summary>The payment company gives no answer.</summary>
        public Exception? Failure { get; set; }

        public Task<CardCheck> VerifyCardAsync(CardCheckCall call, CancellationToken cancellationToken)
        {
            Calls++;
            return Failure is null ? Task.FromResult(Answer) : Task.FromException<CardCheck>(Failure);
        }

        public Task<ChannelAnswer> SendSmsAsync(PaymentCall call, CancellationToken cancellationToken) =>
            inner.SendSmsAsync(call, cancellationToken);

        public Task<ChannelAnswer> ConfirmRechargeAsync(PaymentCall call, string smsCode) => inner.ConfirmRechargeAsync(call, smsCode);

        public Task<ChannelAnswer> PayOutAsync(PaymentCall call) => inner.PayOutAsync(call);

        public Task<ChannelAnswer> QueryAsync(PaymentQuery query, CancellationToken cancellationToken) =>
            inner.QueryAsync(query, cancellationToken);
    }
}
