namespace CustodyConsole.Domain.Tests.Staff;

public sealed class RoleConflictTests
{
    [Theory]
    [InlineData(Roles.Operator, Roles.Checker)]
    [InlineData(Roles.Checker, Roles.Reconciler)]
    [InlineData(Roles.Administrator, Roles.Operator)]
    [InlineData(Roles.Administrator, Roles.Auditor)]
    [InlineData(Roles.Auditor, Roles.Checker)]
    [InlineData(Roles.Compliance, Roles.Reconciler)]
    [InlineData(Roles.PaymentCompany, Roles.Operator)]
    [InlineData(Roles.Platform, Roles.PaymentCompany)]
    public void A_refusal_names_both_roles_and_why(string first, string second)
    {
        foreach (var roles in new[] { new[] { first, second }, [second, first] })
        {
            var refusal = StaffRefusals.RolesConflict(roles);
            foreach (var role in roles)
            {
                Assert.Contains(RoleNames.Chinese([role]), refusal.Chinese, StringComparison.Ordinal);
                Assert.Contains(RoleNames.English([role]), refusal.English, StringComparison.Ordinal);
            }

            Assert.Contains(RoleConflicts.Among(roles)!.Chinese, refusal.Chinese, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pair_is_in_the_table_once_and_no_role_conflicts_with_itself()
    {
        var pairs = RoleConflicts.All.Select(pair => string.Join('+', new[] { pair.First, pair.Second }.Order())).ToList();
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.All(RoleConflicts.All, pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.All(Roles.All, role => Assert.Null(RoleConflicts.Among([role])));
    }

    [Fact]
    public void Who_supervises_may_do_so_for_compliance_and_audit_together() =>
        Assert.Null(RoleConflicts.Among([Roles.Compliance, Roles.Auditor]));

    [Fact]
    public void Nobody_can_ask_and_decide_about_money_and_nobody_who_administers_can_do_either()
    {
        string[] asks = [Permissions.AccountsFreeze, Permissions.CompensationPropose, Permissions.PlatformsDraft];
        foreach (var roles in Subsets().Where(roles => RoleConflicts.Among(roles) is null))
        {
            var asksForMoney = asks.Any(permission => Permissions.Held(permission, roles));
            Assert.False(asksForMoney && Permissions.Held(Permissions.ApprovalsDecide, roles), string.Join('+', roles));
            Assert.False(asksForMoney && Permissions.Held(Permissions.StaffPropose, roles), string.Join('+', roles));
        }
    }

    [Theory]
    [InlineData("Short-1", "staff.password-length")]
    [InlineData("aaaaaaaaaaaaaaaa", "staff.password-too-simple")]
    [InlineData("Aa1Aa1Aa1Aa1Aa1", "staff.password-too-simple")]
    [InlineData("onlysmallletters", "staff.password-too-simple")]
    [InlineData("Xchenjiayi-2017", "staff.password-has-name")]
    [InlineData("Zhuhai-Bund-1932", null)]
    public void A_password_must_be_long_and_of_several_kinds_and_without_the_name(string password, string? code) =>
        Assert.Equal(code, PasswordRule.Refuse("chenjiayi", password)?.Code);

    private static IEnumerable<string[]> Subsets() => Enumerable.Range(1, (1 << Roles.All.Count) - 1)
        .Select(bits => Roles.All.Where((_, i) => (bits >> i & 1) == 1).ToArray());
}
