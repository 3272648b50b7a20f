using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Accounts;

/// <summary>An account as other pages name it.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The account number.</param>
/// <param name="Type">The type.</param>
/// <param name="Holder">The user's name, masked for persons; the platform's name; null for the bank's own
/// accounts.</param>
public sealed record AccountRef(long Id, string Number, AccountType Type, string? Holder);

/// <summary>Names accounts by their keys, all of a page in one statement.</summary>
public static class AccountRefs
{
    public static async Task<Dictionary<long, AccountRef>> ReadAsync(
        CustodyDb db, IEnumerable<long?> accountIds, CancellationToken cancellationToken)
    {
        var ids = accountIds.OfType<long>().Distinct().ToArray();
        if (ids.Length == 0) return [];
        var rows = await (from account in db.Accounts
                          where ids.Contains(account.Id)
                          join user in db.Users on account.UserId equals user.Id into users
                          from user in users.DefaultIfEmpty()
                          join pool in db.Pools on account.PoolId equals pool.Id
                          join platform in db.Platforms on pool.PlatformId equals platform.Id
                          select new
                          {
                              account.Id, account.Number, account.Type,
                              Name = (string?)user.Name, Kind = (PartyKind?)user.Kind, Platform = platform.Name,
                          }).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id,
            row => new AccountRef(row.Id, row.Number, row.Type, HolderOf(row.Type, row.Name, row.Kind, row.Platform)));
    }

    /// <summary>Whose account it is, as it may be shown.</summary>
    public static string? HolderOf(AccountType type, string? userName, PartyKind? kind, string platformName) =>
        userName is not null ? Masking.Name(userName, kind == PartyKind.Company)
        : ChartOfAccounts.Of(type).Class == AccountClass.Platform ? platformName
        : null;
}
