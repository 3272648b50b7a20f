using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Staff;

/// <summary>Whether a user of the console may act.</summary>
public enum StaffState
{
    /// <summary>In use 正常.</summary>
    Active = 1,
    /// <summary>May neither sign in nor act 已停用.</summary>
    Disabled = 2,
}

/// <summary>
/// A user of the console 用户: who it is and what they may do. This row is the truth, changed only in the transaction of an approval; the
/// identity database holds nothing but credentials under the same name, and those hold only as long as their serial is this row's. So a
/// reset or a disabling is in force with the commit of its approval, whatever becomes of the other database.
/// </summary>
public sealed class StaffRecord : Row
{
    /// <summary>The name signed in with, in small letters. It is never given to another person and never changes.</summary>
    public required string UserName { get; init; }

    /// <summary>The person's name as shown to others.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The staff number of the person 工号. Two users of one person share it, so that nobody checks what they made.</summary>
    public required string PersonNo { get; init; }

    /// <summary>The roles held, in the order of <see cref="Roles.All"/>, separated by commas.</summary>
    public required string RoleCodes { get; set; }

    /// <summary>The platform that staff of a platform work for.</summary>
    public string? PlatformNo { get; set; }

    /// <summary>The payment company that its staff work for.</summary>
    public string? PaymentCompany { get; set; }

    /// <summary>Whether the user may act.</summary>
    public StaffState State { get; set; } = StaffState.Active;

    /// <summary>Counts the changes: a session that began under another version ends.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The serial of the password that holds; a reset makes the next one.</summary>
    public int CredentialSerial { get; set; } = 1;

    /// <summary>The serial of the second factor that holds; a reset makes the next one.</summary>
    public int FactorSerial { get; set; } = 1;

    /// <summary>The hash of the code with which the person sets a password of this serial (hexadecimal).</summary>
    public string? ActivationHash { get; set; }

    /// <summary>Until when that code can be used (UTC); null once a password of the present serial was set with it.</summary>
    public DateTime? ActivationUntilUtc { get; set; }

    /// <summary>Made with a published password; such a user is refused while the demo is off.</summary>
    public bool IsDemo { get; init; }

    /// <summary>When the user was made (UTC).</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>When it was last changed (UTC).</summary>
    public required DateTime ChangedAtUtc { get; set; }

    /// <summary>True for who may act and has a password that holds: neither awaits a first one nor one after a reset.</summary>
    public bool CanSignIn => State == StaffState.Active && ActivationUntilUtc is null;

    /// <summary>The roles held.</summary>
    public IReadOnlyList<string> HeldRoles => RoleCodes.Length == 0 ? [] : RoleCodes.Split(',');

    /// <summary>What it is called in requests and in the audit trail.</summary>
    public string Subject => SubjectOf(UserName);

    /// <summary>The subject of the user of this name.</summary>
    public static string SubjectOf(string userName) => "staff:" + userName;

    internal static void Map(ModelBuilder model)
    {
        var staff = model.Entity<StaffRecord>();
        staff.ToTable("staff");
        staff.Property(s => s.PaymentCompany).HasMaxLength(PaymentCompanyName.LengthMax);
        staff.HasIndex(s => s.UserName).IsUnique();
        staff.HasIndex(s => s.PersonNo);
    }
}

/// <summary>What is asked of the users of the console inside the writer.</summary>
internal static class StaffRecords
{
    /// <summary>The roles as they are kept.</summary>
    public static string Codes(IEnumerable<string> roles) => string.Join(',', Roles.All.Where(roles.Contains));

    /// <summary>The users of one person.</summary>
    public static IReadOnlyList<StaffRecord> OfPerson(Books books, string personNo) =>
        [.. books.StaffRecords.Search(one => one.PersonNo == personNo, "\"person_no\" = {0}", personNo)];

    /// <summary>
    /// How many persons can sign in and act as administrators without this user. Demo users count for the demo only: they are refused elsewhere.
    /// </summary>
    public static int OtherAdministrators(Books books, StaffRecord without) => Administrators(books, without.IsDemo)
        .Where(one => one.Id != without.Id && one.CanSignIn).Select(one => one.PersonNo).Distinct().Count();

    /// <summary>The administrators who may act, once they have activated.</summary>
    public static IEnumerable<StaffRecord> Administrators(Books books, bool demo) => books.StaffRecords
        .Search(
            one => one.State == StaffState.Active && one.IsDemo == demo && one.HeldRoles.Contains(Roles.Administrator),
            "\"state\" = {0}", (int)StaffState.Active);

    /// <summary>Changes a user: its version counts on, so that sessions from before end.</summary>
    public static StaffRecord Change(Books books, StaffRecord staff)
    {
        books.StaffRecords.Edit(staff);
        staff.Version++;
        staff.ChangedAtUtc = books.NowUtc;
        return staff;
    }

    /// <summary>Roles in both languages, as a request shows them.</summary>
    public static string Words(IReadOnlyList<string> roles) => $"{RoleNames.Chinese(roles)} {RoleNames.English(roles)}";
}
