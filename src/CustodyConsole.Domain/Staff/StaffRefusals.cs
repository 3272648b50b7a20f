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

    private static Permission? NameOf(string permission) =>
        Permissions.All.FirstOrDefault(row => row.Name == permission);
}
