namespace CustodyConsole.Domain.Staff;

/// <summary>Why a command of staff is not carried out, whatever it asks for.</summary>
public static class StaffRefusals
{
    /// <summary>None of the person's roles holds the permission.</summary>
    public static Refusal NotPermitted(string permission) => new(
        "staff.not-permitted",
        $"您没有“{NameOf(permission)?.Chinese ?? permission}”的权限，请联系系统管理员。",
        $"You have no permission to: {NameOf(permission)?.English ?? permission}. Please ask an administrator.");

    /// <summary>The command concerns another platform than the person's own.</summary>
    public static Refusal OtherPlatform() => new(
        "staff.other-platform",
        "您只能办理本平台的事项。",
        "You may act for your own platform only.");

    /// <summary>Personal data is shown only to somebody who has just proved who they are.</summary>
    public static Refusal ProofNeeded() => new(
        "staff.proof-needed",
        "查看敏感信息前须再次验证身份，请输入登录密码或动态口令。",
        "Before personal data is shown, prove again who you are: type your password or a one-time code.");

    /// <summary>The person did not prove again who they are.</summary>
    public static Refusal ProofFailed() => new(
        "staff.proof-failed",
        "身份验证未通过。请核对口令；连续多次失败后须等待 15 分钟方可重试。",
        "You were not recognised. Check the password; after several failures you have to wait for 15 minutes.");

    private static Permission? NameOf(string permission) =>
        Permissions.All.FirstOrDefault(row => row.Name == permission);
}
