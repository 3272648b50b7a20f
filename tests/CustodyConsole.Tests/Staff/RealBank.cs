using System.Net;
using System.Text.RegularExpressions;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Security;
using CustodyConsole.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Staff;

/// <summary>A host without demo, on either database, with its first two administrators made at the server.</summary>
internal sealed partial class RealBank : IAsyncDisposable
{
    public const string Password = "Zhuhai-Bund-1932";
    private int _forms;

    private RealBank(ConsoleFactory console) => Console = console;

    public ConsoleFactory Console { get; }

    public Dictionary<string, string> Codes { get; } = [];

    public static async Task<RealBank> OpenAsync(string database, string secondFactor = "offered")
    {
        var console = new ConsoleFactory().With("Custody:Demo", "false").With("Custody:SecondFactor", secondFactor)
            .With("Custody:SignInsPerName", "1000");
        if (database == "postgres")
        {
            console.With("Custody:Database", await PostgresCluster.NewDatabaseAsync());
            console.With("Custody:PersonalDataKeyFile", Path.Combine(Directory.CreateTempSubdirectory("custody-key-").FullName, "key"));
        }

        var bank = new RealBank(console);
        var desk = console.Services.GetRequiredService<StaffDesk>();
        foreach (var name in new[] { "sunli", "gaoming" }) bank.Codes[name] = SecretCode.New(SecretCode.ActivationLetters);
        Assert.True((await new FirstStaff(desk).BootstrapAsync(
            new FirstPerson("sunli", "孙立", "10006"), SecretCode.HashOfActivation(bank.Codes["sunli"]),
            new FirstPerson("gaoming", "高明", "10009"), SecretCode.HashOfActivation(bank.Codes["gaoming"]))).Done);
        return bank;
    }

    /// <summary>Sets the password with the code, as a person does.</summary>
    public Task<HttpResponseMessage> ActivateAsync(
        HttpClient client, string userName, string? code = null, string password = Password, string? repeated = null) =>
        ConsoleFactory.PostAsync(
            client, "/activate", "activate", ("Input.UserName", userName), ("Input.Code", code ?? Codes[userName]),
            ("Input.Password", password), ("Input.Repeated", repeated ?? password));

    public static Task<HttpResponseMessage> SignInAsync(
        HttpClient client, string userName, string password = Password, string code = "") =>
        ConsoleFactory.PostAsync(
            client, "/sign-in", "sign-in", ("Input.UserName", userName), ("Input.Password", password), ("Input.Code", code));

    /// <summary>Enrols the key that the page shows; the recovery codes it shows then.</summary>
    public async Task<(byte[] Key, IReadOnlyList<string> Codes)> EnrolAsync(
        HttpClient client, string password = Password, string present = "")
    {
        var page = await client.GetStringAsync(new Uri("/my-sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var key = Unbase32(KeyText().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var hidden = Sealed().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "enrol"), new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
            new("Input.Key", hidden), new("Input.Code", CodeNow(key)), new("Input.Password", password),
            new("Input.Present", present),
        ]);
        var answer = await client.PostAsync(new Uri("/my-sign-in", UriKind.Relative), form, TestContext.Current.CancellationToken);
        var sheet = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (key, [.. RecoveryText().Matches(sheet).Select(match => match.Groups[1].Value)]);
    }

    public string CodeNow(byte[] key) => Totp.Code(key, Totp.StepAt(Console.Time.GetUtcNow()));

    /// <summary>What one administrator asks for and the other approves.</summary>
    public async Task CarryOutAsync(Proposal proposal)
    {
        var desk = Console.Services.GetRequiredService<ApprovalDesk>();
        // The books have the machine's clock.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var sun = new StaffMember("sunli", "孙立", "10006", [Roles.Administrator], ProvedAtUtc: now);
        var gao = new StaffMember("gaoming", "高明", "10009", [Roles.Administrator], ProvedAtUtc: now);
        var request = (await desk.SubmitAsync(sun, $"FORM-{Interlocked.Increment(ref _forms)}", proposal)).Value;
        var shown = (await desk.ShowAsync(gao, request.No)).Value.Shown!;
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(gao, request.No, shown)).Value.State);
    }

    /// <summary>The second part of an activation code, as whoever approved fetches it.</summary>
    public async Task<string> AddPartAsync(string userName)
    {
        var second = SecretCode.New(SecretCode.PartLetters);
        Assert.True((await Console.Services.GetRequiredService<ActivationDesk>().AddPartAsync(
            new StaffMember("gaoming", "高明", "10009", [Roles.Administrator]), userName, SecretCode.HashOfPart(second))).Done);
        return second;
    }

    /// <summary>A new user with a password, approved and activated.</summary>
    public async Task AddAsync(string userName, string personNo, params string[] roles)
    {
        var first = SecretCode.New(SecretCode.PartLetters);
        await CarryOutAsync(new ProposeStaff(userName, userName, personNo, roles, null, SecretCode.HashOfPart(first), "新入职"));
        Codes[userName] = first + await AddPartAsync(userName);
        Assert.Equal(HttpStatusCode.Redirect, (await ActivateAsync(Console.Browser(), userName)).StatusCode);
    }

    public async Task<T> ReadAsync<T>(Func<IdentityDb, Task<T>> read)
    {
        await using var scope = Console.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IdentityDb>());
    }

    /// <summary>The actions and results of a user's own rows in the audit trail, oldest first.</summary>
    public async Task<IReadOnlyList<string>> TrailAsync(string userName)
    {
        await using var db = await Console.Services.GetRequiredService<IDbContextFactory<Domain.CustodyDb>>().CreateDbContextAsync();
        var rows = await db.AuditEntries.Where(entry => entry.UserName == userName).OrderBy(entry => entry.SequenceNo).ToListAsync();
        return [.. rows.Select(row => $"{row.Action} {row.Result}")];
    }

    public async ValueTask DisposeAsync() => await Console.DisposeAsync();

    public static byte[] Unbase32(string text)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bytes = new List<byte>();
        int bits = 0, count = 0;
        foreach (var letter in text)
        {
            bits = (bits << 5 | letters.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF;
            if ((count += 5) < 8) continue;
            bytes.Add((byte)(bits >> (count -= 8) & 0xFF));
        }

        return [.. bytes];
    }

    [GeneratedRegex("id=\"totp-key\">([A-Z2-7 ]+)<")]
    private static partial Regex KeyText();

    [GeneratedRegex("name=\"Input.Key\" value=\"([^\"]+)\"")]
    private static partial Regex Sealed();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<li><code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code></li>")]
    private static partial Regex RecoveryText();
}
