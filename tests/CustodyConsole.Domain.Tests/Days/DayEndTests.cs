using CustodyConsole.Channel;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Tests.Settlement;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Days;

public sealed class DayEndTests
{
    private static readonly DateOnly Day = TestBank.FirstDay;

    [Theory, OnBothDatabases]
    public async Task A_day_goes_through_all_its_steps_and_asked_again_does_nothing(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.AddCardAsync(account);
        await bank.Bank.RechargeAsync(account, 1_000_00);
        await bank.Bank.WithdrawAsync(account, 300_00);

        var first = await bank.EndAsync(Day);
        var again = await bank.EndAsync(Day);

        Assert.All(first, step => Assert.True(step.Value.Changed));
        Assert.All(again, step => Assert.False(step.Value.Changed));
        Assert.Equal((4, 1_000_00L + 2 * 300_00 + 300_00), (first[4].Value.Count, first[4].Value.AmountFen));
        var day = await bank.DayAsync(Day);
        Assert.Equal((0, 4, 0), (day.Breaches, day.Entries, day.LateEntries));
        Assert.NotNull(day.ClosedAtUtc);
        await using var db = bank.Bank.Db();
        Assert.Equal(1, await db.Batches.CountAsync());
        Assert.Equal("700.00, unsettled 0.00", await bank.Bank.BalanceAsync(account));
        Assert.Equal("700.00", await bank.Bank.BookAsync(AccountType.Pool));
        var rows = await db.TrialBalanceRows.Where(row => row.Date == Day).ToListAsync();
        Assert.Equal(700_00, rows.Single(row => row.Type == AccountType.Investor).ClosingFen);
        Assert.Equal(rows.Sum(row => row.DebitFen), rows.Sum(row => row.CreditFen));
        Assert.Equal(day.SnapshotAccounts, await db.BalanceSnapshots.CountAsync(row => row.Date == Day));
        var own = (await bank.Bank.AccountAsync(account)).Id;
        var kept = await db.BalanceSnapshots.SingleAsync(row => row.AccountId == own);
        Assert.Equal((700_00, 700_00), (kept.BookFen, kept.FloatFen));
    }

    [Theory, OnBothDatabases]
    public async Task Each_step_says_what_it_waits_for(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database, new SandboxOptions { SettlementLatePerMille = 1000 });
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.RechargeAsync(account, 100_00);

        Assert.Equal("day.before-cut-off", (await bank.Days.CutAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-reached", (await bank.Days.CutAsync(Day.AddDays(1))).Refusal!.Code);
        Assert.Equal("day.unknown", (await bank.Days.CutAsync(Day.AddDays(-1))).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.SettleAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.ConfirmAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.ReleaseFloatAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.TrialBalanceAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.SnapshotAsync(Day)).Refusal!.Code);
        Assert.Equal("day.not-cut", (await bank.Days.CloseAsync(Day)).Refusal!.Code);
        bank.ToCutOff(Day);
        _ = (await bank.Days.CutAsync(Day)).Value;
        Assert.Equal("day.not-settled", (await bank.Days.CloseAsync(Day)).Refusal!.Code);
        _ = (await bank.Days.SettleAsync(Day)).Value;
        var confirmed = (await bank.Days.ConfirmAsync(Day)).Value;
        Assert.Equal((false, 1), (confirmed.Changed, confirmed.Waiting));
        Assert.Equal("day.batch-open", (await bank.Days.CloseAsync(Day)).Refusal!.Code);

        // The next day may end while the first one waits, but the pool has one unconfirmed batch at a time.
        bank.ToCutOff(Day.AddDays(1));
        _ = (await bank.Days.CutAsync(Day.AddDays(1))).Value;
        var settled = (await bank.Days.SettleAsync(Day.AddDays(1))).Value;
        Assert.Equal((false, 0L, 1), (settled.Changed, settled.Count, settled.Waiting));
        await using var db = bank.Bank.Db();
        var batch = await db.Batches.SingleAsync();
        _ = (await bank.Bank.AskAsync(new ConfirmSettlement(bank.Bank.Head(), batch.No, batch.NetFen))).Value;
        Assert.Equal("day.not-proved", (await bank.Days.CloseAsync(Day)).Refusal!.Code);
        Assert.Equal("day.earlier-open", (await bank.Days.CloseAsync(Day.AddDays(1))).Refusal!.Code);
        _ = (await bank.Days.TrialBalanceAsync(Day)).Value;
        Assert.Equal("day.no-snapshot", (await bank.Days.CloseAsync(Day)).Refusal!.Code);
        _ = (await bank.Days.SnapshotAsync(Day)).Value;
        Assert.True((await bank.Days.CloseAsync(Day)).Value.Changed);
    }

