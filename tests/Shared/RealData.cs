namespace CustodyConsole.Testing;

/// <summary>
/// The public data sets that carry no licence and so stay outside the repository: in the folder that CUSTODY_DATA
/// names, or in <c>shared/data</c> beside the repository or beside a folder above it. A test that needs one is skipped
/// when it is absent.
/// </summary>
internal static class RealData
{
    public static string Find(string relativePath)
    {
        var found = Folders().Select(folder => Path.Combine(folder, relativePath)).FirstOrDefault(File.Exists);
        if (found is null) Assert.Skip($"{relativePath} is absent; set CUSTODY_DATA to the folder that holds it.");
        return found;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("CUSTODY_DATA") is { Length: > 0 } named) yield return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
