using System.Globalization;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Days;

/// <summary>
/// The end of an accounting day, step by step 日终. Every step may be asked for again and does nothing twice; a refusal says what is missing,
/// and asked again afterwards the step goes on. The order of one date:
/// <list type="number">
/// <item><see cref="CutAsync"/> 日切, after the cut-off time; days in order;</item>
/// <item><see cref="SettleAsync"/> 轧差清算, after the cut; on a working day only;</item>
/// <item><see cref="ConfirmAsync"/> 到账确认, after the settlement; may be asked again until nothing waits;</item>
/// <item><see cref="ReleaseFloatAsync"/> 在途转到账, after the confirmation;</item>
/// <item><see cref="TrialBalanceAsync"/> 试算平衡, any time after the cut;</item>
/// <item><see cref="SnapshotAsync"/> 余额快照, any time after the cut;</item>
/// <item><see cref="CloseAsync"/> 关账, after all of these; days in order.</item>
/// </list>
/// The next date may be cut and settled while an earlier one still waits for its confirmation to be closed; a pool has one unconfirmed batch at
/// a time. Money keeps moving through all of it.
/// </summary>
/// <param name="staff">Keeps the audit trail.</param>
/// <param name="writer">The writer of the custody database.</param>
/// <param name="channel">The payment company, which says what it transferred.</param>
/// <param name="reader">Contexts to read with, beside the writer.</param>
public sealed class DayEnd(StaffDesk staff, GroupWriter writer, IPaymentChannel channel, IDbContextFactory<CustodyDb> reader)
{
    /// <summary>Ends an accounting day; see <see cref="CloseDay.Cut"/> for its refusals.</summary>
    public async Task<Outcome<DayStep>> CutAsync(DateOnly date)
    {
        // What was done before is told without another line in the audit trail.
        var known = await writer.RunAsync(CustodyStore.DaysLock, books => date < books.Bank.AccountingDate ? CloseDay.Cut(books, date) : true);
        var cut = known is { Done: true, Value: true }
            ? await staff.RunSystemAsync(0, Draft("Days.Cut", date), (books, _) => CloseDay.Cut(books, date))
            : known;
        if (!cut.Done) return cut.Refusal;
        var next = date.AddDays(1);
        return new DayStep(
            date, cut.Value, 1, 0, 0, $"会计日由 {Text(date)} 切换至 {Text(next)}", $"The accounting date moved from {Text(date)} to {Text(next)}");
    }

    /// <summary>
    /// Settles every pool through a day, if it is a working day; see <see cref="SettlePool"/>. The batch covers all days since the batch before.
    /// A pool that has a batch through the day already is left alone; one whose batch before is not confirmed yet waits for that, and one whose
    /// postings are stopped until they go on, and only they: the other pools are settled, and asked again the step goes on. Refusals in order: <see cref="DayRefusals.NotCut"/>,
    /// <see cref="DayRefusals.UnknownDay"/>, those of <see cref="SettlePool"/> but <see cref="SettlementRefusals.PreviousOpen"/>; the other pools
    /// are settled all the same.
    /// </summary>
    public async Task<Outcome<DayStep>> SettleAsync(DateOnly date)
    {
        var plan = await writer.RunAsync<(DateOnly? Next, List<(long Id, string? Waits)> Pools)>(CustodyStore.DaysLock, books =>
        {
            if (NotCut(books, date) is { } notCut) return notCut;
            var calendar = TakeNotice.CalendarOf(books);
            if (!calendar.IsWorkingDay(date)) return (calendar.NextWorkingDay(date), new List<(long, string?)>());
            return (null, CloseDay.OpenPools(books, date)
                .Where(open => !books.BatchesOfPool.Of(open.Pool.Id).Any(batch => batch.Through >= date))
                .Select(open => (open.Pool.Id, open.Pool.PostingsStopped ? open.Platform.Name : SettlePool.OpenBatchOf(books, open.Pool.Id)?.No)).ToList());
        });
        if (!plan.Done) return plan.Refusal;
        if (plan.Value.Next is { } next)
        {
            return new DayStep(
                date, false, 0, 0, 0, $"{Text(date)} 为非工作日，不清算；下一清算日 {Text(next)}",
                $"Banks do not settle on {Text(date)}; the next settlement day is {Text(next)}");
        }

        var (made, netFen, first) = (0, 0L, (Refusal?)null);
        var waiting = plan.Value.Pools.Where(pool => pool.Waits is not null).Select(pool => pool.Waits!).ToList();
        foreach (var (poolId, waits) in plan.Value.Pools)
        {
            if (waits is not null) continue;
            var request = new SettlePool(SystemHead(poolId, $"SETTLE-{poolId}-{date:yyyyMMdd}"), date, date);
            var asked = await staff.RunSystemAsync(poolId, Draft("Settlement.Instruct", date), (books, draft) => Instruct(books, draft, request));
            if (!asked.Done) first ??= asked.Refusal;
            else (made, netFen) = (made + 1, netFen + asked.Value);
        }

        if (first is not null) return first;
        if (waiting.Count > 0)
        {
            return new DayStep(
                date, made > 0, made, netFen, waiting.Count,
                $"已清算 {made} 个存管汇总户，轧差合计 {Fen.Format(netFen)} 元；{waiting.Count} 个须待上一批次确认到账或恢复记账：{string.Join('、', waiting)}",
                $"{made} pools settled, {Fen.Format(netFen)} yuan net; {waiting.Count} wait until their batch before is confirmed or postings go on: {string.Join(", ", waiting)}");
        }

        return new DayStep(
            date, made > 0, made, netFen, 0,
            made > 0 ? $"已清算 {made} 个存管汇总户，轧差合计 {Fen.Format(netFen)} 元" : "各存管汇总户均已清算",
            made > 0 ? $"{made} pools settled, {Fen.Format(netFen)} yuan net" : "All pools were settled before");
    }