    [Theory, OnBothDatabases]
    public async Task A_pool_whose_money_is_late_waits_alone_and_is_settled_once_it_has_come(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var other = await bank.Bank.OpenPlatformAsync(terms => terms with { No = "8002", PaymentCompany = "OTHER" });
        await bank.Bank.RechargeAsync(await bank.Bank.AddUserAsync(UserRole.Investor), 100_00);
        bank.ToCutOff(Day);
        _ = (await bank.Days.CutAsync(Day)).Value;
        Assert.Equal(2, (await bank.Days.SettleAsync(Day)).Value.Count);
        await using var db = bank.Bank.Db();
        var (late, come) = (
            await db.Batches.SingleAsync(batch => batch.PoolId == bank.Bank.Pool.Id), await db.Batches.SingleAsync(batch => batch.PoolId == other.Id));
        _ = (await bank.Bank.AskAsync(new ConfirmSettlement(bank.Bank.Head() with { PoolId = other.Id }, come.No, come.NetFen))).Value;
        bank.ToCutOff(Day.AddDays(1));
        _ = (await bank.Days.CutAsync(Day.AddDays(1))).Value;

        var settled = (await bank.Days.SettleAsync(Day.AddDays(1))).Value;

        Assert.Equal((true, 1L, 1), (settled.Changed, settled.Count, settled.Waiting));
        Assert.Contains(late.No, settled.Chinese, StringComparison.Ordinal);
        // The check of the first day confirms what has come for the second one as well, and waits for neither.
        var confirmed = (await bank.Days.ConfirmAsync(Day)).Value;
        Assert.Equal((2L, 0), (confirmed.Count, confirmed.Waiting));
        Assert.Equal((1L, 0), ((await bank.Days.SettleAsync(Day.AddDays(1))).Value is var rest ? rest.Count : 0, rest.Waiting));
    }

    [Theory, OnBothDatabases]
    public async Task The_check_of_a_day_waits_as_long_as_a_pool_of_that_day_is_to_be_settled(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        await bank.Bank.RechargeAsync(await bank.Bank.AddUserAsync(UserRole.Investor), 100_00);
        bank.ToCutOff(Day);
        _ = (await bank.Days.CutAsync(Day)).Value;
        _ = (await bank.Days.SettleAsync(Day)).Value;
        bank.ToCutOff(Day.AddDays(1));
        _ = (await bank.Days.CutAsync(Day.AddDays(1))).Value;
        Assert.Equal(1, (await bank.Days.SettleAsync(Day.AddDays(1))).Value.Waiting);

        // The money of the first day has come by now; that of the second cannot have, as nothing was instructed.
        var early = (await bank.Days.ConfirmAsync(Day.AddDays(1))).Value;
        Assert.Equal((1L, 1), (early.Count, early.Waiting));
        Assert.Contains("待清算：星河网贷", early.Chinese, StringComparison.Ordinal);
        Assert.Equal((1L, 0), ((await bank.Days.SettleAsync(Day.AddDays(1))).Value is var rest ? rest.Count : 0, rest.Waiting));
        Assert.Equal((1L, 0), ((await bank.Days.ConfirmAsync(Day.AddDays(1))).Value is var check ? check.Count : 0, check.Waiting));
    }

