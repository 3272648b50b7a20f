using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Jobs;

/// <summary>
/// What a run by hand of a job that moves money would move, pool by pool, as the bank stands: whoever decides sees figures and not the job's name
/// alone, and the request carries their sum, so that the rules by amount hold for it as for a settlement by hand.
/// </summary>
/// <param name="AmountFen">The sum of all net amounts, each without its sign, in fen.</param>
/// <param name="Changes">The figures.</param>
internal sealed record JobRunEffect(long AmountFen, IReadOnlyList<ApprovalChange> Changes)
{
    public static JobRunEffect Of(Books books, JobFacts job, DateOnly date)
    {
        var effect = new Collected();
        switch (job.Name)
        {
            case JobCatalogue.NetSettlement:
                Settle(books, date, effect);
                break;
            case JobCatalogue.ConfirmationCheck:
                Confirm(books, effect);
                break;
            case JobCatalogue.CatchUp:
                var first = books.OpenDaysUntil(date).Select(day => (DateOnly?)day.Date).Min() ?? books.Bank.AccountingDate;
                effect.Add("补跑会计日", "Accounting days to be run", DaysOf(first, date), DaysOf(first, date));
                Confirm(books, effect);
                Standing(books, date, effect);
                break;
        }

        return new JobRunEffect(effect.AmountFen, effect.Changes);
    }

    private static void Settle(Books books, DateOnly date, Collected effect)
    {
        var calendar = TakeNotice.CalendarOf(books);
        if (!calendar.IsWorkingDay(date))
        {
            var next = calendar.NextWorkingDay(date);
            effect.Add("轧差清算", "Net settlement", $"非工作日，不清算；下一清算日 {next:yyyy-MM-dd}", $"not a working day; the next settlement day is {next:yyyy-MM-dd}");
            return;
        }

        foreach (var (pool, platform) in CloseDay.OpenPools(books, date))
        {
            if (books.BatchesOfPool.Of(pool.Id).Any(batch => batch.Through >= date)) continue;
            var figured = new SettlePool(new RequestHead(pool.Id, "", ""), date, date).Figure(books);
            if (!figured.Done) effect.Add(NameOf(pool, platform), NameOf(pool, platform), figured.Refusal.Chinese, figured.Refusal.English);
            else
            {
                var (from, _, recharges, returns, payouts, fees) = figured.Value;
                effect.Add(NameOf(pool, platform), DaysOf(from, date), DaysOf(from, date), recharges.BookFen, returns.BookFen, payouts.BookFen, fees.BookFen);
            }
        }
    }

    /// <summary>
    /// What the pools have to settle at this moment: days that are not cut yet cannot be figured, so it is shown as it stands, and what of it belongs
    /// to days after the last one to be run is settled with those.
    /// </summary>
    private static void Standing(Books books, DateOnly date, Collected effect)
    {
        foreach (var (pool, platform) in CloseDay.OpenPools(books, date))
        {
            long Held(AccountType type) => books.BankAccount(pool.Id, type).BookFen;
            effect.Add(
                NameOf(pool, platform), "截至目前", "So far", Held(AccountType.RechargeReceivable), Held(AccountType.ReturnReceivable),
                Held(AccountType.PayoutPayable), Held(AccountType.FeePayable));
        }
    }

    private static void Confirm(Books books, Collected effect)
    {
        foreach (var batch in books.Batches.Search(one => one.State == BatchState.Instructed, "\"state\" = {0}", (int)BatchState.Instructed)
            .OrderBy(one => one.Id))
        {
            var pool = books.Pool(batch.PoolId)!;
            var name = NameOf(pool, books.Platforms.Get(pool.PlatformId));
            effect.AmountFen += Math.Abs(batch.NetFen);
            effect.Add(
                $"待确认 {batch.No} · {name}", $"To be confirmed: {batch.No} · {name}",
                $"覆盖 {DaysOf(batch.From, batch.Through)}，净额 {Fen.Format(batch.NetFen)}，足额到账即确认",
                $"covers {DaysOf(batch.From, batch.Through)}, net {Fen.Format(batch.NetFen)}, confirmed if exactly that has come");
        }
    }

    private static string DaysOf(DateOnly? from, DateOnly through) => $"{(from is { } first ? $"{first:yyyy-MM-dd}" : "—")} .. {through:yyyy-MM-dd}";

    private static string NameOf(CustodyPool pool, Platform platform) => $"{platform.Name} · {pool.PaymentCompany}";

    private sealed class Collected
    {
        public long AmountFen { get; set; }

        public List<ApprovalChange> Changes { get; } = [];

        /// <summary>Figures move until the run is carried out, so a change keeps nobody from approving.</summary>
        public void Add(string chinese, string english, string after, string afterEnglish) =>
            Changes.Add(new ApprovalChange(chinese, english, null, after, Binding: false) { AfterEnglish = afterEnglish });

        public void Add(string pool, string days, string daysEnglish, long rechargeFen, long returnFen, long payoutFen, long feeFen)
        {
            var netFen = rechargeFen + returnFen - payoutFen - feeFen;
            AmountFen += Math.Abs(netFen);
            Add(
                pool, pool,
                $"{days}：充值 {Fen.Format(rechargeFen)}，退汇 {Fen.Format(returnFen)}，出款 {Fen.Format(payoutFen)}，手续费 {Fen.Format(feeFen)}，轧差净额 {Fen.Format(netFen)}",
                $"{daysEnglish}: recharges {Fen.Format(rechargeFen)}, returns {Fen.Format(returnFen)}, payouts {Fen.Format(payoutFen)}, fees {Fen.Format(feeFen)}, net {Fen.Format(netFen)}");
        }
    }
}
