namespace CustodyConsole.Domain.Tests.Replay;

/// <summary>The real data beside the project; a test that needs it is skipped where it is absent.</summary>
internal static class RealFiles
{
    public static string Find(string relativePath)
    {
        if (Environment.GetEnvironmentVariable("CUSTODY_DATA") is { Length: > 0 } root)
        {
            var named = Path.Combine(root, relativePath);
            Assert.SkipUnless(File.Exists(named), $"CUSTODY_DATA has no {relativePath}.");
            return named;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (File.Exists(path)) return path;
        }
        Assert.Skip($"The real data is not here: no shared/data/{relativePath} beside the repository or above it.");
        return "";
    }
}

/// <summary>A file with given content, gone with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public TemporaryFile(string content) => File.WriteAllText(Path, content);

    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"replay-{Guid.NewGuid():N}.txt");

    public void Dispose() => File.Delete(Path);
}
