using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Opens a file for a replay and looks at its beginning, so that a file that is missing, empty, too large or of another
/// kind is refused in one sentence before anything of it is read as a record.
/// </summary>
internal static class ReplaySource
{
    /// <summary>
    /// Above a billion yuan nothing in these files is a loan; sums of a file stay inside a long, recharges inside the
    /// bank's limit.
    /// </summary>
    public const long AmountMaxFen = 100_000_000_000;

    /// <summary>How much of the file's beginning decides what kind of file it is.</summary>
    public const int SampleBytes = 64 * 1024;

    /// <summary>Opens the file, or says why it cannot be read. The caller owns the stream.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="bytesMax">A larger file is refused.</param>
    /// <param name="recognise">Looks at the beginning, after a byte order mark; null when the format is right.</param>
    public static (FileStream? Stream, ReplayFault? Fault) Open(
        string path, long bytesMax, Func<ReadOnlySpan<byte>, Refusal?> recognise)
    {
        if (string.IsNullOrWhiteSpace(path)) return (null, ReplayFault.OfFile("--file", ReplayFileRefusals.NotNamed()));
        if (Directory.Exists(path)) return (null, ReplayFault.OfFile(path, ReplayFileRefusals.NotAFile()));
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, SampleBytes,
                FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, ReplayFault.OfFile(path, ReplayFileRefusals.Missing()));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return (null, ReplayFault.OfFile(path, ReplayFileRefusals.Unreadable(failure.GetType().Name)));
        }
        var reason = Inspect(stream, bytesMax, recognise);
        if (reason is null) return (stream, null);
        stream.Dispose();
        return (null, ReplayFault.OfFile(path, reason));
    }

    private static Refusal? Inspect(FileStream stream, long bytesMax, Func<ReadOnlySpan<byte>, Refusal?> recognise)
    {
        if (!stream.CanSeek) return ReplayFileRefusals.NotAFile();
        if (stream.Length == 0) return ReplayFileRefusals.Empty();
        if (stream.Length > bytesMax) return ReplayFileRefusals.TooLarge(stream.Length, bytesMax);
        var sample = new byte[(int)Math.Min(SampleBytes, stream.Length)];
        stream.ReadExactly(sample);
        ReadOnlySpan<byte> text = sample;
        var marked = text.StartsWith<byte>([0xEF, 0xBB, 0xBF]);
        if (marked) text = text[3..];
        stream.Position = marked ? 3 : 0;
        return KnownBinary(text) ?? recognise(text);
    }

    private static Refusal? KnownBinary(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith<byte>([0x1F, 0x8B])) return ReplayFileRefusals.NotText(" gzip 压缩文件", "a gzip archive");
        if (text.StartsWith("PK\x03\x04"u8))
            return ReplayFileRefusals.NotText(" zip 压缩文件或工作簿", "a zip archive or workbook");
        if (text.StartsWith("SQLite format 3"u8)) return ReplayFileRefusals.NotText(" SQLite 数据库", "a SQLite database");
        if (text.StartsWith<byte>([0xFF, 0xFE]) || text.StartsWith<byte>([0xFE, 0xFF]))
            return ReplayFileRefusals.NotUtf8();
        return text.Contains((byte)0) ? ReplayFileRefusals.NotText("二进制文件", "a binary file") : null;
    }
}
