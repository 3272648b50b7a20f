using System.Globalization;
using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// One reading of the books for one report: the snapshot that all its queries see, what exactly was asked, and how values are shown.
/// </summary>
public sealed class ReportReading
{
    private static readonly DateTime Endless = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly IStringLocalizer<StatusText> _words;
    private readonly PersonalData? _keys;
    private readonly Dictionary<Enum, string> _known = [];
    private readonly Dictionary<string, object> _kept = [];

    private ReportReading(CustodyDb db, ReportScope scope, IStringLocalizer<StatusText> words, PersonalData? keys)
    {
        (Db, Scope, _words, _keys) = (db, scope, words, keys);
        List = ListOf(scope);
        Culture = CultureInfo.GetCultureInfo(scope.English ? TextSetup.Cultures[1] : TextSetup.Cultures[0]);
    }

    public CustodyDb Db { get; }

    public ReportScope Scope { get; }

    /// <summary>The filters and the order: the list's own, and what the parameters say in the list's words.</summary>
    public ListState List { get; }

    public CultureInfo Culture { get; }

    public bool English => Scope.English;

    /// <summary>The accounting date in the snapshot.</summary>
    public DateOnly Today { get; private init; }

    /// <summary>The last day that is closed.</summary>
    public DateOnly? ClosedThrough { get; private init; }

    /// <summary>
    /// The last accounting day of which something is in it. A moment belongs to the day that was cut at it or after it, whatever the calendar says.
    /// </summary>
    public DateOnly LastDay { get; private init; }

    /// <summary>
    /// What was posted on <see cref="LastDay"/> until then is in it (UTC). Where the moment is the cut of that day, all of the day is: a day holds
    /// what was booked on it, whatever the clocks of those who booked it said.
    /// </summary>
    public DateTime UntilUtc { get; private init; }

    /// <summary>The instant at which the snapshot was taken (UTC).</summary>
    public DateTime NowUtc { get; private init; }

    /// <summary>
    /// Who makes the report, with the roles held now: what the person may not see in a list is in no report either. The bank itself where it
    /// makes the report.
    /// </summary>
    public required StaffMember Person { get; init; }

    public required PlatformRefs Platforms { get; init; }

    /// <summary>The payment company of each pool that the person may see.</summary>
    public required IReadOnlyDictionary<long, string> Companies { get; init; }

    public DateOnly? From => List.Date("dateFrom");

    public DateOnly? To => List.Date("dateTo");

    /// <summary>The platform to which the report is narrowed; null for all.</summary>
    public PlatformRef? Platform => Platforms.ByNo(List.Text("platform"));

    /// <summary>The pools of that platform, or all.</summary>
    public IReadOnlyList<long> Pools => List.Text("platform") is null ? [.. Companies.Keys]
        : Platform is { } one ? [.. Platforms.PoolsOf(one.Id).Where(Companies.ContainsKey)] : [];

    /// <summary>Personal data can be shown in clear.</summary>
    public bool HasKeys => _keys is not null;

    internal static ListState ListOf(ReportScope scope)
    {
        var list = ListState.Parse(scope.ListQuery ?? "");
        if (scope.PlatformNo is not null) list = list.With("platform", scope.PlatformNo);
        if (scope.From is { } from) list = list.With("dateFrom", BankTime.Format(from));
        if (scope.To is { } to) list = list.With("dateTo", BankTime.Format(to));
        return list;
    }

    internal static async Task<ReportReading> OpenAsync(
        CustodyDb db, ReportScope scope, ReportMaker maker, IStringLocalizer<StatusText> words, PersonalData? keys, DateTime nowUtc, CancellationToken stop)
    {
        var bank = await db.BankStates.SingleAsync(stop);
        var person = maker.IsBank ? StaffMember.System : await PersonAsync(db, maker, stop);
        var companies = await PoolReach.Of(db, person).OrderBy(pool => pool.Id).ToDictionaryAsync(pool => pool.Id, pool => pool.PaymentCompany, stop);
        var cut = scope.AsOfUtc is not { } moment ? null : await db.AccountingDays.Where(day => day.CutAtUtc >= moment)
            .OrderBy(day => day.Date).Select(day => new { day.Date, day.CutAtUtc }).FirstOrDefaultAsync(stop);
        var lastDay = scope.AsOfUtc is null ? ListOf(scope).Date("dateTo") : cut?.Date;
        return new ReportReading(db, scope, words, keys)
        {
            Today = bank.AccountingDate,
            LastDay = lastDay ?? bank.AccountingDate,
            UntilUtc = scope.AsOfUtc is not { } asOf || cut?.CutAtUtc == asOf ? Endless : asOf,
            ClosedThrough = bank.ClosedThrough,
            NowUtc = nowUtc,
            Person = person,
            Platforms = await PlatformRefs.ReadAsync(db, stop),
            Companies = companies,
        };
    }

