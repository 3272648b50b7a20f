using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>The checks that the forms of users have in common.</summary>
internal static class StaffForm
{
    private const int UserNameMin = 3, UserNameMax = 32, DisplayNameMax = 50, PersonNoMin = 3, PersonNoMax = 20;

    // Words of addresses below /staff, and the name under which the bank's own jobs act.
    private static readonly string[] Reserved = ["new", "roles", "system"];

    /// <summary>The name, the person and the number; refusals in the order in which <see cref="ProposeStaff"/> names them.</summary>
    public static Refusal? RefusePerson(Books books, string userName, string displayName, string personNo)
    {
        if (userName.Length is < UserNameMin or > UserNameMax || !char.IsAsciiLetterLower(userName[0])
            || !userName.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '_'))
            return StaffRefusals.UserNameMalformed();
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > DisplayNameMax || displayName.Any(char.IsControl))
            return StaffRefusals.NameMissing();
        if (personNo.Length is < PersonNoMin or > PersonNoMax || !personNo.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            return StaffRefusals.PersonNoMalformed();
        if (Reserved.Contains(userName) || books.StaffByUserName.Find(userName) is not null) return StaffRefusals.UserNameTaken(userName);
        var other = StaffRecords.OfPerson(books, personNo).FirstOrDefault(one => one.DisplayName != displayName);
        return other is null ? null : StaffRefusals.OtherName(personNo, other.DisplayName);
    }

    /// <summary>
    /// Refusals in order: <see cref="StaffRefusals.RolesMissing"/>, <see cref="StaffRefusals.RoleUnknown"/>,
    /// <see cref="StaffRefusals.RolesConflict"/>, <see cref="StaffRefusals.RolesConflictElsewhere"/>,
    /// <see cref="StaffRefusals.PlatformMissing"/>, <see cref="StaffRefusals.PlatformNotWanted"/>,
    /// <see cref="PlatformRefusals.Unknown"/>, <see cref="StaffRefusals.PaymentCompanyMissing"/>,
    /// <see cref="StaffRefusals.PaymentCompanyNotWanted"/>, <see cref="Advances.AdvanceRefusals.UnknownCompany"/>.
    /// </summary>
    public static Refusal? RefuseRoles(
        Books books, string personNo, StaffRecord? itself, IReadOnlyList<string> roles, string? platformNo, string? paymentCompany)
    {
        if (roles.Count == 0) return StaffRefusals.RolesMissing();
        if (roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown) return StaffRefusals.RoleUnknown(unknown);
        if (RoleConflicts.Among(roles) is not null) return StaffRefusals.RolesConflict(roles);
        foreach (var other in StaffRecords.OfPerson(books, personNo))
        {
            if (other.Id == itself?.Id || other.State != StaffState.Active) continue;
            IReadOnlyList<string> together = [.. roles, .. other.HeldRoles];
            if (RoleConflicts.Among(together) is not null) return StaffRefusals.RolesConflictElsewhere(other.UserName, together);
        }

        var isPlatform = roles.Contains(Roles.Platform);
        if (isPlatform && platformNo is null) return StaffRefusals.PlatformMissing();
        if (!isPlatform && platformNo is not null) return StaffRefusals.PlatformNotWanted();
        if (platformNo is not null && books.PlatformByNo.Find(platformNo) is null) return PlatformRefusals.Unknown(platformNo);
        var isCompany = roles.Contains(Roles.PaymentCompany);
        if (isCompany && paymentCompany is null) return StaffRefusals.PaymentCompanyMissing();
        if (!isCompany && paymentCompany is not null) return StaffRefusals.PaymentCompanyNotWanted();
        return paymentCompany is not null && books.PoolsOf(paymentCompany).Count == 0
            ? Advances.AdvanceRefusals.UnknownCompany(paymentCompany) : null;
    }

    /// <summary>The other users of the same person, as a request shows them; null where there is none.</summary>
    public static string? OthersOf(Books books, string personNo, string userName)
    {
        var others = StaffRecords.OfPerson(books, personNo).Where(one => one.UserName != userName)
            .Select(one => $"{one.UserName}: {StaffRecords.Words(one.HeldRoles)}").ToList();
        return others.Count == 0 ? null : string.Join("; ", others);
    }
}
