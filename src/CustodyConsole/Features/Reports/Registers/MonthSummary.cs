using System.Globalization;
using System.Runtime.CompilerServices;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>A figure of the monthly report beside that of the month before: an amount in fen, a number, or both.</summary>
internal sealed record Indicator(
    string Key, string Group, string Name, long? Fen, long? BeforeFen, long? Number, long? BeforeNumber, string Meaning);

/// <summary>概要: the figures that the guideline asks for, this month and the month before.</summary>
internal sealed class MonthSummary : SheetOf<Indicator>
{
    public override string Chinese => "概要";

    public override string English => "Summary";

    protected override IReadOnlyList<ReportColumn<Indicator>> Columns { get; } =
    [
        Text("group", "类别", "Group", "指标类别。", "What it is about.", row => row.Group),
        Text("indicator", "指标", "Indicator", "指标名称。", "The figure.", row => row.Name),
        Money("amount", "本期金额", "Amount", "本月发生额，或月末余额。", "What happened in the month, or stood at its end.", row => row.Fen, totalled: false),
        Money("before", "上期金额", "Month before", "上月发生额，或上月末余额。", "The same of the month before.", row => row.BeforeFen, totalled: false),
        Money("change", "增减", "Change", "本月减上月。", "This month less the month before.", row => row.Fen - row.BeforeFen, totalled: false),
        Count("number", "本期数量", "Number", "本月笔数，或月末数量。", "How many in the month, or at its end.", row => row.Number),
        Count("numberBefore", "上期数量", "Number before", "上月笔数，或上月末数量。", "The same of the month before.", row => row.BeforeNumber),
        Text("meaning", "口径", "Meaning", "指标口径。", "What exactly it says.", row => row.Meaning),
    ];

