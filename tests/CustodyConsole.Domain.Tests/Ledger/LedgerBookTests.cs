using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Ledger;

public sealed class LedgerBookTests
{
    [Theory, OnBothDatabases]
    public async Task A_recharge_is_owed_by_the_payment_company_and_unsettled_on_the_account(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);

        var receipt = (await bank.AskAsync(new Recharge(bank.Head(), investor, 100_050, Verification.Sms, "S1"))).Value;

        Assert.Equal(["D B-RECV available Funds 1,000.50 -> 1,000.50", "C U-INV available Funds 1,000.50 -> 1,000.50"],
            await bank.LegsAsync(receipt.OrderId));
        var account = await bank.AccountAsync(investor);
        Assert.Equal((100_050, 100_050, 0), (account.AvailableFen, account.FloatFen, account.SettledFen));
    }

    [Theory, OnBothDatabases]
    public async Task An_entry_out_of_balance_is_a_bug_and_leaves_nothing(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var from = await bank.AddUserAsync(UserRole.Investor);
        var to = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(from, 500);

        var bug = await Assert.ThrowsAsync<InvalidOperationException>(() => bank.AskAsync(new TestPosting(bank.Head(), (books, draft) =>
            draft.Debit(Of(books, from), 200, LineKind.Funds).Credit(Of(books, to), 199, LineKind.Funds))));

        Assert.Equal("Entry Repayment is out of balance by 1 fen.", bug.Message);
        Assert.Equal(500, (await bank.AccountAsync(from)).BookFen);
        Assert.Equal(0, (await bank.AccountAsync(to)).BookFen);
    }

    [Theory, OnBothDatabases]
    public async Task More_than_the_available_part_is_refused_and_nothing_of_the_entry_stays(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var poor = await bank.AddUserAsync(UserRole.Investor);
        var rich = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(poor, 12_345);
        await bank.RechargeAsync(rich, 100_000);

        var outcome = await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(Of(books, rich), 50_000, LineKind.Funds)
            .Debit(Of(books, poor), 12_346, LineKind.Funds)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.PlatformIncome), 62_346, LineKind.Funds)));

        Assert.Equal(new Refusal(
            "ledger.insufficient-funds",
            $"账户 {poor} 可用余额 123.45 元，不足 123.46 元。",
            $"Account {poor} has 123.45 yuan available, less than the 123.46 asked for."), outcome.Refusal);
        Assert.Equal((100_000, 1), ((await bank.AccountAsync(rich)).BookFen, (await bank.AccountAsync(rich)).Version));
    }

    [Theory, OnBothDatabases]
    public async Task Frozen_money_cannot_be_spent_and_a_freeze_only_up_to_what_remains_of_it(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 1_000);
        var held = (await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) =>
            draft.Hold(Of(books, investor), 700, FreezePurpose.Bid, books.NowUtc)))).Value;

        var spent = await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(Of(books, investor), 301, LineKind.Funds)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.PlatformIncome), 301, LineKind.Fee)));
        Assert.Equal("ledger.insufficient-funds", spent.Refusal?.Code);

        await using var db = bank.Db();
        var freeze = await db.Freezes.SingleAsync(f => f.OrderId == held.OrderId);
        var account = await bank.AccountAsync(investor);
        Assert.Equal((1_000, 700, 300), (account.BookFen, account.FrozenFen, account.AvailableFen));

        await Use(600);
        var tooMuch = await Ask(101);
        Assert.Equal(
            $"Freeze {freeze.AuthCode} still holds 1.00 yuan, less than the 1.01 asked for.", tooMuch.Refusal?.English);
        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) =>
            draft.Unhold(Of(books, investor), books.Freezes.Get(freeze.Id), 100)));
        var ended = await db.Freezes.SingleAsync(f => f.Id == freeze.Id);
        Assert.Equal((FreezeState.Released, 0L, 700L), (ended.State, ended.RemainingFen, ended.OriginalFen));

        async Task Use(long amountFen) => _ = (await Ask(amountFen)).Value;

        Task<Outcome<Receipt>> Ask(long amountFen) => bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .DebitHeld(Of(books, investor), books.Freezes.Get(freeze.Id), amountFen, LineKind.Principal)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.PlatformIncome), amountFen, LineKind.Principal)));
    }

    [Theory, OnBothDatabases]
    public async Task A_closed_day_takes_no_postings_and_a_cut_day_books_on_the_next(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 100);
        await bank.CutToAsync(TestBank.FirstDay.AddDays(1));
        var closed = await bank.Writer.RunAsync(0, books => AccountingDates.Close(books, TestBank.FirstDay));
        Assert.True(closed.Done);

        await bank.RechargeAsync(investor, 200);
        await using var db = bank.Db();
        Assert.Equal([TestBank.FirstDay, TestBank.FirstDay.AddDays(1)],
            await db.Entries.OrderBy(e => e.Id).Select(e => e.AccountingDate).ToListAsync());

        var tooEarly = await bank.Writer.RunAsync(0, books => AccountingDates.Close(books, TestBank.FirstDay.AddDays(1)));
        Assert.Equal("会计日 2017-08-04 尚未日切（当前会计日 2017-08-04），不能关账。", tooEarly.Refusal?.Chinese);
        var back = await bank.Writer.RunAsync(0, books => AccountingDates.Cut(books, TestBank.FirstDay));
        Assert.Equal("The day cannot be cut to 2017-08-03: the accounting date is 2017-08-04 already.", back.Refusal?.English);
    }

    [Theory, OnBothDatabases]
    public async Task A_day_cut_too_far_ahead_is_refused_and_the_furthest_is_taken(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var furthest = TestBank.FirstDay.AddDays(AccountingDates.DaysAtOnceMax);

        var tooFar = await bank.Writer.RunAsync(0, books => AccountingDates.Cut(books, furthest.AddDays(1)));

        Assert.Equal(
            ("ledger.date-too-far", "日切日期 2027-08-12 超前过多，一次最多跨越 3660 天，请核对。",
                "The day cannot be cut to 2027-08-12: one cut passes over at most 3660 days; check the date."),
            (tooFar.Refusal?.Code, tooFar.Refusal?.Chinese, tooFar.Refusal?.English));
        await using (var db = bank.Db())
        {
            Assert.Equal(TestBank.FirstDay, (await db.BankStates.SingleAsync()).AccountingDate);
            Assert.False(await db.AccountingDays.AnyAsync());
        }

        Assert.Equal(furthest, (await bank.Writer.RunAsync(0, books => AccountingDates.Cut(books, furthest))).Value);
    }

    [Theory, OnBothDatabases]
    public async Task A_pool_whose_books_do_not_agree_takes_no_postings(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.Writer.RunAsync<bool>(bank.Pool.Id, books =>
        {
            books.Pools.Edit(books.Pools.Get(bank.Pool.Id)).PostingsStopped = true;
            return true;
        });

        var outcome = await bank.AskAsync(new Recharge(bank.Head(), investor, 100, Verification.Sms, "S"));

        Assert.Equal("该存管汇总户（支付公司：SANDBOX）因账簿不符已暂停记账，仅可查询。", outcome.Refusal?.Chinese);
    }

    [Theory, OnBothDatabases]
    public async Task A_reversal_mirrors_every_line_once_and_only_while_the_money_is_there(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var investor = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(investor, 1_000);
        await bank.RechargeAsync(investor, 500);
        await using var db = bank.Db();
        var first = (await db.Entries.OrderBy(e => e.Id).FirstAsync()).Id;

        var reversal = (await bank.AskAsync(new TestReversal(bank.Head(), first))).Value;
        Assert.Equal(["D U-INV available Funds 10.00 -> 5.00", "C B-RECV available Funds 10.00 -> 5.00"],
            await bank.LegsAsync(reversal.OrderId));

        var reversing = (await db.Entries.SingleAsync(e => e.ReversesEntryId == first)).Id;
        Assert.Equal($"Entry {first} was already reversed by entry {reversing}.",
            (await bank.AskAsync(new TestReversal(bank.Head(), first))).Refusal?.English);
        Assert.Equal("ledger.reversal-of-reversal", (await bank.AskAsync(new TestReversal(bank.Head(), reversing))).Refusal?.Code);
        Assert.Equal("ledger.unknown-entry", (await bank.AskAsync(new TestReversal(bank.Head(), 99))).Refusal?.Code);

        var second = (await db.Entries.OrderBy(e => e.Id).Skip(1).FirstAsync()).Id;
        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(Of(books, investor), 1, LineKind.Fee)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.PlatformIncome), 1, LineKind.Fee)));
        Assert.Equal("ledger.insufficient-funds", (await bank.AskAsync(new TestReversal(bank.Head(), second))).Refusal?.Code);
        // The ledger alone does not tell the recharge that its entry is undone; the business operation does, and the proof sees the difference.
        bank.ProveAtEnd = false;
        Assert.StartsWith("a recharge differs from its entries", Assert.Single(await bank.ProveAsync()).English, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Unsettled_money_follows_its_entry_and_none_is_lost_or_made(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var payer = await bank.AddUserAsync(UserRole.Borrower);
        var one = await bank.AddUserAsync(UserRole.Investor);
        var two = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(payer, 1_000);
        // 600 of the 1,000 are settled: as the net settlement will do it, by hand here.
        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(books.BankAccount(bank.Pool.Id, AccountType.Pool), 600, LineKind.Funds)
            .Credit(Of(books, payer), 600, LineKind.Funds)));

        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(Of(books, payer), 1_200, LineKind.Principal)
            .Credit(Of(books, one), 900, LineKind.Principal)
            .Credit(Of(books, two), 300, LineKind.Principal)));

        Assert.Equal(0, (await bank.AccountAsync(payer)).FloatFen);
        Assert.Equal(900, (await bank.AccountAsync(one)).FloatFen);
        Assert.Equal(100, (await bank.AccountAsync(two)).FloatFen);

        await bank.AskAsync(new TestPosting(bank.Head(), (books, draft) => draft
            .Debit(Of(books, two), 200, LineKind.Funds, FloatUse.Last)
            .Credit(books.BankAccount(bank.Pool.Id, AccountType.WithdrawalTransit), 200, LineKind.Funds)));
        Assert.Equal(100, (await bank.AccountAsync(two)).FloatFen);
        bank.ProveAtEnd = false; // Money in transit without a withdrawal is what the test itself put there.
    }

    private static Account Of(Books books, string number) => books.AccountByNumber.Find(number)!;
}
