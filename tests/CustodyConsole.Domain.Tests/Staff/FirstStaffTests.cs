using CustodyConsole.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Staff;

/// <summary>How a bank without users gets its first two, and one that nobody can enter is opened again.</summary>
public sealed class FirstStaffTests
{
    private static readonly FirstPerson Sun = new("sunli", "孙立", "10006"), Gao = new("gaoming", "高明", "10009");

    [Theory, OnBothDatabases]
    public async Task The_first_two_administrators_are_two_persons_made_together_and_once(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database, bootstrap: false);
        var hash = StaffBank.Hash;
        Assert.Equal("staff.same-administrator", (await bank.First.BootstrapAsync(Sun, hash, Gao with { PersonNo = "10006" }, hash)).Refusal!.Code);
        Assert.Equal("staff.person-no-malformed", (await bank.First.BootstrapAsync(Sun, hash, Gao with { PersonNo = "" }, hash)).Refusal!.Code);
        Assert.Null(await bank.FindAsync("sunli"));

        Assert.True((await bank.First.BootstrapAsync(Sun, hash, Gao, hash)).Done);
        Assert.Equal(Roles.Administrator, (await bank.FindAsync("gaoming"))!.RoleCodes);
        Assert.Equal("staff.administrators-there", (await bank.First.BootstrapAsync(
            new FirstPerson("third", "第三人", "10011"), hash, new FirstPerson("fourth", "第四人", "10012"), hash)).Refusal!.Code);

        await bank.CarryOutAsync(StaffBank.New());
        await using var db = bank.Bank.Db();
        Assert.Equal(
            [AuditResult.Refused, AuditResult.Refused, AuditResult.Done, AuditResult.Refused],
            await db.AuditEntries.Where(entry => entry.Action == "Staff.Bootstrap").OrderBy(entry => entry.SequenceNo)
                .Select(entry => entry.Result).ToListAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Demo_users_do_not_stand_in_for_administrators(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database, bootstrap: false);
        var demo = new (FirstPerson, string, string?, string?)[]
        {
            (new("admin", "孙立", "1"), Roles.Administrator, null, null), (new("admin2", "高明", "2"), Roles.Administrator, null, null),
        };
        foreach (var _ in demo) Assert.True((await bank.Bank.Writer.RunAsync(0, books => FirstStaff.OpenDemo(books, demo))).Done);

        Assert.True((await bank.First.BootstrapAsync(Sun, StaffBank.Hash, Gao, StaffBank.Hash)).Done);
        Assert.True((await bank.FindAsync("admin"))!.IsDemo);
        await using var db = bank.Bank.Db();
        Assert.Equal(4, await db.StaffRecords.CountAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Only_an_administrator_is_recovered_at_the_server_and_it_is_in_the_trail(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());
        var hash = SecretCode.HashOfActivation("new");

        Assert.Equal("staff.unknown", (await bank.First.RecoverAsync("chenjiayi", hash)).Refusal!.Code);
        Assert.Equal("staff.unknown", (await bank.First.RecoverAsync("nobody", hash)).Refusal!.Code);
        Assert.True((await bank.First.RecoverAsync("sunli", hash)).Done);

        var staff = (await bank.FindAsync("sunli"))!;
        Assert.Equal((2, 2, hash, 2), (staff.CredentialSerial, staff.FactorSerial, staff.ActivationHash, staff.Version));
        await using var db = bank.Bank.Db();
        Assert.Equal(1, await db.AuditEntries.CountAsync(
            entry => entry.Action == "Staff.Recover" && entry.Result == AuditResult.Done && entry.Subject == "staff:sunli"));
    }
}
