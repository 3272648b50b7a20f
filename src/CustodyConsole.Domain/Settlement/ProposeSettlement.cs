using System.Globalization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Settlement;

/// <summary>
/// Puts what really arrived for a batch to a second person; approved, it is <see cref="ConfirmSettlement"/>, and users' money begins to be
/// switched from unsettled to settled at once. What of it is left the day end goes on with. The amount of the request is what is at stake: the
/// greatest of what was computed, what arrived and what they differ by.
/// </summary>
/// <param name="BatchNo">The batch.</param>
/// <param name="ReceivedFen">What arrived in fen; negative for what the bank paid.</param>
/// <param name="Note">Why it differs from what was computed; may be empty where it does not.</param>
public sealed record ProposeConfirmation(string BatchNo, long ReceivedFen, string Note) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.SettlementConfirmation;

    /// <summary>
    /// Refusals in order: <see cref="SettlementRefusals.UnknownBatch"/>, <see cref="SettlementRefusals.AlreadyConfirmed"/>,
    /// <see cref="SettlementRefusals.ImpossibleAmount"/>, <see cref="ApprovalRefusals.ReasonMissing"/> where the amount differs.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = ConfirmSettlement.Find(books, PoolId, BatchNo, ReceivedFen);
        if (!found.Done) return found.Refusal;
        var batch = found.Value;
        var differenceFen = ReceivedFen - batch.NetFen;
        if (differenceFen != 0 && ApprovalMaking.IsMissing(Note)) return ApprovalRefusals.ReasonMissing();
        var changes = new List<ApprovalChange>
        {
            new("轧差金额", "Net computed", null, Fen.Format(batch.NetFen)),
            new("实际到账", "Really arrived", null, Fen.Format(ReceivedFen)),
            Moved("存管汇总户余额", "Pooled account", AccountType.Pool, ReceivedFen),
            Moved("轧差清算过渡", "Clearing account", AccountType.NetClearing, batch.NetFen),
        };
        if (differenceFen > 0) changes.Add(Moved("长款挂账", "Surplus in suspense", AccountType.LongSuspense, differenceFen));
        if (differenceFen < 0) changes.Add(Moved("短款挂账", "Shortage in suspense", AccountType.ShortSuspense, -differenceFen));
        var switchFen = Math.Max(0, -books.BankAccount(PoolId, AccountType.NetClearing).FloatFen);
        changes.Add(new ApprovalChange("用户在途转已到账", "Users' money becoming settled", null, Fen.Format(switchFen), Binding: false));
        var open = books.AdvanceDays.Search(
            day => day.PoolId == PoolId && day.Date <= batch.Through && (batch.From is null || day.Date >= batch.From),
            "\"pool_id\" = {0} AND \"date\" <= {1} AND \"date\" >= {2}", PoolId, batch.Through, batch.From ?? DateOnly.MinValue).ToList();
        changes.Add(new ApprovalChange(
            "归还垫资", "Advances repaid", null,
            string.Create(CultureInfo.InvariantCulture, $"{open.Sum(day => day.Count)} · {Fen.Format(open.Sum(day => day.AmountFen))}"), Binding: false));
        if (differenceFen != 0) changes.Add(new ApprovalChange("差异说明", "Reason of the difference", null, Note));
        return new ProposalFacts(
            $"settlement:{BatchNo}", SettlementFacts.PlatformNo(books, PoolId),
            Math.Max(Math.Abs(batch.NetFen), Math.Max(Math.Abs(ReceivedFen), Math.Abs(differenceFen))),
            $"确认清算批次 {BatchNo} 到账 {Fen.Format(ReceivedFen)} 元" + (differenceFen == 0 ? "，与轧差金额一致"
                : differenceFen > 0 ? $"，长款 {Fen.Format(differenceFen)} 元挂账" : $"，短款 {Fen.Format(-differenceFen)} 元挂账"),
            $"Confirm {Fen.Format(ReceivedFen)} yuan for settlement batch {BatchNo}" + (differenceFen == 0 ? ", as computed"
                : differenceFen > 0 ? $", {Fen.Format(differenceFen)} too much into suspense" : $", {Fen.Format(-differenceFen)} short into suspense"),
            changes);

        ApprovalChange Moved(string chinese, string english, AccountType type, long deltaFen)
        {
            var account = books.BankAccount(PoolId, type);
            return new ApprovalChange(
                chinese, english, Fen.Format(account.BookFen), Fen.Format(account.BookFen + deltaFen), Binding: false);
        }
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var done = new ConfirmSettlement(new RequestHead(PoolId, request.No, request.MakerUser), BatchNo, ReceivedFen).Run(books);
        if (!done.Done) return done.Refusal;
        // The first step of the switch comes with it, which for most batches is all.
        var taken = new ReleaseFloat(PoolId, BatchNo).Run(books);
        if (!taken.Done) return taken.Refusal;
        return done.Value.OrderNo;
    }
}