    /// <summary>
    /// Asks the payment company about every batch that waits, of whatever day, and confirms those of which exactly the instructed amount was
    /// transferred. Another amount, or none yet, waits for two people (<see cref="ConfirmSettlement"/>); that is no refusal, and closing the day
    /// will ask again. A pool that the day still has to settle, because its batch before was late, is waited for as well: its batch is to be
    /// asked about. What is still to come for later days keeps this one from nothing.
    /// Refusals in order: <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>.
    /// </summary>
    public async Task<Outcome<DayStep>> ConfirmAsync(DateOnly date, CancellationToken cancellationToken = default)
    {
        var open = await writer.RunAsync<List<(long PoolId, string No, long NetFen, DateOnly Through)>>(CustodyStore.DaysLock, books => NotCut(books, date) is { } notCut
            ? notCut
            : BatchesIn(books, BatchState.Instructed).Select(batch => (batch.PoolId, batch.No, batch.NetFen, batch.Through)).ToList());
        if (!open.Done) return open.Refusal;
        var (confirmed, receivedFen, waiting) = (0, 0L, new List<string>());
        foreach (var (poolId, no, netFen, through) in open.Value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transferred = await channel.TransferredAsync(new SettlementQuery(poolId, no, netFen), cancellationToken);
            if (transferred != netFen)
            {
                if (through <= date) waiting.Add(no);
                continue;
            }

            var request = new ConfirmSettlement(SystemHead(poolId, $"CONFIRM-{poolId}-{through:yyyyMMdd}"), no, netFen);
            var done = await staff.RunSystemAsync(poolId, new AuditDraft("Settlement.Confirm", "settlement:" + no), (books, draft) =>
            {
                draft.After = Fen.Format(netFen);
                return request.Run(books);
            });
            if (done.Done) (confirmed, receivedFen) = (confirmed + 1, receivedFen + netFen);
            else if (through <= date) waiting.Add(no);
        }

        var toBeSettled = await writer.RunAsync<List<string>>(
            CustodyStore.DaysLock, books => CloseDay.ToBeSettled(books, date).Select(open => open.Platform.Name).ToList());
        if (!toBeSettled.Done) return toBeSettled.Refusal;
        var (chinese, english) = ($"已确认 {confirmed} 批", $"{confirmed} batches confirmed");
        if (waiting.Count > 0)
            (chinese, english) = ($"{chinese}，待人工确认：{string.Join('、', waiting)}", $"{english}; these wait for people: {string.Join(", ", waiting)}");
        if (toBeSettled.Value.Count > 0)
        {
            chinese += $"，待清算：{string.Join('、', toBeSettled.Value)}";
            english += $"; still to be settled: {string.Join(", ", toBeSettled.Value)}";
        }

        var waits = waiting.Count + toBeSettled.Value.Count;
        return new DayStep(
            date, confirmed > 0, confirmed, receivedFen, waits,
            waits > 0 ? chinese : chinese + "，无待确认批次", waits > 0 ? english : english + "; none waits");
    }

