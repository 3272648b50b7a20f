using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>用户与权限清单: who may do what.</summary>
public sealed class StaffRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "users-and-permissions", 1, "用户与权限清单", "Users and permissions",
        "权限复核（access review）：定期核对用户、岗位与权限，不相容岗位分离。",
        "Access review: users, roles and permissions are reviewed regularly; roles that do not go together are kept apart.",
        ReportParameters.None, Permissions.StaffView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Users(), new Rights()];

    public override bool FollowsDays => false;

    public override string? ListPath => "staff";

    // How people stand with their passwords is kept apart from the books, and not of the same moment.
    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.OneOf("role", [.. Roles.All])];

    public override IReadOnlyList<string> Orders { get; } = ["name", "opened"];

    private sealed class Users : SheetOf<StaffRecord>
    {
        public override string Chinese => "用户";

        public override string English => "Users";

        protected override IReadOnlyList<ReportColumn<StaffRecord>> Columns { get; } =
        [
            Code("user", "用户名", "User", "登录用户名。", "The name signed in with.", row => row.UserName),
            Text("name", "姓名", "Name", "姓名。", "The person's name.", row => row.DisplayName),
            Code("person", "工号", "Staff no.", "工号；同一人的多个用户工号相同。", "The staff number; the same for all users of a person.", row => row.PersonNo),
            Text("roles", "岗位", "Roles", "持有的岗位。", "The roles held.", (row, reading) => reading.English ? RoleNames.English(row.HeldRoles) : RoleNames.Chinese(row.HeldRoles)),
            Code("platform", "平台编号", "Platform", "所属平台；银行人员为空。", "The platform they work for; empty for the bank's staff.", row => row.PlatformNo),
            Text("state", "状态", "State", "正常、停用等。", "Whether the user may sign in.", (row, reading) => row.State switch
            {
                StaffState.Active => reading.Say("正常", "active"),
                _ => reading.Say("停用", "not active"),
            }),
            Count("permissions", "权限数", "Permissions", "岗位合计拥有的权限数。", "How many permissions the roles give.", row => Permissions.All.Count(one => Permissions.Held(one.Name, row.HeldRoles))),
            Moment("openedAt", "开立时间", "Opened at", "开立时间。", "When it was opened.", row => row.OpenedAtUtc),
            Moment("changedAt", "最近变更", "Last change", "最近变更时间。", "When it was last changed.", row => row.ChangedAtUtc),
            Count("version", "版本", "Version", "变更次数。", "How often it was changed.", row => row.Version),
        ];

        protected override async IAsyncEnumerable<StaffRecord> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var found = await StaffQueries.FoundAsync(reading.Db, reading.List, stop);
            foreach (var row in StaffQueries.Sorted(found.Select(one => StaffRow.Of(one, null, reading.NowUtc)), reading.List)) yield return row.Staff;
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            if (reading.List.Text("q") is null && reading.List.Text("role") is null) return new SheetTotals(await reading.Db.StaffRecords.LongCountAsync(stop));
            return new SheetTotals((await StaffQueries.FoundAsync(reading.Db, reading.List, stop)).Count);
        }
    }

    private sealed record Right(Permission Permission, string Role);

    private sealed class Rights : SheetOf<Right>
    {
        public override string Chinese => "岗位权限";

        public override string English => "Permissions of roles";

        protected override IReadOnlyList<ReportColumn<Right>> Columns { get; } =
        [
            Text("role", "岗位", "Role", "岗位。", "The role.", (row, reading) => reading.English ? RoleNames.English([row.Role]) : RoleNames.Chinese([row.Role])),
            Code("permission", "权限代码", "Permission", "权限代码。", "The name of the permission.", row => row.Permission.Name),
            Text("meaning", "权限内容", "Meaning", "权限内容。", "What it allows.", (row, reading) => reading.Say(row.Permission.Chinese, row.Permission.English)),
        ];

        protected override async IAsyncEnumerable<Right> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            await Task.CompletedTask;
            foreach (var role in Roles.All)
            {
                foreach (var permission in Permissions.All.Where(one => one.Roles.Contains(role))) yield return new Right(permission, role);
            }
        }

        public override Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop) =>
            Task.FromResult(new SheetTotals(Permissions.All.Sum(one => (long)one.Roles.Count)));
    }
}
