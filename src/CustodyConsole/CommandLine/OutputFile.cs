using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.CommandLine;

/// <summary>Whether a verb may write a file where its caller wants it.</summary>
internal static class OutputFile
{
    /// <summary>The files of a SQLite database: the books, what is not yet in them, and the lock of who writes.</summary>
    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal", ".lock"];

    /// <summary>
    /// Null when it may. Refusals in order: <see cref="ReportScopeRefusals.OutputIsDatabase"/>, <see cref="ReportScopeRefusals.OutputExists"/>.
    /// </summary>
    public static Refusal? Refuse(string output, string database, bool overwrite)
    {
        var (real, books) = (RealPath(output), RealPath(database));
        // Whatever the file system thinks of upper and lower case, nothing that could be the books is written over.
        if (Endings.Any(ending => string.Equals(real, books + ending, StringComparison.OrdinalIgnoreCase)))
            return ReportScopeRefusals.OutputIsDatabase(output);
        return File.Exists(output) && !overwrite ? ReportScopeRefusals.OutputExists(output) : null;
    }

    /// <summary>The path with every link on the way followed; what does not exist stays as it is.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder) return full;
        var here = Path.Combine(RealPath(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.LinkTarget is { } target ? RealPath(Path.Combine(Path.GetDirectoryName(here)!, target)) : here;
    }
}
