using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Accounts;

/// <summary>Something that keeps an account from being closed, with its figure.</summary>
internal sealed record AccountObstacle(string Chinese, string English);

/// <summary>
/// What keeps a user's account from being closed 销户 (R90): each thing that is held, owed, offered or pending, named with its figure, so that
/// the customer is told everything at once.
/// </summary>
internal static class AccountObstacles
{
    /// <summary>All of them; none where the account may be closed.</summary>
    /// <param name="books">The books.</param>
    /// <param name="account">A user's account.</param>
    /// <param name="approvalId">The request that asks for the closing, once there is one.</param>
    public static IReadOnlyList<AccountObstacle> Of(Books books, Account account, long? approvalId)
    {
        var found = new List<AccountObstacle>();
        AddMoney(books, account, found);
        AddClaims(books, account, found);
        AddDebts(books, account, found);
        AddListings(books, account, found);
        AddPending(books, account, approvalId, found);
        return found;
    }

    private static void AddMoney(Books books, Account account, List<AccountObstacle> found)
    {
        if (account.BookFen != 0 || account.FloatFen != 0)
        {
            found.Add(new(
                $"余额 {Fen.Format(account.BookFen)} 元（在途 {Fen.Format(account.FloatFen)} 元）",
                $"a balance of {Fen.Format(account.BookFen)} yuan ({Fen.Format(account.FloatFen)} not settled)"));
        }

        var freezes = books.FreezesOfAccount.Of(account.Id).Where(freeze => freeze.State == FreezeState.Active).ToList();
        if (freezes.Count > 0)
        {
            var sum = Fen.Format(freezes.Sum(freeze => freeze.RemainingFen));
            found.Add(new($"有效冻结 {freezes.Count} 笔，{sum} 元", $"{freezes.Count} freezes of {sum} yuan"));
        }
    }

    /// <summary>The claims of an account from which something is still to come: also one whose principal is back, until its listing is closed.</summary>
    public static List<Claim> OpenClaims(Books books, Account account) =>
        [.. books.Claims.Search(claim => claim.AccountId == account.Id, "\"account_id\" = {0}", account.Id)
            .Where(claim => claim.OutstandingFen > 0 || books.Listings.Get(claim.ListingId).State == ListingState.Repaying)];

    private static void AddClaims(Books books, Account account, List<AccountObstacle> found)
    {
        var claims = OpenClaims(books, account);
        if (claims.Count > 0)
        {
            var sum = Fen.Format(claims.Sum(claim => claim.OutstandingFen));
            found.Add(new($"未结清债权 {claims.Count} 笔，本金 {sum} 元", $"{claims.Count} open claims, {sum} yuan of principal"));
        }

        // After that it waits for the fine of what came late: such a payment reaches every claim, or none.
        var lent = books.Claims.Search(claim => claim.AccountId == account.Id, "\"account_id\" = {0}", account.Id)
            .Select(claim => claim.ListingId).ToHashSet();
        var fines = FinesOfEnded(books, lent.Contains, "SELECT \"listing_id\" FROM \"claim\" WHERE \"account_id\" = {0}", account.Id);
        if (fines.Count > 0)
        {
            var (no, more, moreEnglish) = First(fines.ConvertAll(static fine => fine.Listing));
            found.Add(new(
                $"待收逾期罚息的标的 {fines.Count} 个（{no}{more}）", $"{fines.Count} listings that owe a late fine ({no}{moreEnglish})"));
        }

        var recoveries = books.RecoveryClaims.Search(
            recovery => recovery.CompensatorAccountId == account.Id && recovery.OpenFen > 0,
            "\"compensator_account_id\" = {0}", account.Id).ToList();
        if (recoveries.Count > 0)
        {
            var sum = Fen.Format(recoveries.Sum(recovery => recovery.OpenFen));
            found.Add(new($"待追偿 {recoveries.Count} 笔，{sum} 元", $"{recoveries.Count} open recoveries of {sum} yuan"));
        }
    }

