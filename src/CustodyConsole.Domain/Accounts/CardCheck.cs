namespace CustodyConsole.Domain.Accounts;

/// <summary>What the payment company's check of the four elements found (domain facts 6.4).</summary>
public enum CardCheckResult
{
    /// <summary>All four belong together 一致.</summary>
    Match = 1,
    /// <summary>They do not belong together 不一致.</summary>
    Mismatch = 2,
    /// <summary>There is no such card 无效卡.</summary>
    InvalidCard = 3,
    /// <summary>The card is lost, cancelled or otherwise out of order 卡状态异常.</summary>
    AbnormalCard = 4,
    /// <summary>The issuer does not allow it for this card 受限卡.</summary>
    Restricted = 5,
    /// <summary>The card was checked too often today 认证次数超限.</summary>
    TooFrequent = 6,
}

/// <summary>
/// The evidence of a four-element check 四要素验证 (R5): what was found, and the payment company's serial of it.
/// </summary>
public sealed record CardCheck(CardCheckResult Result, string Serial)
{
    /// <summary>
    /// Why an account cannot be opened or a card bound on this evidence; null when it can. Refusals in order:
    /// <see cref="AccountRefusals.CheckSerialMissing"/>, <see cref="AccountRefusals.CheckFailed"/>.
    /// </summary>
    internal Refusal? Refuse()
    {
        if (string.IsNullOrWhiteSpace(Serial) || Serial.Length > 64) return AccountRefusals.CheckSerialMissing();
        return Result == CardCheckResult.Match ? null : AccountRefusals.CheckFailed(Result);
    }
}
