using CustodyConsole.Channel;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class OpenUserTests
{
    [Theory, OnBothDatabases]
    public async Task A_person_gets_a_sub_account_with_the_card_bound_and_nothing_readable_stored(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.Form(UserRole.Borrower);

        var receipt = (await bank.Bank.OpenUserAsync(bank.Books.Head("O1"), form)).Value;

        var account = await bank.Books.AccountAsync(receipt.AccountNo!);
        Assert.Equal((AccountType.Borrower, 0), (account.Type, account.BookFen));
        Assert.True(AccountNumber.IsWellFormed(account.Number));
        await using var db = bank.Books.Db();
        var user = await db.Users.SingleAsync();
        var card = await db.Cards.SingleAsync();
        var order = await bank.OrderAsync(receipt);
        Assert.Equal<(long?, long, long?)>(
            (user.Id, user.AccountId, user.CardId), (account.UserId, account.Id, card.Id));
        Assert.Equal(
            (OrderState.Succeeded, "Match", card.VerificationSerial), (order.State, order.Remark, order.ChannelSerial));
        Assert.Equal(
            (form.Mobile[^4..], form.CardNumber[^4..], CardState.Bound), (user.MobileLast4, card.Last4, card.State));
        Assert.Equal(
            form.IdentityNumber, bank.PersonalData.Decrypt(PersonalField.Identity, user.Id, user.IdentityCipher));
        Assert.Equal(form.Mobile, bank.PersonalData.Decrypt(PersonalField.Mobile, user.Id, user.MobileCipher));
        Assert.Equal(form.CardNumber, bank.PersonalData.Decrypt(PersonalField.Card, card.Id, card.NumberCipher));
        Assert.Equal(bank.PersonalData.BlindHash(PersonalField.Identity, form.IdentityNumber), user.IdentityHash);
        Assert.Equal(bank.PersonalData.BlindHash(PersonalField.Card, form.CardNumber), card.NumberHash);
        Assert.NotEqual(
            RequestNumbers.Hash(
                OrderType.OpenAccount,
                2,
                1,
                form.PlatformUserNo,
                form.Name,
                form.IdentityNumber,
                form.Mobile,
                form.CardNumber),
            order.ContentHash);
    }

    [Theory, OnBothDatabases]
    public async Task A_company_binds_its_settlement_account(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.CompanyForm();

        _ = (await bank.Bank.OpenUserAsync(bank.Books.Head(), form)).Value;

        await using var db = bank.Books.Db();
        var card = await db.Cards.SingleAsync();
        Assert.Equal("CORP", card.BankCode);
        Assert.Equal(form.CardNumber, bank.PersonalData.Decrypt(PersonalField.Card, card.Id, card.NumberCipher));
    }

    [Theory, OnBothDatabases]
    public async Task One_identity_opens_once_in_each_role(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.Form();
        var account = (await bank.Bank.OpenUserAsync(bank.Books.Head(), form)).Value.AccountNo;

        var again = await bank.Bank.OpenUserAsync(bank.Books.Head(), form with { PlatformUserNo = "other" });
        var taken = await bank.Bank.OpenUserAsync(
            bank.Books.Head(), bank.Form() with { PlatformUserNo = form.PlatformUserNo });

        Assert.Equal(
            $"This identity already has account {account} as investor on this platform.", again.Refusal!.English);
        Assert.Equal($"该证件号码在本平台已以投资人身份开户（账户 {account}），同一身份不能重复开户。", again.Refusal.Chinese);
        Assert.Equal(
            $"Platform user number {form.PlatformUserNo} belongs to another investor already.", taken.Refusal!.English);
        Assert.True((await bank.Bank.OpenUserAsync(bank.Books.Head(), form with { Role = UserRole.Guarantor })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_request_opens_once_and_other_content_under_its_number_is_refused(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.Form();
        var first = (await bank.Bank.OpenUserAsync(bank.Books.Head("O1"), form)).Value;

        var second = (await bank.Bank.OpenUserAsync(bank.Books.Head("O1"), form)).Value;
        var other = await bank.Bank.OpenUserAsync(bank.Books.Head("O1"), form with { Mobile = "13800138001" });

        Assert.Equal(first with { Repeated = true }, second);
        Assert.Equal(
            $"Request number O1 was already used for order {first.OrderNo} with other content.",
            other.Refusal!.English);
    }

    [Theory, OnBothDatabases]
    public async Task Racing_requests_for_one_person_open_one_account(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.Form();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => bank.Bank.OpenUserAsync(bank.Books.Head(), form)));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Done));
        Assert.All(
            outcomes.Where(outcome => !outcome.Done),
            outcome => Assert.Equal("account.already-open", outcome.Refusal!.Code));
    }

    [Theory, OnBothDatabases]
    public async Task A_form_that_is_wrong_is_refused_in_words_and_leaves_nothing(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var form = bank.Form();
        var company = bank.CompanyForm();
        var mistyped = company.IdentityNumber[..17] + (company.IdentityNumber[17] == '0' ? '1' : '0');
        var ofAge = form with { IdentityNumber = Child(new DateOnly(1999, 8, 3)) };

        Assert.Equal(
            "The role must be investor, borrower or guarantor, and the party a person or a company.",
            await RefusalAsync(form with { Role = (UserRole)9 }));
        Assert.Equal(
            "Platform user number: it must have 1 to 64 characters.",
            await RefusalAsync(form with { PlatformUserNo = "" }));
        Assert.Equal(
            "Name: it must have 1 to 128 printable characters.", await RefusalAsync(form with { Name = "张\n三" }));
        Assert.Equal(
            "Identity number: the check character does not fit, please look for a typing error.",
            await RefusalAsync(form with { IdentityNumber = "110105194912310021" }));
        Assert.Equal(
            "Identity number: the person is younger than 18 and cannot open an account.",
            await RefusalAsync(form with { IdentityNumber = Child(new DateOnly(1999, 8, 4)) }));
        Assert.Equal(
            "Mobile number: it must have 11 digits beginning with 13 to 19, without a country code.",
            await RefusalAsync(form with { Mobile = "+8613800138000" }));
        Assert.Equal(
            "Card number: the check digit does not fit, please look for a typing error.",
            await RefusalAsync(form with { CardNumber = "6222021234567890129" }));
        Assert.Equal(
            "Unified social credit code: the check character does not fit, please look for a typing error.",
            await RefusalAsync(company with { IdentityNumber = mistyped }));
        Assert.Equal(
            "Corporate settlement account: it must have 8 to 32 digits without blanks.",
            await RefusalAsync(company with { CardNumber = "1234567" }));

        Assert.True((await bank.Bank.OpenUserAsync(bank.Books.Head(), ofAge)).Done);
        await using var db = bank.Books.Db();
        Assert.Equal((1, 1), (await db.Users.CountAsync(), await db.Orders.CountAsync()));

        async Task<string> RefusalAsync(UserForm wrong) =>
            (await bank.Bank.OpenUserAsync(bank.Books.Head(), wrong)).Refusal!.English;
    }

    [Theory, OnBothDatabases]
    public async Task Elements_that_the_payment_company_does_not_confirm_open_nothing(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, sandbox: new SandboxOptions { CheckFailurePerMille = 1000 });

        var outcomes = new List<Outcome<Receipt>>();
        for (var i = 0; i < 20; i++) outcomes.Add(await bank.Bank.OpenUserAsync(bank.Books.Head(), bank.Form()));

        Assert.All(
            outcomes, outcome => Assert.StartsWith("account.check-", outcome.Refusal!.Code, StringComparison.Ordinal));
        await using var db = bank.Books.Db();
        Assert.Equal((0, 0), (await db.Users.CountAsync(), await db.Orders.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Evidence_without_a_serial_or_of_another_result_opens_nothing(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);

        Assert.Equal(
            "Four-element check: the payment company's serial is missing, so it proves nothing.",
            await RefusalAsync(new CardCheck(CardCheckResult.Match, " ")));
        Assert.Equal(
            "The four-element check failed: name, identity number, card and mobile do not belong together.",
            await RefusalAsync(new CardCheck(CardCheckResult.Mismatch, "S1")));
        Assert.Equal(
            "The four-element check failed: the issuing bank knows no such card.",
            await RefusalAsync(new CardCheck(CardCheckResult.InvalidCard, "S1")));
        Assert.Equal(
            "The four-element check failed: the card is lost, cancelled or blocked.",
            await RefusalAsync(new CardCheck(CardCheckResult.AbnormalCard, "S1")));
        Assert.Equal(
            "The four-element check failed: the issuing bank does not allow this for the card.",
            await RefusalAsync(new CardCheck(CardCheckResult.Restricted, "S1")));
        Assert.Equal(
            "四要素验证未通过：该卡当日验证次数超限，请次日再试。",
            (await AskAsync(new CardCheck(CardCheckResult.TooFrequent, "S1"))).Refusal!.Chinese);

        async Task<string> RefusalAsync(CardCheck check) => (await AskAsync(check)).Refusal!.English;

        Task<Outcome<Receipt>> AskAsync(CardCheck check) =>
            bank.Bank.AskAsync(new OpenUser(bank.Books.Head(), bank.Form(), check, bank.PersonalData));
    }

    [Fact]
    public void Requests_and_forms_print_nothing_personal()
    {
        var form = new UserForm(
            UserRole.Investor,
            PartyKind.Person,
            "U1",
            "张三",
            "11010519491231002X",
            "13800138000",
            "6222020000000000000");
        var data = new PersonalData(new byte[PersonalData.KeyBytes]);
        var head = new RequestHead(1, "R1", "test");
        var match = new CardCheck(CardCheckResult.Match, "S1");
        string[] printed =
        [
            form.ToString(),
            new OpenUser(head, form, match, data).ToString(),
            new BindCard(
                head, "8001", form.CardNumber, form.Mobile, Verification.TradePassword, match, data).ToString(),
            new Domain.Payments.CardCheckCall(
                1, "R1", form.Kind, form.Name, form.IdentityNumber, form.CardNumber, form.Mobile).ToString(),
            new Domain.Payments.PaymentCall(
                1, "20170803000000000001", 100, form.Name, form.CardNumber, form.Mobile).ToString(),
        ];
        Assert.All(printed, text =>
        {
            Assert.DoesNotContain(form.IdentityNumber, text, StringComparison.Ordinal);
            Assert.DoesNotContain(form.Mobile, text, StringComparison.Ordinal);
            Assert.DoesNotContain(form.CardNumber, text, StringComparison.Ordinal);
            Assert.DoesNotContain(form.Name, text, StringComparison.Ordinal);
        });
    }

    private static string Child(DateOnly birthDate)
    {
        var first17 = $"110105{birthDate:yyyyMMdd}002";
        return first17 + IdentityNumber.CheckCharacter(first17);
    }
}
