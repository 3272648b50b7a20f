using CustodyConsole.Domain.Accounts;
using System.Security.Cryptography;

namespace CustodyConsole.Data;

/// <summary>
/// The file with the key of personal data: 32 random bytes as one line of Base64, beside the database and readable by
/// the bank's own user only. Whoever loses it loses the identity, mobile and card numbers for good, so a key is made
/// for a database that holds none yet, and never in place of one that is missing.
/// </summary>
public static class PersonalDataKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Reads the key, or makes it on the first start. Throws <see cref="DatabaseRefusedException"/> with a sentence for
    /// the person at the screen when it is missing, malformed or readable by others.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="mayCreate">True when the database holds no personal data yet.</param>
    public static PersonalData Load(string path, bool mayCreate)
    {
        var key = Read(path) ?? (mayCreate ? Create(path) : throw Refused(
            path, "个人信息密钥文件不存在，请从备份恢复", "the key file of personal data is missing; restore it from its backup"));
        try
        {
            return new PersonalData(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[]? Read(string path)
    {
        if (!File.Exists(path)) return null;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw Refused(
                path, "个人信息密钥文件可被其他用户读取，请执行 chmod 600",
                "the key file of personal data can be read by others; run chmod 600 on it");
        }

        var key = new byte[PersonalData.KeyBytes];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == key.Length
            ? key
            : throw Refused(
                path, "个人信息密钥文件内容不正确，应为一行Base64",
                "the key file of personal data is malformed; it holds one line of Base64");
    }

    private static byte[] Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var key = RandomNumberGenerator.GetBytes(PersonalData.KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        // A file under another name first: whoever starts at the same moment finds a whole key or none.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return Read(path)!;
        }
    }

    private static DatabaseRefusedException Refused(string path, string chinese, string english) =>
        new($"{chinese} {char.ToUpperInvariant(english[0])}{english[1..]}: {path}");
}
