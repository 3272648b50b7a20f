using System.Text.RegularExpressions;
using CustodyConsole.Security;
using CustodyConsole.Tests.Demo;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustodyConsole.Tests.Http;

/// <summary>The host in this process, on a database folder of its own, with a clock that the test moves.</summary>
public sealed partial class ConsoleFactory : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-").FullName;
    private readonly Dictionary<string, string> _settings = [];

    public ManualTime Time { get; } = new();

    public CountingHasher Hasher { get; } = new();

    public ConsoleFactory With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>A browser without the habit of following redirects.</summary>
    public HttpClient Browser()
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return client;
    }

    /// <summary>Fills in the sign-in page as a person does, with the token of the form.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(
        HttpClient client, string userName, string password, string path = "/sign-in")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
            new("Input.UserName", userName),
            new("Input.Password", password),
        ]);
        return await client.PostAsync(new Uri(path, UriKind.Relative), form, cancellationToken);
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient client, string role)
    {
        var user = DemoUsers.All.First(demo => demo.Role == role);
        return SignInAsync(client, user.UserName, user.Password);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        if (_settings.GetValueOrDefault("Custody:Demo") != "false") SeededBanks.CopyOfNowAsync(_folder).GetAwaiter().GetResult();
        builder.UseSetting("Urls", "");
        builder.UseSetting("Custody:Database", Path.Combine(_folder, "custody.db"));
        // All tests come from one address, and many of them as the same few users.
        builder.UseSetting("Custody:SignInsPerAddress", "10000").UseSetting("Custody:SignInsPerName", "10000");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IPasswordHasher<ConsoleUser>>(Hasher);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Fills in a form of a page with its token and its hidden fields, and sends it.</summary>
    public static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);
        using var content = new FormUrlEncodedContent(
        [
            new("_handler", form),
            new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
            .. Hidden().Matches(page).Select(field => KeyValuePair.Create(
                field.Groups[1].Value, System.Net.WebUtility.HtmlDecode(field.Groups[2].Value))),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
        return await client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(Input[^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan span) => _now += span;
}

/// <summary>Counts how often a password was looked at: the work that makes one answer slower than another.</summary>
public sealed class CountingHasher()
    : PasswordHasher<ConsoleUser>(Options.Create(
        new PasswordHasherOptions { IterationCount = SecuritySetup.HashRounds }))
{
    private int _verified;

    public int Verified => _verified;

    public override PasswordVerificationResult VerifyHashedPassword(
        ConsoleUser user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
