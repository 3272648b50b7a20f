using System.Data.Common;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Replay;

namespace CustodyConsole.CommandLine;

/// <summary>
/// How a verb meets the database that its caller named: what cannot be opened or read becomes one sentence and an exit code, never a stack
/// trace.
/// </summary>
internal static class DatabaseUse
{
    /// <summary>Hands over the database's resolved text.</summary>
    public static async Task<int> RunAsync(Terminal terminal, string text, Func<string, Task<int>> use)
    {
        if (DatabaseText.Refuse(text) is { } malformed) return terminal.Refuse(malformed);
        try
        {
            return await use(DatabaseText.Resolve(text));
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

    /// <summary>Hands over a context that only reads, also while a console is writing.</summary>
    public static Task<int> ReadAsync(
        Terminal terminal, string text, Func<CustodyDb, Task<int>> read, CancellationToken cancellationToken) =>
        RunAsync(terminal, text, async resolved =>
        {
            await using var database = await CustodyDatabase.OpenToReadAsync(resolved, TimeProvider.System, cancellationToken);
            await using var db = database.CreateDbContext();
            return await read(db);
        });
}