    [Theory, OnBothDatabases]
    public async Task A_holiday_that_becomes_a_working_day_once_it_is_over_is_closed_as_the_holiday_it_was(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var saturday = Day.AddDays(2);
        for (var date = Day; date < saturday; date = date.AddDays(1)) await bank.EndAsync(date);
        bank.ToCutOff(saturday);
        _ = (await bank.Days.CutAsync(saturday)).Value;
        Assert.False((await bank.Days.SettleAsync(saturday)).Value.Changed);
        _ = (await bank.Days.ConfirmAsync(saturday)).Value;
        _ = (await bank.Days.TrialBalanceAsync(saturday)).Value;
        _ = (await bank.Days.SnapshotAsync(saturday)).Value;
        bank.Bank.Clock.Advance(TimeSpan.FromHours(1));
        _ = (await bank.Bank.Writer.RunAsync(CustodyStore.NoPool, books => TakeNotice.Run(
            books, 2017, [.. Notice.Shipped.Last(notice => notice.Year == 2017).Days, new NoticeDay(saturday, false, "调休")], "test"))).Value;

        Assert.Equal(0, (await bank.Days.ConfirmAsync(saturday)).Value.Waiting);
        Assert.True((await bank.Days.CloseAsync(saturday)).Value.Changed);
    }

    [Theory, OnBothDatabases]
    public async Task A_day_whose_books_do_not_balance_is_not_closed(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        bank.Bank.ProveAtEnd = false;
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.RechargeAsync(account, 100_00);
        _ = (await bank.Bank.Writer.RunAsync<bool>(bank.Bank.Pool.Id, books =>
        {
            books.Accounts.Edit(books.AccountByNumber.Find(account)!).BookFen += 1;
            return true;
        })).Value;

        var steps = await bank.EndAsync(Day);

        Assert.True(steps[4].Value.Waiting > 0);
        Assert.Equal("day.trial-balance-failed", steps[6].Refusal!.Code);
        Assert.Null((await bank.DayAsync(Day)).ClosedAtUtc);
    }

    [Theory, OnBothDatabases]
    public async Task A_pool_whose_books_are_wrong_takes_no_postings_until_they_are_right_and_the_others_go_on(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var other = await bank.Bank.OpenPlatformAsync(terms => terms with { No = "8002", Name = "长河网贷", PaymentCompany = "OTHER" });
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.RechargeAsync(account, 100_00);
        bank.ToCutOff(Day);
        _ = (await bank.Days.CutAsync(Day)).Value;
        await SpoilAsync(1);

        var proof = (await bank.Days.TrialBalanceAsync(Day)).Value;

        Assert.EndsWith("；已停止记账：星河网贷（SANDBOX）", proof.Chinese, StringComparison.Ordinal);
        Assert.False(proof.HoldsAllPools);
        Assert.Equal("ledger.postings-stopped", (await RechargeAsync(bank.Bank.Pool.Id, account)).Refusal?.Code);
        var elsewhere = await bank.Bank.AddUserAsync(UserRole.Investor, pool: other);
        Assert.True((await RechargeAsync(other.Id, elsewhere)).Done);
        var settled = (await bank.Days.SettleAsync(Day)).Value;
        Assert.Equal((1L, 1), (settled.Count, settled.Waiting));
        Assert.Equal((1L, 1), ((await bank.Days.ConfirmAsync(Day)).Value is var check ? check.Count : 0, check.Waiting));
        Assert.True((await bank.Days.ReleaseFloatAsync(Day)).Value.Changed);

        await SpoilAsync(-1);
        // The figures of a day alone do not say that the books are right.
        _ = (await bank.Days.TrialBalanceAsync(Day, proveBooks: false)).Value;
        Assert.Equal("ledger.postings-stopped", (await RechargeAsync(bank.Bank.Pool.Id, account)).Refusal?.Code);
        Assert.Equal(0, (await bank.Days.TrialBalanceAsync(Day)).Value.Waiting);

        Assert.True((await RechargeAsync(bank.Bank.Pool.Id, account)).Done);
        Assert.Equal(1, (await bank.Days.SettleAsync(Day)).Value.Count);
        await using var db = bank.Bank.Db();
        Assert.Equal(
            ["Days.StopPostings", "Days.ResumePostings"],
            await db.AuditEntries.Where(entry => entry.Subject == $"pool:{bank.Bank.Pool.Id}").OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync());

        Task<Outcome<Receipt>> RechargeAsync(long poolId, string to) => bank.Bank.AskAsync(
            new Recharge(bank.Bank.Head() with { PoolId = poolId }, to, 1_00, Verification.Sms, bank.Bank.Serial()));

        async Task SpoilAsync(long fen) => _ = (await bank.Bank.Writer.RunAsync<long>(
            bank.Bank.Pool.Id, books => books.Accounts.Edit(books.AccountByNumber.Find(account)!).BookFen += fen)).Value;
    }

