using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>An order with the numbers and names of what it belongs to.</summary>
internal sealed record OrderLine(
    CustodyOrder Order, string? AccountNo, string? Name, PartyKind? Kind, string? ListingNo, string? ListingName, byte[]? Card, string? CardLast4, string? BankCode,
    DateOnly? OriginalDate)
{
    /// <summary>The number of the order that it belongs to, such as the repayment that paid a recovery first.</summary>
    public string? OriginalNo => Order.OriginalOrderId is { } id && OriginalDate is { } date ? OrderQueries.NoOf(date, id) : null;
}

/// <summary>Orders of some types, as the list of orders filters and orders them.</summary>
internal abstract class OrderSheet(params IReadOnlyList<OrderType> types) : SheetOf<OrderLine>
{
    protected static ReportColumn<OrderLine> OrderNo { get; } =
        Code("order", "指令号", "Order", "本行业务指令号。", "The bank's number of the order.", row => row.Order.OrderNo);

    protected static ReportColumn<OrderLine> RequestNo { get; } =
        Code("request", "请求流水号", "Request no.", "平台请求流水号，按平台永久唯一。", "The platform's request number, unique for ever.", row => row.Order.RequestNo);

    protected static ReportColumn<OrderLine> OnDate { get; } =
        Date("accountingDate", "会计日", "Accounting date", "受理的会计日。", "The accounting date of acceptance.", row => row.Order.AccountingDate);

    protected static ReportColumn<OrderLine> AcceptedAt { get; } =
        Moment("acceptedAt", "受理时间", "Accepted at", "受理的时间。", "When it was accepted.", row => row.Order.CreatedAtUtc);

    protected static ReportColumn<OrderLine> OfPlatform { get; } =
        Text("platform", "平台", "Platform", "发出指令的平台；本行自身业务为本行。", "The platform that asked; the bank for its own.", (row, reading) => reading.PlatformName(row.Order.PlatformId));

    /// <summary>With what every register of orders begins.</summary>
    protected static IReadOnlyList<ReportColumn<OrderLine>> Head { get; } = [OrderNo, RequestNo, OnDate, AcceptedAt, OfPlatform];

    protected static ReportColumn<OrderLine> InstructedBy { get; } =
        Text("operator", "发起方", "Instructed by", "发出指令的接口或经办人。", "The interface or member of staff.", row => row.Order.Operator);

    protected static ReportColumn<OrderLine> OfType { get; } =
        Text("type", "业务类型", "Type", "指令的业务类型。", "What was asked.", (row, reading) => reading.Word(row.Order.Type));

    protected static ReportColumn<OrderLine> InState { get; } =
        Text("state", "状态", "State", "出具时的处理状态。", "Where it stands now.", (row, reading) => reading.Word(row.Order.State));

    protected static ReportColumn<OrderLine> OfAccount { get; } =
        Code("account", "账号", "Account", "主要关联的存管账户。", "The account whose money moves.", row => row.AccountNo);

    protected static ReportColumn<OrderLine> OfHolder { get; } =
        Text("holder", "户名", "Holder", "账户所有人。", "Whose account it is.", (row, reading) => reading.Name(row.Name, row.Kind), personal: true);

    protected static ReportColumn<OrderLine> OfListing { get; } =
        Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.ListingNo);

    protected static ReportColumn<OrderLine> Principal { get; } =
        Money("principal", "其中本金", "Of which principal", "金额中的本金。", "The principal in it.", row => row.Order.PrincipalFen);

    protected static ReportColumn<OrderLine> Interest { get; } =
        Money("interest", "其中利息", "Of which interest", "金额中的利息。", "The interest in it.", row => row.Order.InterestFen);

    protected static ReportColumn<OrderLine> Fine { get; } =
        Money("fine", "其中罚息", "Of which fine", "金额中的罚息。", "The fine in it.", row => row.Order.FineFen);

    protected static ReportColumn<OrderLine> Amount { get; } =
        Money("amount", "金额", "Amount", "指令金额，不论是否成功。", "The amount that was asked for, whatever became of it.", row => row.Order.AmountFen);

    protected static ReportColumn<OrderLine> Fee { get; } =
        Money("fee", "手续费", "Fee", "手续费，含垫资手续费。", "The fee, advance fee included.", row => row.Order.FeeFen);

    protected static ReportColumn<OrderLine> Remark { get; } =
        Text("remark", "备注", "Remark", "支付公司原因、文号或经办说明。", "The payment company's reason, a document, or a remark of staff.", row => row.Order.Remark);

    protected sealed override async IAsyncEnumerable<OrderLine> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
    {
        if (await FilterAsync(reading, stop) is not { } orders) yield break;
        var db = reading.Db;
        var sorted = reading.Scope.ListQuery is null ? orders.OrderBy(order => order.Id) : OrderQueries.Sorted(orders, reading.List);
        var rows = from order in sorted
                   join account in db.Accounts on order.AccountId equals (long?)account.Id into accounts
                   from account in accounts.DefaultIfEmpty()
                   join user in db.Users on account.UserId equals (long?)user.Id into users
                   from user in users.DefaultIfEmpty()
                   join listing in db.Listings on order.ListingId equals (long?)listing.Id into listings
                   from listing in listings.DefaultIfEmpty()
                   join card in db.Cards on order.CardId equals (long?)card.Id into cards
                   from card in cards.DefaultIfEmpty()
                   join original in db.Orders on order.OriginalOrderId equals (long?)original.Id into originals
                   from original in originals.DefaultIfEmpty()
                   select new OrderLine(
                       order, account.Number, user.Name, (PartyKind?)user.Kind, listing.ListingNo, listing.Name, card.NumberCipher, card.Last4, card.BankCode,
                       (DateOnly?)original.AccountingDate);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(stop)) yield return row;
    }

    public sealed override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
    {
        if (await FilterAsync(reading, stop) is not { } orders) return new SheetTotals(0, [.. Totalled.Select(_ => 0L)]);
        var sums = await orders.GroupBy(order => order.Type).Select(all => new
        {
            Count = all.LongCount(), Amount = all.Sum(order => order.AmountFen), Principal = all.Sum(order => order.PrincipalFen),
            Interest = all.Sum(order => order.InterestFen), Fine = all.Sum(order => order.FineFen), Recovered = all.Sum(order => order.RecoveredFen),
            Fee = all.Sum(order => order.FeeFen),
        }).ToListAsync(stop);
        return new SheetTotals(sums.Sum(sum => sum.Count), [.. Totalled.Select(column => column.Key switch
        {
            "amount" => sums.Sum(sum => sum.Amount),
            "principal" => sums.Sum(sum => sum.Principal),
            "interest" => sums.Sum(sum => sum.Interest),
            "fine" => sums.Sum(sum => sum.Fine),
            "recovered" => sums.Sum(sum => sum.Recovered),
            "fee" => sums.Sum(sum => sum.Fee),
            _ => throw new InvalidOperationException($"There is no sum of {column.Key}."),
        })]);
    }

    private async Task<IQueryable<CustodyOrder>?> FilterAsync(ReportReading reading, CancellationToken stop)
    {
        var orders = await OrderQueries.FilterAsync(reading.Db, reading.Platforms, reading.List, stop);
        if (orders is null) return null;
        var own = PoolReach.Of(reading.Db, reading.Person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(reading.Person)) orders = orders.Where(order => own.Contains(order.PoolId));
        return types.Count == 0 ? orders : orders.Where(order => types.Contains(order.Type));
    }
}
