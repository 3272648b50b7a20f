using System.Net;
using System.Text.RegularExpressions;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Writing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Http;

/// <summary>
/// Every role against every address and every permission, made from the endpoints and the permission table themselves:
/// what is new is in the matrix without a line here, and what names no permission is red.
/// </summary>
public sealed partial class PermissionMatrixTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    /// <summary>
    /// What everybody who is signed in may open; it shows nothing of the bank by itself. The last is the answer to a file that
    /// does not exist.
    /// </summary>
    private static readonly string[] ForAll =
        ["/", "/session", "/not-found", "/status/404", "/access-denied", "/_widgets", "/my-sign-in", "/sign-out", "/{**path:file}"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IReadOnlyList<(string Path, string Route, IReadOnlyList<string> Policies, bool IsGet)> Addresses =>
        [.. console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => (Endpoint: endpoint, Route: "/" + endpoint.RoutePattern.RawText!.TrimStart('/')))
            .Where(one => !one.Route.StartsWith("/_blazor", StringComparison.Ordinal)
                && !one.Route.StartsWith("/_framework", StringComparison.Ordinal))
            .Select(one => (
                Parameter().Replace(one.Route, match => Sample(match.Value)), one.Route,
                (IReadOnlyList<string>)[.. one.Endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
                    .Select(data => data.Policy).OfType<string>().Distinct()],
                one.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false))
            .DistinctBy(one => (one.Route, one.Item4))];

    [Fact]
    public void Every_address_that_is_not_open_names_permissions_of_the_table()
    {
        Assert.NotEmpty(Addresses);
        Assert.Empty(Addresses.Where(one => !ForAll.Contains(one.Route)
            && (one.Policies.Count == 0 || one.Policies.Any(policy => Permissions.All.All(row => row.Name != policy))))
            .Select(one => one.Route));
    }

    [Fact]
    public async Task Every_role_opens_exactly_the_addresses_whose_permissions_it_holds()
    {
        var wrong = new List<string>();
        var cells = 0;
        foreach (var role in Roles.All)
        {
            var client = console.Browser();
            Assert.Equal(HttpStatusCode.Redirect, (await ConsoleFactory.SignInAsync(client, role)).StatusCode);
            foreach (var (path, route, policies, isGet) in Addresses.Where(one => one.IsGet))
            {
                cells++;
                var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
                var isDenied = answer.StatusCode == HttpStatusCode.Redirect
                    && answer.Headers.Location!.OriginalString.Contains("/access-denied", StringComparison.Ordinal);
                var mayOpen = policies.All(policy => Permissions.Held(policy, [role]));
                if (isDenied == mayOpen) wrong.Add($"{role} {route}: {answer.StatusCode}");
            }
        }

        Assert.True(cells > 8 * 15, $"Only {cells} cells.");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_role_commands_exactly_what_the_table_says_and_a_refusal_is_in_the_audit_trail()
    {
        var desk = console.Services.GetRequiredService<StaffDesk>();
        foreach (var role in Roles.All)
        {
            var person = new StaffMember("matrix", "matrix", "matrix-" + role, [role]);
            foreach (var permission in Permissions.All.Select(row => row.Name).Append("Nobody.Knows"))
            {
                var done = await desk.RunAsync<bool>(
                    person, permission, CustodyStore.NoPool, new AuditDraft(permission), (_, _) => true);
                Assert.Equal(Permissions.All.Any(row => row.Name == permission && row.Roles.Contains(role)), done.Done);
            }
        }

        await using var db = await console.Services
            .GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Domain.CustodyDb>>().CreateDbContextAsync(Stop);
        var rows = db.AuditEntries.Where(entry => entry.UserName == "matrix").ToList();
        Assert.Equal(Roles.All.Count * (Permissions.All.Count + 1), rows.Count);
        Assert.Equal(
            rows.Count - Permissions.All.Sum(row => row.Roles.Count),
            rows.Count(row => row is { Result: AuditResult.Refused, RefusalCode: "staff.not-permitted" }));
    }

    [Fact]
    public async Task A_person_without_any_role_opens_nothing_and_commands_nothing()
    {
        Assert.All(Permissions.All, row => Assert.False(Permissions.Held(row.Name, [])));
        var desk = console.Services.GetRequiredService<StaffDesk>();
        foreach (var row in Permissions.All)
        {
            var done = await desk.RunAsync<bool>(
                new StaffMember("nobody", "nobody", "nobody", []), row.Name, CustodyStore.NoPool, new AuditDraft(row.Name), (_, _) => true);
            Assert.Equal("staff.not-permitted", done.Refusal!.Code);
        }
    }

    /// <summary>A value for a parameter of a route: 1 suits numbers and texts alike.</summary>
    private static string Sample(string parameter) =>
        parameter.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
