namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Why an account is not opened, a card not bound or unbound, or money not frozen by order of a court.
/// </summary>
public static class AccountRefusals
{
    /// <summary>Role or kind of party is none that the bank knows.</summary>
    public static Refusal RoleUnknown() => new(
        "account.role-unknown",
        "开户角色须为投资人、借款人或担保方，主体须为个人或企业。",
        "The role must be investor, borrower or guarantor, and the party a person or a company.");

    /// <summary>The platform's own number of the user is missing or too long.</summary>
    public static Refusal PlatformUserNoMissing() => new(
        "account.platform-user-no-missing",
        "平台用户编号：不能为空，且不超过64个字符。",
        "Platform user number: it must have 1 to 64 characters.");

    /// <summary>The name is missing, too long or not printable.</summary>
    public static Refusal NameMissing() => new(
        "account.name-missing",
        "姓名或企业名称：不能为空，不超过128个字符，且不含控制字符。",
        "Name: it must have 1 to 128 printable characters.");

    /// <summary>The person is too young.</summary>
    public static Refusal UnderAge(int ageMin) => new(
        "account.under-age",
        $"身份证号：开户人未满{ageMin}周岁，不能开户。",
        $"Identity number: the person is younger than {ageMin} and cannot open an account.");

    /// <summary>Not 8 to 32 digits.</summary>
    public static Refusal SettlementAccountFormat() => new(
        "account.settlement-account-format",
        "对公结算账号：应为8至32位数字，不含空格。",
        "Corporate settlement account: it must have 8 to 32 digits without blanks.");

    /// <summary>The evidence of the four-element check carries no serial.</summary>
    public static Refusal CheckSerialMissing() => new(
        "account.check-serial-missing",
        "四要素验证：缺少支付公司的验证流水号，不能作为开户或绑卡依据。",
        "Four-element check: the payment company's serial is missing, so it proves nothing.");