    protected override async IAsyncEnumerable<Indicator> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var row in await IndicatorsAsync(reading, stop)) yield return row;
    }

    public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop) =>
        new((await CustodyMonthly.CheckAsync(reading, stop)).Figures.Count);

    /// <summary>Each figure of both months with <see cref="MonthCheck"/>.</summary>
    public override async Task<Refusal?> CompareAsync(ReportReading reading, CancellationToken stop)
    {
        var now = await CustodyMonthly.CheckAsync(reading, stop);
        var (first, last) = Before(reading);
        var before = await MonthCheck.ReadAsync(reading.Db, reading.Pools, first, last, stop);
        foreach (var row in await IndicatorsAsync(reading, stop))
        {
            var (known, knownBefore) = (now.Figures[row.Key], before.Figures[row.Key]);
            if ((Differs(Columns[2], known.Fen, row.Fen) ?? Differs(Columns[5], known.Number, row.Number)
                ?? Differs(Columns[3], knownBefore.Fen, row.BeforeFen) ?? Differs(Columns[6], knownBefore.Number, row.BeforeNumber)) is { } different) return different;

            Refusal? Differs(ReportColumn column, long? expected, long? found) => expected is null || expected == found ? null
                : ReportScopeRefusals.FigureDiffers(Name(reading.English), $"{row.Name} {column.Name(reading.English)}", Shown(column, expected), Shown(column, found));
        }

        return null;

        static string Shown(ReportColumn column, long? value) => value is not { } known ? "-"
            : column.Kind == ColumnKind.Money ? Fen.Format(known) : known.ToString("#,##0", CultureInfo.InvariantCulture);
    }

    private static (DateOnly First, DateOnly Last) Before(ReportReading reading) => (reading.From!.Value.AddMonths(-1), reading.From!.Value.AddDays(-1));

    private static Task<List<Indicator>> IndicatorsAsync(ReportReading reading, CancellationToken stop) => reading.OnceAsync("month-summary", async () =>
    {
        var (first, last) = Before(reading);
        var before = await MonthFigures.ReadAsync(reading.Db, reading.Pools, first, last, stop);
        return Of(reading, await CustodyMonthly.FiguresAsync(reading, stop), before).ToList();
    });

    private static IEnumerable<Indicator> Of(ReportReading reading, MonthFigures month, MonthFigures before)
    {
        var (now, then) = (month.FlowsOf(), before.FlowsOf());
        var (volume, balance, people, flows, differences) = (
            reading.Say("交易规模", "Volume"), reading.Say("余额", "Balances"), reading.Say("人数", "People"), reading.Say("资金流量", "Flows"), reading.Say("差异", "Differences"));
        yield return Both("released", volume, "撮合放款", "Loans released", f => f.FlowsOf().ReleaseFen, f => f.Times(Operation.Release, AccountType.Borrower, Side.Credit), "放款给借款人的金额与标的数。", "Released to borrowers, and how many listings.");
        yield return Both("bids", volume, "投标", "Bids", f => f.FlowsOf().BidFen, f => f.Times(Operation.Bid, AccountType.Investor, Side.Credit), "新增投标冻结金额与笔数。", "New bids.");
        yield return Money("repaid", volume, "还款", "Repaid", now.RepaidFen, then.RepaidFen, "出借人收到的还款本金、利息与罚息。", "What lenders received from borrowers.");
        yield return Money("outstanding", balance, "借贷余额", "Loans outstanding", month.OutstandingFen, before.OutstandingFen, "月末出借人尚未收回的本金。", "Principal that lenders were owed at the end.");
        yield return Balance("pool", "存管余额", "Custody balance", f => f.BalanceOf(AccountType.Pool, f.To), "月末存管汇总户余额。", "The pooled account at the end.");
        yield return Balance("users", "用户资金", "Users' money", f => f.UserFundsOf(f.To), "月末用户子账户余额合计。", "Users' accounts at the end.");
        yield return Balance("investors", "其中出借人", "Of which lenders", f => f.BalanceOf(AccountType.Investor, f.To), "月末投资户余额。", "Lenders' accounts at the end.");
        yield return Balance("borrowers", "其中借款人", "Of which borrowers", f => f.BalanceOf(AccountType.Borrower, f.To), "月末融资户余额。", "Borrowers' accounts at the end.");
        yield return Balance("guarantors", "其中担保方", "Of which guarantors", f => f.BalanceOf(AccountType.Guarantor, f.To), "月末担保户余额。", "Guarantors' accounts at the end.");
        yield return Balance("compensation-account", "平台代偿金", "Compensation account", f => f.BalanceOf(AccountType.PlatformCompensation, f.To), "月末平台代偿金账户余额。", "The platform's compensation account.");
        yield return Balance("due-from-company", "应收支付公司", "Due from the payment company",
            f => f.BalanceOf(AccountType.RechargeReceivable, f.To) + f.BalanceOf(AccountType.ReturnReceivable, f.To), "月末充值与退汇待清算。", "Recharges and returns not settled.");
        yield return Balance("due-to-company", "应付支付公司", "Due to the payment company",
            f => f.BalanceOf(AccountType.PayoutPayable, f.To) + f.BalanceOf(AccountType.FeePayable, f.To), "月末出款与手续费待清算。", "Payouts and fees not settled.");
        yield return Number("lenders", people, "出借人（有余额）", "Lenders with claims", f => f.People.Lenders, "月末持有未收回债权的出借人。", "Lenders who were owed principal at the end.");
        yield return Number("debtors", people, "借款人（有余额）", "Borrowers with loans", f => f.People.Debtors, "月末有未还本金的借款人。", "Borrowers who owed principal at the end.");
        yield return Number("lenders-active", people, "本月出借人", "Lenders who bid", f => f.Active.Lenders, "本月投标的出借人。", "Lenders who bid in the month.");
        yield return Number("borrowers-active", people, "本月借款人", "Borrowers who received", f => f.Active.Borrowers, "本月获得放款的借款人。", "Borrowers to whom money was released.");
        yield return Number("lenders-registered", people, "开户出借人", "Lenders registered", f => f.People.Investors, "截至月末已开户的出借人。", "Lenders with an account.");
        yield return Number("borrowers-registered", people, "开户借款人", "Borrowers registered", f => f.People.Borrowers, "截至月末已开户的借款人。", "Borrowers with an account.");
        yield return Both("recharged", flows, "充值", "Recharged", f => f.FlowsOf().RechargeFen, f => f.Times(Operation.Recharge, AccountType.RechargeReceivable, Side.Debit), "入账充值金额与笔数，未减冲正。", "Recharges that were booked, reversals not taken off.");
        yield return Both("reversed", flows, "冲正", "Reversed", f => f.FlowsOf().ReversedFen, f => f.Times(Operation.Reversal, AccountType.RechargeReceivable, Side.Credit), "冲正的充值金额与笔数。", "Recharges that were reversed.");
        yield return Both(
            "recharged-net", flows, "充值净额", "Recharged, net", f => f.FlowsOf().RechargeFen - f.FlowsOf().ReversedFen,
            f => f.Times(Operation.Recharge, AccountType.RechargeReceivable, Side.Debit) - f.Times(Operation.Reversal, AccountType.RechargeReceivable, Side.Credit),
            "充值减冲正，金额与笔数。", "Recharges less reversals.");
        yield return Both("paid-out", flows, "提现出款", "Paid out", f => f.FlowsOf().PayoutFen, f => f.Times(Operation.WithdrawalPaid, AccountType.PayoutPayable, Side.Credit) + f.Times(Operation.WithdrawalInSuspense, AccountType.PayoutPayable, Side.Credit), "已出款提现金额与笔数。", "Withdrawals that were paid out.");
        yield return Both("returned", flows, "退汇", "Returned", f => f.FlowsOf().ReturnFen, f => f.Times(Operation.WithdrawalReturned, AccountType.ReturnReceivable, Side.Debit), "退汇金额与笔数。", "Payouts that came back.");
        yield return Money("compensated", flows, "代偿", "Compensated", now.CompensatedFen, then.CompensatedFen, "出借人收到的代偿资金。", "What lenders received from compensators.");
        yield return Money("recovered", flows, "追偿", "Recovered", now.RecoveredFen, then.RecoveredFen, "借款人偿还代偿方的资金。", "What borrowers paid back to compensators.");
        yield return new Indicator(
            "difference", differences, reading.Say("总分差额", "Total less detail"), month.DifferenceOf(month.To), before.DifferenceOf(before.To), month.Proofs.Breaches, before.Proofs.Breaches,
            reading.Say("月末汇总户余额减各分户净额，应为零；数量为本月全行试算不平处数。", "The pooled account less its accounts, should be zero; the number is the contradictions found in the whole bank in the month."));
        yield return new Indicator(
            "in-suspense", differences, reading.Say("挂账未清", "In suspense"), month.SuspenseFen, before.SuspenseFen,
            month.InSuspense, before.InSuspense, reading.Say("月末未清长短款余额与笔数。", "What was left of surpluses and shortages at the end."));

        Indicator Money(string key, string group, string chinese, string english, long fen, long beforeFen, string meaning, string meaningEnglish) =>
            new(key, group, reading.Say(chinese, english), fen, beforeFen, null, null, reading.Say(meaning, meaningEnglish));

        Indicator Balance(string key, string chinese, string english, Func<MonthFigures, long> fen, string meaning, string meaningEnglish) =>
            Money(key, balance, chinese, english, fen(month), fen(before), meaning, meaningEnglish);

        Indicator Number(string key, string group, string chinese, string english, Func<MonthFigures, long> number, string meaning, string meaningEnglish) =>
            new(key, group, reading.Say(chinese, english), null, null, number(month), number(before), reading.Say(meaning, meaningEnglish));

        Indicator Both(string key, string group, string chinese, string english, Func<MonthFigures, long> fen, Func<MonthFigures, long> number, string meaning, string meaningEnglish) =>
            new(key, group, reading.Say(chinese, english), fen(month), fen(before), number(month), number(before), reading.Say(meaning, meaningEnglish));
    }
}