    /// <summary>
    /// Switches users' money from unsettled to settled for every confirmed batch; see <see cref="ReleaseFloat"/>. Interrupted, it goes on where
    /// it stopped; a pool whose postings are stopped is left out. Refusals in order: <see cref="DayRefusals.NotCut"/>,
    /// <see cref="DayRefusals.UnknownDay"/>, those of the ledger.
    /// </summary>
    public async Task<Outcome<DayStep>> ReleaseFloatAsync(
        DateOnly date, IProgress<DayProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var confirmed = await writer.RunAsync<List<(long PoolId, string No)>>(CustodyStore.DaysLock, books => NotCut(books, date) is { } notCut
            ? notCut
            : BatchesIn(books, BatchState.Confirmed)
                .Where(batch => batch.Through <= date && !books.Pools.Get(batch.PoolId).PostingsStopped).Select(batch => (batch.PoolId, batch.No)).ToList());
        if (!confirmed.Done) return confirmed.Refusal;
        var (accounts, switchedFen) = (0L, 0L);
        for (var index = 0; index < confirmed.Value.Count; index++)
        {
            var (poolId, no) = confirmed.Value[index];
            var step = new ReleaseFloat(poolId, no);
            var batchFen = 0L;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var taken = await writer.RunAsync(poolId, step.Run);
                if (!taken.Done) return taken.Refusal;
                (accounts, switchedFen) = (accounts + taken.Value.Accounts, switchedFen + taken.Value.SwitchedFen);
                batchFen += taken.Value.SwitchedFen;
                var percent = (100L * index) + (100 * batchFen / Math.Max(1, batchFen + taken.Value.LeftFen));
                progress?.Report(new DayProgress(accounts, switchedFen, (int)(percent / confirmed.Value.Count)));
                if (taken.Value.Done) break;
            }
        }

