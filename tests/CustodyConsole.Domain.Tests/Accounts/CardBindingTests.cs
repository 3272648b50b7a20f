using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class CardBindingTests
{
    [Theory, OnBothDatabases]
    public async Task A_card_is_unbound_at_zero_assets_and_another_one_bound(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var next = bank.Form();

        var unbound = (await UnbindAsync(bank, account)).Value;
        var bound = (await BindAsync(bank, account, next.CardNumber, next.Mobile)).Value;

        Assert.Equal((OrderState.Succeeded, OrderState.Succeeded), (unbound.State, bound.State));
        await using var db = bank.Books.Db();
        var user = await db.Users.SingleAsync();
        var cards = await db.Cards.OrderBy(card => card.Id).ToListAsync();
        Assert.Equal([CardState.Unbound, CardState.Bound], cards.Select(card => card.State));
        Assert.NotNull(cards[0].UnboundAtUtc);
        Assert.Equal((cards[1].Id, next.Mobile[^4..]), (user.CardId, user.MobileLast4));
        Assert.Equal(next.Mobile, bank.PersonalData.Decrypt(PersonalField.Mobile, user.Id, user.MobileCipher));
    }

    [Theory, OnBothDatabases]
    public async Task Unbinding_without_password_or_card_or_account_is_refused(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var cardless = await bank.Books.AddUserAsync(UserRole.Investor);

        Assert.Equal(
            "Binding and unbinding a card needs the user's trade password.",
            (await UnbindAsync(bank, account, Verification.Sms)).Refusal!.English);
        Assert.Equal(
            "Account 1 does not exist or does not belong to this platform.",
            (await UnbindAsync(bank, "1")).Refusal!.English);
        Assert.Equal(
            $"Account {cardless} has no bank card bound; bind one first.",
            (await UnbindAsync(bank, cardless)).Refusal!.English);
    }

    [Theory, OnBothDatabases]
    public async Task Money_on_the_account_keeps_the_card(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        _ = await bank.AcceptedAsync(account, 30_000);

        var outcome = await UnbindAsync(bank, account);

        Assert.Equal(
            $"Account {account} still holds 1,000.00 yuan (300.00 of it frozen); a card is unbound at zero assets "
            + "only.",
            outcome.Refusal!.English);
        Assert.Equal($"账户 {account} 尚有余额 1,000.00 元（其中冻结 300.00 元），资产清零后方可解绑。", outcome.Refusal.Chinese);
    }

    [Theory, OnBothDatabases]
    public async Task An_order_that_is_not_finished_keeps_the_card(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        var order = await bank.SentAsync(account, 100_000);

        Assert.Equal(
            $"Account {account} has 1 unfinished orders; a card is unbound when they are finished.",
            (await UnbindAsync(bank, account)).Refusal!.English);
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        Assert.True((await UnbindAsync(bank, account)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Claims_and_debts_keep_the_card(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        bank.Books.ProveAtEnd = false; // Claims without a listing are planted below.
        var investor = await bank.OpenUserAsync();
        var borrower = await bank.OpenUserAsync(UserRole.Borrower);
        var guarantor = await bank.OpenUserAsync(UserRole.Guarantor);
        var listed = await bank.OpenUserAsync(UserRole.Borrower);
        var waiting = await bank.OpenUserAsync();
        _ = (await bank.Books.Writer.RunAsync<bool>(bank.PoolId, books =>
        {
            books.Claims.Add(new Claim
            {
                ListingId = 1,
                AccountId = books.AccountByNumber.Find(investor)!.Id,
                FreezeId = 1,
                PrincipalFen = 900,
                OutstandingFen = 800,
            });
            // The principal is back, and its interest is still to come.
            var borrowing = books.AccountByNumber.Find(borrower)!;
            var listing = books.Listings.Add(new Listing
            {
                PlatformId = books.Pool(bank.PoolId)!.PlatformId, PoolId = bank.PoolId, ListingNo = "L1", Name = "经营周转", BorrowerUserId = borrowing.UserId!.Value,
                BorrowerAccountId = borrowing.Id, AmountFen = 900, AnnualRateBps = 1_200, TermMonths = 1, Method = RepaymentMethod.OneTime,
                RaiseFrom = TestBank.FirstDay, RaiseUntil = TestBank.FirstDay, RegisteredAtUtc = books.NowUtc,
            });
            books.Listings.Edit(listing).State = ListingState.Repaying;
            books.Claims.Add(new Claim
            {
                ListingId = listing.Id, AccountId = books.AccountByNumber.Find(waiting)!.Id, FreezeId = 2, PrincipalFen = 900, OutstandingFen = 0,
            });
            books.RecoveryClaims.Add(new RecoveryClaim
            {
                ListingId = 1,
                BorrowerAccountId = books.AccountByNumber.Find(borrower)!.Id,
                CompensatorAccountId = books.AccountByNumber.Find(guarantor)!.Id,
                CompensatedFen = 500,
                RecoveredFen = 100,
                OpenedOn = TestBank.FirstDay,
            });
            books.Users.Edit(books.Users.Get(books.AccountByNumber.Find(listed)!.UserId!.Value)).LoanBalanceFen = 700;
            return true;
        })).Value;

        Assert.Equal(
            $"Account {investor} is still owed 8.00 yuan; a card is unbound at zero assets only.",
            (await UnbindAsync(bank, investor)).Refusal!.English);
        Assert.Equal($"账户 {waiting} 尚有 1 笔债权的利息未结清，资产清零后方可解绑。", (await UnbindAsync(bank, waiting)).Refusal!.Chinese);
        Assert.Equal(
            $"Account {guarantor} is still owed 4.00 yuan; a card is unbound at zero assets only.",
            (await UnbindAsync(bank, guarantor)).Refusal!.English);
        Assert.Equal(
            $"Account {borrower} still owes 4.00 yuan; a card is unbound when all is repaid.",
            (await UnbindAsync(bank, borrower)).Refusal!.English);
        Assert.Equal($"账户 {listed} 尚有未偿借款或追偿款 7.00 元，结清后方可解绑。", (await UnbindAsync(bank, listed)).Refusal!.Chinese);
    }

    [Theory, OnBothDatabases]
    public async Task Binding_is_refused_in_words(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var next = bank.Form();
        string last4;
        await using (var db = bank.Books.Db()) last4 = (await db.Cards.SingleAsync()).Last4;

        Assert.Equal(
            $"Account {account} has the card ending in {last4} bound; unbind it first.",
            (await BindAsync(bank, account, next.CardNumber, next.Mobile)).Refusal!.English);
        _ = (await UnbindAsync(bank, account)).Value;
        Assert.Equal("identity.mobile-format", (await BindAsync(bank, account, next.CardNumber, "1")).Refusal!.Code);
        Assert.Equal("identity.card-format", (await BindAsync(bank, account, "12345678", next.Mobile)).Refusal!.Code);
        Assert.Equal(
            "account.password-required",
            (await BindAsync(bank, account, next.CardNumber, next.Mobile, Verification.None)).Refusal!.Code);
        Assert.Equal(
            "ledger.unknown-account", (await BindAsync(bank, "1", next.CardNumber, next.Mobile)).Refusal!.Code);
    }

    private static Task<Outcome<Receipt>> UnbindAsync(
        CounterBank bank, string account, Verification verification = Verification.TradePassword) =>
        bank.Bank.AskAsync(new UnbindCard(bank.Books.Head(), account, verification));

    private static Task<Outcome<Receipt>> BindAsync(
        CounterBank bank, string account, string card, string mobile,
        Verification verification = Verification.TradePassword) =>
        bank.Bank.BindCardAsync(bank.Books.Head(), account, card, mobile, verification);
}
