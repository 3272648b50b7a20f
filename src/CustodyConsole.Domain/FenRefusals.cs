namespace CustodyConsole.Domain;

/// <summary>Refusals of amounts typed or sent as text.</summary>
public static class FenRefusals
{
    /// <summary>The text of <paramref name="field"/> is not an amount in yuan with at most two decimals.</summary>
    public static Refusal NotAnAmount(string field) => new(
        "amount.not-an-amount",
        $"{field}：金额格式不正确，应为以元为单位的数字，最多两位小数，例如 1234.56。",
        $"{field}: this is not an amount; write yuan with at most two decimals, for example 1234.56.");

    /// <summary>The text of <paramref name="field"/> is an amount, but larger than the system can hold.</summary>
    public static Refusal TooLarge(string field) => new(
        "amount.too-large",
        $"{field}：金额超出系统可表示的范围。",
        $"{field}: the amount is larger than the system can hold.");

    /// <summary>
    /// The amount of <paramref name="field"/> is zero or below where only a positive one makes sense.
    /// </summary>
    public static Refusal NotPositive(string field) => new(
        "amount.not-positive",
        $"{field}：金额必须大于零。",
        $"{field}: the amount must be greater than zero.");
}
