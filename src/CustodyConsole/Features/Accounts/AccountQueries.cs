using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Accounts;

/// <summary>One line of the list of accounts.</summary>
public sealed record AccountRow(
    long Id, string Number, AccountType Type, AccountState State, string? Holder, PlatformRef? Platform,
    string? MobileLast4,
    string? CardLast4, long BookFen, long FrozenFen, long FloatFen)
{
    public long AvailableFen => BookFen - FrozenFen;

    /// <summary>The platform's own money stands outside the pool.</summary>
    public bool OutsidePool => Type is AccountType.PlatformOwnFunds or AccountType.OwnFundsBank;
}

/// <summary>The accounts of users, platforms and the bank.</summary>
public sealed class AccountQueries(IDbContextFactory<CustodyDb> databases, IStringLocalizer<AccountsText> words)
{
    /// <summary>
    /// The values of the filter <c>kind</c>: a role of users, the platforms' accounts, or the bank's.
    /// </summary>
    public static readonly IReadOnlyList<string> Kinds = ["Investor", "Borrower", "Guarantor", "Platform", "Bank"];

    /// <summary>
    /// Filters: <c>q</c> (see <see cref="AccountSearch"/>), <c>kind</c>, <c>type</c>, <c>platform</c>, <c>state</c>,
    /// <c>balanceMin</c>/<c>balanceMax</c> (book balance).
    /// </summary>
    public async Task<PageOf<AccountRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        if (Filter(db, platforms, state) is not { } accounts) return new PageOf<AccountRow>([], 0);
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        if (PoolReach.IsNarrow(person)) accounts = accounts.Where(account => own.Contains(account.PoolId));
        var sums = await accounts.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Book = all.Sum(a => a.BookFen),
                Frozen = all.Sum(a => a.FrozenFen) })
            .SingleOrDefaultAsync(cancellationToken);
        if (sums is null) return new PageOf<AccountRow>([], 0);

        var rows = await Sorted(accounts, db, state).Skip(state.Skip).Take(state.Size).Select(account => new
        {
            Account = account,
            User = db.Users.FirstOrDefault(user => user.Id == account.UserId),
        }).ToListAsync(cancellationToken);
        var cardIds = rows.Select(row => row.User?.CardId).OfType<long>().ToArray();
        var cards = await db.Cards.Where(card => cardIds.Contains(card.Id))
            .ToDictionaryAsync(card => card.UserId, card => card.Last4, cancellationToken);
        var page = rows.Select(row => new AccountRow(
            row.Account.Id, row.Account.Number, row.Account.Type, row.Account.State,
            AccountRefs.HolderOf(row.Account.Type, row.User?.Name, row.User?.Kind,
                platforms.OfPool(row.Account.PoolId)?.Name ?? ""),
            platforms.OfPool(row.Account.PoolId), row.User?.MobileLast4,
            row.Account.UserId is { } userId ? cards.GetValueOrDefault(userId) : null,
            row.Account.BookFen, row.Account.FrozenFen, row.Account.FloatFen));
        // The bank's assets and liabilities have no sum that means anything.
        return new PageOf<AccountRow>([.. page], sums.Count, Addable(state)
            ? [new(words["BookTotal"], sums.Book), new(words["FrozenTotal"], sums.Frozen)] : []);
    }

    /// <summary>Null when there is no account of this number, or none that the person may see.</summary>
    public async Task<AccountDetail?> FindAsync(StaffMember person, string number, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Number == number, cancellationToken);
        if (account is null || !await PoolReach.HasAsync(db, person, account.PoolId, cancellationToken)) return null;
        return await AccountDetail.ReadAsync(db, account, cancellationToken);
    }

    /// <summary>The freezes of an account, newest first; filter <c>state</c>.</summary>
    public async Task<PageOf<FreezeRow>> FreezesAsync(
        long accountId, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var freezes = db.Freezes.Where(freeze => freeze.AccountId == accountId);
        if (state.Choice<FreezeState>("state") is { } wanted) freezes = freezes.Where(freeze => freeze.State == wanted);
        var counted = await freezes.CountAsync(freeze => freeze.RemainingFen, cancellationToken);
        var page = await freezes.OrderByDescending(freeze => freeze.Id).Skip(state.Skip).Take(state.Size)
            .ToListAsync(cancellationToken);
        return new PageOf<FreezeRow>(
            await FreezeRow.OfAsync(db, page, cancellationToken), counted.Count,
            counted.IsCapped ? [] : [new(words["RemainingTotal"], counted.SumFen)]) { IsCapped = counted.IsCapped };
    }

    /// <summary>All cards that a user has or had.</summary>
    public async Task<IReadOnlyList<BankCard>> CardsAsync(long? userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Cards.Where(card => card.UserId == userId).OrderByDescending(card => card.Id)
            .ToListAsync(cancellationToken);
    }

    private static bool Addable(ListState state) => state.Text("kind") is "Investor" or "Borrower" or "Guarantor";

    private static AccountType[] TypesOf(string? kind) => kind switch
    {
        "Investor" => [AccountType.Investor],
        "Borrower" => [AccountType.Borrower],
        "Guarantor" => [AccountType.Guarantor],
        "Platform" => [.. ChartOfAccounts.All.Where(facts => facts.Class == AccountClass.Platform)
            .Select(facts => facts.Type)],
        "Bank" => [.. ChartOfAccounts.All.Where(facts => facts.Class == AccountClass.Bank).Select(facts => facts.Type)],
        _ => [],
    };

    internal static IQueryable<Account>? Filter(CustodyDb db, PlatformRefs platforms, ListState state)
    {
        IQueryable<Account> accounts = db.Accounts;
        if (state.Text("platform") is { } no)
        {
            if (platforms.ByNo(no) is not { } platform) return null;
            var pools = platforms.PoolsOf(platform.Id);
            accounts = accounts.Where(account => pools.Contains(account.PoolId));
        }

        var types = TypesOf(state.Text("kind"));
        if (types.Length > 0) accounts = accounts.Where(account => types.Contains(account.Type));
        if (state.Choice<AccountType>("type") is { } type) accounts = accounts.Where(account => account.Type == type);
        if (state.Choice<AccountState>("state") is { } wanted)
            accounts = accounts.Where(account => account.State == wanted);
        if (state.Fen("balanceMin") is { } least) accounts = accounts.Where(account => account.BookFen >= least);
        if (state.Fen("balanceMax") is { } most) accounts = accounts.Where(account => account.BookFen <= most);

        var (kind, value) = AccountSearch.Parse(state.Text("q"));
        var found = UsersMatching(db, new AccountSearch(kind, value));
        if (found is not null)
            accounts = accounts.Where(account => found.Select(user => (long?)user.Id).Contains(account.UserId));
        if (kind == SearchKind.AccountNumber) accounts = accounts.Where(account => account.Number == value);
        return kind == SearchKind.Identity ? null : accounts;
    }

    /// <summary>The users whom a search describes; null for searches that describe none.</summary>
    internal static IQueryable<CustodyUser>? UsersMatching(CustodyDb db, AccountSearch search)
    {
        var value = search.Value;
        var carried = db.Cards.Where(card => card.Last4 == value).Select(card => card.UserId);
        return search.Kind switch
        {
            SearchKind.LastFour => db.Users.Where(user => user.MobileLast4 == value || carried.Contains(user.Id)),
            SearchKind.Mobile => db.Users.Where(user => user.MobileLast4 == value),
            SearchKind.Card => db.Users.Where(user => carried.Contains(user.Id)),
            SearchKind.Name => db.Users.Where(user => user.Name.Contains(value) || user.PlatformUserNo == value),
            _ => null,
        };
    }

    internal static IQueryable<Account> Sorted(IQueryable<Account> accounts, CustodyDb db, ListState state) =>
        (state.Sort, state.Descending) switch
    {
        ("name", false) => accounts.OrderBy(
            a => db.Users.Where(u => u.Id == a.UserId).Select(u => u.Name).FirstOrDefault()).ThenBy(a => a.Id),
        ("name", true) => accounts.OrderByDescending(
            a => db.Users.Where(u => u.Id == a.UserId).Select(u => u.Name).FirstOrDefault())
            .ThenByDescending(a => a.Id),
        ("book", false) => accounts.OrderBy(a => a.BookFen).ThenBy(a => a.Id),
        ("book", true) => accounts.OrderByDescending(a => a.BookFen).ThenByDescending(a => a.Id),
        ("frozen", false) => accounts.OrderBy(a => a.FrozenFen).ThenBy(a => a.Id),
        ("frozen", true) => accounts.OrderByDescending(a => a.FrozenFen).ThenByDescending(a => a.Id),
        ("float", false) => accounts.OrderBy(a => a.FloatFen).ThenBy(a => a.Id),
        ("float", true) => accounts.OrderByDescending(a => a.FloatFen).ThenByDescending(a => a.Id),
        ("number", false) => accounts.OrderBy(a => a.Number),
        ("number", true) => accounts.OrderByDescending(a => a.Number),
        _ => accounts.OrderByDescending(a => a.Id),
    };
}
