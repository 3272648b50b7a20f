using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
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
