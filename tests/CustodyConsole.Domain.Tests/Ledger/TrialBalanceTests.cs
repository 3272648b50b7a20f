using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Domain.Tests.Ledger;

/// <summary>The proof finds each planted fault: a checker that never turns red proves nothing.</summary>
public sealed class TrialBalanceTests(FilledBanks banks) : IClassFixture<FilledBanks>
{
    private const string FirstLine = "id = (SELECT MIN(id) FROM journal_line)";
    private const string LastLine = "id = (SELECT MAX(id) FROM journal_line)";
    private const string FirstEntry = "id = (SELECT MIN(id) FROM journal_entry)";
    private const string LastEntry = "id = (SELECT MAX(id) FROM journal_entry)";

    /// <summary>The check that must turn red, and the fault.</summary>
    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "an entry does not balance", $"UPDATE journal_line SET amount_fen = amount_fen + 1 WHERE {FirstLine}" },
        { "lines of an entry are missing", $"DELETE FROM journal_line WHERE {LastLine}" },
        { "lines of an entry are missing", $"UPDATE journal_entry SET total_fen = total_fen + 1 WHERE {FirstEntry}" },
        { "a line has no entry", $"DELETE FROM journal_entry WHERE {FirstEntry}" },
        { "a balance is negative", "UPDATE account SET book_fen = -1, float_fen = 0, frozen_fen = 0 WHERE type = 101" },
        { "the frozen part is not the sum of its freezes", "UPDATE \"freeze\" SET remaining_fen = remaining_fen - 1 WHERE state = 1" },
        { "money set aside for a compensation differs", "UPDATE \"freeze\" SET purpose = 3 WHERE state = 1 AND purpose = 4" },
        { "money set aside for a compensation differs", "UPDATE approval_request SET amount_fen = amount_fen + 1 WHERE type = 20" },
        { "money set aside for a compensation differs", "UPDATE approval_request SET state = 3 WHERE type = 20" },
        { "money set aside for a compensation differs", "DELETE FROM \"freeze\" WHERE purpose = 3" },
        { "money set aside for a compensation differs", "UPDATE approval_request SET freeze_id = NULL WHERE type = 20" },
        { "a claim differs from the bid", "DELETE FROM \"freeze\" WHERE purpose = 1 AND state = 2" },
        { "the pool is not the sum of its accounts", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 101" },
        { "own funds differ from the real account", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 311" },
        { "unsettled money differs", "UPDATE account SET float_fen = float_fen - 1 WHERE type = 101 AND float_fen > 0" },

        // A recharge that is not booked with its amount, not booked, booked twice, booked though it failed, not undone, undone in part.
        { "a recharge differs", "UPDATE custody_order SET amount_fen = amount_fen + 1 WHERE type = 10 AND state = 4" },
        { "a recharge differs", $"UPDATE journal_entry SET operation = 20 WHERE operation = 1 AND {LastEntry}" },
        { "a recharge differs", "UPDATE journal_entry SET operation = 1 WHERE operation = 20" },
        { "a recharge differs", "UPDATE journal_entry SET order_id = (SELECT MIN(id) FROM custody_order WHERE type = 10) WHERE operation = 1" },
        { "a recharge differs", "UPDATE custody_order SET state = 5 WHERE type = 10 AND state = 4" },
        { "a recharge differs", "UPDATE custody_order SET state = 4 WHERE type = 10 AND state = 1" },
        { "a recharge differs", "UPDATE custody_order SET state = 4 WHERE type = 10 AND state = 7" },
        { "a recharge differs", "UPDATE custody_order SET state = 7 WHERE type = 10 AND state = 4" },
        { "a recharge differs", "UPDATE journal_entry SET total_fen = total_fen - 1 WHERE operation = 40" },
        { "a recharge differs", "UPDATE journal_entry SET total_fen = total_fen - 1 WHERE operation = 7" },
        { "a recharge differs", "DELETE FROM custody_order WHERE type = 10 AND state = 4" },

        // Money on its way, payouts made, fees owed: the account, the order and the entry of a return.
        { "a transit account differs", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 305" },
        { "a transit account differs", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 303" },
        { "a transit account differs", "UPDATE account SET book_fen = book_fen - 1 WHERE type = 306" },
        { "a transit account differs", "UPDATE custody_order SET state = 2 WHERE type = 11 AND state = 1" },
        { "a transit account differs", "UPDATE custody_order SET state = 5 WHERE type = 11 AND state = 4" },
        { "a payout that came back differs", "UPDATE custody_order SET state = 4 WHERE type = 11 AND state = 6" },
        { "a transit account differs", "UPDATE custody_order SET fee_fen = fee_fen + 1 WHERE type = 11 AND state = 4" },
        { "a transit account differs", "UPDATE order_fee SET refunded_base_fen = refunded_base_fen + 1 WHERE id = (SELECT MIN(id) FROM custody_order WHERE type = 11 AND state = 6)" },
        { "a transit account differs", "DELETE FROM journal_entry WHERE operation = 8" },
        { "the clearing account differs", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 307" },

        // Fees and advances, each against the order or the entry behind it.
        { "an order's fee differs", "UPDATE order_fee SET base_fen = base_fen + 1" },
        { "an order's fee differs", "DELETE FROM order_fee" },
        { "a fee was charged by no version", "DELETE FROM fee_schedule" },
        { "fees given back differ", "UPDATE order_fee SET refunded_base_fen = 0" },
        { "more of a fee was given back", "UPDATE order_fee SET refunded_base_fen = base_fen + 1" },
        { "an advance differs from the payout", "UPDATE advance SET amount_fen = amount_fen + 1" },
        { "an advance differs from the payout", "UPDATE advance SET opened_on = '2017-08-02'" },
        { "an advance differs from the payout", "DELETE FROM advance" },
        { "the fee of an advance differs", "UPDATE advance SET fee_fen = fee_fen + 1" },
        { "the advances that a batch repaid differ", "UPDATE advance SET batch_id = NULL" },
        { "the advances of a day differ", "UPDATE advance_day SET amount_fen = amount_fen + 1" },
        { "the advances of a day differ", "UPDATE advance_day SET fee_fen = fee_fen + 1" },
        { "the advances of a day differ", "UPDATE advance_day SET count = count + 1" },
        { "the days that a batch repays differ", "UPDATE advance_day SET batch_id = NULL" },
        { "the advances of a day's hours differ", "UPDATE advance_hour SET amount_fen = amount_fen + 1" },
        { "the advances of a day's hours differ", "UPDATE advance_hour SET count = count + 1" },
        {
            "a payout that waits differs",
            """
            INSERT INTO payout_hold (id, pool_id, amount_fen, reason, exposure_fen, limit_fen, held_on, held_at_utc, approval_id, state)
            SELECT id, pool_id, amount_fen, 1, 0, 0, '2017-08-03', '2017-08-03 01:00:00', 0, 1 FROM custody_order WHERE type = 11 AND state = 1
            """
        },
        { "an interception differs", "UPDATE custody_order SET interception_id = 1 WHERE type = 11 AND state = 1" },
        { "an interception differs", "UPDATE custody_order SET state = 8 WHERE type = 11 AND state = 1" },
        { "a settlement of fees differs", "UPDATE custody_order SET type = 70 WHERE type = 33" },
        {
            "a statement of fees does not lead",
            """
            INSERT INTO fee_statement (id, pool_id, month, opening_fen, withdrawal_count, base_fen, advance_fen, platform_borne_fen,
                refunded_fen, paid_fen, netted_fen, closing_fen, recharge_count, recharge_fen, made_at_utc)
            VALUES (1, 1, '2017-07-01', 0, 1, 200, 30, 0, 0, 0, 0, 231, 0, 0, '2017-08-01 00:00:00')
            """
        },
        { "a suspense account differs", "UPDATE suspense_item SET amount_fen = amount_fen + 1 WHERE kind = 2" },
        { "a suspense account differs", "UPDATE account SET book_fen = book_fen + 1 WHERE type = 308" },
        { "a suspense account differs", "DELETE FROM suspense_item" },
        { "what was cleared of an item differs", "UPDATE suspense_item SET cleared_fen = cleared_fen + 1, amount_fen = amount_fen + 1" },
        { "what was cleared of an item differs", "DELETE FROM custody_order WHERE type = 62" },
        { "a transit account differs", "UPDATE suspense_clearing SET way = 2 WHERE way = 4" },
        { "a settlement batch differs from its entry", "UPDATE settlement_batch SET recharge_fen = recharge_fen + 1" },
        { "a settlement batch differs from its entry", "DELETE FROM journal_entry WHERE operation = 50" },
        { "a settlement batch differs from what its days", "UPDATE settlement_batch SET recharge_fen = recharge_fen + 1, fee_fen = fee_fen + 1" },
        { "a settlement batch differs from what its days", "UPDATE settlement_batch SET payout_fen = payout_fen + 1, return_fen = return_fen + 1" },
        { "what arrived for a settlement differs", "UPDATE settlement_batch SET received_fen = received_fen + 1" },
        { "what arrived for a settlement differs", "DELETE FROM journal_entry WHERE operation = 51" },

        { "bids of a listing differ", "UPDATE listing SET subscribed_fen = subscribed_fen + 1 WHERE state = 1" },
        { "bids of a listing differ", "UPDATE \"freeze\" SET remaining_fen = remaining_fen - 1 WHERE state = 1 AND purpose = 1" },
        { "outstanding principal differs", "UPDATE listing SET outstanding_fen = outstanding_fen - 1 WHERE state = 2" },
        { "outstanding principal differs", "UPDATE listing SET amount_fen = subscribed_fen - 1 WHERE state = 2" },
        { "outstanding principal differs", "DELETE FROM claim WHERE id = (SELECT MIN(id) FROM claim)" },
        { "what a listing released differs", "UPDATE listing SET released_fen = released_fen - 1 WHERE state = 2" },
        { "what a listing released differs", "UPDATE custody_order SET fee_fen = fee_fen + 1 WHERE type = 24" },
        { "what a listing released differs", "UPDATE custody_order SET state = 5 WHERE type = 24" },
        { "what a listing released differs", "UPDATE journal_entry SET operation = 20 WHERE operation = 13" },
        { "a claim differs from the bid", "UPDATE \"freeze\" SET original_fen = original_fen + 1 WHERE purpose = 1 AND state = 2" },
        { "a claim differs from the bid", "UPDATE claim SET account_id = (SELECT MIN(id) FROM account)" },
        { "a claim differs from the bid", "UPDATE claim SET freeze_id = (SELECT MIN(freeze_id) FROM claim)" },
        { "a claim differs from the bid", "DELETE FROM claim WHERE id = (SELECT MAX(id) FROM claim)" },
        { "principal lent or repaid on a claim", "UPDATE claim SET outstanding_fen = outstanding_fen + 1" },
        { "principal lent or repaid on a claim", "UPDATE claim SET principal_fen = principal_fen + 1, outstanding_fen = outstanding_fen + 1" },
        { "principal lent or repaid on a claim", "UPDATE journal_line SET kind = 3 WHERE kind = 2 AND claim_id IS NOT NULL" },
        { "principal lent or repaid on a claim", "UPDATE journal_line SET freeze_id = NULL WHERE kind = 2" },
        { "a recovery claim differs", "UPDATE recovery_claim SET recovered_fen = recovered_fen + 1" },
        { "a recovery claim differs", "UPDATE custody_order SET amount_fen = amount_fen + 1 WHERE type = 32" },
        { "a recovery claim differs", "UPDATE custody_order SET amount_fen = 11501 WHERE type = 33; UPDATE recovery_claim SET recovered_fen = 11501" },
        { "a recovery claim differs", "DELETE FROM recovery_claim" },
        { "a compensator's claims differ", "UPDATE recovery_claim SET compensator_account_id = (SELECT MIN(id) FROM account)" },
        { "a compensator's claims differ", "UPDATE custody_order SET account_id = (SELECT MIN(id) FROM account) WHERE type = 31" },
        { "a borrower's loan balance differs", "UPDATE custody_user SET loan_balance_fen = loan_balance_fen + 1 WHERE role = 2" },
        { "a borrower's loan balance differs", "UPDATE listing SET state = 4 WHERE state = 1" },

        { "the running balance", $"UPDATE journal_line SET book_after_fen = book_after_fen + 1 WHERE {FirstLine}" },
        { "the running balance", $"UPDATE journal_line SET account_version = account_version + 5 WHERE {LastLine}" },
        { "a balance differs from the account's last line", "UPDATE account SET version = version + 1 WHERE type = 101" },
        {
            "an entry was posted into a closed day",
            $"UPDATE journal_entry SET accounting_date = '2017-08-03', posted_at_utc = '2017-09-01 00:00:00' WHERE {LastEntry}"
        },
        { "an entry was posted into a closed day", $"UPDATE journal_entry SET accounting_date = '2017-08-03' WHERE {LastEntry}" },
        { "a balance that was kept differs", "UPDATE balance_snapshot SET book_fen = book_fen + 1" },
        { "a balance that was kept differs", "UPDATE balance_snapshot SET account_version = account_version + 1000" },
        { "balances of a day that were kept are missing", "DELETE FROM balance_snapshot WHERE id = (SELECT MIN(id) FROM balance_snapshot)" },
        { "a trial balance that was kept differs", "UPDATE trial_balance_row SET debit_fen = debit_fen + 1 WHERE type = 101" },
        { "a trial balance that was kept differs", "DELETE FROM trial_balance_row WHERE type = 302" },
        {
            "a trial balance does not begin",
            "INSERT INTO accounting_day (id, date, cut_at_utc, proved_at_utc, breaches, entries, late_entries, turnover_fen, snapshot_accounts, snapshot_cursor) " +
            "VALUES (-1, '2017-08-02', '2017-08-03 00:00:00', '2017-08-03 00:00:00', 0, 0, 0, 0, 0, 0); " +
            "UPDATE trial_balance_row SET opening_fen = opening_fen + 1 WHERE type = 101"
        },
        { "an entry is booked on a day", $"UPDATE journal_entry SET accounting_date = '2017-08-09' WHERE {LastEntry}" },
    };

    [Theory, OnBothDatabases]
    public async Task Books_kept_by_the_bank_have_no_breach(string database) =>
        Assert.Empty(await banks.ProveSpoiledAsync(database));

    /// <summary>A clock that was two days ahead while they were posted, and was set right before their day was closed.</summary>
    [Theory, OnBothDatabases]
    public async Task Entries_that_carry_the_time_of_a_wrong_clock_are_no_breach(string database) =>
        Assert.Empty(await banks.ProveSpoiledAsync(database, "UPDATE journal_entry SET posted_at_utc = '2017-09-01 00:00:00'"));

    [Theory, MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_named_with_its_figures(string check, string fault)
    {
        var invariant = TrialBalanceChecks.All.Single(one => one.English.StartsWith(check, StringComparison.Ordinal)).Invariant;
        foreach (var database in new[] { "sqlite", "postgres" })
        {
            var breaches = await banks.ProveSpoiledAsync(database, fault);

            var named = breaches.Where(breach => breach.English.StartsWith(check, StringComparison.Ordinal)).ToList();
            Assert.True(named.Count > 0, $"{database}: {string.Join("; ", breaches.Select(breach => breach.English))}");
            Assert.All(named, breach => Assert.Equal(invariant, breach.Invariant));
            // What is about a day of the whole bank concerns no single pool.
            if (check is not ("an entry was posted into a closed day" or "balances of a day that were kept are missing"))
                Assert.Contains(named, breach => breach.PoolId is not null);
            if (check is "money set aside for a compensation differs" or "a claim differs from the bid")
                Assert.All(named, breach => Assert.NotNull(breach.PoolId));
            Assert.All(breaches, breach => Assert.False(string.IsNullOrWhiteSpace(breach.Subject)));
        }
    }

    [Fact]
    public void Every_check_has_a_planted_fault()
    {
        var planted = Faults.Select(fault => fault.Data.Item1).ToList();
        Assert.All(TrialBalanceChecks.All, check =>
            Assert.Contains(planted, name => check.English.StartsWith(name, StringComparison.Ordinal)));
    }
}
