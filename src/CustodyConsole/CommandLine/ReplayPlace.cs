using CustodyConsole.Domain;
using CustodyConsole.Replay;
using Npgsql;

namespace CustodyConsole.CommandLine;

/// <summary>
/// Where a replay books: the database that was named, or a temporary one that is gone when this is disposed. The key of
/// personal data lies where the console looks for it, so a console that is started on the database can show it.
/// </summary>
internal sealed class ReplayPlace : IDisposable
{
    private readonly string? _temporary;

    private ReplayPlace(string connection, string keyFile, string? temporary, Refusal? refusal = null)
    {
        Connection = connection;
        KeyFile = keyFile;
        Refusal = refusal;
        _temporary = temporary;
    }

    /// <summary>A SQLite file, absolute, or a PostgreSQL connection.</summary>
    public string Connection { get; }

    /// <summary>The file with the key of personal data.</summary>
    public string KeyFile { get; }

    /// <summary>Why the text names no database; then nothing else may be looked at.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The place that <paramref name="database"/> names; null for a temporary one.</summary>
    public static ReplayPlace Of(string? database)
    {
        if (database is null)
        {
            var folder = Directory.CreateTempSubdirectory("custody-replay-").FullName;
            return new(Path.Combine(folder, "custody.db"), Path.Combine(folder, "personal-data.key"), folder);
        }

        if (DatabaseText.Refuse(database) is { } refusal) return new("", "", null, refusal);
        var settings = DatabaseText.Settings(database);
        return new(settings.Database, settings.PersonalDataKeyFile, null);
    }

    /// <summary>Deletes the temporary database.</summary>
    public void Dispose()
    {
        if (_temporary is not null && Directory.Exists(_temporary)) Directory.Delete(_temporary, recursive: true);
    }
}

/// <summary>The value of <c>--database</c>.</summary>
internal static class DatabaseText
{
    /// <summary>Null for the path of a file and for a connection that begins with Host= and can be read.</summary>
    public static Refusal? Refuse(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0')) return ReplayRefusals.DatabaseForm();
        if (!CustodySettings.IsPostgresConnection(text))
        {
            return text.Contains("://", StringComparison.Ordinal) || text.Contains('=')
                ? ReplayRefusals.DatabaseForm()
                : null;
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(text);
            return null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return ReplayRefusals.DatabaseForm();
        }
    }

    /// <summary>The settings of a console that is started where the person stands, on the database that the text names.</summary>
    public static CustodySettings Settings(string text)
    {
        var root = Directory.GetCurrentDirectory();
        return CustodySettings.From(Configuration(root, text), root);
    }

    /// <summary>What such a console would be configured with.</summary>
    public static IConfiguration Configuration(string root, string text) => new ConfigurationBuilder()
        .SetBasePath(root).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables()
        .AddInMemoryCollection([new("Custody:Database", Resolve(text))]).Build();

    /// <summary>The file as the person meant it; a connection as it is.</summary>
    public static string Resolve(string text) =>
        CustodySettings.IsPostgresConnection(text) ? text : CallersFolder.Resolve(text);
}
