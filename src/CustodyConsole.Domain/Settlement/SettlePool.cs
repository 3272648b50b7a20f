using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Settlement;

/// <summary>
/// Computes and instructs the net settlement of a pool 轧差清算 (R68, R69): all recharges, payouts, returns and fees up to a cut day that no batch
/// has settled. Money keeps moving on the new day meanwhile and is no part of it. Legs (c.2): B-PAYO and B-FEEP to B-NET; B-NET to B-RECV
/// and B-RTN. The day end settles a working day on that day; by hand it is done on a working day by the clock. What it nets is settled from then
/// on; whose money that is, <see cref="ReleaseFloat"/> works out afterwards, and until then B-NET holds it as a negative unsettled part, so
/// that the sum is right at every moment (c.3, invariant 6).
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="Through">The last accounting date to be covered.</param>
/// <param name="SettlesOn">The working day on which it settles; null for today by the clock.</param>
public sealed record SettlePool(RequestHead Head, DateOnly Through, DateOnly? SettlesOn = null) : BankRequest(Head)
{
    private static readonly AccountType[] Owing =
        [AccountType.RechargeReceivable, AccountType.ReturnReceivable, AccountType.PayoutPayable, AccountType.FeePayable];

    /// <inheritdoc />
    public override OrderType Type => OrderType.NetSettlement;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override bool EvenWhenClosed => true;

    /// <inheritdoc />
    protected override object?[] Content => SettlesOn is { } on ? [Through, on] : [Through];

    /// <inheritdoc />
    internal override void Want(Books books) => books.BankAccountsOfPool.Want(Head.PoolId);

