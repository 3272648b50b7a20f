using System.Globalization;
using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Compensation;

/// <summary>An overdue instalment with the accounts that may compensate for it.</summary>
public sealed record OverdueRow(
    OverdueInstalment Due, PlatformRef? Platform, AccountRef? Borrower, IReadOnlyList<AccountRef> Compensators)
{
    /// <summary>Principal and interest owed.</summary>
    public long OwedFen => Due.PrincipalFen + Due.InterestFen;

    /// <summary>The request that asks for its compensation already.</summary>
    public string? RequestNo => Due.PendingApprovalId is { } id ? ApprovalRequest.NoOf(id) : null;
}

/// <summary>An account that may compensate, with what it has.</summary>
public sealed record CompensatorChoice(AccountRef Account, long AvailableFen, long FrozenFen);

/// <summary>What a form begins with: instalments of one pool, and the accounts that may compensate for every one.</summary>
public sealed record CompensationSource(
    long PoolId, PlatformRef? Platform, IReadOnlyList<OverdueRow> Rows, IReadOnlyList<CompensatorChoice> Compensators)
{
    /// <summary>How many of the instalments that were chosen are not among the rows: settled meanwhile, in a request, or of another pool.</summary>
    public int LeftOut { get; init; }

    /// <summary>How many more there are than one request takes.</summary>
    public long Beyond { get; init; }

    /// <summary>What the system proposed, where the form takes that up.</summary>
    public DayEndProposal? Origin { get; init; }

    /// <summary>The request that the form changes; null where it makes one.</summary>
    public RevisedRequest? Revised { get; init; }
}

/// <summary>A request that its maker changes.</summary>
public sealed record RevisedRequest(string No, ProposeCompensation Asked);

/// <summary>What one investor receives of an instalment.</summary>
public sealed record InvestorPart(AccountRef? Investor, long? OutstandingFen, InstalmentAmounts Amounts);

/// <summary>Overdue instalments, and what a compensation of them needs.</summary>
public sealed class OverdueQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<CompensationText> words)
{
    /// <summary>The ages that the list can be cut down to, in days.</summary>
    public static readonly IReadOnlyList<(string Value, int From, int? To)> Ages =
        [("1-30", 1, 30), ("31-60", 31, 60), ("61-90", 61, 90), ("91", 91, null)];

    /// <summary>The value of the filter for what owes its fine only.</summary>
    public const string OnlyFine = "fine";