        return new DayStep(
            date, confirmed.Value.Count > 0, confirmed.Value.Count, switchedFen, 0,
            $"{confirmed.Value.Count} 批在途转到账，共 {accounts} 户，{Fen.Format(switchedFen)} 元",
            $"Unsettled money of {accounts} accounts became settled, {Fen.Format(switchedFen)} yuan in {confirmed.Value.Count} batches");
    }

    /// <summary>
    /// Takes the trial balance of a cut day, proves the books, and keeps both with the day. Until the day is closed it may be taken again; what
    /// it says must then be the same. A trial balance that fails is done, with what it found: it keeps the day from being closed, and stops
    /// postings on the pools concerned (<see cref="PostingStops"/>). Refusals in order: <see cref="DayRefusals.NotCut"/>,
    /// <see cref="DayRefusals.UnknownDay"/>.
    /// </summary>
    /// <param name="date">The accounting date.</param>
    /// <param name="proveBooks">False to prove the day's own figures only, where many days are caught up one after the other and the books
    /// as they stand are proved with the last of them.</param>
    /// <param name="cancellationToken">Stops before anything is kept.</param>
    public async Task<Outcome<DayStep>> TrialBalanceAsync(
        DateOnly date, bool proveBooks = true, CancellationToken cancellationToken = default)
    {
        var cut = await writer.RunAsync<bool>(CustodyStore.DaysLock, books => NotCut(books, date) is { } notCut ? notCut : true);
        if (!cut.Done) return cut.Refusal;
        var (figures, breaches) = await TrialBalanceOfDay.ReadAsync(reader, date, proveBooks, cancellationToken);
        var kept = await staff.RunSystemAsync(CustodyStore.DaysLock, Draft("Days.TrialBalance", date), (books, draft) =>
        {
            draft.After = breaches.Count == 0 ? "balanced" : $"{breaches.Count} breaches: {breaches[0].English}";
            return TrialBalanceOfDay.Keep(books, date, figures, breaches);
        });
        if (!kept.Done) return kept.Refusal;
        var stopped = await PostingStops.FollowAsync(staff, writer, date, breaches, proveBooks);
        if (!stopped.Done) return stopped.Refusal;
        return TrialBalanceOfDay.Told(date, kept.Value, figures, breaches, stopped.Value);
    }

    /// <summary>
    /// Keeps what every account that moved on a cut day held at its end. Interrupted, it goes on where it stopped. Refusals in order:
    /// <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>.
    /// </summary>
    public async Task<Outcome<DayStep>> SnapshotAsync(
        DateOnly date, IProgress<DayProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var day = await writer.RunAsync(CustodyStore.DaysLock, books => SnapshotOfDay.Find(books, date));
        if (!day.Done) return day.Refusal;
        var changed = day.Value.SnapshotAtUtc is null;
        if (changed)
        {
            await using var db = await reader.CreateDbContextAsync(cancellationToken);
            // Read in the order of the accounts: how far it is follows from the last of them.
            var lastAccount = Math.Max(1, await db.Accounts.MaxAsync(account => (long?)account.Id, cancellationToken) ?? 1);
            var step = new List<BalanceAtEnd>(SnapshotOfDay.AccountsAtOnce);
            await foreach (var balance in SnapshotOfDay.Read(db, date, day.Value.SnapshotCursor).WithCancellation(cancellationToken))
            {
                step.Add(balance);
                if (step.Count < SnapshotOfDay.AccountsAtOnce) continue;
                day = await KeepAsync(step, isLast: false);
                if (!day.Done) return day.Refusal;
                progress?.Report(new DayProgress(day.Value.SnapshotAccounts, 0, (int)(day.Value.SnapshotCursor * 100 / lastAccount)));
                step = new List<BalanceAtEnd>(SnapshotOfDay.AccountsAtOnce);
            }

            day = await KeepAsync(step, isLast: true);
            if (!day.Done) return day.Refusal;
        }

        return new DayStep(
            date, changed, day.Value.SnapshotAccounts, 0, 0,
            $"已保存 {day.Value.SnapshotAccounts} 户的日终余额", $"The balances of {day.Value.SnapshotAccounts} accounts at the end of the day are kept");

        Task<Outcome<AccountingDay>> KeepAsync(IReadOnlyList<BalanceAtEnd> balances, bool isLast) =>
            writer.RunAsync(CustodyStore.DaysLock, books => SnapshotOfDay.Keep(books, date, balances, isLast));
    }

    /// <summary>Closes a day: it takes no postings any more; see <see cref="CloseDay.Close"/> for its refusals.</summary>
    public async Task<Outcome<DayStep>> CloseAsync(DateOnly date)
    {
        var known = await writer.RunAsync<bool>(CustodyStore.DaysLock, books => books.DayByDate.Find(date) is { ClosedAtUtc: not null });
        var closed = known is { Done: true, Value: true }
            ? false
            : await staff.RunSystemAsync(0, Draft("Days.Close", date), (books, _) => CloseDay.Close(books, date));
        if (!closed.Done) return closed.Refusal;
        return new DayStep(
            date, closed.Value, 1, 0, 0, $"会计日 {Text(date)} 已关账", $"The accounting day {Text(date)} is closed");
    }

    /// <summary>What keeps a day from being closed, in the words of <see cref="CloseAsync"/>; null where it is closed or could be.</summary>
    public async Task<Refusal?> ObstacleAsync(DateOnly date)
    {
        var asked = await writer.RunAsync<bool>(
            CustodyStore.DaysLock, books => CloseDay.Obstacle(books, date) is { } obstacle ? obstacle : true);
        return asked.Refusal;
    }

    private static Outcome<long> Instruct(Books books, AuditDraft draft, SettlePool request)
    {
        var asked = request.Run(books);
        if (!asked.Done) return asked.Refusal;
        var batch = books.BatchesOfPool.Of(request.Head.PoolId).First(batch => batch.OrderId == asked.Value.OrderId);
        draft.Subject = "settlement:" + batch.No;
        draft.After = Fen.Format(batch.NetFen);
        return batch.NetFen;
    }

    private static Refusal? NotCut(Books books, DateOnly date) =>
        date >= books.Bank.AccountingDate ? DayRefusals.NotCut(date, books.Bank.AccountingDate)
        : books.DayByDate.Find(date) is null ? DayRefusals.UnknownDay(date) : null;

    private static IEnumerable<SettlementBatch> BatchesIn(Books books, BatchState state) => books.Batches
        .Search(batch => batch.State == state, "\"state\" = {0}", (int)state).OrderBy(batch => batch.Id);

    private static RequestHead SystemHead(long poolId, string requestNo) => new(poolId, requestNo, StaffMember.System.UserName);

    private static AuditDraft Draft(string action, DateOnly date) => new(action, "day:" + Text(date));

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
