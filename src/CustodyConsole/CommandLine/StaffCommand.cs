using System.CommandLine;
using System.Data.Common;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Replay;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verbs <c>staff bootstrap</c> and <c>staff recover</c>: the first two administrators of a bank, and one who cannot get in any more.
/// Done at the server, by somebody who holds the database; what they do is in the audit trail. The activation codes are printed once.
/// Exit codes: 0 done, 1 refused, 2 the database cannot be used.
/// </summary>
internal static class StaffCommand
{
    public static Command Create(Terminal terminal)
    {
        var database = new Option<string>("--database")
        {
            Required = true,
            Description = "A SQLite file (not while the console runs on it) or a PostgreSQL connection (Host=...).",
        };
        var administrators = new Option<string[]>("--administrator")
        {
            Required = true,
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
            Description = "Twice, for two persons: user-name,name,staff-number such as sunli,孙立,10006.",
        };
        var userName = new Option<string>("--user-name") { Required = true, Description = "The administrator." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of sentences." };
        var bootstrap = new Command("bootstrap", "Make the first two administrators of a bank and print their activation codes.")
        {
            database, administrators, json,
        };
        bootstrap.SetAction((parsed, cancellationToken) => WriteAsync(
            terminal, parsed.GetValue(database)!,
            first => BootstrapAsync(terminal, first, parsed.GetValue(administrators)!, parsed.GetValue(json)), cancellationToken));
        var recover = new Command("recover", "Give an administrator a new activation code and ask for a new second factor.")
        {
            database, userName, json,
        };
        recover.SetAction((parsed, cancellationToken) => WriteAsync(
            terminal, parsed.GetValue(database)!,
            first => RecoverAsync(terminal, first, parsed.GetValue(userName)!, parsed.GetValue(json)), cancellationToken));
        return new Command("staff", "Users of the console, where two people cannot decide yet or any more.") { bootstrap, recover };
    }

    private static async Task<int> BootstrapAsync(Terminal terminal, FirstStaff first, string[] administrators, bool json)
    {
        var people = new List<(FirstPerson Person, string Code)>();
        foreach (var text in administrators)
        {
            var parts = text.Split([',', '，'], StringSplitOptions.TrimEntries);
            if (parts.Length != 3)
            {
                terminal.Error.WriteLine("--administrator: user-name,name,staff-number");
                return Terminal.Unusable;
            }

            people.Add((new FirstPerson(parts[0], parts[1], parts[2]), SecretCode.New(SecretCode.ActivationLetters)));
        }

        var done = await first.BootstrapAsync(
            people[0].Person, SecretCode.HashOfActivation(people[0].Code), people[1].Person, SecretCode.HashOfActivation(people[1].Code));
        return done.Done ? Print(terminal, [.. people.Select(one => (one.Person.UserName, one.Code))], json) : Say(terminal, done.Refusal);
    }

    private static async Task<int> RecoverAsync(Terminal terminal, FirstStaff first, string userName, bool json)
    {
        var code = SecretCode.New(SecretCode.ActivationLetters);
        var done = await first.RecoverAsync(userName, SecretCode.HashOfActivation(code));
        return done.Done ? Print(terminal, [(userName, code)], json) : Say(terminal, done.Refusal);
    }

    private static int Print(Terminal terminal, IReadOnlyList<(string UserName, string Code)> people, bool json)
    {
        var hours = (int)SecretCode.ActivationHolds.TotalHours;
        if (json)
        {
            terminal.WriteJson(new
            {
                hours,
                users = people.Select(one => new { userName = one.UserName, activationCode = one.Code }),
            });
            return Terminal.Ok;
        }

        foreach (var (userName, code) in people) terminal.Out.WriteLine($"  {userName,-20}{code}");
        terminal.Out.WriteLine(terminal.Culture.TwoLetterISOLanguageName == "zh"
            ? $"以上激活码只显示这一次，{hours} 小时内有效。请分别交给本人，在登录页“凭激活码激活”处设置口令。"
            : $"These codes are shown this once and are good for {hours} hours. Give each to its person, who sets a password at /activate.");
        return Terminal.Ok;
    }

    private static int Say(Terminal terminal, Refusal refusal)
    {
        terminal.Error.WriteLine(refusal.Sentence(terminal.Culture));
        return Terminal.Found;
    }

    private static async Task<int> WriteAsync(
        Terminal terminal, string text, Func<FirstStaff, Task<int>> write, CancellationToken cancellationToken)
    {
        if (DatabaseText.Refuse(text) is { } malformed) return terminal.Refuse(malformed);
        try
        {
            var path = DatabaseText.Resolve(text);
            if (!CustodyDatabase.IsPostgresConnection(path) && Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            await using var database = await CustodyDatabase.OpenAsync(path, TimeProvider.System, cancellationToken);
            return await write(new FirstStaff(new StaffDesk(database.Writer)));
        }
        catch (Exception refused) when (refused is DatabaseRefusedException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(refused.Message);
            return Terminal.Unusable;
        }
        catch (DbException unreadable)
        {
            return terminal.Refuse(ReplayRefusals.DatabaseLost(unreadable.Message));
        }
    }
}