    /// <summary>
    /// Filters: <c>platform</c>, <c>account</c> (number of a compensator), <c>listing</c> (number), <c>age</c>,
    /// <c>requested</c> (yes or no), <c>owes</c> (<see cref="OnlyFine"/>: paid late, without the fine).
    /// </summary>
    public async Task<PageOf<OverdueRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        if (await FilterAsync(db, platforms, state, cancellationToken) is not { } filter)
            return new PageOf<OverdueRow>([], 0);
        var totals = await OverdueInstalments.TotalsAsync(db, today, filter, cancellationToken);
        if (totals.Count == 0) return new PageOf<OverdueRow>([], 0);
        var page = await OverdueInstalments.PageAsync(db, today, filter, state.Skip, state.Size, cancellationToken);
        return new PageOf<OverdueRow>(
            await RowsAsync(db, platforms, page, cancellationToken), totals.Count,
            [
                new(words["PrincipalTotal"], totals.PrincipalFen),
                new(words["InterestTotal"], totals.InterestFen),
                new(words["OwedTotal"], totals.PrincipalFen + totals.InterestFen),
            ]);
    }

    /// <summary>
    /// What a form for these instalments begins with: those of them that are still open and in no request, of the pool of the first; chosen by
    /// hand, they need not be overdue.
    /// Null where none is.
    /// </summary>
    public async Task<CompensationSource?> SourceAsync(
        IReadOnlyCollection<long> instalmentIds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var due = await OverdueInstalments.OfAsync(db, today, instalmentIds, evenBeforeDue: true, cancellationToken);
        var source = await SourceAsync(db, due, null, cancellationToken);
        return source is null ? null : source with { LeftOut = instalmentIds.Count - source.Rows.Count };
    }

    /// <summary>
    /// What a form that changes a pending request begins with: what is still owed of its instalments, and its own compensator with what the
    /// request holds. Null where the person has no such request.
    /// </summary>
    public async Task<CompensationSource?> SourceOfRequestAsync(StaffMember person, string no, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var id = ApprovalRequest.IdOf(no);
        var request = await db.Approvals.SingleOrDefaultAsync(one => one.Id == id && one.State == ApprovalState.Pending
            && one.Type == ApprovalType.Compensation && one.MakerPersonNo == person.PersonNo, cancellationToken);
        if (request is null) return null;
        var asked = (ProposeCompensation)ProposalText.Read(request.Type, request.Content);
        var marked = await db.Instalments.Where(row => row.PendingApprovalId == id).Select(row => row.Id).ToListAsync(cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var due = await OverdueInstalments.OfAsync(db, today, marked, evenBeforeDue: true, cancellationToken);
        if (await SourceAsync(db, due, id, cancellationToken) is not { } source) return null;
        var heldFen = await db.Freezes.Where(freeze => freeze.Id == request.FreezeId).Select(freeze => freeze.RemainingFen)
            .SingleOrDefaultAsync(cancellationToken);
        return source with
        {
            LeftOut = asked.Items.Count - source.Rows.Count,
            Revised = new RevisedRequest(no, asked),
            Compensators =
            [
                .. source.Compensators.Where(choice => choice.Account.Number == asked.CompensatorAccountNo)
                    .Select(choice => choice with { AvailableFen = choice.AvailableFen + heldFen, FrozenFen = choice.FrozenFen - heldFen }),
            ],
        };
    }

    /// <summary>
    /// The same for all that is overdue of the listings of one compensator, the longest overdue first; or, where a proposal of the system is taken up, for
    /// what is left of that. Null where nothing is, or the system proposed nothing on that day.
    /// </summary>
    public async Task<CompensationSource?> SourceOfAsync(string accountNo, DateOnly? proposedOn, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await ListingQueries.TodayAsync(db, cancellationToken);
        var accountId = await db.Accounts.Where(a => a.Number == accountNo).Select(a => (long?)a.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (accountId is null) return null;
        var origin = proposedOn is { } day
            ? await db.DayEndProposals.SingleOrDefaultAsync(row => row.BusinessDate == day && row.AccountId == accountId, cancellationToken) : null;
        if (proposedOn is not null && origin is null) return null;
        var filter = new OverdueFilter { CompensatorAccountId = accountId, OnlyRegisteredFirst = origin is not null, Requested = false };
        var due = await OverdueInstalments.PageAsync(
            db, today, filter, 0, ProposeCompensation.ItemsMax, cancellationToken);
        var source = await SourceAsync(db, due, null, cancellationToken);
        return source is null ? null : source with
        {
            Compensators = [.. source.Compensators.Where(choice => choice.Account.Id == accountId)],
            Beyond = due.Count < ProposeCompensation.ItemsMax ? 0 : (await OverdueInstalments.TotalsAsync(db, today, filter, cancellationToken)).Count - due.Count,
            Origin = origin,
        };
    }

    /// <summary>
    /// What each investor would receive of the last of several payments for one listing, made one after the other, by the split that the bank
    /// makes.
    /// </summary>
    public async Task<IReadOnlyList<InvestorPart>> SplitAsync(
        long listingId, IReadOnlyList<InstalmentAmounts> payments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payments);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var claims = await db.Claims.Where(claim => claim.ListingId == listingId).OrderBy(claim => claim.Id)
            .ToListAsync(cancellationToken);
        var parts = InvestorParts.Of(claims, payments);
        if (parts.Count < payments.Count) return [];
        var investors = await AccountRefs.ReadAsync(
            db, claims.Select(claim => (long?)claim.AccountId), cancellationToken);
        return [.. claims.Select((claim, i) => new InvestorPart(
                investors.GetValueOrDefault(claim.AccountId),
                claim.OutstandingFen - parts.SkipLast(1).Sum(part => part[i].PrincipalFen), parts[^1][i]))
            .Where(part => part.Amounts.TotalFen > 0)];
    }

    private static async Task<CompensationSource?> SourceAsync(
        CustodyDb db, IReadOnlyList<OverdueInstalment> due, long? ofRequest, CancellationToken cancellationToken)
    {
        var free = due.Where(row => row.PendingApprovalId is null || row.PendingApprovalId == ofRequest).ToList();
        if (free.Count == 0) return null;
        var pool = free[0].PoolId;
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var rows = await RowsAsync(
            db, platforms, [.. free.Where(row => row.PoolId == pool)], cancellationToken);
        var common = OverdueSelection.Common(rows);
        var ids = common.Select(account => account.Id).ToArray();
        var accounts = await db.Accounts.Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, cancellationToken);
        return new CompensationSource(
            pool, platforms.OfPool(pool), rows,
            [.. common.Select(account => new CompensatorChoice(
                account, accounts[account.Id].AvailableFen, accounts[account.Id].FrozenFen))]);
    }

    internal static async Task<IReadOnlyList<OverdueRow>> RowsAsync(
        CustodyDb db, PlatformRefs platforms, IReadOnlyList<OverdueInstalment> due, CancellationToken cancellationToken)
    {
        var listingIds = due.Select(row => row.ListingId).Distinct().ToArray();
        var compensators = await db.Compensators.Where(c => listingIds.Contains(c.ListingId))
            .Select(c => new { c.ListingId, c.AccountId }).ToListAsync(cancellationToken);
        var accounts = await AccountRefs.ReadAsync(
            db, [.. due.Select(row => (long?)row.BorrowerAccountId), .. compensators.Select(c => (long?)c.AccountId)],
            cancellationToken);
        var ofListing = compensators.ToLookup(c => c.ListingId, c => c.AccountId);
        return [.. due.Select(row => new OverdueRow(
            row, platforms.Find(row.PlatformId), accounts.GetValueOrDefault(row.BorrowerAccountId),
            [.. ofListing[row.ListingId].Select(id => accounts.GetValueOrDefault(id)).OfType<AccountRef>()]))];
    }

    /// <summary>Null where a filter names what does not exist.</summary>
    internal static async Task<OverdueFilter?> FilterAsync(
        CustodyDb db, PlatformRefs platforms, ListState state, CancellationToken cancellationToken)
    {
        var filter = new OverdueFilter { ListingNo = state.Text("listing"), OnlyFine = state.Text("owes") == OnlyFine };
        if (state.Text("platform") is { } no)
        {
            if (platforms.ByNo(no) is not { } platform) return null;
            filter = filter with { PlatformId = platform.Id };
        }

        if (state.Text("account") is { } number)
        {
            var account = await db.Accounts.Where(a => a.Number == number).Select(a => (long?)a.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (account is null) return null;
            filter = filter with { CompensatorAccountId = account };
        }

        var age = Ages.FirstOrDefault(one => one.Value == state.Text("age"));
        if (age.Value is not null) filter = filter with { DaysFrom = age.From, DaysTo = age.To };
        return state.Text("requested") switch
        {
            "yes" => filter with { Requested = true },
            "no" => filter with { Requested = false },
            _ => filter,
        };
    }

    /// <summary>The keys that the address of a form names.</summary>
    public static IReadOnlyCollection<long> ReadIds(string? text) =>
    [
        .. (text ?? "").Split('-', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().Take(ProposeCompensation.ItemsMax),
    ];
}
