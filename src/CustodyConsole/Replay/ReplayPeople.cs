using System.Globalization;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Replay;

/// <summary>
/// The people of a replay, all invented by the seed: investors by their place in the pool, borrowers and guarantors by
/// the numbers that the file gives them. Each is opened at the bank on the first day that needs them.
/// </summary>
internal sealed class ReplayPeople(ReplayBank bank, ulong seed)
{
    /// <summary>Investors are the first of the invented people, borrowers those from here on.</summary>
    private const int FirstBorrower = 1_000_000;

    private readonly InventedPeople _people = new(unchecked((int)seed));
    private readonly Dictionary<(UserRole Role, long No), string> _accounts = [];
    private readonly Dictionary<(UserRole Role, long No), Func<UserForm>> _wanted = [];
    private readonly HashSet<int> _borrowerIndexes = [];
    private readonly HashSet<int> _guarantorIndexes = [];

    /// <summary>
    /// A platform with an invented company behind it, another for each seed: so a database that another seed filled refuses at the door.
    /// </summary>
    public static PlatformTerms Platform(string no, string name, ulong seed)
    {
        var company = new InventedPeople(unchecked((int)(seed ^ (seed >> 32) ^ 9000))).Company(int.Parse(no, CultureInfo.InvariantCulture));
        return new PlatformTerms(no, name, company.Name, company.CreditCode, "SANDBOX");
    }

    /// <summary>Says that the investor is needed; opened with the next <see cref="OpenAsync"/>.</summary>
    public void WantInvestor(int lender) =>
        Want(UserRole.Investor, lender, () => Person(UserRole.Investor, lender, lender));

    /// <summary>Says that the borrower is needed.</summary>
    public void WantBorrower(long no) => Want(UserRole.Borrower, no, () =>
        Person(
            UserRole.Borrower, no, FirstBorrower + Free(_borrowerIndexes, no, InventedPeople.Count - FirstBorrower)));

    /// <summary>Says that the guarantor, a company, is needed.</summary>
    public void WantGuarantor(long no) => Want(UserRole.Guarantor, no, () =>
    {
        var index = Free(_guarantorIndexes, no, InventedPeople.Count);
        var company = _people.Company(index);
        return new UserForm(
            UserRole.Guarantor, PartyKind.Company, UserNo(UserRole.Guarantor, no), company.Name, company.CreditCode,
            _people.Person(index).Mobile, company.SettlementAccount);
    });

    /// <summary>Opens all who are needed and have no account yet.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_wanted.Count == 0) return;
        var wanted = _wanted.ToList();
        _wanted.Clear();
        var numbers = await bank.OpenUsersAsync(
            wanted.Select(user => ($"open-{UserNo(user.Key.Role, user.Key.No)}", user.Value())), cancellationToken);
        for (var i = 0; i < wanted.Count; i++) _accounts[wanted[i].Key] = numbers[i];
    }

    /// <summary>The account number of an investor who was opened.</summary>
    public string Investor(int lender) => _accounts[(UserRole.Investor, lender)];

    /// <summary>The account number of a borrower who was opened.</summary>
    public string Borrower(long no) => _accounts[(UserRole.Borrower, no)];

    /// <summary>The account number of a guarantor who was opened.</summary>
    public string Guarantor(long no) => _accounts[(UserRole.Guarantor, no)];

    private void Want(UserRole role, long no, Func<UserForm> form)
    {
        if (!_accounts.ContainsKey((role, no))) _wanted.TryAdd((role, no), form);
    }

    private UserForm Person(UserRole role, long no, int index)
    {
        var person = _people.Person(index);
        return new UserForm(
            role, PartyKind.Person, UserNo(role, no), person.Name, person.IdentityNumber, person.Mobile,
            person.CardNumber);
    }

    /// <summary>
    /// A place of its own for each number: the number itself within the range, or the next that is free. They are
    /// wanted in the order of the days, so every run finds the same.
    /// </summary>
    private static int Free(HashSet<int> taken, long no, int range)
    {
        var index = (int)(no % range);
        while (!taken.Add(index)) index = (index + 1) % range;
        return index;
    }

    private static string UserNo(UserRole role, long no) => role switch
    {
        UserRole.Investor => string.Create(CultureInfo.InvariantCulture, $"I{no}"),
        UserRole.Borrower => string.Create(CultureInfo.InvariantCulture, $"B{no}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"G{no}"),
    };
}
