using System.Net;
using System.Text.RegularExpressions;
using CustodyConsole.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Http;

public sealed partial class SignInTests : IDisposable
{
    private readonly ConsoleFactory _console = new ConsoleFactory().With("Custody:SignInsPerName", "1000");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_demo_user_signs_in_and_reaches_the_home_page()
    {
        foreach (var user in DemoUsers.All)
        {
            var client = _console.Browser();
            var answer = await ConsoleFactory.SignInAsync(client, user.UserName, user.Password);
            Assert.Equal((user.UserName, HttpStatusCode.Redirect), (user.UserName, answer.StatusCode));
            Assert.Equal("/", Path(answer));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/", UriKind.Relative), Stop)).StatusCode);
        }
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var answer = await ConsoleFactory.SignInAsync(_console.Browser(), Roles.Operator);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith("custody.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unknown_name_a_wrong_password_and_a_locked_user_get_the_same_answer_after_the_same_work()
    {
        var client = _console.Browser();
        var unknown = await RefusedAsync(client, "nobody", "Some-Password-1");
        var wrong = await RefusedAsync(client, "operator", "Some-Password-1");
        for (var attempt = 1; attempt < SignInDesk.AttemptsMax; attempt++)
            await RefusedAsync(client, "operator", "Some-Password-1");
        var locked = await RefusedAsync(client, "operator", "Jingban-2017");
        var expected = unknown.Page.Replace("value=\"nobody\"", "value=\"operator\"", StringComparison.Ordinal);
        Assert.Equal(expected, wrong.Page);
        Assert.Equal(expected, locked.Page);
        Assert.Equal((1, 1, 1), (unknown.Verified, wrong.Verified, locked.Verified));
    }

    [Fact]
    public async Task A_locked_user_can_sign_in_again_after_the_lock_and_has_all_attempts_again()
    {
        var client = _console.Browser();
        for (var attempt = 0; attempt < SignInDesk.AttemptsMax; attempt++)
            await RefusedAsync(client, "operator", "Some-Password-1");
        await RefusedAsync(client, "operator", "Jingban-2017");
        _console.Time.Pass(SignInDesk.LockedFor + TimeSpan.FromSeconds(1));
        for (var attempt = 1; attempt < SignInDesk.AttemptsMax; attempt++)
            await RefusedAsync(client, "operator", "Some-Password-1");
        var answer = await ConsoleFactory.SignInAsync(client, Roles.Operator);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Many_guesses_at_the_same_moment_are_no_more_guesses_than_the_lock_allows()
    {
        var clients = Enumerable.Range(0, 12).Select(_ => _console.Browser()).ToList();
        await Task.WhenAll(clients.Select(client => RefusedAsync(client, "operator", "Some-Password-1")));
        await RefusedAsync(_console.Browser(), "operator", "Jingban-2017");
        await using var scope = _console.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Users
            .SingleAsync(u => u.UserName == "operator", Stop);
        Assert.Equal(SignInDesk.AttemptsMax, user.AccessFailedCount);
        Assert.NotNull(user.LockoutEnd);
    }

    [Fact]
    public async Task A_password_hash_of_fewer_rounds_is_renewed_at_the_next_sign_in()
    {
        await using var scope = _console.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var old = new PasswordHasher<ConsoleUser>().HashPassword(new ConsoleUser(), "Jingban-2017");
        var operators = db.Users.AsNoTracking().Where(user => user.UserName == "operator");
        await operators.ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordHash, old), Stop);
        await ConsoleFactory.SignInAsync(_console.Browser(), Roles.Operator);
        var renewed = (await operators.SingleAsync(Stop)).PasswordHash!;
        Assert.Equal(
            PasswordVerificationResult.Success,
                _console.Hasher.VerifyHashedPassword(new ConsoleUser(), renewed, "Jingban-2017"));
        Assert.NotEqual(old, renewed);
    }

    [Fact]
    public async Task A_demo_user_is_refused_while_the_demo_is_off_and_for_good_once_the_bank_has_an_administrator_of_its_own()
    {
        using var console = new ConsoleFactory();
        var client = console.Browser();
        Assert.Equal(HttpStatusCode.Redirect, (await ConsoleFactory.SignInAsync(client, Roles.Operator)).StatusCode);
        await using var scope = console.Services.CreateAsyncScope();
        var off = ActivatorUtilities.CreateInstance<SignInDesk>(
            scope.ServiceProvider, ActivatorUtilities.CreateInstance<StaffDirectory>(
                scope.ServiceProvider, Real(scope.ServiceProvider.GetRequiredService<CustodySettings>())));
        Assert.False(await off.SignInAsync(new Attempt("operator", "Jingban-2017", null, null), Stop));
        Assert.Contains("Jingban-2017", await console.Browser().GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stop), StringComparison.Ordinal);

        Assert.True((await new FirstStaff(console.Services.GetRequiredService<StaffDesk>()).BootstrapAsync(
            new FirstPerson("sunli", "孙立", "20006"), SecretCode.HashOfActivation("A"),
            new FirstPerson("gaoming", "高明", "20009"), SecretCode.HashOfActivation("B"))).Done);

        // The open session, a new one and the list on the page: all are over, whatever the setting says.
        Assert.StartsWith("/sign-in", Path(await client.GetAsync(new Uri("/accounts", UriKind.Relative), Stop)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ConsoleFactory.SignInAsync(client, Roles.Checker)).StatusCode);
        Assert.DoesNotContain("Jingban-2017", await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_attempts_for_a_name_or_from_an_address_get_a_page_that_says_so_and_are_not_looked_at()
    {
        using var console = new ConsoleFactory().With("Custody:Demo", "false")
            .With("Custody:SignInsPerName", "3").With("Custody:SignInsPerAddress", "6");
        var client = console.Browser();
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await ConsoleFactory.SignInAsync(client, "nobody", "Some-Password-1")).StatusCode);
        var verified = console.Hasher.Verified;
        var tooMany = await ConsoleFactory.SignInAsync(client, " Nobody", "Some-Password-1");
        await SaysSoAsync(tooMany);
        Assert.Equal(verified, console.Hasher.Verified);
        // Another name is still looked at, until the address is too busy.
        Assert.Equal(HttpStatusCode.OK, (await ConsoleFactory.SignInAsync(client, "somebody", "Some-Password-1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ConsoleFactory.SignInAsync(console.Browser(), "operator", "Some-Password-1")).StatusCode);
        verified = console.Hasher.Verified;
        await SaysSoAsync(await ConsoleFactory.SignInAsync(console.Browser(), "checker", "Some-Password-1"));
        Assert.Equal(verified, console.Hasher.Verified);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/sign-in", UriKind.Relative), Stop)).StatusCode);

        static async Task SaysSoAsync(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal("60", Assert.Single(answer.Headers.GetValues("Retry-After")));
            Assert.Contains("登录尝试过于频繁，请一分钟后再试", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_demo_users_are_seeded_and_none_are_shown_on_a_real_bank()
    {
        using var console = new ConsoleFactory().With("Custody:Demo", "false");
        var page = await console.Browser().GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stop);
        Assert.DoesNotContain("Jingban-2017", page, StringComparison.Ordinal);
        await using var scope = console.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<IdentityDb>().Users.AnyAsync(user => user.PasswordHash != null, Stop));
    }

    [Theory]
    [InlineData("/accounts?page=2", "/accounts?page=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task After_signing_in_only_a_page_of_the_console_follows(string wanted, string reached)
    {
        var user = DemoUsers.All[0];
        var answer = await ConsoleFactory.SignInAsync(
            _console.Browser(), user.UserName, user.Password, $"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");
        Assert.Equal(reached, Path(answer));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_a_page_that_says_so()
    {
        var client = _console.Browser();
        using var form = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("Input.UserName", "operator"), new("Input.Password", "Jingban-2017")]);
        var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Stop);
        Assert.Equal("/status/400", Path(answer));
        Assert.Contains("页面已失效",
            await client.GetStringAsync(new Uri("/status/400", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_attempt_is_recorded_but_never_a_name_that_is_no_users()
    {
        var client = _console.Browser();
        await RefusedAsync(client, "Jingban-2017", "operator");
        await RefusedAsync(client, "operator", "Some-Password-1");
        await ConsoleFactory.SignInAsync(client, Roles.Operator);
        await using var scope = _console.Services.CreateAsyncScope();
        var records = await scope.ServiceProvider.GetRequiredService<IdentityDb>().SignIns
            .OrderBy(r => r.Id).ToListAsync(Stop);
        Assert.Equal([(null, false), ("operator", false), ("operator", true)],
            records.Select(r => (r.UserName, r.Succeeded)));
    }

    public void Dispose() => _console.Dispose();

    private static CustodySettings Real(CustodySettings demo) => new()
    {
        BankName = demo.BankName, BankNameEnglish = demo.BankNameEnglish, Database = demo.Database, Demo = false,
        Folder = demo.Folder, PersonalDataKeyFile = demo.PersonalDataKeyFile,
    };

    private async Task<(string Page, int Verified)> RefusedAsync(HttpClient client, string userName, string password)
    {
        var before = _console.Hasher.Verified;
        var answer = await ConsoleFactory.SignInAsync(client, userName, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(c => c.StartsWith("custody.session=", StringComparison.Ordinal)));
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("登录未成功", page, StringComparison.Ordinal);
        return (Changing().Replace(page, ""), _console.Hasher.Verified - before);
    }

    private static string Path(HttpResponseMessage answer) =>
        new Uri(new Uri("http://localhost"), answer.Headers.Location!).PathAndQuery;

    // What differs between any two answers: the form's token and the sealed component state.
    [GeneratedRegex("value=\"CfDJ8[^\"]*\"|<!--Blazor.*?-->", RegexOptions.Singleline)]
    private static partial Regex Changing();
}
