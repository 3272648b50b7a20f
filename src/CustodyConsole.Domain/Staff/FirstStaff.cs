using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>A person who becomes a user without an approval: one of the first two administrators, or a demo user.</summary>
/// <param name="UserName">The name to sign in with.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="PersonNo">The person's staff number.</param>
public sealed record FirstPerson(string UserName, string DisplayName, string PersonNo);

/// <summary>
/// What happens before two people can decide on anything, or when none of them can get in any more: done at the server by somebody who
/// holds the database, and in the audit trail all the same.
/// </summary>
/// <param name="staff">Keeps the audit trail.</param>
public sealed class FirstStaff(StaffDesk staff)
{
    /// <summary>
    /// Makes the first two administrators, both or none. Refusals in order: <see cref="StaffRefusals.AdministratorsThere"/>,
    /// <see cref="StaffRefusals.SameAdministrator"/>, those of a person's name and number, <see cref="StaffRefusals.RolesConflictElsewhere"/>.
    /// </summary>
    /// <param name="first">One person.</param>
    /// <param name="firstHash">The hash of that person's activation code.</param>
    /// <param name="second">Another person.</param>
    /// <param name="secondHash">The hash of that person's activation code.</param>
    public Task<Outcome<bool>> BootstrapAsync(FirstPerson first, string firstHash, FirstPerson second, string secondHash)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return staff.RunSystemAsync<bool>(
            0, new AuditDraft("Staff.Bootstrap") { After = $"{first.UserName}, {second.UserName}" },
            (books, _) =>
            {
                if (StaffRecords.Administrators(books, demo: false).Select(one => one.PersonNo).Distinct().Count() >= 2)
                    return StaffRefusals.AdministratorsThere();
                if (first.PersonNo == second.PersonNo || first.UserName == second.UserName) return StaffRefusals.SameAdministrator();
                foreach (var (person, hash) in new[] { (first, firstHash), (second, secondHash) })
                {
                    string[] roles = [Roles.Administrator];
                    var refusal = StaffForm.RefusePerson(books, person.UserName, person.DisplayName, person.PersonNo)
                        ?? StaffForm.RefuseRoles(books, person.PersonNo, null, roles, null, null);
                    if (refusal is not null) return refusal;
                    ProposeStaff.Open(books, person.UserName, person.DisplayName, person.PersonNo, roles, null, null, hash);
                }

                return true;
            });
    }

    /// <summary>
    /// Gives an administrator who cannot get in any more a new activation code, and asks for a new second factor. Refusals in order:
    /// <see cref="StaffRefusals.Unknown"/> (also for who is no administrator), <see cref="StaffRefusals.IsDisabled"/>.
    /// </summary>
    /// <param name="userName">The administrator.</param>
    /// <param name="hash">The hash of the activation code.</param>
    public Task<Outcome<bool>> RecoverAsync(string userName, string hash) => staff.RunSystemAsync<bool>(
        0, new AuditDraft("Staff.Recover", StaffRecord.SubjectOf(userName)),
        (books, _) =>
        {
            if (books.StaffByUserName.Find(userName) is not { } one || !one.HeldRoles.Contains(Roles.Administrator))
                return StaffRefusals.Unknown(userName);
            if (one.State == StaffState.Disabled) return StaffRefusals.IsDisabled(userName);
            ProposeStaffReset.Run(books, StaffRecords.Change(books, one), StaffReset.Both, hash);
            return true;
        });

    /// <summary>Makes the users of the demo bank that are not there yet.</summary>
    public static Outcome<bool> OpenDemo(Books books, IReadOnlyList<(FirstPerson Person, string Role, string? PlatformNo, string? PaymentCompany)> people)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(people);
        foreach (var (person, role, platformNo, paymentCompany) in people)
        {
            if (books.StaffByUserName.Find(person.UserName) is not null) continue;
            ProposeStaff.Open(books, person.UserName, person.DisplayName, person.PersonNo, [role], platformNo, paymentCompany, null, isDemo: true);
        }

        return true;
    }
}
