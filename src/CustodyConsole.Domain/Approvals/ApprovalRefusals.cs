using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Domain.Approvals;

/// <summary>Why a request is not taken, or not decided.</summary>
public static class ApprovalRefusals
{
    /// <summary>There is no such request.</summary>
    public static Refusal Unknown(string no) => new(
        "approval.unknown",
        $"没有编号为“{no}”的复核事项。",
        $"There is no approval request {no}.");

    /// <summary>The number of the form is missing or too long.</summary>
    public static Refusal FormNumberMissing() => new(
        "approval.form-number-missing",
        "表单编号缺失或超过 64 个字符，请重新打开页面再提交。",
        "The form has no number, or one of more than 64 characters. Open the page again and submit once more.");

    /// <summary>The same form was sent before with another content.</summary>
    public static Refusal FormReused(string no) => new(
        "approval.form-reused",
        $"该表单此前已提交为 {no}，内容与本次不同。请重新打开页面再提交。",
        $"This form was submitted as {no} with another content. Open the page again and submit once more.");

    /// <summary>The maker's roles may not ask for this.</summary>
    public static Refusal NotAMaker(ApprovalType type, IEnumerable<string> roles) => new(
        "approval.not-a-maker",
        $"“{ApprovalTypes.Of(type).Chinese}”只能由以下角色发起：{RoleNames.Chinese(roles)}。",
        $"{ApprovalTypes.Of(type).English}: only these roles may ask for it: {RoleNames.English(roles)}.");

    /// <summary>The request has come to its end already.</summary>
    public static Refusal AlreadyDecided(string no, ApprovalState state, string by) => new(
        "approval.already-decided",
        $"{no} 已由{by}处理完毕，结果为“{StateNames.Chinese(state)}”，不能再次处理。",
        $"Request {no} was decided by {by} already ({StateNames.English(state)}) and cannot be decided again.");

    /// <summary>The deadline has passed.</summary>
    public static Refusal Expired(string no) => new(
        "approval.expired",
        $"{no} 已超过复核期限，不能再处理，请由经办人重新发起。",
        $"The deadline of {no} has passed; its maker must ask again.");

    /// <summary>Maker and checker are the same person.</summary>
    public static Refusal SamePerson(string no) => new(
        "approval.same-person",
        $"{no} 由您本人发起或修改，须由另一人复核，与您使用哪个用户名或角色无关。",
        $"You made or changed {no} yourself. Another person must check it, whatever user name or role you use.");

    /// <summary>The person has approved it already; a second check takes a second person.</summary>
    public static Refusal CheckedAlready(string no) => new(
        "approval.checked-already",
        $"{no} 您已复核通过，还需另一名复核人。",
        $"You have approved {no} already; it takes another checker.");

    /// <summary>The person's roles may not decide on this.</summary>
    public static Refusal NotAChecker(ApprovalType type, IEnumerable<string> roles) => new(
        "approval.not-a-checker",
        $"“{ApprovalTypes.Of(type).Chinese}”须由以下角色复核：{RoleNames.Chinese(roles)}。",
        $"{ApprovalTypes.Of(type).English}: only these roles may decide: {RoleNames.English(roles)}.");

    /// <summary>Approving money takes another proof of who the checker is.</summary>
    public static Refusal ProofNeeded() => new(
        "approval.proof-needed",
        "复核资金事项前须再次验证身份，请输入登录密码或动态口令。",
        "Before approving money, prove again who you are: type your password or a one-time code.");

    /// <summary>What the checker was shown is not what stands now.</summary>
    public static Refusal ChangedSinceShown(string no) => new(
        "approval.changed-since-shown",
        $"{no} 的内容或相关状态在您查看之后已发生变化，请重新查看后再处理。",
        $"Request {no}, or the state it concerns, has changed since you were shown it. Look at it again before you decide.");

    /// <summary>A rejection and a withdrawal need a reason.</summary>
    public static Refusal ReasonMissing() => new(
        "approval.reason-missing",
        "请填写理由（1 至 500 个字符）。",
        "Give a reason (1 to 500 characters).");

    /// <summary>Only its maker may take a request back or change it.</summary>
    public static Refusal NotYours(string no) => new(
        "approval.not-yours",
        $"{no} 不是您发起的，不能由您撤回或修改。",
        $"Request {no} was not made by you, so you cannot take it back or change it.");

    /// <summary>Another request on the same subject is pending.</summary>
    public static Refusal AnotherPending(string no) => new(
        "approval.another-pending",
        $"同一对象已有待复核事项 {no}，请先处理该事项。",
        $"A request on the same subject is pending, {no}; it must be decided first.");

    /// <summary>The rules as proposed cannot hold.</summary>
    public static Refusal RuleMalformed(string field, string chinese, string english) => new(
        "approval.rule-malformed", $"{field}：{chinese}", $"{field}: {english}");
}

/// <summary>The states of requests in words, for sentences.</summary>
internal static class StateNames
{
    public static string Chinese(ApprovalState state) => state switch
    {
        ApprovalState.Pending => "待复核",
        ApprovalState.Executed => "已执行",
        ApprovalState.Rejected => "已驳回",
        ApprovalState.Withdrawn => "已撤回",
        _ => "已过期",
    };

    public static string English(ApprovalState state) => state.ToString().ToLowerInvariant();
}
