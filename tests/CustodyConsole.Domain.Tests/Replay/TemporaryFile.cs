namespace CustodyConsole.Domain.Tests.Replay;

/// <summary>A file with given content, gone with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public TemporaryFile(string content) => File.WriteAllText(Path, content);

    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"replay-{Guid.NewGuid():N}.txt");

    public void Dispose() => File.Delete(Path);
}
