using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>What a reset takes back.</summary>
public enum StaffReset
{
    /// <summary>The password 口令.</summary>
    Password = 1,
    /// <summary>The second factor 动态口令.</summary>
    SecondFactor = 2,
    /// <summary>Both 口令和动态口令.</summary>
    Both = 3,
}

/// <summary>
/// Puts the reset of a user's password, second factor or both 重置 to a second person. What is reset is worthless with the approval, and the
/// open sessions end. A new password is set with an activation code in two parts, as a new user's is (<see cref="ActivationDesk"/>); a reset of
/// the password alone leaves the second factor asked for.
/// </summary>
/// <param name="UserName">The user.</param>
/// <param name="Reset">What is reset.</param>
/// <param name="ActivationHash">
/// The hash of the first part of the new activation code (<see cref="SecretCode.HashOfPart"/>), where the password is reset; null otherwise.
/// </param>
/// <param name="Reason">Why; how the person's identity was established.</param>
public sealed record ProposeStaffReset(string UserName, StaffReset Reset, string? ActivationHash, string Reason)
    : StaffProposal(UserName, Reason)
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.StaffReset;

    /// <summary>True where the password is reset, so that a code is needed.</summary>
    internal bool HasPassword => Reset is StaffReset.Password or StaffReset.Both;

    private bool HasFactor => Reset is StaffReset.SecondFactor or StaffReset.Both;

    /// <summary>
    /// Refusals in order: those of <see cref="StaffProposal.Find"/>, <see cref="StaffRefusals.ActivationMalformed"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        var found = Find(books);
        if (!found.Done) return found.Refusal;
        if (!Enum.IsDefined(Reset) || HasPassword != SecretCode.IsHash(ActivationHash) || (!HasPassword && ActivationHash is not null))
            return StaffRefusals.ActivationMalformed();
        var staff = found.Value;
        var changes = new List<ApprovalChange>();
        if (HasPassword)
        {
            changes.Add(new(
                "登录口令", "Password", Serial(staff.CredentialSerial), $"{Serial(staff.CredentialSerial + 1)}（凭激活码重设 set with a code）"));
        }

        if (HasFactor)
        {
            changes.Add(new(
                "动态口令", "Second factor", Serial(staff.FactorSerial), $"{Serial(staff.FactorSerial + 1)}（重新绑定 enrolled anew）"));
        }

        var (chinese, english) = Reset switch
        {
            StaffReset.Password => ("重置口令：用户", "Reset the password of user"),
            StaffReset.SecondFactor => ("重置动态口令：用户", "Reset the second factor of user"),
            _ => ("重置口令和动态口令：用户", "Reset password and second factor of user"),
        };
        return Facts(staff, chinese, english, [.. changes]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        Run(books, Change(books), Reset, null);
        return $"staff:{UserName}";
    }

    internal static void Run(Books books, StaffRecord staff, StaffReset reset, string? activationHash)
    {
        if (reset is StaffReset.Password or StaffReset.Both)
        {
            staff.CredentialSerial++;
            staff.ActivationHash = activationHash;
            staff.ActivationUntilUtc = books.NowUtc + SecretCode.ActivationHolds;
        }

        if (reset is StaffReset.SecondFactor or StaffReset.Both) staff.FactorSerial++;
    }

    private static string Serial(int serial) => $"#{serial}";
}
