using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CustodyConsole.CommandLine;

namespace CustodyConsole.Tests.CommandLine;

/// <summary>What a verb wrote and with which code it ended.</summary>
internal sealed record CommandRun(int? Code, string Out, string Error)
{
    /// <summary>The object on standard output, which must be all that is there.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Runs a verb in this process; its sentences are English.</summary>
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLineRoot.TryRunAsync(
            args, new Terminal(output, error) { Culture = CultureInfo.InvariantCulture });
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts the program as a process of its own.</summary>
    public static Process Start(params string[] args)
    {
        var program = Path.Combine(
            Repository.Root, "artifacts", "bin", "CustodyConsole", Repository.Configuration, "CustodyConsole.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}

/// <summary>A folder for the files of one test, and a database in it or on the server.</summary>
internal sealed class CommandFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-test-").FullName;

    /// <summary>A SQLite file that does not exist yet.</summary>
    public string Database => Path.Combine(_folder, "custody.db");

    /// <summary>A database that does not exist or is empty.</summary>
    public async Task<string> DatabaseAsync(string kind) =>
        kind == "sqlite" ? Database : await PostgresCluster.NewDatabaseAsync();

    /// <summary>Writes a file and gives its path.</summary>
    public string File(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>Invented loans in the form of kiva.</summary>
internal static class KivaText
{
    /// <summary>One loan of 100.00: 60.00 paid, 40.00 compensated and open.</summary>
    public const string One =
        """
        [{"id": 9, "status": "defaulted", "loan_amount": 100, "lender_count": 3, "posted_date": "2006-01-10",
          "funded_date": "2006-01-12", "partner_id": 7,
          "scheduled_payments": [{"due_date": "2006-02-12", "amount": 100}],
          "payments": [{"payment_id": 11, "amount": 60, "processed_date": "2006-02-10"}]}]
        """;

    /// <summary>
    /// Loans of 100.00 with nine lenders each, on more and more days; one in ten is refunded. Of each released one
    /// 50.00 come in time, the guarantor pays 50.00, and 60.00 more bring it back and leave 10.00.
    /// </summary>
    public static string Many(int count)
    {
        var loans = Enumerable.Range(1, count).Select(id =>
        {
            var day = new DateOnly(2007, 1, 1).AddDays(id);
            return FormattableString.Invariant(
                $$"""
                {"id": {{id}}, "status": "{{(id % 10 == 0 ? "refunded" : "paid")}}", "loan_amount": 100,
                "lender_count": 9, "posted_date": "{{day:yyyy-MM-dd}}", "funded_date": "{{day:yyyy-MM-dd}}",
                "partner_id": {{id % 3}}, "scheduled_payments":
                [{"due_date": "{{day.AddDays(20):yyyy-MM-dd}}", "amount": 100}], "payments":
                [{"payment_id": {{2 * id}}, "amount": 50, "processed_date": "{{day.AddDays(20):yyyy-MM-dd}}"},
                {"payment_id": {{2 * id + 1}}, "amount": 60, "processed_date": "{{day.AddDays(60):yyyy-MM-dd}}"}]}
                """);
        });
        return $"[{string.Join(",\n", loans)}]";
    }
}
