using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>An item of a request beside what is owed now.</summary>
/// <param name="Item">What is asked for.</param>
/// <param name="Listing">The listing.</param>
/// <param name="Row">The instalment.</param>
/// <param name="Owed">What is owed of it on the accounting date.</param>
internal sealed record OwedItem(CompensationItem Item, Listing Listing, Instalment Row, InstalmentAmounts Owed);

/// <summary>Finds what a request is about and refuses what does not fit what is owed.</summary>
internal static class OwedItems
{
    /// <summary>
    /// The items with what is owed. Refusals in order, item by item: those of the amounts (<see cref="InstalmentRefusals.Negative"/>,
    /// <see cref="FenRefusals.TooLarge"/>, <see cref="FenRefusals.NotPositive"/>), <see cref="ListingRefusals.Unknown"/>,
    /// <see cref="CompensationRefusals.NotRegistered"/>, <see cref="CompensationRefusals.NoSuchInstalment"/>,
    /// <see cref="CompensationRefusals.Repeated"/>, <see cref="CompensationRefusals.Settled"/>, <see cref="ListingRefusals.WrongState"/>,
    /// <see cref="CompensationRefusals.NotOverdue"/>, <see cref="CompensationRefusals.EarlyNotAgreed"/>,
    /// <see cref="CompensationRefusals.AboveOwed"/>, <see cref="CompensationRefusals.InAnotherRequest"/>,
    /// <see cref="LedgerRefusals.AccountClosed"/>.
    /// </summary>
    public static Outcome<IReadOnlyList<OwedItem>> Find(
        Books books, CustodyPool pool, Account compensator, ProposeCompensation proposal, long? approvalId)
    {
        var items = proposal.Items;
        var platform = books.Platforms.Get(pool.PlatformId);
        ReadAhead(books, pool, items);
        var today = books.Bank.AccountingDate;
        var found = new List<OwedItem>(items.Count);
        var rows = new HashSet<long>(items.Count);
        foreach (var item in items)
        {
            if (ClaimPayment.Refuse(item.Amounts) is { } malformed) return malformed;
            if (books.ListingByNo.Find((pool.PlatformId, item.ListingNo)) is not { } listing || listing.PoolId != pool.Id)
                return ListingRefusals.Unknown(item.ListingNo);
            if (!CompensationRequest.IsRegistered(books, listing, compensator))
                return CompensationRefusals.NotRegistered(compensator.Number, item.ListingNo);
            // What was paid late owes its fine also after the plan was replaced or the listing came to its end.
            if (RowOf(books, listing, item) is not { } row || !row.Counts(listing))
                return CompensationRefusals.NoSuchInstalment(item.ListingNo, item.Period);
            if (!rows.Add(row.Id)) return CompensationRefusals.Repeated(item.ListingNo, item.Period);
            var owed = OverdueFine.Owed(row, today, platform.FineDailyBps);
            if (row.SettledOn is { } settledOn && (owed.FineFen == 0 || item.PrincipalFen + item.InterestFen > 0))
                return CompensationRefusals.Settled(item.ListingNo, item.Period, settledOn);
            if (listing.State != ListingState.Repaying && (row.SettledOn is null || listing.State != ListingState.Closed))
                return ListingRefusals.WrongState(item.ListingNo, listing.State);
            if (row.DueOn >= today)
            {
                if (proposal.EarlyReason.Length == 0)
                    return CompensationRefusals.NotOverdue(item.ListingNo, item.Period, row.DueOn, today);
                if (!platform.CompensatesEarly)
                    return CompensationRefusals.EarlyNotAgreed(item.ListingNo, item.Period, row.DueOn, platform.No);
            }

            if (Above(item, owed) is { } above) return above;
            if (row.PendingApprovalId is { } other && other != approvalId)
                return CompensationRefusals.InAnotherRequest(item.ListingNo, item.Period, ApprovalRequest.NoOf(other));
            if (RefuseClosed(books, listing, item) is { } closed) return closed;
            found.Add(new OwedItem(item, listing, row, owed));
        }

        return found;
    }

    /// <summary>The instalment that an item names, in whatever version of the plan; null where there is none.</summary>
    public static Instalment? RowOf(Books books, Listing listing, CompensationItem item)
    {
        foreach (var row in books.InstalmentsOfListing.Of(listing.Id))
        {
            if (row.PlanVersion == item.PlanVersion && row.Period == item.Period) return row;
        }

        return null;
    }

    private static Refusal? Above(CompensationItem item, InstalmentAmounts owed)
    {
        if (item.PrincipalFen > owed.PrincipalFen) return Refuse(LineKind.Principal, owed.PrincipalFen, item.PrincipalFen);
        if (item.InterestFen > owed.InterestFen) return Refuse(LineKind.Interest, owed.InterestFen, item.InterestFen);
        return item.FineFen > owed.FineFen ? Refuse(LineKind.Fine, owed.FineFen, item.FineFen) : null;

        Refusal Refuse(LineKind kind, long owedFen, long wantedFen) =>
            CompensationRefusals.AboveOwed(item.ListingNo, item.Period, kind, owedFen, wantedFen);
    }

    /// <summary>
    /// Whoever takes part in a listing keeps the account until all is paid, the fine too (R90). A rate that was raised later can make a fine of
    /// what was nothing, when accounts are closed already: that is said before money is set aside.
    /// </summary>
    private static Refusal? RefuseClosed(Books books, Listing listing, CompensationItem item)
    {
        if (listing.State != ListingState.Closed) return null;
        if (books.Accounts.Get(listing.BorrowerAccountId) is { State: AccountState.Closed } borrower)
            return LedgerRefusals.AccountClosed(borrower.Number);
        var payment = ClaimPayment.Of(books, listing, item.Amounts, null, investorFeeBps: 0);
        if (!payment.Done) return payment.Refusal;
        ListingSearch.ReadAccounts(books, [.. payment.Value.Parts], static part => part.Claim.AccountId);
        foreach (var (claim, _) in payment.Value.Parts)
        {
            if (books.Accounts.Get(claim.AccountId) is { State: AccountState.Closed } investor) return LedgerRefusals.AccountClosed(investor.Number);
        }

        return null;
    }

    /// <summary>Reads all that the items need in a few round trips, where a round trip is dear.</summary>
    private static void ReadAhead(Books books, CustodyPool pool, IReadOnlyList<CompensationItem> items)
    {
        foreach (var item in items) books.ListingByNo.Want((pool.PlatformId, item.ListingNo));
        books.ReadWanted();
        foreach (var item in items)
        {
            if (books.ListingByNo.Find((pool.PlatformId, item.ListingNo)) is not { } listing) continue;
            books.CompensatorsOfListing.Want(listing.Id);
            books.InstalmentsOfListing.Want(listing.Id);
            books.ClaimsOfListing.Want(listing.Id);
            books.RecoveriesOfListing.Want(listing.Id);
            books.Accounts.Want(listing.BorrowerAccountId);
            books.Users.Want(listing.BorrowerUserId);
        }

        books.ReadWanted();
    }
}
