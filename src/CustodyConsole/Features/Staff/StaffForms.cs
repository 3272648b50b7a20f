using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Staff;

/// <summary>The roles that a form has chosen, and what stands against them.</summary>
public sealed class RoleChoice
{
    public HashSet<string> Chosen { get; init; } = [];

    /// <summary>The roles in the order of the table.</summary>
    public IReadOnlyList<string> List => [.. Roles.All.Where(Chosen.Contains)];

    /// <summary>Two of the chosen roles that one person may not hold; null where there are none.</summary>
    public RoleConflict? Clash => RoleConflicts.Among(Chosen);

    /// <summary>The platform, for staff of a platform.</summary>
    public string? PlatformNo { get; set; }

    /// <summary>The platform as a proposal names it: none for everybody else.</summary>
    public string? PlatformOfRoles => Chosen.Contains(Roles.Platform) && !string.IsNullOrEmpty(PlatformNo) ? PlatformNo : null;

    /// <summary>The payment company, for its staff.</summary>
    public string? PaymentCompany { get; set; }

    /// <summary>The payment company as a proposal names it: none for everybody else.</summary>
    public string? CompanyOfRoles =>
        Chosen.Contains(Roles.PaymentCompany) && !string.IsNullOrEmpty(PaymentCompany) ? PaymentCompany : null;
}

/// <summary>The form that asks for a new user. Its part of the activation code is made once and shown after the form was sent.</summary>
public sealed class NewStaffForm(ProposalSubmission submission)
{
    /// <summary>The first part of the code. Kept by the page until it is left; only the hash goes to the bank.</summary>
    public string ActivationCode { get; } = SecretCode.New(SecretCode.PartLetters);

    public ProposalSubmission Submission => submission;

    public RoleChoice Choice { get; } = new();

    public string UserName { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    public string PersonNo { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public void SetUserName(object? value) => Change(() => UserName = Text(value).ToLowerInvariant());

    public void SetDisplayName(object? value) => Change(() => DisplayName = Text(value));

    public void SetPersonNo(object? value) => Change(() => PersonNo = Text(value));

    public void SetReason(object? value) => Change(() => Reason = Text(value));

    public Task PreviewAsync() => submission.PreviewAsync(() => new ProposeStaff(
        UserName, DisplayName, PersonNo, Choice.List, Choice.PlatformOfRoles, SecretCode.HashOfPart(ActivationCode),
        Reason, Choice.CompanyOfRoles));

    private void Change(Action change)
    {
        change();
        submission.Forget();
    }

    private static string Text(object? value) => (value as string)?.Trim() ?? "";
}

/// <summary>What can be asked for about a user.</summary>
public enum StaffChangeKind { Roles, Disable, Enable, Reset }

/// <summary>The form that asks for a change of a user.</summary>
public sealed class StaffChangeForm(ProposalSubmission submission, StaffRecord staff, StaffChangeKind kind)
{
    /// <summary>The first part of the code. Kept by the page until it is left; only the hash goes to the bank.</summary>
    public string ActivationCode { get; } = SecretCode.New(SecretCode.PartLetters);

    public ProposalSubmission Submission => submission;

    public StaffRecord Staff => staff;

    public StaffChangeKind Kind => kind;

    public RoleChoice Choice { get; } = new() { Chosen = [.. staff.HeldRoles], PlatformNo = staff.PlatformNo, PaymentCompany = staff.PaymentCompany };

    public StaffReset Reset { get; private set; } = StaffReset.Password;

    public string Reason { get; private set; } = "";

    /// <summary>True where the person will need the activation code.</summary>
    public bool GivesCode => kind == StaffChangeKind.Reset && Reset != StaffReset.SecondFactor;

    public void SetReset(StaffReset reset)
    {
        Reset = reset;
        submission.Forget();
    }

    public void SetReason(object? value)
    {
        Reason = (value as string)?.Trim() ?? "";
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private Outcome<Proposal> Read() => kind switch
    {
        StaffChangeKind.Roles => new ProposeStaffRoles(staff.UserName, Choice.List, Choice.PlatformOfRoles, Reason, Choice.CompanyOfRoles),
        StaffChangeKind.Disable => new ProposeStaffDisabling(staff.UserName, Reason),
        StaffChangeKind.Enable => new ProposeStaffEnabling(staff.UserName, Reason),
        _ => new ProposeStaffReset(
            staff.UserName, Reset, GivesCode ? SecretCode.HashOfPart(ActivationCode) : null, Reason),
    };
}
