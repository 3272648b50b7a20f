namespace CustodyConsole;

/// <summary>
/// The settings under <c>Custody</c>, read once at start. Relative paths are relative to the content root, so the same
/// command finds the same database wherever it is called from. <c>docs/reference/configuration.md</c> describes each
/// key.
/// </summary>
public sealed class CustodySettings
{
    public required string BankName { get; init; }

    public required string BankNameEnglish { get; init; }

    /// <summary>
    /// The path of a SQLite file, or a PostgreSQL connection string (which begins with <c>Host=</c>).
    /// </summary>
    public required string Database { get; init; }

    /// <summary>Seeds and shows the demo bank and its sign-ins. Demo sign-ins are refused while this is off.</summary>
    public required bool Demo { get; init; }

    /// <summary>The folder of everything that lies beside the database: identity file, keys.</summary>
    public required string Folder { get; init; }

    /// <summary>The file with the key that personal data is encrypted with.</summary>
    public required string PersonalDataKeyFile { get; init; }

    /// <summary>Where the files of exports lie; on PostgreSQL, a folder that all nodes share.</summary>
    public string ReportsFolder { get => field ?? Path.Combine(Folder, "reports"); init; }

    /// <summary>Runs the bank's jobs on this node.</summary>
    public bool Jobs { get; init; } = true;

    /// <summary>
    /// True where whoever moves or decides money must have a second factor before they can do anything else.
    /// </summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>How often an open page asks whether its person may still see it.</summary>
    public TimeSpan SessionCheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many sign-ins and activations a minute are looked at from one network address, under whatever names.</summary>
    public int SignInsPerAddress { get; init; } = 60;

    /// <summary>How many a minute are looked at for one user name, from wherever.</summary>
    public int SignInsPerName { get; init; } = 10;

    /// <summary>Where alerts of advances are sent; null where nobody is told.</summary>
    public Uri? AdvanceWebhook { get; init; }

    public bool IsPostgres => IsPostgresConnection(Database);

    /// <summary>True when the text is a PostgreSQL connection string rather than the path of a SQLite file.</summary>
    public static bool IsPostgresConnection(string database) =>
        database.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);

    public static CustodySettings From(IConfiguration configuration, string contentRoot)
    {
        var custody = configuration.GetSection("Custody");
        var database = custody["Database"] is { Length: > 0 } text ? text : "data/custody.db";
        var isPostgres = IsPostgresConnection(database);
        if (!isPostgres)
            database = Path.GetFullPath(database, contentRoot);
        var isDemo = custody.GetValue("Demo", true);
        var folder = isPostgres
            ? Path.GetFullPath(custody["Folder"] is { Length: > 0 } given ? given : "data", contentRoot)
            : Path.GetDirectoryName(database)!;
        return new CustodySettings
        {
            BankName = custody["BankName"] is { Length: > 0 } name ? name : "海晏银行",
            BankNameEnglish = custody["BankNameEnglish"] is { Length: > 0 } english ? english : "Haiyan Bank",
            Database = database,
            Demo = isDemo,
            RequiresSecondFactor = custody["SecondFactor"]?.ToUpperInvariant() switch
            {
                "REQUIRED" => true,
                "OFFERED" => false,
                null or "" or "AUTO" => !isDemo,
                var other => throw new InvalidOperationException(
                    $"Custody:SecondFactor is '{other}'; it must be auto, required or offered."),
            },
            SessionCheck = TimeSpan.FromSeconds(Math.Clamp(custody.GetValue("SessionCheckSeconds", 30), 1, 60)),
            SignInsPerAddress = Math.Max(custody.GetValue("SignInsPerAddress", 60), 1),
            SignInsPerName = Math.Max(custody.GetValue("SignInsPerName", 10), 1),
            Jobs = custody.GetValue("Jobs", true),
            Folder = folder,
            PersonalDataKeyFile = custody["PersonalDataKeyFile"] is { Length: > 0 } keyFile
                ? Path.GetFullPath(keyFile, contentRoot)
                : Path.Combine(folder, "personal-data.key"),
            ReportsFolder = Path.GetFullPath(
                custody["ReportsFolder"] is { Length: > 0 } reports ? reports : Path.Combine(folder, "reports"), contentRoot),
            AdvanceWebhook = Uri.TryCreate(custody["AdvanceWebhook"], UriKind.Absolute, out var webhook)
                && (webhook.Scheme == Uri.UriSchemeHttp || webhook.Scheme == Uri.UriSchemeHttps) ? webhook : null,
        };
    }
}
