using CustodyConsole.Domain.Writing;
using CustodyConsole.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Http;

/// <summary>Who gives the next command is read anew for every command.</summary>
public sealed class CurrentStaffTests : IAsyncLifetime
{
    private readonly ConsoleFactory _console = new();
    private AsyncServiceScope _scope;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IdentityDb Db => _scope.ServiceProvider.GetRequiredService<IdentityDb>();

    private CurrentStaff Staff => _scope.ServiceProvider.GetRequiredService<CurrentStaff>();

    public ValueTask InitializeAsync()
    {
        _scope = _console.Services.CreateAsyncScope();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_person_has_the_name_number_roles_and_address_of_this_moment()
    {
        await SignInAsync("checker");

        var person = await Staff.GetAsync(Stop);

        Assert.Equal(("checker", "林志远", "10002", "10.0.0.9"), (person.UserName, person.DisplayName, person.PersonNo, person.Address));
        Assert.Equal([Roles.Checker], person.Roles);
        Assert.Null(person.PlatformNo);
        Assert.Null(person.ProvedAtUtc);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_command()
    {
        await SignInAsync("checker");
        await ChangeAsync("checker", staff => staff.RoleCodes = Roles.Auditor);

        Assert.Equal([Roles.Auditor], (await Staff.GetAsync(Stop)).Roles);
    }

    [Theory, InlineData("disabled"), InlineData("password"), InlineData("reset"), InlineData("no platform"), InlineData("removed"), InlineData("day")]
    public async Task Whoever_may_not_act_any_more_holds_no_role(string change)
    {
        await SignInAsync("platform");
        Assert.Equal("1001", (await Staff.GetAsync(Stop)).PlatformNo);
        Staff.ProvedAtUtc = _console.Time.GetUtcNow().UtcDateTime;
        var user = Db.Users.Where(u => u.Id == "platform");
        await (change switch
        {
            "disabled" => ChangeAsync("platform", staff => staff.State = StaffState.Disabled),
            "reset" => ChangeAsync("platform", staff => staff.CredentialSerial++),
            "no platform" => ChangeAsync("platform", staff => staff.PlatformNo = null),
            "password" => user.ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, "other"), Stop),
            "day" => Task.Run(() => _console.Time.Pass(SessionCheck.SessionMax)),
            _ => user.ExecuteDeleteAsync(Stop),
        });

        var person = await Staff.GetAsync(Stop);

        Assert.Empty(person.Roles);
        Assert.Null(person.ProvedAtUtc);
        Assert.Equal("platform", person.UserName);
    }

    [Fact]
    public async Task A_disabled_user_does_not_sign_in()
    {
        await ChangeAsync("operator", staff => staff.State = StaffState.Disabled);

        var answer = await ConsoleFactory.SignInAsync(_console.Browser(), Roles.Operator);

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void The_demo_has_two_operators_two_checkers_and_two_administrators_and_every_person_a_number_of_their_own()
    {
        Assert.Equal(2, DemoUsers.All.Count(demo => demo.Role == Roles.Operator));
        Assert.Equal(2, DemoUsers.All.Count(demo => demo.Role == Roles.Checker));
        Assert.Equal(2, DemoUsers.All.Count(demo => demo.Role == Roles.Administrator));
        Assert.Equal(DemoUsers.All.Count, DemoUsers.All.Select(demo => demo.StaffNo).Distinct().Count());
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _console.DisposeAsync();
    }

    private async Task ChangeAsync(string userName, Action<StaffRecord> change) =>
        await _console.Services.GetRequiredService<GroupWriter>().RunAsync<bool>(0, books =>
        {
            change(books.StaffRecords.Edit(books.StaffByUserName.Find(userName)!));
            return true;
        });

    private async Task SignInAsync(string userName)
    {
        var signIns = _scope.ServiceProvider.GetRequiredService<SignInManager<ConsoleUser>>();
        var user = await Db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName, Stop);
        var origin = _scope.ServiceProvider.GetRequiredService<SessionOrigin>();
        origin.User = await signIns.CreateUserPrincipalAsync(user);
        origin.Address = "10.0.0.9";
    }
}