    /// <summary>The payment company did not confirm the four elements.</summary>
    public static Refusal CheckFailed(CardCheckResult result) => result switch
    {
        CardCheckResult.Mismatch => new(
            "account.check-mismatch",
            "四要素验证未通过：姓名、证件号码、银行卡号与预留手机号不一致。",
            "The four-element check failed: name, identity number, card and mobile do not belong together."),
        CardCheckResult.InvalidCard => new(
            "account.check-invalid-card",
            "四要素验证未通过：发卡银行无此卡号。",
            "The four-element check failed: the issuing bank knows no such card."),
        CardCheckResult.AbnormalCard => new(
            "account.check-abnormal-card",
            "四要素验证未通过：银行卡状态异常（挂失、注销或冻结）。",
            "The four-element check failed: the card is lost, cancelled or blocked."),
        CardCheckResult.Restricted => new(
            "account.check-restricted",
            "四要素验证未通过：发卡银行限制该卡办理此业务。",
            "The four-element check failed: the issuing bank does not allow this for the card."),
        CardCheckResult.TooFrequent => new(
            "account.check-too-frequent",
            "四要素验证未通过：该卡当日验证次数超限，请次日再试。",
            "The four-element check failed: the card was checked too often today; try again tomorrow."),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

    /// <summary>This person or company has a sub-account in this role on the platform already (R1).</summary>
    public static Refusal AlreadyOpen(UserRole role, string accountNo) => new(
        "account.already-open",
        $"该证件号码在本平台已以{Chinese(role)}身份开户（账户 {accountNo}），同一身份不能重复开户。",
        $"This identity already has account {accountNo} as {English(role)} on this platform.");

    /// <summary>The platform has given this number to another user in the same role.</summary>
    public static Refusal PlatformUserNoTaken(string platformUserNo, UserRole role) => new(
        "account.platform-user-no-taken",
        $"平台用户编号 {platformUserNo} 已由另一{Chinese(role)}使用。",
        $"Platform user number {platformUserNo} belongs to another {English(role)} already.");

    /// <summary>The user's trade password was not verified.</summary>
    public static Refusal PasswordRequired() => new(
        "account.password-required",
        "绑卡和解绑须由用户本人输入交易密码验证。",
        "Binding and unbinding a card needs the user's trade password.");

    /// <summary>The user's will was not verified (R9).</summary>
    public static Refusal VerificationMissing() => new(
        "account.verification-missing",
        "充值、提现和投标须由用户本人以交易密码或短信验证码验证。",
        "Recharges, withdrawals and bids need the user's trade password or a code sent to the user.");

    /// <summary>A card is bound already; one at a time.</summary>
    public static Refusal CardBound(string accountNo, string last4) => new(
        "account.card-bound",
        $"账户 {accountNo} 已绑定尾号 {last4} 的银行卡，须先解绑。",
        $"Account {accountNo} has the card ending in {last4} bound; unbind it first.");

    /// <summary>No card is bound.</summary>
    public static Refusal NoCardBound(string accountNo) => new(
        "account.no-card-bound",
        $"账户 {accountNo} 未绑定银行卡，请先绑卡。",
        $"Account {accountNo} has no bank card bound; bind one first.");

    /// <summary>There is money on the account. Amounts in fen.</summary>
    public static Refusal BalanceLeft(string accountNo, long bookFen, long frozenFen) => new(
        "account.balance-left",
        $"账户 {accountNo} 尚有余额 {Fen.Format(bookFen)} 元（其中冻结 {Fen.Format(frozenFen)} 元），资产清零后方可解绑。",
        $"Account {accountNo} still holds {Fen.Format(bookFen)} yuan ({Fen.Format(frozenFen)} of it frozen); "
        + "a card is unbound at zero assets only.");

    /// <summary>The user is still owed something. The amount in fen.</summary>
    public static Refusal ClaimsLeft(string accountNo, long openFen) => new(
        "account.claims-left",
        $"账户 {accountNo} 尚有未收回债权 {Fen.Format(openFen)} 元，资产清零后方可解绑。",
        $"Account {accountNo} is still owed {Fen.Format(openFen)} yuan; a card is unbound at zero assets only.");

    /// <summary>The principal of all claims is back, their interest is not.</summary>
    public static Refusal InterestLeft(string accountNo, int claims) => new(
        "account.interest-left",
        $"账户 {accountNo} 尚有 {claims} 笔债权的利息未结清，资产清零后方可解绑。",
        $"Interest of {claims} claims of account {accountNo} is still open; a card is unbound at zero assets only.");

    /// <summary>The user still owes something. The amount in fen.</summary>
    public static Refusal DebtsLeft(string accountNo, long openFen) => new(
        "account.debts-left",
        $"账户 {accountNo} 尚有未偿借款或追偿款 {Fen.Format(openFen)} 元，结清后方可解绑。",
        $"Account {accountNo} still owes {Fen.Format(openFen)} yuan; a card is unbound when all is repaid.");

    /// <summary>Orders of the account are not finished.</summary>
    public static Refusal OrdersPending(string accountNo, int count) => new(
        "account.orders-pending",
        $"账户 {accountNo} 尚有 {count} 笔未完成订单，完成后方可解绑。",
        $"Account {accountNo} has {count} unfinished orders; a card is unbound when they are finished.");

    /// <summary>Something is still held, owed, offered or pending.</summary>
    public static Refusal CannotClose(string accountNo, string chinese, string english) => new(
        "account.cannot-close",
        $"账户 {accountNo} 不能销户：{chinese}。",
        $"Account {accountNo} cannot be closed: {english}.");

    /// <summary>The person had an account in this role that was closed.</summary>
    public static Refusal ClosedBefore(UserRole role, string accountNo) => new(
        "account.closed-before",
        $"该证件号码曾在本平台以{Chinese(role)}身份开户（账户 {accountNo}），现已销户，不能以同一身份再次开户。",
        $"This identity had account {accountNo} as {English(role)} on this platform; it was closed and cannot be opened again.");

    /// <summary>The new card is the one that is bound.</summary>
    public static Refusal SameCard(string accountNo, string last4) => new(
        "account.same-card",
        $"新卡与账户 {accountNo} 现绑定的尾号 {last4} 银行卡相同，无需换卡。",
        $"The new card is the one bound to account {accountNo} already, ending in {last4}.");

    /// <summary>Another card was bound meanwhile.</summary>
    public static Refusal CardReplaced(string accountNo) => new(
        "account.card-replaced",
        $"账户 {accountNo} 的绑定银行卡在申请后已变更，请撤回后重新申请。",
        $"The card of account {accountNo} was changed since this was asked for; take the request back and ask anew.");

    /// <summary>Money is on its way to or from the card, or nobody knows whether it arrived.</summary>
    public static Refusal CardInUse(string last4, string orderNo, Orders.OrderState state) => new(
        "account.card-in-use",
        $"尾号 {last4} 的银行卡尚有未完结的充值或提现（指令 {orderNo}，{Orders.OrderWords.Chinese(state)}），完结后方可换卡。",
        $"Order {orderNo} over the card ending in {last4} is {Orders.OrderWords.English(state)}; the card is changed when it is finished.");

    /// <summary>Personal data is shown for a reason only.</summary>
    public static Refusal RevealReasonMissing(int lengthMax) => new(
        "account.reveal-reason-missing",
        $"请选择查看用途，并填写具体事由（不超过{lengthMax}个字符）。",
        $"Choose what it is needed for and describe the case in at most {lengthMax} characters.");

    /// <summary>A judicial freeze or release names no document.</summary>
    public static Refusal DocumentMissing() => new(
        "account.document-missing",
        "法律文书号：不能为空，且不超过64个字符。",
        "Document number: it must have 1 to 64 characters.");

    /// <summary>A judicial freeze or release names no authority that orders it.</summary>
    public static Refusal AuthorityMissing() => new(
        "account.authority-missing",
        "执行机关：不能为空，且不超过128个字符。",
        "Authority: it must have 1 to 128 characters.");

    /// <summary>There is no judicial freeze with this code in the pool.</summary>
    public static Refusal NotJudicial(string authCode) => new(
        "account.not-judicial",
        $"授权码 {authCode} 不是本平台账户的司法冻结，不能司法解冻。",
        $"{authCode} is not a judicial freeze on an account of this platform.");

    private static string Chinese(UserRole role) => role switch
    {
        UserRole.Investor => "投资人",
        UserRole.Borrower => "借款人",
        UserRole.Guarantor => "担保方",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    private static string English(UserRole role) => role switch
    {
        UserRole.Investor => "investor",
        UserRole.Borrower => "borrower",
        UserRole.Guarantor => "guarantor",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
