namespace CustodyConsole.Domain.Staff;

/// <summary>
/// Who gives a command, as the host established it for this very command: a role that was taken away a moment ago is not here any more.
/// </summary>
/// <param name="UserName">The name signed in with.</param>
/// <param name="DisplayName">The person's name as shown to others.</param>
/// <param name="PersonNo">The staff number of the person. Two user names of one person share it, so that nobody checks what they made.</param>
/// <param name="Roles">The roles held now.</param>
/// <param name="Address">The network address the command came from.</param>
/// <param name="PlatformNo">The platform that staff of a platform work for; null for everybody else.</param>
/// <param name="ProvedAtUtc">When the person last proved again who they are, by password or one-time code (UTC).</param>
/// <param name="PaymentCompany">The payment company that its staff work for; null for everybody else.</param>
public sealed record StaffMember(
    string UserName,
    string DisplayName,
    string PersonNo,
    IReadOnlyList<string> Roles,
    string? Address = null,
    string? PlatformNo = null,
    DateTime? ProvedAtUtc = null,
    string? PaymentCompany = null)
{
    /// <summary>The bank's own jobs, where no person acts.</summary>
    public static readonly StaffMember System = new("system", "系统", "system", []);

    /// <summary>How long a proof of identity is good for.</summary>
    public static readonly TimeSpan ProofHolds = TimeSpan.FromMinutes(5);

    /// <summary>True when the person proved who they are shortly before <paramref name="nowUtc"/>.</summary>
    public bool HasProved(DateTime nowUtc) => ProvedAtUtc is { } proved && proved <= nowUtc && nowUtc - proved <= ProofHolds;

    /// <summary>True when the person holds one of these roles.</summary>
    public bool HoldsAny(IEnumerable<string> roles) => roles.Any(Roles.Contains);
}
