namespace CustodyConsole.Domain.Platforms;

/// <summary>Why a platform is not taken on.</summary>
public static class PlatformRefusals
{
    /// <summary>The platform number is not 4 digits.</summary>
    public static Refusal NumberMalformed(string no) => new(
        "platform.number-malformed",
        $"平台编号“{no}”应为 4 位数字。",
        $"Platform number \"{no}\" must have 4 digits.");

    /// <summary>The name of the platform or of its company is missing.</summary>
    public static Refusal NameMissing() => new(
        "platform.name-missing",
        "平台名称和运营公司名称不能为空。",
        "The names of the platform and of its company must be given.");

    /// <summary>Instalments per share need the size of a share.</summary>
    public static Refusal ShareMissing() => new(
        "platform.share-missing",
        "按份额计算还款计划时，每份金额必须大于零。",
        "Instalments per share need a share above zero.");

    /// <summary>A term of the agreement is not possible.</summary>
    public static Refusal TermOutOfRange(string field) => new(
        "platform.term-out-of-range",
        $"{field}：约定条款超出允许范围。",
        $"{field}: this term of the agreement is out of range.");

    /// <summary>The number belongs to another platform.</summary>
    public static Refusal NumberTaken(string no, string name) => new(
        "platform.number-taken",
        $"平台编号 {no} 已由“{name}”使用。",
        $"Platform number {no} belongs to \"{name}\" already.");

    /// <summary>The company runs a platform at the bank already: limits count by platform.</summary>
    public static Refusal CompanyTaken(string creditCode, string no, string name) => new(
        "platform.company-taken",
        $"统一社会信用代码 {creditCode} 已用于平台 {no}“{name}”，同一公司不能重复入驻。",
        $"The company with credit code {creditCode} runs platform {no} \"{name}\" already; a company is taken on once.");

    /// <summary>There is no such platform.</summary>
    public static Refusal Unknown(string no) => new(
        "platform.unknown",
        $"没有编号为“{no}”的平台。",
        $"There is no platform \"{no}\".");

    /// <summary>The platform has left.</summary>
    public static Refusal Closed(string no) => new(
        "platform.closed",
        $"平台 {no} 已退出存管，不能再办理变更。",
        $"Platform {no} has left custody; nothing about it can be changed.");

    /// <summary>Only a platform that does business can be suspended.</summary>
    public static Refusal NotActive(string no) => new(
        "platform.not-active",
        $"平台 {no} 已处于暂停状态。",
        $"Platform {no} is suspended already.");

    /// <summary>Only a suspended platform can be resumed.</summary>
    public static Refusal NotSuspended(string no) => new(
        "platform.not-suspended",
        $"平台 {no} 未暂停，无需恢复。",
        $"Platform {no} is not suspended.");

    /// <summary>Something is still held, owed, frozen or pending.</summary>
    public static Refusal NotEmpty(string no, string chinese, string english) => new(
        "platform.not-empty",
        $"平台 {no} 尚不能退出：{chinese}。",
        $"Platform {no} cannot leave yet: {english}.");
}