    /// <summary>
    /// Refusals in order: <see cref="SettlementRefusals.DayNotCut"/>, <see cref="SettlementRefusals.NotAWorkingDay"/>,
    /// <see cref="SettlementRefusals.PreviousOpen"/>, <see cref="SettlementRefusals.AlreadySettled"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var figured = Figure(books);
        if (!figured.Done) return figured.Refusal;
        var (from, on, recharges, returns, payouts, fees) = figured.Value;
        var netFen = figured.Value.NetFen;
        var order = Order(books, platform, Math.Abs(netFen));
        var net = books.BankAccount(Head.PoolId, AccountType.NetClearing);
        var draft = new EntryDraft(Operation.NetSettlement, order);
        Owed(draft, payouts, net, LineKind.Funds);
        Owed(draft, fees, net, LineKind.Fee);
        Due(draft, recharges, net);
        Due(draft, returns, net);
        if (draft.Lines.Count > 0 && books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        var batch = new SettlementBatch
        {
            PoolId = Head.PoolId,
            From = from,
            Through = Through,
            SettledOn = on,
            RechargeFen = recharges.BookFen,
            ReturnFen = returns.BookFen,
            PayoutFen = payouts.BookFen,
            FeeFen = fees.BookFen,
            OrderId = order.Id,
            InstructedAtUtc = books.NowUtc,
        };
        books.Batches.Add(batch);
        order.Remark = batch.No;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>What the batch would hold, behind the refusals of <see cref="Execute"/>.</summary>
    internal Outcome<SettlementFigures> Figure(Books books)
    {
        // A day that was cut in this very group may have postings that are not written yet: the next group will do.
        if (books.DayByDate.Find(Through) is not { IsNew: false } || Through >= books.Bank.AccountingDate)
            return SettlementRefusals.DayNotCut(Through);
        var today = SettlesOn ?? BankTime.DateOf(books.NowUtc);
        var calendar = TakeNotice.CalendarOf(books);
        if (!calendar.IsWorkingDay(today)) return SettlementRefusals.NotAWorkingDay(today, calendar.NextWorkingDay(today));
        if (OpenBatchOf(books, Head.PoolId) is { } open) return SettlementRefusals.PreviousOpen(open.No);
        var previous = LastBatchOf(books, Head.PoolId);
        if (previous is not null && previous.Through >= Through) return SettlementRefusals.AlreadySettled(Through, previous.No);

        return new SettlementFigures(
            previous?.Through.AddDays(1), today,
            AtTheCut(books, Head.PoolId, Through, AccountType.RechargeReceivable), AtTheCut(books, Head.PoolId, Through, AccountType.ReturnReceivable),
            AtTheCut(books, Head.PoolId, Through, AccountType.PayoutPayable), AtTheCut(books, Head.PoolId, Through, AccountType.FeePayable));
    }

    /// <summary>True where something was owed between the bank and the payment company when a day was cut that no batch has netted since.</summary>
    internal static bool WasOwed(Books books, long poolId, DateOnly through) => Owing.Any(type => AtTheCut(books, poolId, through, type).BookFen != 0);

    /// <summary>The pool's batch that is not confirmed yet, which the next one has to wait for; null where there is none.</summary>
    internal static SettlementBatch? OpenBatchOf(Books books, long poolId) =>
        LastBatchOf(books, poolId) is { State: BatchState.Instructed } open ? open : null;

    private static SettlementBatch? LastBatchOf(Books books, long poolId) => books.BatchesOfPool.Of(poolId).MaxBy(batch => batch.Through);

    /// <summary>
    /// What an account held when the last covered day was cut, less what batches have netted since: a batch that was late was posted on a later
    /// day than those that it covers.
    /// </summary>
    private static Balance AtTheCut(Books books, long poolId, DateOnly through, AccountType type)
    {
        var account = books.BankAccount(poolId, type);
        var last = books.Store.Query(
            books.Lines.Table,
            """
            "id" = (SELECT l.id FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id
                    WHERE l.account_id = {0} AND e.accounting_date <= {1} ORDER BY l.account_version DESC LIMIT 1)
            """,
            account.Id, through);
        var (bookFen, floatFen) = last.Count == 0 ? (0L, 0L) : (last[0].BookAfterFen, last[0].FloatAfterFen);
        foreach (var entry in NettedSince(books, poolId, through))
        {
            foreach (var line in books.Store.Query(
                books.Lines.Table, "\"id\" >= {0} AND \"id\" < {1} AND \"account_id\" = {2}",
                entry.FirstLineId, entry.FirstLineId + entry.LineCount, account.Id))
            {
                var before = books.Store.Query(
                    books.Lines.Table, "\"account_id\" = {0} AND \"account_version\" = {1}", account.Id, line.AccountVersion - 1);
                bookFen += line.BookAfterFen - (before.Count == 0 ? 0 : before[0].BookAfterFen);
                floatFen += line.FloatAfterFen - (before.Count == 0 ? 0 : before[0].FloatAfterFen);
            }
        }

        return new Balance(account, bookFen, floatFen);
    }

    /// <summary>
    /// The entries of batches that were posted on a later day than the last covered one. Accounting dates decide, never the clock, which may have
    /// been set back in between. A pool's batches are made in the order of the days that they cover, so the first that was posted in time ends it.
    /// </summary>
    private static IEnumerable<JournalEntry> NettedSince(Books books, long poolId, DateOnly through) => books.BatchesOfPool.Of(poolId)
        .OrderByDescending(batch => batch.Through)
        .TakeWhile(batch => books.Orders.Get(batch.OrderId).AccountingDate > through)
        .SelectMany(batch => books.EntriesOfOrder.Of(batch.OrderId))
        .Where(entry => entry.Operation == Operation.NetSettlement);

    /// <summary>What the bank owes the payment company goes to B-NET together with its unsettled part.</summary>
    private static void Owed(EntryDraft draft, Balance owed, Account net, LineKind kind)
    {
        if (owed.BookFen == 0) return;
        var amountFen = Math.Abs(owed.BookFen);
        var floatFen = Math.Clamp(owed.BookFen > 0 ? owed.FloatFen : -owed.FloatFen, 0, amountFen);
        draft.Line(owed.BookFen > 0 ? owed.Account : net, Side.Debit, amountFen, kind, floatFen)
            .Line(owed.BookFen > 0 ? net : owed.Account, Side.Credit, amountFen, kind, floatFen);
    }

    /// <summary>What the payment company owes is settled: B-NET takes its unsettled part over.</summary>
    private static void Due(EntryDraft draft, Balance due, Account net)
    {
        if (due.BookFen == 0) return;
        var amountFen = Math.Abs(due.BookFen);
        draft.Line(due.BookFen > 0 ? net : due.Account, Side.Debit, amountFen, LineKind.Funds, amountFen)
            .Line(due.BookFen > 0 ? due.Account : net, Side.Credit, amountFen, LineKind.Funds, amountFen);
    }

    internal sealed record Balance(Account Account, long BookFen, long FloatFen);
}

/// <summary>What a batch nets.</summary>
/// <param name="From">The first day it covers; null for the pool's first batch.</param>
/// <param name="On">The working day on which it settles.</param>
/// <param name="Recharges">B-RECV when the last covered day was cut.</param>
/// <param name="Returns">B-RTN.</param>
/// <param name="Payouts">B-PAYO.</param>
/// <param name="Fees">B-FEEP.</param>
internal sealed record SettlementFigures(
    DateOnly? From, DateOnly On, SettlePool.Balance Recharges, SettlePool.Balance Returns, SettlePool.Balance Payouts, SettlePool.Balance Fees)
{
    public long NetFen => Recharges.BookFen + Returns.BookFen - Payouts.BookFen - Fees.BookFen;
}