    [Theory, OnBothDatabases]
    public async Task Figures_of_damaged_books_are_not_kept_and_those_of_right_books_hold_against_later_damage(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.RechargeAsync(account, 100_00);
        bank.ToCutOff(Day);
        _ = (await bank.Days.CutAsync(Day)).Value;

        await DamageAsync(1);
        Assert.True((await bank.Days.TrialBalanceAsync(Day)).Value.Waiting > 0);
        await DamageAsync(-1);
        Assert.Equal(0, (await bank.Days.TrialBalanceAsync(Day)).Value.Waiting);

        // Once right figures are kept, damage is found as often as one looks, also where it balances.
        for (var times = 0; times < 2; times++)
        {
            if (times == 0) await DamageAsync(1, bothSides: true);
            Assert.True((await bank.Days.TrialBalanceAsync(Day, proveBooks: false)).Value.Waiting > 0);
        }

        await DamageAsync(-1, bothSides: true);
        Assert.Equal(0, (await bank.Days.TrialBalanceAsync(Day)).Value.Waiting);
        _ = (await bank.Days.SettleAsync(Day)).Value;
        _ = (await bank.Days.ConfirmAsync(Day)).Value;
        _ = (await bank.Days.SnapshotAsync(Day)).Value;
        Assert.True((await bank.Days.CloseAsync(Day)).Value.Changed);

        Task DamageAsync(int fen, bool bothSides = false) =>
            bank.Bank.TamperAsync(FormattableString.Invariant($"UPDATE journal_line SET amount_fen = amount_fen + {fen} WHERE side = 1 OR side = {(bothSides ? 2 : 1)}"));
    }

    [Theory, OnBothDatabases]
    public async Task A_holiday_is_not_settled_and_closes_by_itself(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        for (var date = Day; date <= Day.AddDays(4); date = date.AddDays(1))
        {
            await bank.Bank.RechargeAsync(account, 100_00);
            Assert.All(await bank.EndAsync(date), step => Assert.True(step.Done, step.ToString()));
        }

        await using var db = bank.Bank.Db();
        var batches = await db.Batches.OrderBy(batch => batch.Id).ToListAsync();
        // Thursday, Friday, and Monday with the weekend before it.
        Assert.Equal([100_00, 100_00, 300_00], batches.Select(batch => batch.NetFen));
        Assert.Equal((Day.AddDays(2), Day.AddDays(4), Day.AddDays(4)), (batches[2].From!.Value, batches[2].Through, batches[2].SettledOn));
    }

