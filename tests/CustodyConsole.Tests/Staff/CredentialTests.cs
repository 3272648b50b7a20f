using System.Net;
using CustodyConsole.Security;
using CustodyConsole.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Staff;

/// <summary>How people get in, from the first code to the second factor, on both databases.</summary>
public sealed class CredentialTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_administrator_activates_enrols_and_only_then_acts(string database)
    {
        await using var bank = await RealBank.OpenAsync(database, secondFactor: "auto");
        var client = bank.Console.Browser();

        Assert.Equal("/my-sign-in", Path(await bank.ActivateAsync(client, "sunli")));
        // Without the second factor the session opens nothing but the page where it is enrolled.
        foreach (var path in new[] { "/", "/staff", "/approvals", "/staff/new" }) Assert.Equal("/my-sign-in", Path(await GetAsync(client, path)));
        var (key, codes) = await bank.EnrolAsync(client);
        Assert.Equal(SecondFactor.RecoveryCodes, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/staff")).StatusCode);

        var other = bank.Console.Browser();
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(other, "sunli")).StatusCode);
        // The code that enrolled it is used up.
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(other, "sunli", code: bank.CodeNow(key))).StatusCode);
        bank.Console.Time.Pass(TimeSpan.FromSeconds(30));
        var code = bank.CodeNow(key);
        Assert.Equal("/", Path(await RealBank.SignInAsync(other, "sunli", code: code)));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(other, "/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(bank.Console.Browser(), "sunli", code: code)).StatusCode);
        Assert.Equal("/", Path(await RealBank.SignInAsync(bank.Console.Browser(), "sunli", code: codes[3].ToLowerInvariant())));
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(bank.Console.Browser(), "sunli", code: codes[3])).StatusCode);

        Assert.Equal(
            [
                "Session.Activate Done", "Session.SignIn Done", "Session.Prove Done", "Session.Enrol Done", "Session.SignIn Refused",
                "Session.SignIn Refused", "Session.SignIn Done", "Session.SignIn Refused", "Session.SignIn Done", "Session.SignIn Refused",
            ],
            await bank.TrailAsync("sunli"));
        var user = await bank.ReadAsync(db => db.Users.SingleAsync(u => u.Id == "sunli", Stop));
        Assert.DoesNotContain(Convert.ToBase64String(key), System.Text.Encoding.UTF8.GetString(user.TotpCipher!), StringComparison.Ordinal);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task One_code_used_by_several_at_the_same_moment_lets_one_in(string database)
    {
        await using var bank = await RealBank.OpenAsync(database);
        var client = bank.Console.Browser();
        await bank.ActivateAsync(client, "sunli");
        var (key, codes) = await bank.EnrolAsync(client);
        bank.Console.Time.Pass(TimeSpan.FromSeconds(60));

        foreach (var code in new[] { bank.CodeNow(key), codes[0] })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(
                _ => RealBank.SignInAsync(bank.Console.Browser(), "sunli", code: code)));
            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Forty_guesses_at_the_same_moment_are_five_and_the_lock_is_one_row_of_the_trail(string database)
    {
        await using var bank = await RealBank.OpenAsync(database);
        await bank.ActivateAsync(bank.Console.Browser(), "sunli");

        var clients = Enumerable.Range(0, 40).Select(_ => bank.Console.Browser()).ToList();
        await Task.WhenAll(clients.Select(client => RealBank.SignInAsync(client, "sunli", "Wrong-Password-1")));

        var user = await bank.ReadAsync(db => db.Users.SingleAsync(u => u.Id == "sunli", Stop));
        Assert.Equal(SignInDesk.AttemptsMax, user.AccessFailedCount);
        Assert.NotNull(user.LockoutEnd);
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(bank.Console.Browser(), "sunli")).StatusCode);
        var trail = await bank.TrailAsync("sunli");
        Assert.Single(trail, row => row == "Session.Lock Refused");
        Assert.Equal(40, trail.Count(row => row == "Session.SignIn Refused"));
        bank.Console.Time.Pass(SignInDesk.LockedFor + TimeSpan.FromSeconds(1));
        Assert.Equal("/", Path(await RealBank.SignInAsync(bank.Console.Browser(), "sunli")));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task An_activation_code_is_good_once_in_time_and_for_its_user(string database)
    {
        await using var bank = await RealBank.OpenAsync(database);
        var client = bank.Console.Browser();
        async Task<string> RefusedAsync(Task<HttpResponseMessage> answer)
        {
            var page = await answer;
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            return await page.Content.ReadAsStringAsync(Stop);
        }

        Assert.Contains("staff.passwords-differ", await RefusedAsync(bank.ActivateAsync(client, "sunli", repeated: "other")), StringComparison.Ordinal);
        Assert.Contains("staff.password-length", await RefusedAsync(bank.ActivateAsync(client, "sunli", password: "Short-1")), StringComparison.Ordinal);
        foreach (var (name, code) in new[] { ("sunli", bank.Codes["gaoming"]), ("nobody", bank.Codes["sunli"]), ("sunli", "") })
            Assert.Contains("staff.activation-refused", await RefusedAsync(bank.ActivateAsync(client, name, code)), StringComparison.Ordinal);

        var both = await Task.WhenAll(bank.ActivateAsync(bank.Console.Browser(), "sunli"), bank.ActivateAsync(bank.Console.Browser(), "sunli"));
        Assert.Single(both, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.Contains("staff.activation-refused", await RefusedAsync(bank.ActivateAsync(client, "sunli")), StringComparison.Ordinal);
        // What the trail says happened did: one activation, and the others refused.
        var activations = (await bank.TrailAsync("sunli")).Where(row => row.StartsWith("Session.Activate", StringComparison.Ordinal)).ToList();
        Assert.Single(activations, "Session.Activate Done");
        Assert.Equal(4, activations.Count(row => row == "Session.Activate Refused"));
        bank.Console.Time.Pass(SecretCode.ActivationHolds + TimeSpan.FromMinutes(10));
        Assert.Contains("staff.activation-refused", await RefusedAsync(bank.ActivateAsync(client, "gaoming")), StringComparison.Ordinal);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_reset_ends_the_session_and_the_password_and_keeps_the_second_factor(string database)
    {
        await using var bank = await RealBank.OpenAsync(database);
        await bank.AddAsync("chenjiayi", "10001", Roles.Operator);
        var client = bank.Console.Browser();
        Assert.Equal("/", Path(await RealBank.SignInAsync(client, "chenjiayi")));
        var (first, _) = await bank.EnrolAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/accounts")).StatusCode);

        // The password alone puts no other factor in its place, and gives no new recovery codes.
        Assert.Empty((await bank.EnrolAsync(client)).Codes);
        Assert.DoesNotContain("recovery-codes\">", await RenewAsync(client, ""), StringComparison.Ordinal);
        bank.Console.Time.Pass(TimeSpan.FromSeconds(60));
        var (key, codes) = await bank.EnrolAsync(client, present: bank.CodeNow(first));
        Assert.Equal(SecondFactor.RecoveryCodes, codes.Count);
        Assert.Contains("recovery-codes\">", await RenewAsync(client, codes[0]), StringComparison.Ordinal);

        var code = SecretCode.New(SecretCode.PartLetters);
        await bank.CarryOutAsync(new ProposeStaffReset("chenjiayi", StaffReset.Password, SecretCode.HashOfPart(code), "忘记口令"));

        Assert.Equal("/sign-in", Path(await GetAsync(client, "/accounts")));
        bank.Console.Time.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(client, "chenjiayi", code: bank.CodeNow(key))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bank.ActivateAsync(client, "chenjiayi", code, "Another-Bund-1932")).StatusCode);
        code += await bank.AddPartAsync("chenjiayi");
        Assert.Equal("/sign-in?activated=1", PathAndQuery(await bank.ActivateAsync(client, "chenjiayi", code, "Another-Bund-1932")));
        Assert.Equal("/sign-in", Path(await GetAsync(client, "/accounts")));
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(client, "chenjiayi", "Another-Bund-1932")).StatusCode);
        bank.Console.Time.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal("/", Path(await RealBank.SignInAsync(client, "chenjiayi", "Another-Bund-1932", bank.CodeNow(key))));

        await bank.CarryOutAsync(new ProposeStaffReset("chenjiayi", StaffReset.SecondFactor, null, "手机遗失"));
        Assert.Equal("/sign-in", Path(await GetAsync(client, "/accounts")));
        Assert.Equal("/", Path(await RealBank.SignInAsync(client, "chenjiayi", "Another-Bund-1932")));

        async Task<string> RenewAsync(HttpClient of, string present)
        {
            var answer = await ConsoleFactory.PostAsync(
                of, "/my-sign-in", "recovery-codes", ("Renewal.Password", RealBank.Password), ("Renewal.Present", present));
            return await answer.Content.ReadAsStringAsync(Stop);
        }
    }

    [Theory, InlineData("disable"), InlineData("roles"), InlineData("password"), InlineData("day")]
    public async Task A_session_is_over_at_the_next_request_once_it_is_worth_nothing(string change)
    {
        await using var bank = await RealBank.OpenAsync("sqlite");
        await bank.AddAsync("chenjiayi", "10001", Roles.Operator);
        var client = bank.Console.Browser();
        await RealBank.SignInAsync(client, "chenjiayi");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/accounts")).StatusCode);

        if (change == "disable") await bank.CarryOutAsync(new ProposeStaffDisabling("chenjiayi", "离职"));
        if (change == "roles") await bank.CarryOutAsync(new ProposeStaffRoles("chenjiayi", [Roles.Auditor], null, "转岗"));
        if (change == "password") await ChangePasswordAsync(bank, "chenjiayi");
        for (var hour = 0; change == "day" && hour < 32; hour++)
        {
            // Somebody who is busy all the time renews the cookie, and is still out after a working day.
            bank.Console.Time.Pass(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
            if (hour < 31) Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/accounts")).StatusCode);
        }

        if (change == "day") bank.Console.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("/sign-in", Path(await GetAsync(client, "/accounts")));
        if (change == "disable") Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(client, "chenjiayi")).StatusCode);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Failed_sign_ins_lock_nobody_out_of_proving_and_failed_proofs_nobody_out_of_signing_in(string database)
    {
        await using var bank = await RealBank.OpenAsync(database);
        await bank.ActivateAsync(bank.Console.Browser(), "sunli");
        await using var scope = bank.Console.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<SignInDesk>();

        for (var i = 0; i < SignInDesk.AttemptsMax; i++) await RealBank.SignInAsync(bank.Console.Browser(), "sunli", "Wrong-Password-1");
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(bank.Console.Browser(), "sunli")).StatusCode);
        Assert.True(await desk.ProveAsync("sunli", RealBank.Password, null, Stop));

        bank.Console.Time.Pass(SignInDesk.LockedFor + TimeSpan.FromSeconds(1));
        for (var i = 0; i < SignInDesk.AttemptsMax; i++) Assert.False(await desk.ProveAsync("sunli", "Wrong-Password-1", null, Stop));
        Assert.False(await desk.ProveAsync("sunli", RealBank.Password, null, Stop));
        Assert.Equal("/", Path(await RealBank.SignInAsync(bank.Console.Browser(), "sunli")));
        bank.Console.Time.Pass(SignInDesk.LockedFor + TimeSpan.FromSeconds(1));
        Assert.True(await desk.ProveAsync("sunli", RealBank.Password, null, Stop));
        Assert.Equal(2, (await bank.TrailAsync("sunli")).Count(row => row == "Session.Lock Refused"));
    }

    [Fact]
    public async Task No_key_of_cookies_lies_in_clear_in_PostgreSQL_and_an_old_one_in_clear_is_still_read()
    {
        await using var bank = await RealBank.OpenAsync("postgres");
        await bank.ActivateAsync(bank.Console.Browser(), "sunli");
        var rows = await bank.ReadAsync(db => db.DataProtectionKeys.Select(key => key.Xml).ToListAsync(Stop));
        var ring = bank.Console.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.KeyManagement.IKeyManager>();
        Assert.NotEmpty(rows);
        Assert.All(rows, xml =>
        {
            Assert.Contains("sealedKey", xml, StringComparison.Ordinal);
            Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
        });

        // As an earlier version kept it: the same element, not encrypted.
        var old = new Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager(
            Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions
            {
                XmlRepository = bank.Console.Services.GetRequiredService<DatabaseKeyRing>(),
                AuthenticatedEncryptorConfiguration =
                    new Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorConfiguration(),
            }),
            bank.Console.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.Internal.IActivator>());
        var key = old.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        Assert.Contains(
            "<masterKey", string.Concat(await bank.ReadAsync(db => db.DataProtectionKeys.Select(row => row.Xml).ToListAsync(Stop))), StringComparison.Ordinal);
        var all = ring.GetAllKeys();
        Assert.Equal(rows.Count + 1, all.Count);
        Assert.All(all, one => Assert.NotNull(one.CreateEncryptor()));
        Assert.Contains(all, one => one.KeyId == key.KeyId);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_the_old_password()
    {
        await using var bank = await RealBank.OpenAsync("sqlite");
        await bank.AddAsync("chenjiayi", "10001", Roles.Operator);
        var (client, other) = (bank.Console.Browser(), bank.Console.Browser());
        await RealBank.SignInAsync(client, "chenjiayi");
        await RealBank.SignInAsync(other, "chenjiayi");

        foreach (var (now, fresh, code) in new[]
        {
            ("Wrong-Password-1", "Another-Bund-1932", "staff.proof-failed"), (RealBank.Password, RealBank.Password, "staff.password-same"),
            (RealBank.Password, "chenjiayi-2017-A", "staff.password-has-name"),
        })
        {
            var page = await PostPasswordAsync(client, now, fresh);
            Assert.Contains(code, await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        var done = await PostPasswordAsync(client, RealBank.Password, "Another-Bund-1932");
        Assert.Contains("口令已修改", await done.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/accounts")).StatusCode);
        Assert.Equal("/sign-in", Path(await GetAsync(other, "/accounts")));
        Assert.Equal(HttpStatusCode.OK, (await RealBank.SignInAsync(other, "chenjiayi")).StatusCode);
        Assert.Equal("/", Path(await RealBank.SignInAsync(other, "chenjiayi", "Another-Bund-1932")));
    }

    [Fact]
    public async Task An_unknown_name_costs_the_same_work_as_a_wrong_password_with_or_without_a_code()
    {
        await using var bank = await RealBank.OpenAsync("sqlite");
        await bank.AddAsync("chenjiayi", "10001", Roles.Operator);
        foreach (var code in new[] { "", "123456", "0000-1111-2222-3333" })
        {
            var pages = new List<string>();
            foreach (var name in new[] { "nobody", "gaoming", "chenjiayi" })
            {
                var before = bank.Console.Hasher.Verified;
                var answer = await RealBank.SignInAsync(bank.Console.Browser(), name, "Wrong-Password-1", code);
                Assert.Equal(before + 1, bank.Console.Hasher.Verified);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                pages.Add(await answer.Content.ReadAsStringAsync(Stop));
            }

            Assert.All(pages, page => Assert.Contains("登录未成功", page, StringComparison.Ordinal));
        }
    }

    private static Task<int> ChangePasswordAsync(RealBank bank, string userName) => bank.ReadAsync(db =>
        db.Users.Where(u => u.Id == userName).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, "other"), Stop));

    private static Task<HttpResponseMessage> PostPasswordAsync(HttpClient client, string now, string fresh) =>
        Http.ConsoleFactory.PostAsync(
            client, "/my-sign-in", "password", ("Password.Now", now), ("Password.Fresh", fresh), ("Password.Repeated", fresh));

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), Stop);

    private static string Path(HttpResponseMessage answer) => PathAndQuery(answer).Split('?')[0];

    private static string PathAndQuery(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return new Uri(new Uri("http://localhost"), answer.Headers.Location!).PathAndQuery;
    }
}
