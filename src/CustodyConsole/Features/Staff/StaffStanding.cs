using CustodyConsole.Security;

namespace CustodyConsole.Features.Staff;

/// <summary>How a user stands, from both databases.</summary>
public enum StaffStanding
{
    /// <summary>Can sign in 正常.</summary>
    Ready,
    /// <summary>Has no password that holds yet, and a code to set one 待激活.</summary>
    Awaited,
    /// <summary>Has no password that holds, and the code has expired 激活码过期.</summary>
    Lapsed,
    /// <summary>Too many failures: has to wait 已锁定.</summary>
    Locked,
    /// <summary>Disabled by two people 已停用.</summary>
    Disabled,
}

/// <summary>A user with the credentials; null where none were ever set.</summary>
public sealed record StaffRow(StaffRecord Staff, ConsoleUser? Credentials, StaffStanding Standing)
{
    public bool HasFactor => Credentials is not null && Security.Standing.HasFactor(Staff, Credentials);

    public static StaffRow Of(StaffRecord staff, ConsoleUser? user, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(staff);
        return new(staff, user, staff switch
        {
            { State: StaffState.Disabled } => StaffStanding.Disabled,
            _ when user is null || user.CredentialSerial != staff.CredentialSerial =>
                staff.ActivationUntilUtc >= nowUtc ? StaffStanding.Awaited : StaffStanding.Lapsed,
            _ when user.LockoutEnd > nowUtc => StaffStanding.Locked,
            _ => StaffStanding.Ready,
        });
    }
}