    private static void AddDebts(Books books, Account account, List<AccountObstacle> found)
    {
        var user = books.Users.Get(account.UserId!.Value);
        if (user.LoanBalanceFen != 0)
        {
            var sum = Fen.Format(user.LoanBalanceFen);
            found.Add(new($"借款余额 {sum} 元", $"a loan balance of {sum} yuan"));
        }

        var fines = FinesOfEnded(
            books, id => books.Listings.Get(id).BorrowerAccountId == account.Id,
            "SELECT \"id\" FROM \"listing\" WHERE \"borrower_user_id\" = {0}", user.Id);
        if (fines.Count == 0) return;
        var fineSum = Fen.Format(fines.Sum(static fine => fine.Fen));
        var (no, more, moreEnglish) = First(fines.ConvertAll(static fine => fine.Listing));
        found.Add(new($"未还逾期罚息 {fineSum} 元（{no}{more}）", $"a late fine of {fineSum} yuan ({no}{moreEnglish})"));
    }

    /// <summary>
    /// Listings that have ended and still owe a fine for what came late, with the fine in fen; those that have not ended keep the account as
    /// they are.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="isMeant">Says of a listing's key whether it is meant.</param>
    /// <param name="meant">The query that finds the same keys.</param>
    /// <param name="key">Its argument.</param>
    private static List<(Listing Listing, long Fen)> FinesOfEnded(Books books, Func<long, bool> isMeant, string meant, long key)
    {
        var late = books.Instalments.Search(
            row => row.SettledOn is not null && row.OverdueFenDays > 0 && isMeant(row.ListingId),
            "\"settled_on\" IS NOT NULL AND \"overdue_fen_days\" > 0 AND \"listing_id\" IN (" + meant + ")", key);
        var fines = new List<(Listing Listing, long Fen)>();
        foreach (var rows in late.GroupBy(static row => row.ListingId))
        {
            var listing = books.Listings.Get(rows.Key);
            if (listing.State != ListingState.Closed) continue;
            var dailyBps = books.Platforms.Get(listing.PlatformId).FineDailyBps;
            var fen = rows.Sum(row => OverdueFine.OwedFen(row, books.Bank.AccountingDate, dailyBps));
            if (fen > 0) fines.Add((listing, fen));
        }

        return fines;
    }

    private static void AddListings(Books books, Account account, List<AccountObstacle> found)
    {
        var own = books.Listings.Search(
            listing => listing.BorrowerAccountId == account.Id && IsOpen(listing),
            "\"borrower_user_id\" = {0} AND \"state\" IN (1, 2)", account.UserId!.Value).ToList();
        Add(own, "本人借款的未结清标的", "open listings as borrower");
        var guaranteed = books.Compensators.Search(
            compensator => compensator.AccountId == account.Id, "\"account_id\" = {0}", account.Id)
            .Select(compensator => books.Listings.Get(compensator.ListingId)).Where(IsOpen).ToList();
        Add(guaranteed, "登记为代偿方的未结清标的", "open listings as compensator");

        void Add(List<Listing> listings, string chinese, string english)
        {
            if (listings.Count == 0) return;
            var (no, more, moreEnglish) = First(listings);
            found.Add(new($"{chinese} {listings.Count} 个（{no}{more}）", $"{listings.Count} {english} ({no}{moreEnglish})"));
        }
    }

    private static (string No, string More, string MoreEnglish) First(List<Listing> listings) =>
        (listings[0].ListingNo, listings.Count > 1 ? " 等" : "", listings.Count > 1 ? " and others" : "");

    private static void AddPending(Books books, Account account, long? approvalId, List<AccountObstacle> found)
    {
        var orders = books.OrdersOfAccount.Of(account.Id)
            .Where(order => order.State is OrderState.Accepted or OrderState.Sent or OrderState.Unknown).ToList();
        if (orders.Count > 0)
        {
            found.Add(new(
                $"未完结指令 {orders.Count} 笔（{orders[0].OrderNo}）", $"{orders.Count} orders in progress ({orders[0].OrderNo})"));
        }

        var subject = "account:" + account.Number;
        var pending = books.Approvals.Search(
            // A second closing is refused by the engine itself.
            other => other.Subject == subject && other.State == ApprovalState.Pending && other.DeadlineUtc >= books.NowUtc
                && other.Id != approvalId && other.Type != ApprovalType.CloseAccount,
            "\"subject\" = {0} AND \"state\" = 1", subject).Select(other => other.No).ToList();
        if (pending.Count > 0)
        {
            found.Add(new(
                $"待复核事项 {pending.Count} 项（{string.Join('、', pending)}）",
                $"{pending.Count} requests pending ({string.Join(", ", pending)})"));
        }
    }

    private static bool IsOpen(Listing listing) => listing.State is ListingState.Raising or ListingState.Repaying;
}
