using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>Something that keeps a platform from leaving, with its figure.</summary>
internal sealed record ClosingObstacle(string Chinese, string English);

/// <summary>What keeps a platform from leaving: each thing that is held, owed, frozen or pending, named with its figure.</summary>
internal static class ClosingObstacles
{
    public static IReadOnlyList<ClosingObstacle> Of(Books books, Platform platform, ApprovalRequest? request)
    {
        var found = new List<ClosingObstacle>();
        var pools = PlatformVersions.Pools(books, platform);
        foreach (var pool in pools) AddBalances(books, pool, found);
        AddBusiness(books, platform, pools, found);
        foreach (var pool in pools) AddFees(books, pool, found);
        var pending = books.Approvals.Search(
            other => other.PlatformNo == platform.No && other.State == ApprovalState.Pending && other.DeadlineUtc >= books.NowUtc
                && other.Id != request?.Id,
            "\"state\" = 1 AND \"platform_no\" = {0}", platform.No).OrderBy(other => other.Id).ToList();
        if (pending.Count > 0)
        {
            found.Add(new(
                $"待复核事项 {pending.Count} 项（{string.Join('、', pending.Select(one => one.No))}）",
                $"{pending.Count} requests pending ({string.Join(", ", pending.Select(one => one.No))})"));
        }

        return found;
    }

    private static void AddBalances(Books books, CustodyPool pool, List<ClosingObstacle> found)
    {
        var held = books.Accounts.Search(
            account => account.PoolId == pool.Id && (account.BookFen != 0 || account.FloatFen != 0),
            "\"pool_id\" = {0} AND (\"book_fen\" <> 0 OR \"float_fen\" <> 0)", pool.Id).ToList();
        foreach (var kind in held.GroupBy(account => account.Type).OrderBy(group => group.Key))
        {
            var (count, book, frozen) = (kind.Count(), kind.Sum(one => one.BookFen), kind.Sum(one => one.FrozenFen));
            var which = count == 1 ? kind.First().Number : $"{count} 户";
            found.Add(new(
                $"{ChartOfAccounts.Of(kind.Key).Code} {which} 余额 {Fen.Format(book)} 元"
                + (frozen != 0 ? $"（其中冻结 {Fen.Format(frozen)} 元）" : ""),
                $"{ChartOfAccounts.Of(kind.Key).Code} {(count == 1 ? kind.First().Number : $"{count} accounts")} hold {Fen.Format(book)} yuan"
                + (frozen != 0 ? $" ({Fen.Format(frozen)} frozen)" : "")));
        }
    }

    /// <summary>
    /// What the platform owes for recharges (R73): each month's statement that is not paid, and months without a statement yet, of which nobody
    /// knows the figure before it is made.
    /// </summary>
    private static void AddFees(Books books, CustodyPool pool, List<ClosingObstacle> found)
    {
        var statements = books.FeeStatements.Search(one => one.PoolId == pool.Id, "\"pool_id\" = {0}", pool.Id).OrderBy(one => one.Month).ToList();
        foreach (var open in statements.Where(one => one.PaidOrderId is null && one.RechargeFen > 0))
        {
            found.Add(new(
                $"{open.Month:yyyy-MM} 充值手续费 {Fen.Format(open.RechargeFen)} 元未缴付",
                $"recharge fees of {open.Month:yyyy-MM} unpaid, {Fen.Format(open.RechargeFen)} yuan"));
        }

        var since = statements.Count == 0 ? DateOnly.MinValue : statements[^1].Month.AddMonths(1);
        var charged = books.Store.Query(
            books.Entries.Table,
            $$"""
            "id" = (SELECT e.id FROM order_fee f JOIN custody_order o ON o.id = f.id AND o.fee_fen > 0 AND o.state = {{(int)OrderState.Succeeded}}
                JOIN journal_entry e ON e.order_id = o.id AND e.operation = {{(int)Operation.Recharge}} AND e.accounting_date >= {1}
                WHERE f.pool_id = {0} ORDER BY f.id LIMIT 1)
            """,
            pool.Id, since);
        if (charged.Count == 0) return;
        found.Add(new(
            $"充值手续费自 {charged[0].AccountingDate:yyyy-MM} 起尚未出月结单",
            $"no statement of the recharge fees since {charged[0].AccountingDate:yyyy-MM} yet"));
    }

    private static void AddBusiness(Books books, Platform platform, List<CustodyPool> pools, List<ClosingObstacle> found)
    {
        var orders = pools.SelectMany(pool => books.Orders.Search(
            order => order.PoolId == pool.Id && (int)order.State <= 3, "\"state\" IN (1, 2, 3) AND \"pool_id\" = {0}", pool.Id)).ToList();
        if (orders.Count > 0)
        {
            var sum = Fen.Format(orders.Sum(order => order.AmountFen));
            found.Add(new($"处理中的指令 {orders.Count} 笔，{sum} 元", $"{orders.Count} orders in progress, {sum} yuan"));
        }

        var listings = books.Listings.Search(
            listing => listing.PlatformId == platform.Id && listing.State is Listings.ListingState.Raising or Listings.ListingState.Repaying,
            "\"platform_id\" = {0} AND \"state\" IN (1, 2)", platform.Id).Where(one => one.PlatformId == platform.Id).ToList();
        if (listings.Count > 0)
        {
            var owed = Fen.Format(listings.Sum(listing => listing.OutstandingFen));
            found.Add(new($"未结清标的 {listings.Count} 个，债权余额 {owed} 元", $"{listings.Count} open listings, {owed} yuan of claims"));
        }

        var poolIds = pools.Select(pool => pool.Id).ToHashSet();
        var recoveries = books.RecoveryClaims.Search(recovery => recovery.OpenFen > 0, "\"compensated_fen\" > \"recovered_fen\"")
            .Where(recovery => poolIds.Contains(books.Accounts.Get(recovery.CompensatorAccountId).PoolId)).ToList();
        if (recoveries.Count > 0)
        {
            var open = Fen.Format(recoveries.Sum(recovery => recovery.OpenFen));
            found.Add(new($"未结清追偿 {recoveries.Count} 笔，{open} 元", $"{recoveries.Count} open recovery claims, {open} yuan"));
        }
    }
}
