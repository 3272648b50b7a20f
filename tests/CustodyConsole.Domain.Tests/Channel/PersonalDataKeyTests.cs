using CustodyConsole.Data;
using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Tests.Channel;

public sealed class PersonalDataKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-key-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "sub", "personal-data.key");

    [Fact]
    public void The_first_start_makes_a_key_for_the_owner_alone_and_the_next_reads_it()
    {
        var cipher = PersonalDataKey.Load(Path, mayCreate: true).Encrypt(PersonalField.Card, 1, "6222");

        Assert.Equal("6222", PersonalDataKey.Load(Path, mayCreate: false).Decrypt(PersonalField.Card, 1, cipher));
        Assert.Single(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_missing_key_is_not_replaced_once_there_is_personal_data()
    {
        var refused = Assert.Throws<DatabaseRefusedException>(() => PersonalDataKey.Load(Path, mayCreate: false));
        Assert.Equal(
            $"个人信息密钥文件不存在，请从备份恢复 The key file of personal data is missing; restore it from its backup: {Path}",
            refused.Message);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_malformed_key_or_one_that_others_can_read_is_refused_without_being_shown()
    {
        _ = PersonalDataKey.Load(Path, mayCreate: true);
        var text = File.ReadAllText(Path);
        File.WriteAllText(Path, text[..20]);
        var malformed = Assert.Throws<DatabaseRefusedException>(() => PersonalDataKey.Load(Path, mayCreate: true));
        Assert.DoesNotContain(text[..20], malformed.Message, StringComparison.Ordinal);

        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Path, text);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var open = Assert.Throws<DatabaseRefusedException>(() => PersonalDataKey.Load(Path, mayCreate: true));
        Assert.Contains("chmod 600", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_at_the_same_moment_agree_on_one_key()
    {
        var keys = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => Hash(PersonalDataKey.Load(Path, mayCreate: true)))));
        Assert.Single(keys.Distinct());

        static string Hash(PersonalData data) =>
            Convert.ToHexString(data.BlindHash(PersonalField.Mobile, "13800138000"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