/// <summary>Puts a settlement by hand, for a day that was missed, to a second person; approved, it is <see cref="SettlePool"/>.</summary>
/// <param name="Through">The last accounting date to be covered.</param>
/// <param name="Reason">Why it is done by hand.</param>
public sealed record ProposeSettlement(DateOnly Through, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.SettlementInstruction;

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownPool"/>, those of <see cref="SettlePool"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (books.Pool(PoolId) is null) return OrderRefusals.UnknownPool(PoolId);
        var figured = new SettlePool(new RequestHead(PoolId, "", ""), Through).Figure(books);
        if (!figured.Done) return figured.Refusal;
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var figures = figured.Value;
        var from = figures.From is { } first ? SettlementFacts.Text(first) : "—";
        return new ProposalFacts(
            $"pool:{PoolId}", SettlementFacts.PlatformNo(books, PoolId), Math.Abs(figures.NetFen),
            $"手工清算至 {SettlementFacts.Text(Through)}，轧差 {Fen.Format(figures.NetFen)} 元。理由：{Reason}",
            $"Settle by hand through {SettlementFacts.Text(Through)}, {Fen.Format(figures.NetFen)} yuan net. Reason: {Reason}",
            [
                new("覆盖会计日", "Days covered", null, $"{from} .. {SettlementFacts.Text(Through)}"),
                new("清算日", "Settlement day", null, SettlementFacts.Text(figures.On)),
                new("充值", "Recharges", null, Fen.Format(figures.Recharges.BookFen)),
                new("退汇", "Returns", null, Fen.Format(figures.Returns.BookFen)),
                new("出款", "Payouts", null, Fen.Format(figures.Payouts.BookFen)),
                new("手续费", "Fees", null, Fen.Format(figures.Fees.BookFen)),
                new("轧差净额", "Net", null, Fen.Format(figures.NetFen)),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var done = new SettlePool(new RequestHead(PoolId, request.No, request.MakerUser), Through).Run(books);
        if (!done.Done) return done.Refusal;
        return done.Value.OrderNo;
    }
}

/// <summary>Puts the clearing of a difference to a second person; approved, it is <see cref="ClearSuspense"/>.</summary>
/// <param name="ItemNo">The item.</param>
/// <param name="Way">How.</param>
/// <param name="AmountFen">How much, in fen.</param>
/// <param name="AccountNo">The user's account, where one is concerned.</param>
/// <param name="Reason">What was found out.</param>
public sealed record ProposeClearing(string ItemNo, ClearingWay Way, long AmountFen, string? AccountNo, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.SuspenseClearing;

    /// <summary>True where a user's account is concerned.</summary>
    public static bool IsUsers(ClearingWay way) => way is ClearingWay.ToUser or ClearingWay.FromUser;

    /// <summary>
    /// The rule goes by all that would be cleared of the item, whoever cleared the rest of it and when. Refusals in order: those of
    /// <see cref="ClearSuspense.Check"/>, <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var possible = Asked(request).Check(books);
        if (!possible.Done) return possible.Refusal;
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var (item, user) = possible.Value;
        var changes = new List<ApprovalChange>
        {
            new("挂账余额", "Left of the item", Fen.Format(item.LeftFen), Fen.Format(item.LeftFen - AmountFen)),
        };
        if (user is not null)
        {
            var deltaFen = Way == ClearingWay.ToUser ? AmountFen : -AmountFen;
            changes.Add(new ApprovalChange(
                $"账户 {user.Number} 可用余额", $"Available on account {user.Number}",
                Fen.Format(user.AvailableFen), Fen.Format(user.AvailableFen + deltaFen), Binding: false));
        }

        var (chinese, english) = Words(Way);
        return new ProposalFacts(
            $"suspense:{ItemNo}", SettlementFacts.PlatformNo(books, PoolId), AmountFen,
            $"清理挂账 {ItemNo} {Fen.Format(AmountFen)} 元：{chinese}。理由：{Reason}",
            $"Clear {Fen.Format(AmountFen)} yuan of item {ItemNo}: {english}. Reason: {Reason}", changes,
            RuledFen: item.ClearedFen + AmountFen);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var done = Asked(request).Run(books);
        if (!done.Done) return done.Refusal;
        return done.Value.OrderNo;
    }

    private ClearSuspense Asked(ApprovalRequest? request) => new(
        new RequestHead(PoolId, request?.No ?? "", request?.MakerUser ?? ""), ItemNo, Way, AmountFen, AccountNo);

    private static (string Chinese, string English) Words(ClearingWay way) => way switch
    {
        ClearingWay.ToUser => ("归还用户", "given to the user"),
        ClearingWay.ToPaymentCompany => ("随下批清算退还支付公司", "paid back to the payment company with the next settlement"),
        ClearingWay.Arrived => ("补款已到账", "arrived since"),
        ClearingWay.FromPaymentCompany => ("随下批清算向支付公司收回", "claimed from the payment company with the next settlement"),
        _ => ("依协议由用户承担", "borne by the user, by agreement"),
    };
}

/// <summary>What the proposals show.</summary>
internal static class SettlementFacts
{
    public static string? PlatformNo(Books books, long poolId) =>
        books.Pool(poolId) is { } pool ? books.Platforms.Get(pool.PlatformId).No : null;

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
