using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Demo;

/// <summary>A user of the demo bank, and what the story knows of the user's money without asking the bank.</summary>
internal sealed class DemoUser(DemoPlatform platform, UserForm form, int index)
{
    private readonly TaskCompletionSource<string> _accountNo = new();
    private IPaymentChannel? _channel;
    private PersonalData? _personalData;

    public DemoPlatform Platform { get; } = platform;

    public UserForm Form { get; } = form;

    /// <summary>The number among the invented people, for another card.</summary>
    public int Index { get; } = index;

    /// <summary>When the account was opened; null until then.</summary>
    public DateTime? OpenedAt { get; private set; }

    /// <summary>The number of the sub-account, once it is opened.</summary>
    public Task<string> AccountNo => _accountNo.Task;

    /// <summary>True for users who keep out of the daily business.</summary>
    public bool Apart { get; set; }

    /// <summary>True for borrowers who do not pay; they get no further loan.</summary>
    public bool Defaults { get; set; }

    /// <summary>
    /// At least this is available, in fen: of what is split among many, the last few fen are left out.
    /// </summary>
    public long AvailableFen { get; set; }

    /// <summary>The user's own recharges and returned payouts, in fen.</summary>
    public long OwnUnsettledFen { get; set; }

    /// <summary>For borrowers: what counts against the limit, in fen.</summary>
    public long LoanBalanceFen { get; set; }

    public bool IsCompany => Form.Kind == PartyKind.Company;

    /// <summary>
    /// At least this may be withdrawn with fees, in fen: where only settled money may, own recharges may not.
    /// </summary>
    public long WithdrawableFen => Platform.Terms.FloatPolicy == FloatPolicy.SettledOnly
        ? Math.Max(0, AvailableFen - OwnUnsettledFen)
        : AvailableFen;

    /// <summary>Opens the sub-account on what the payment company found.</summary>
    public async Task OpenAsync(DateTime at, DemoDesk desk, IPaymentChannel channel, PersonalData personalData)
    {
        var head = DemoDesk.Head(Platform, at);
        var check = await channel.VerifyCardAsync(
            new CardCheckCall(
                head.PoolId, head.RequestNo, Form.Kind, Form.Name, Form.IdentityNumber, Form.CardNumber, Form.Mobile),
            CancellationToken.None);
        OpenedAt = at;
        (_channel, _personalData) = (channel, personalData);
        _ = TakeNumberAsync(desk.Ask(at, new OpenUser(head, Form, check, personalData)));
    }

    /// <summary>Binds another card on what the payment company found.</summary>
    public async Task BindAsync(DateTime at, DemoDesk desk, string cardNumber)
    {
        var head = DemoDesk.Head(Platform, at);
        var check = await _channel!.VerifyCardAsync(
            new CardCheckCall(
                head.PoolId, head.RequestNo, Form.Kind, Form.Name, Form.IdentityNumber, cardNumber, Form.Mobile),
            CancellationToken.None);
        _ = desk.Ask(at, new BindCard(
            head, await AccountNo, cardNumber, Form.Mobile, Verification.TradePassword, check, _personalData!));
    }

    private async Task TakeNumberAsync(Task<Receipt> opening)
    {
        try
        {
            _accountNo.SetResult((await opening).AccountNo!);
        }
        catch (InvalidOperationException refused)
        {
            _accountNo.SetException(refused);
        }
    }
}

/// <summary>Who is at the demo bank, and since when.</summary>
internal static class DemoPeople
{
    /// <summary>So many persons invest on the first platform and on the last.</summary>
    private const int OnTwoPlatforms = 5;

    /// <summary>Among so many invented companies one of each kind and city is found.</summary>
    private const int SearchedMax = 50_000;

    /// <summary>Fills a platform with users and enters their openings into the diary.</summary>
    public static void Join(
        DemoPlatform platform, DemoPlatform[] all, InventedPeople people, DemoDraw draw, DateOnly firstDay,
        Action<DateTime, DemoUser> opens)
    {
        var place = Array.IndexOf(all, platform);
        var guarantors = CompaniesLike(people, company => company.Name.EndsWith("融资担保有限公司", StringComparison.Ordinal))
            .Skip(place * 2).Take(place == 0 ? 2 : 1);
        foreach (var company in guarantors)
        {
            var name = platform == all[^1]
                ? company.Name.Replace("有限公司", "与中小微企业信用增进服务（集团）股份有限公司管理总部", StringComparison.Ordinal)
                : company.Name;
            Add(platform.Guarantors, UserRole.Guarantor, company with { Name = name });
        }

        var lenders = CompaniesLike(people, company =>
                !company.Name.EndsWith("担保有限公司", StringComparison.Ordinal)
                && !company.Name.EndsWith("保理有限公司", StringComparison.Ordinal))
            .Skip(100 + place * 20).Take(platform.CompanyCount);
        foreach (var company in lenders) Add(platform.Borrowers, UserRole.Borrower, company);
        for (var i = platform.CompanyCount; i < platform.BorrowerCount; i++)
            AddPerson(platform.Borrowers, UserRole.Borrower, place * 1000 + 500 + i);
        for (var i = 0; i < platform.InvestorCount; i++)
        {
            var invests = platform == all[^1] && i < OnTwoPlatforms ? i : place * 1000 + i;
            AddPerson(platform.Investors, UserRole.Investor, invests);
        }

        void Add(List<DemoUser> users, UserRole role, InventedCompany company)
        {
            var mobile = people.Person(place * 1000 + 900 + users.Count + (int)role * 20).Mobile;
            var form = new UserForm(
                role, PartyKind.Company, $"{platform.Code}{(int)role}{company.Index:D5}", company.Name,
                company.CreditCode, mobile, company.SettlementAccount);
            Enter(users, new DemoUser(platform, form, company.Index));
        }

        void AddPerson(List<DemoUser> users, UserRole role, int index)
        {
            var person = people.Person(index);
            var form = new UserForm(
                role, PartyKind.Person, $"{platform.Code}{(int)role}{index:D5}", person.Name, person.IdentityNumber,
                person.Mobile, person.CardNumber);
            Enter(users, new DemoUser(platform, form, index));
        }

        // Most are there from the first morning on; the other investors come one by one.
        void Enter(List<DemoUser> users, DemoUser user)
        {
            var first = user.Form.Role != UserRole.Investor || users.Count < platform.InvestorCount * 6 / 10;
            users.Add(user);
            opens(first ? draw.TimeOn(firstDay, 8, 9) : draw.TimeOn(firstDay.AddDays(draw.Between(1, 80))), user);
        }
    }

    /// <summary>Invented companies that satisfy a condition, always the same ones.</summary>
    public static IEnumerable<InventedCompany> CompaniesLike(InventedPeople people, Func<InventedCompany, bool> like) =>
        Enumerable.Range(0, SearchedMax).Select(people.Company).Where(like);
}
