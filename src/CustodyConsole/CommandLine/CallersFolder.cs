using System.Globalization;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The folder in which the person stands who typed the command: <c>dotnet run</c> moves the program into the project's
/// folder, and a relative path means another place there.
/// </summary>
internal static class CallersFolder
{
    private const string ProjectFile = "CustodyConsole.csproj";

    /// <summary>The path as the person meant it, absolute.</summary>
    public static string Resolve(string path) => Path.GetFullPath(path, Find());

    private static string Find()
    {
        var here = Directory.GetCurrentDirectory();
        if (!File.Exists(Path.Combine(here, ProjectFile))) return here;
        return (OperatingSystem.IsLinux() ? FolderOfParent() : FolderOfShell()) ?? here;
    }

    /// <summary>The program that started this one, <c>dotnet run</c>, still stands where the person stands.</summary>
    private static string? FolderOfParent()
    {
        try
        {
            // The fields after the name, which stands in brackets and may hold anything: state, then the parent.
            var fields = File.ReadAllText("/proc/self/stat").Split(')')[^1]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
            return File.ReadAllText($"/proc/{parent}/comm").Trim() == "dotnet"
                ? new FileInfo($"/proc/{parent}/cwd").LinkTarget
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static string? FolderOfShell() =>
        Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
