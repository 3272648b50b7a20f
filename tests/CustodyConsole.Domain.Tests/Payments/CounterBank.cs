using CustodyConsole.Channel;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>
/// A test bank with a payment company behind it, which does everything at once and well unless told otherwise.
/// </summary>
public sealed class CounterBank : IAsyncDisposable
{
    private static readonly InventedPeople People = new(7);
    private int _people;

    private CounterBank(TestBank books, SandboxOptions options)
    {
        Books = books;
        Channel = new SandboxChannel(options, books.Clock);
        PersonalData = new PersonalData([.. Enumerable.Range(1, PersonalData.KeyBytes).Select(i => (byte)i)]);
        Bank = new CustodyBank(books.Writer, Channel, PersonalData);
    }

    public TestBank Books { get; }

    public SandboxChannel Channel { get; }

    public PersonalData PersonalData { get; }

    public CustodyBank Bank { get; }

    public long PoolId => Books.Pool.Id;

    public static async Task<CounterBank> OpenAsync(
        string database, Func<PlatformTerms, PlatformTerms>? terms = null, SandboxOptions? sandbox = null) =>
        new(await TestBank.OpenAsync(database, terms), sandbox ?? new SandboxOptions());

    /// <summary>The form of the next invented person.</summary>
    public UserForm Form(UserRole role = UserRole.Investor)
    {
        var person = People.Person(Interlocked.Increment(ref _people));
        return new(
            role,
            PartyKind.Person,
            $"U{person.Index}",
            person.Name,
            person.IdentityNumber,
            person.Mobile,
            person.CardNumber);
    }

    /// <summary>The form of an invented company.</summary>
    public UserForm CompanyForm(UserRole role = UserRole.Borrower)
    {
        var company = People.Company(Interlocked.Increment(ref _people));
        return new(
            role, PartyKind.Company, $"C{company.Index}", company.Name, company.CreditCode, "13800138000",
            company.SettlementAccount);
    }

    /// <summary>Opens a sub-account with a card bound and returns its number.</summary>
    public async Task<string> OpenUserAsync(UserRole role = UserRole.Investor) =>
        (await Bank.OpenUserAsync(Books.Head(), Form(role))).Value.AccountNo!;

    /// <summary>Opens a sub-account and puts confirmed money on it.</summary>
    public async Task<string> OpenUserWithAsync(long amountFen)
    {
        var account = await OpenUserAsync();
        await Books.RechargeAsync(account, amountFen);
        return account;
    }

    /// <summary>Money on the platform's income account, from a borrower who pays a fee.</summary>
    public async Task GiveIncomeAsync(long amountFen)
    {
        var payer = await OpenUserWithAsync(amountFen);
        _ = (await Books.AskAsync(new MoveForTests(Books.Head(), AccountType.PlatformIncome, payer, amountFen))).Value;
    }

    /// <summary>Money that came straight to the pool by bank transfer: settled from the start.</summary>
    public async Task TransferInAsync(string account, long amountFen) =>
        _ = (await Books.AskAsync(new MoveForTests(Books.Head(), AccountType.Pool, account, amountFen))).Value;

    public Withdrawal Withdrawal(string account, long amountFen, string? requestNo = null) =>
        new(Books.Head(requestNo), account, amountFen, Verification.TradePassword);

    public async Task<Receipt> AcceptedAsync(string account, long amountFen) =>
        (await Bank.AskAsync(Withdrawal(account, amountFen))).Value;

    public async Task<Receipt> SentAsync(string account, long amountFen) =>
        (await Bank.SendAsync(new SendWithdrawal(PoolId, (await AcceptedAsync(account, amountFen)).OrderNo))).Value;

    public Task<Outcome<Receipt>> AnswerAsync(
        Receipt order, ChannelResult result, string? serial = "S1", string? reason = null) =>
        AnswerAsync(order, new ChannelAnswer(result, serial, reason));

    public Task<Outcome<Receipt>> AnswerAsync(Receipt order, ChannelAnswer answer) =>
        Bank.TakeCallbackAsync(new ChannelCallback(PoolId, order.OrderNo, answer));

    public async Task<CustodyOrder> OrderAsync(Receipt receipt)
    {
        await using var db = Books.Db();
        return await db.Orders.SingleAsync(order => order.Id == receipt.OrderId);
    }

    /// <summary>The steps of an order as text: "Succeeded S1".</summary>
    public async Task<IReadOnlyList<string>> StepsAsync(Receipt receipt)
    {
        await using var db = Books.Db();
        var steps = await db.OrderEvents.Where(step => step.OrderId == receipt.OrderId).OrderBy(
            step => step.Id).ToListAsync();
        return [.. steps.Select(step => $"{step.State} {step.Note}".TrimEnd())];
    }

    /// <summary>Book, frozen and unsettled figures of a sub-account, in fen.</summary>
    public async Task<(long Book, long Frozen, long Float)> FiguresAsync(string account) =>
        Figures(await Books.AccountAsync(account));

    public async Task<(long Book, long Frozen, long Float)> FiguresAsync(AccountType type) =>
        Figures(await Books.AccountAsync(type));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Books.DisposeAsync();
    }

    private static (long Book, long Frozen, long Float) Figures(Account account) =>
        (account.BookFen, account.FrozenFen, account.FloatFen);

    /// <summary>From a sub-account to the platform's income, or from the pool's real money to a sub-account.</summary>
    private sealed record MoveForTests(RequestHead Head, AccountType Other, string AccountNo, long AmountFen)
        : BankRequest(Head)
    {
        public override OrderType Type => OrderType.Release;

        protected override object?[] Content => [AccountNo, AmountFen];

        protected override Outcome<Receipt> Execute(Domain.Writing.Books books, Platform platform)
        {
            var order = Order(books, platform, AmountFen);
            var account = AccountOf(books, AccountNo)!;
            var other = books.BankAccount(Head.PoolId, Other);
            var (from, to) = Other == AccountType.Pool ? (other, account) : (account, other);
            var entry = books.Ledger.Post(new EntryDraft(Operation.Release, order)
                .Debit(from, AmountFen, LineKind.Funds)
                .Credit(to, AmountFen, LineKind.Funds));
            if (!entry.Done) return entry.Refusal;
            books.Orders.Add(order);
            return RequestNumbers.ReceiptOf(books, order);
        }
    }
}