    [Theory, OnBothDatabases]
    public async Task Money_keeps_moving_while_the_day_is_cut_and_no_entry_is_lost_or_booked_late(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var accounts = new List<string>();
        for (var i = 0; i < 16; i++) accounts.Add(await bank.Bank.AddUserAsync(UserRole.Investor));
        bank.ToCutOff(Day);
        var callers = accounts.Select(account => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await bank.Bank.RechargeAsync(account, 1_00);
        })).ToList();

        _ = (await bank.Days.CutAsync(Day)).Value;
        _ = (await bank.Days.SettleAsync(Day)).Value;
        _ = (await bank.Days.ConfirmAsync(Day)).Value;
        await Task.WhenAll(callers);
        _ = (await bank.Days.ReleaseFloatAsync(Day)).Value;
        _ = (await bank.Days.TrialBalanceAsync(Day)).Value;
        _ = (await bank.Days.SnapshotAsync(Day)).Value;
        Assert.True((await bank.Days.CloseAsync(Day)).Done);

        await using var db = bank.Bank.Db();
        var batch = await db.Batches.SingleAsync();
        var onTheDay = await db.Entries.Where(entry => entry.Operation == Operation.Recharge && entry.AccountingDate == Day)
            .SumAsync(entry => entry.TotalFen);
        Assert.Equal(onTheDay, batch.RechargeFen);
        Assert.Equal(16 * 25 * 1_00, await db.Entries.Where(entry => entry.Operation == Operation.Recharge).SumAsync(entry => entry.TotalFen));
        Assert.Equal(16 * 25 * 1_00 - onTheDay, (await bank.Bank.AccountAsync(AccountType.RechargeReceivable)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_that_comes_after_the_cut_is_booked_on_the_next_day_and_keeps_its_own_date(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        var account = await bank.Bank.AddUserAsync(UserRole.Investor);
        await bank.Bank.AddCardAsync(account);
        await bank.Bank.RechargeAsync(account, 100_00);
        var order = await bank.Bank.WithdrawAsync(account, 60_00, paid: false);
        await bank.EndAsync(Day);

        var late = new TakeAnswer(bank.Bank.Pool.Id, order.OrderNo, new ChannelAnswer(ChannelResult.Succeeded, "L1", TransactionDate: Day));
        _ = (await bank.Bank.Writer.RunAsync(bank.Bank.Pool.Id, late.Run)).Value;
        await bank.EndAsync(Day.AddDays(1));

        await using var db = bank.Bank.Db();
        var paid = await db.Entries.SingleAsync(entry => entry.Operation == Operation.WithdrawalPaid);
        Assert.Equal((Day.AddDays(1), Day), (paid.AccountingDate, paid.TransactionDate));
        Assert.Equal(1, (await bank.DayAsync(Day.AddDays(1))).LateEntries);
        Assert.Equal(0, (await bank.DayAsync(Day)).LateEntries);
    }

    [Theory, OnBothDatabases]
    public async Task Two_starts_of_each_step_at_once_do_it_once(string database)
    {
        await using var bank = await DayEndBank.OpenAsync(database);
        for (var i = 0; i < 20; i++) await bank.Bank.RechargeAsync(await bank.Bank.AddUserAsync(UserRole.Investor), 10_00);
        bank.ToCutOff(Day);

        foreach (var step in (Func<Task<Outcome<Domain.Days.DayStep>>>[])
            [
                () => bank.Days.CutAsync(Day), () => bank.Days.SettleAsync(Day), () => bank.Days.ConfirmAsync(Day),
                () => bank.Days.ReleaseFloatAsync(Day), () => bank.Days.TrialBalanceAsync(Day), () => bank.Days.SnapshotAsync(Day),
                () => bank.Days.CloseAsync(Day),
            ])
        {
            var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(step)));
            Assert.All(both, outcome => Assert.True(outcome.Done, outcome.ToString()));
        }

        await using var db = bank.Bank.Db();
        Assert.Equal(1, await db.Batches.CountAsync());
        Assert.Equal(1, await db.Orders.CountAsync(order => order.Type == OrderType.SettlementConfirmation));
        Assert.Equal((await bank.DayAsync(Day)).SnapshotAccounts, await db.BalanceSnapshots.CountAsync());
        Assert.Equal(2, await db.TrialBalanceRows.CountAsync());
    }
}
