namespace CustodyConsole.Domain.Staff;

/// <summary>Why a command of staff is not carried out, whatever it asks for.</summary>
public static class StaffRefusals
{
    /// <summary>None of the person's roles holds the permission.</summary>
    public static Refusal NotPermitted(string permission) => new(
        "staff.not-permitted",
        $"您没有“{NameOf(permission)?.Chinese ?? permission}”的权限，请联系系统管理员。",
        $"You have no permission to: {NameOf(permission)?.English ?? permission}. Please ask an administrator.");

    /// <summary>The command concerns another platform than the person's own.</summary>
    public static Refusal OtherPlatform() => new(
        "staff.other-platform",
        "您只能办理本平台的事项。",
        "You may act for your own platform only.");

    /// <summary>Personal data is shown only to somebody who has just proved who they are.</summary>
    public static Refusal ProofNeeded() => new(
        "staff.proof-needed",
        "查看敏感信息前须再次验证身份，请输入登录密码或动态口令。",
        "Before personal data is shown, prove again who you are: type your password or a one-time code.");

    /// <summary>The person did not prove again who they are.</summary>
    public static Refusal ProofFailed() => new(
        "staff.proof-failed",
        "身份验证未通过。请核对口令或动态口令（每个动态口令只能用一次）；连续多次失败后须等待 15 分钟方可重试。",
        "You were not recognised. Check the password or the code, which is good once; after several failures you have to wait for 15 minutes.");

    /// <summary>There is no such user.</summary>
    public static Refusal Unknown(string userName) => new(
        "staff.unknown",
        $"没有用户名为“{userName}”的用户。",
        $"There is no user {userName}.");

    /// <summary>The user name has another form.</summary>
    public static Refusal UserNameMalformed() => new(
        "staff.user-name-malformed",
        "用户名应为 3 至 32 个小写字母、数字、点、下划线或连字符，并以字母开头。",
        "A user name has 3 to 32 small letters, digits, dots, underscores or hyphens, and begins with a letter.");

    /// <summary>The user name is in use, or was: it is never given to another person.</summary>
    public static Refusal UserNameTaken(string userName) => new(
        "staff.user-name-taken",
        $"用户名“{userName}”已被使用；停用后的用户名也不再分配给他人。",
        $"The user name {userName} is taken; a name is never given to another person.");

    /// <summary>The person's name is missing or too long.</summary>
    public static Refusal NameMissing() => new(
        "staff.name-missing",
        "请填写姓名，不超过 50 个字符。",
        "The person's name is missing or has more than 50 characters.");

    /// <summary>The staff number has another form.</summary>
    public static Refusal PersonNoMalformed() => new(
        "staff.person-no-malformed",
        "工号应为 3 至 20 个大写字母、数字或连字符。",
        "A staff number has 3 to 20 capital letters, digits or hyphens.");

    /// <summary>The staff number belongs to a person of another name.</summary>
    public static Refusal OtherName(string personNo, string name) => new(
        "staff.other-name",
        $"工号 {personNo} 已登记在“{name}”名下，姓名不一致。",
        $"Staff number {personNo} belongs to {name}; the name differs.");

    /// <summary>No role was chosen.</summary>
    public static Refusal RolesMissing() => new(
        "staff.roles-missing",
        "请至少选择一个岗位。",
        "Choose at least one role.");

    /// <summary>There is no such role.</summary>
    public static Refusal RoleUnknown(string role) => new(
        "staff.role-unknown",
        $"没有“{role}”这一岗位。",
        $"There is no role {role}.");

    /// <summary>Two of the roles may not be held by one person.</summary>
    public static Refusal RolesConflict(IEnumerable<string> roles)
    {
        var pair = RoleConflicts.Among(roles)!;
        return new(
            "staff.roles-conflict",
            $"“{RoleNames.Chinese([pair.First])}”与“{RoleNames.Chinese([pair.Second])}”为不相容岗位，不得由同一人担任：{pair.Chinese}。",
            $"One person may not be both {RoleNames.English([pair.First])} and {RoleNames.English([pair.Second])}: {pair.English}.");
    }

    /// <summary>One of the roles may not be held beside one that the person holds under another user.</summary>
    public static Refusal RolesConflictElsewhere(string userName, IEnumerable<string> roles)
    {
        var pair = RoleConflicts.Among(roles)!;
        return new(
            "staff.roles-conflict-elsewhere",
            $"该人员另有用户“{userName}”。“{RoleNames.Chinese([pair.First])}”与“{RoleNames.Chinese([pair.Second])}”为不相容岗位，"
            + $"换用户名也不得由同一人担任：{pair.Chinese}。",
            $"The person also is user {userName}. One person may not be both {RoleNames.English([pair.First])} and "
            + $"{RoleNames.English([pair.Second])}, under whatever names: {pair.English}.");
    }

    /// <summary>Staff of a platform without a platform.</summary>
    public static Refusal PlatformMissing() => new(
        "staff.platform-missing",
        "“平台”岗位须指明所属平台。",
        "Staff of a platform need the platform they work for.");

    /// <summary>A platform for somebody who is not of its staff.</summary>
    public static Refusal PlatformNotWanted() => new(
        "staff.platform-not-wanted",
        "只有“平台”岗位可以指明所属平台。",
        "Only staff of a platform have a platform.");

    /// <summary>The command concerns another payment company than the person's own, or nothing that a payment company has to do with.</summary>
    public static Refusal OtherPaymentCompany() => new(
        "staff.other-payment-company",
        "您只能办理本支付公司的垫资、清算与手续费事项。",
        "You may act on advances, settlements and fees of your own payment company only.");

