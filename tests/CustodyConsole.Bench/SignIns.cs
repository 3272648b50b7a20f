using System.Diagnostics;
using System.Text.RegularExpressions;
using CustodyConsole.Security;

namespace CustodyConsole.Bench;

/// <summary>
/// Whether the time of an answer tells who has a user name here: an unknown name, a wrong password and a locked user, in random order in one
/// run, by one caller over HTTP against a real host. What is compared are medians.
/// </summary>
internal static partial class SignIns
{
    private const string Wrong = "Some-Password-1";
    private static readonly DemoUser User = DemoUsers.All[0], Locked = DemoUsers.All[1];

    private enum Kind { Unknown, WrongPassword, Locked }

    public static async Task MeasureAsync(Report report, int samples, int port)
    {
        foreach (var postgres in new[] { false, true })
        {
            var folder = Directory.CreateTempSubdirectory("custody-sign-ins-").FullName;
            using var host = Start(folder, postgres ? await PostgresCluster.NewDatabaseAsync() : Path.Combine(folder, "custody.db"), port);
            try
            {
                await MeasureAsync(report, postgres ? "PostgreSQL" : "SQLite", samples, port);
            }
            finally
            {
                host.Kill(entireProcessTree: true);
                await host.WaitForExitAsync();
                Directory.Delete(folder, recursive: true);
            }
        }

        await new PostgresCluster().DisposeAsync();
    }

    private static async Task MeasureAsync(Report report, string name, int samples, int port)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var form = await FormAsync(client);
        for (var i = 0; i < SignInDesk.AttemptsMax; i++) await PostAsync(client, form, Locked.UserName, Wrong);
        var draw = new Random(20170804);
        var times = Enum.GetValues<Kind>().ToDictionary(kind => kind, _ => new List<double>());
        for (var round = 0; round < samples + 10; round++)
        {
            // A right password in between, so that the user with the wrong ones is never locked.
            if (round % (SignInDesk.AttemptsMax - 1) == 0 && !await SignsInAsync(port))
                throw new InvalidOperationException("The right password is refused: the run says nothing.");
            var kinds = Enum.GetValues<Kind>();
            draw.Shuffle(kinds);
            foreach (var kind in kinds)
            {
                var userName = kind switch { Kind.Unknown => $"nobody{round:D4}", Kind.Locked => Locked.UserName, _ => User.UserName };
                var begun = Stopwatch.GetTimestamp();
                await PostAsync(client, form, userName, Wrong);
                // The first rounds warm the host up.
                if (round >= 10) times[kind].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        if (!await SignsInAsync(port)) throw new InvalidOperationException("The user was locked in between: the run says nothing.");
        foreach (var (kind, all) in times)
        {
            all.Sort();
            report.Add($"{name}, sign-in refused, {kind}", $"{Median(all):F1} ms (first and last quarter {all[all.Count / 4]:F1} to {all[all.Count * 3 / 4]:F1}), {all.Count} samples");
        }

        report.AddWithin($"{name}, sign-in, wrong password / unknown name", Median(times[Kind.WrongPassword]) / Median(times[Kind.Unknown]), 0.9, 1.1);
        report.AddWithin($"{name}, sign-in, locked user / unknown name", Median(times[Kind.Locked]) / Median(times[Kind.Unknown]), 0.9, 1.1);
    }

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];

    /// <summary>The fields that the form sends along; they hold for the cookie that comes with them.</summary>
    private static async Task<Dictionary<string, string>> FormAsync(HttpClient client)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
                var token = Token().Match(page).Groups[1].Value;
                return new() { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token };
            }
            catch (HttpRequestException)
            {
                // It tells the demo bank's story before it listens.
                await Task.Delay(1_000);
            }
        }

        throw new InvalidOperationException("The host does not answer.");
    }

    private static async Task PostAsync(HttpClient client, Dictionary<string, string> form, string userName, string password)
    {
        using var content = Content(form, userName, password);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        var page = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || !page.Contains("role=\"alert\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"Not the page of a refused sign-in: {answer.StatusCode}.");
    }

    private static async Task<bool> SignsInAsync(int port)
    {
        // A browser of its own, because the session would be sent along with what is measured.
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var content = Content(await FormAsync(client), User.UserName, User.Password);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        return answer.StatusCode == System.Net.HttpStatusCode.Redirect;
    }

    private static FormUrlEncodedContent Content(Dictionary<string, string> form, string userName, string password) =>
        new(new Dictionary<string, string>(form) { ["Input.UserName"] = userName, ["Input.Password"] = password });

    private static Process Start(string folder, string database, int port)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "CustodyConsole", Repository.Configuration, "CustodyConsole.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--contentRoot", folder]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Urls"] = $"http://127.0.0.1:{port}";
        start.Environment["Custody__Database"] = database;
        start.Environment["Custody__PersonalDataKeyFile"] = Path.Combine(folder, "personal-data.key");
        start.Environment["Custody__Jobs"] = "false";
        start.Environment["Custody__SignInsPerAddress"] = start.Environment["Custody__SignInsPerName"] = "100000";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
