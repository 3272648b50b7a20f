using System.Net;
using CustodyConsole.Data;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Tests.Demo;
using CustodyConsole.Tests.Http;
using Microsoft.EntityFrameworkCore;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace CustodyConsole.Tests.Shell;

public sealed class PostgresTests
{
    [Fact]
    public async Task Two_nodes_that_start_together_on_one_PostgreSQL_make_one_bank_and_share_users_and_sessions()
    {
        // Not even the database is there: one node makes it, its tables and its first users, the other waits.
        var database = (await PostgresCluster.NewDatabaseAsync()).Replace("Database=custody_", "Database=fresh_", StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("custody-nodes-").FullName;
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2).Select(
            _ => HostProcess.StartAsync(("Custody__Database", database), ("Custody__Folder", folder))));
        await using var first = nodes[0];
        await using var second = nodes[1];
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = first.Address };
        Assert.Equal(HttpStatusCode.Redirect, (await ConsoleFactory.SignInAsync(client, Roles.Operator)).StatusCode);
        // Cookies know no ports, so the second node is shown the cookie of the first.
        var answer = await client.GetAsync(new Uri(second.Address, "/session"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(await CountsAsync(await SeededBanks.ConnectionAsync("sqlite")), await CountsAsync(database));
        Assert.All(nodes, node => Assert.DoesNotContain("fail:", node.Output, StringComparison.Ordinal));
        Assert.All(nodes, node => Assert.DoesNotContain("duplicate key", node.Output, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>How many platforms, users and listings there are, where the books hold.</summary>
    private static async Task<(int Platforms, int Users, int Listings)> CountsAsync(string connection)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var bank = await CustodyDatabase.OpenToReadAsync(connection, TimeProvider.System, stop);
        await using var db = bank.CreateDbContext();
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: stop));
        return (await db.Platforms.CountAsync(stop), await db.Users.CountAsync(stop), await db.Listings.CountAsync(stop));
    }
}
