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
}