    /// <summary>Staff of a payment company without one.</summary>
    public static Refusal PaymentCompanyMissing() => new(
        "staff.payment-company-missing",
        "“支付公司”岗位须指明所属支付公司。",
        "Staff of a payment company need the payment company they work for.");

    /// <summary>A payment company for somebody who is not of its staff.</summary>
    public static Refusal PaymentCompanyNotWanted() => new(
        "staff.payment-company-not-wanted",
        "只有“支付公司”岗位可以指明所属支付公司。",
        "Only staff of a payment company have a payment company.");

    /// <summary>Nobody asks for or decides on what concerns themselves.</summary>
    public static Refusal OwnAccount() => new(
        "staff.own-account",
        "该事项涉及您本人的用户，须由其他系统管理员发起，并由您以外的人员复核。",
        "This concerns yourself: another administrator must ask for it and somebody else decide.");

    /// <summary>The roles are what they are already.</summary>
    public static Refusal NothingChanges() => new(
        "staff.nothing-changes",
        "岗位与现状相同，无需变更。",
        "The roles are the same as now.");

    /// <summary>The user is disabled.</summary>
    public static Refusal IsDisabled(string userName) => new(
        "staff.is-disabled",
        $"用户“{userName}”已停用，请先启用。",
        $"User {userName} is disabled; enable it first.");

    /// <summary>The user is not disabled.</summary>
    public static Refusal IsActive(string userName) => new(
        "staff.is-active",
        $"用户“{userName}”未停用。",
        $"User {userName} is not disabled.");

    /// <summary>Fewer than two persons could administer users, and then nobody could.</summary>
    public static Refusal TooFewAdministrators() => new(
        "staff.too-few-administrators",
        "此后可用的系统管理员将不足两人，用户管理将无法双人办理。请先增设系统管理员。",
        "Fewer than two persons would be left as administrators, and users could not be administered. Add an administrator first.");

    /// <summary>The hash of the activation code is missing or is none.</summary>
    public static Refusal ActivationMalformed() => new(
        "staff.activation-malformed",
        "激活码摘要缺失，请重新打开页面再提交。",
        "The activation code is missing. Open the page again and submit once more.");

    /// <summary>No second part of an activation code is wanted: it was given out, or the time for it is over.</summary>
    public static Refusal ActivationGivenOut(string userName) => new(
        "staff.activation-given-out",
        $"用户“{userName}”的激活码第二部分已发放、已过期或无需发放；如需重新发放，请发起重置口令。",
        $"The second part of the activation code of {userName} was given out, has expired or is not wanted. For another one, ask for a reset.");

    /// <summary>Another person approved, and gives out the second part.</summary>
    public static Refusal ActivationOfChecker(string userName) => new(
        "staff.activation-of-checker",
        $"用户“{userName}”的激活码第二部分只能由复核通过该事项的人员领取。",
        $"The second part of the activation code of {userName} is given to whoever approved the request, and to nobody else.");

    /// <summary>The bank has its two administrators.</summary>
    public static Refusal AdministratorsThere() => new(
        "staff.administrators-there",
        "已有两名可用的系统管理员，不能再次初始化；请由他们在系统内增设用户。",
        "There are two administrators already; further users are made by them in the console.");

    /// <summary>The first two administrators are one person.</summary>
    public static Refusal SameAdministrator() => new(
        "staff.same-administrator",
        "首批两名系统管理员须为不同人员，用户名和工号均不得相同。",
        "The first two administrators must be two persons, with two user names and two staff numbers.");

    /// <summary>The activation failed; the sentence does not say why.</summary>
    public static Refusal ActivationRefused() => new(
        "staff.activation-refused",
        "激活未成功：用户名或激活码不符，或激活码已使用、已过期。请联系系统管理员。",
        "Not activated: user name or code do not fit, or the code was used or has expired. Please ask an administrator.");

    /// <summary>The password is too short or too long.</summary>
    public static Refusal PasswordLength() => new(
        "staff.password-length",
        $"口令应为 {PasswordRule.LengthMin} 至 {PasswordRule.LengthMax} 个字符。",
        $"A password has {PasswordRule.LengthMin} to {PasswordRule.LengthMax} characters.");

    /// <summary>The password is too easy to guess.</summary>
    public static Refusal PasswordTooSimple() => new(
        "staff.password-too-simple",
        "口令过于简单：大写字母、小写字母、数字、符号中至少包含三类，且不同字符不少于 6 个。",
        "The password is too simple: it needs three of capital letters, small letters, digits and signs, and six different characters.");

    /// <summary>The password holds the user name.</summary>
    public static Refusal PasswordHasName() => new(
        "staff.password-has-name",
        "口令不得包含用户名。",
        "The password must not hold the user name.");

    /// <summary>The password was typed in two ways.</summary>
    public static Refusal PasswordsDiffer() => new(
        "staff.passwords-differ",
        "两次输入的新口令不一致。",
        "The new password was typed in two different ways.");

    /// <summary>The new password is the old one.</summary>
    public static Refusal PasswordSame() => new(
        "staff.password-same",
        "新口令不得与原口令相同。",
        "The new password is the old one.");

    /// <summary>The one-time code does not fit the key that was just shown.</summary>
    public static Refusal CodeRefused() => new(
        "staff.code-refused",
        "动态口令不正确。请核对手机时间，并输入当前显示的 6 位数字。",
        "The one-time code is not right. Check the clock of the phone and type the six digits it shows now.");

    private static Permission? NameOf(string permission) =>
        Permissions.All.FirstOrDefault(row => row.Name == permission);
}