    /// <summary>A maker without a record would see nothing or everything; neither is a report.</summary>
    private static async Task<StaffMember> PersonAsync(CustodyDb db, ReportMaker maker, CancellationToken stop)
    {
        var staff = await db.StaffRecords.SingleOrDefaultAsync(one => one.UserName == maker.UserName, stop)
            ?? throw new InvalidOperationException($"{maker.UserName} is no user of the console, and the report {maker.RunNo} is not the bank's own.");
        return new StaffMember(
            staff.UserName, staff.DisplayName, staff.PersonNo, staff.HeldRoles, PlatformNo: staff.PlatformNo, PaymentCompany: staff.PaymentCompany);
    }

    /// <summary>Figures that several sheets need, read once.</summary>
    public async Task<T> OnceAsync<T>(string name, Func<Task<T>> read) where T : class
    {
        if (_kept.TryGetValue(name, out var kept)) return (T)kept;
        var value = await read();
        _kept[name] = value;
        return value;
    }

    /// <summary>One of two wordings.</summary>
    public string Say(string chinese, string english) => English ? english : chinese;

    /// <summary>The bank's word for a member of an enum.</summary>
    public string Word(Enum member)
    {
        if (_known.TryGetValue(member, out var word)) return word;
        return _known[member] = _words.Of(member);
    }

    public string? Word<TEnum>(TEnum? member) where TEnum : struct, Enum => member is { } known ? Word(known) : null;

    /// <summary>The name of a platform; the bank's own for none.</summary>
    public string PlatformName(long? platformId) =>
        platformId is { } id && Platforms.Find(id) is { } platform ? platform.Name : Say("本行", "The bank");

    public string? PlatformNo(long? platformId) => platformId is { } id ? Platforms.Find(id)?.No : null;

    public string PoolPlatformName(long poolId) => PlatformName(Platforms.OfPool(poolId)?.Id);

    public string? PoolPlatformNo(long poolId) => Platforms.OfPool(poolId)?.No;

    public string? Company(long poolId) => Companies.GetValueOrDefault(poolId);

    /// <summary>The name of a user: a company's whole, a person's masked unless it may be shown in clear.</summary>
    public string? Name(string? name, PartyKind? kind) =>
        name is null || Scope.Unmasked ? name : Masking.Name(name, kind == PartyKind.Company);

    /// <summary>An identity number or credit code; a company's code is public.</summary>
    public string? Identity(long userId, byte[]? cipher, PartyKind? kind)
    {
        if (cipher is null) return null;
        if (_keys is null) return "******";
        var number = _keys.Decrypt(PersonalField.Identity, userId, cipher);
        return Scope.Unmasked || kind == PartyKind.Company ? number : Masking.IdentityNumber(number);
    }

    public string? Mobile(long userId, byte[]? cipher, string? last4) =>
        last4 is null ? null
        : Scope.Unmasked && cipher is not null ? Clear(PersonalField.Mobile, userId, cipher) : "*******" + last4;

    public string? Card(long? cardId, byte[]? cipher, string? last4) =>
        cardId is null || last4 is null ? null
        : Scope.Unmasked && cipher is not null ? Clear(PersonalField.Card, cardId.Value, cipher) : "************" + last4;

    /// <summary>Number and holder of some accounts, for a report that reads its rows in parts.</summary>
    public async Task<Dictionary<long, (string Number, string? Holder)>> AccountsAsync(IEnumerable<long> accountIds, CancellationToken stop)
    {
        var ids = accountIds.Distinct().ToArray();
        var rows = await (from account in Db.Accounts
                          where ids.Contains(account.Id)
                          join user in Db.Users on account.UserId equals (long?)user.Id into users
                          from user in users.DefaultIfEmpty()
                          select new { account.Id, account.Number, account.PoolId, Name = (string?)user.Name, Kind = (PartyKind?)user.Kind }).ToListAsync(stop);
        return rows.ToDictionary(row => row.Id, row => (row.Number, (string?)(Name(row.Name, row.Kind) ?? PoolPlatformName(row.PoolId))));
    }

    private string Clear(PersonalField field, long rowId, byte[] cipher) =>
        (_keys ?? throw new InvalidOperationException("Personal data in clear was asked for without the key.")).Decrypt(field, rowId, cipher);
}
