namespace CustodyConsole.Testing;

/// <summary>Where the repository lies, found by walking up from the tests' assembly.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>debug or release, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;

    public static string Host => Path.Combine(Root, "src", "CustodyConsole");

    /// <summary>The files below a folder that people wrote, with these endings.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/obj/", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Console.sln")))
                return folder.FullName;
        throw new InvalidOperationException("Console.sln is in no folder above the tests.");
    }
}
