using System.Net;
using System.Reflection;
using CustodyConsole.Components;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Http;

public sealed class AccessTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    /// <summary>What anybody may open; everything else asks for a sign-in.</summary>
    private static readonly string[] Open =
        ["/sign-in", "/sign-out", "/activate", "/error", "/status/{Code:int}",
            "/health/live", "/health/ready", "/preferences/language/{culture}"];

    /// <summary>Pages for everybody who is signed in; every other page names a permission.</summary>
    private static readonly string[] ForAll = ["/", "/not-found", "/status/404", "/access-denied", "/_widgets", "/my-sign-in"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_sends_a_stranger_to_the_sign_in()
    {
        var client = console.Browser();
        foreach (var route in Pages().SelectMany(page => page.Routes).Where(route => !Open.Contains(route)))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", "1");
            var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.True(
                answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.AbsolutePath == "/sign-in",
                $"{path} answered {answer.StatusCode} to a stranger.");
        }
    }

    [Fact]
    public void Only_the_named_addresses_are_open_to_strangers()
    {
        var open = console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Where(endpoint => !IsStaticAsset(endpoint))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct();
        Assert.Subset(Open.ToHashSet(), open.ToHashSet());
    }

    [Fact]
    public void Every_page_names_a_permission_of_the_table()
    {
        foreach (var (type, routes, authorize) in Pages())
        {
            if (routes.All(route => Open.Contains(route) || ForAll.Contains(route)))
                continue;
            Assert.True(
                authorize?.Policy is { } policy && Permissions.All.Any(permission => permission.Name == policy),
                $"{type.Name} names no permission of the table.");
        }
    }

    [Fact]
    public void Every_permission_has_a_sentence_in_both_languages_and_known_roles()
    {
        foreach (var permission in Permissions.All)
        {
            Assert.NotEmpty(permission.Chinese);
            Assert.NotEmpty(permission.English);
            Assert.NotEmpty(permission.Roles);
            Assert.Empty(permission.Roles.Except(Roles.All));
        }
        Assert.Equal(Permissions.All.Count, Permissions.All.Select(permission => permission.Name).Distinct().Count());
    }

    [Fact]
    public async Task An_address_that_does_not_exist_answers_404_with_a_page()
    {
        var client = console.Browser();
        await ConsoleFactory.SignInAsync(client, Roles.Operator);
        var answer = await client.GetAsync(new Uri("/no-such-page", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_stranger_cannot_open_a_connection_to_the_console()
    {
        var answer = await console.CreateClient(new() { AllowAutoRedirect = false })
            .PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/health/live")]
    [InlineData("/app.js")]
    [InlineData("/no-such-page")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        var answer = await console.Browser().GetAsync(new Uri(path, UriKind.Relative), Stop);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_health_addresses_answer_without_a_sign_in(string path) =>
        Assert.Equal("Healthy", await console.Browser().GetStringAsync(new Uri(path, UriKind.Relative), Stop));

    [Theory]
    [InlineData("http://localhost/accounts?page=2", "/accounts?page=2")]
    [InlineData("http://evil.example/accounts", "/")]
    [InlineData(null, "/")]
    public async Task The_language_switch_remembers_the_choice_and_returns_to_the_page(string? referer, string reached)
    {
        var client = console.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/preferences/language/en");
        if (referer is not null)
            request.Headers.Referrer = new Uri(referer);
        var answer = await client.SendAsync(request, Stop);
        Assert.Equal(reached, answer.Headers.Location?.OriginalString);
        Assert.Contains("Sign in",
            await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_the_console_does_not_speak_is_not_found() => Assert.Equal(
        HttpStatusCode.NotFound,
        (await console.CreateClient()
            .GetAsync(new Uri("/preferences/language/fr", UriKind.Relative), Stop)).StatusCode);

    private static IEnumerable<(Type Type, List<string> Routes, AuthorizeAttribute? Authorize)> Pages() =>
        from type in typeof(App).Assembly.GetTypes()
        let routes = type.GetCustomAttributes<RouteAttribute>().Select(route => route.Template).ToList()
        where routes.Count > 0
        select (type, routes, type.GetCustomAttribute<AuthorizeAttribute>());

    private static bool IsStaticAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(metadata => metadata.GetType().Name == "StaticAssetDescriptor");
}
