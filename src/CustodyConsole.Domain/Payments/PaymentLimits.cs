namespace CustodyConsole.Domain.Payments;

/// <summary>What a single payment may be, whoever pays.</summary>
public static class PaymentLimits
{
    /// <summary>
    /// The most that one recharge or withdrawal may be, in fen: 10 billion yuan. It is no business limit; it keeps a
    /// mistyped amount from reaching the limits of the ledger's own figures.
    /// </summary>
    public const long AmountMaxFen = 1_000_000_000_000;

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="PaymentRefusals.AboveLimit"/>; null when
    /// the amount may be.
    /// </summary>
    internal static Refusal? Refuse(long amountFen)
    {
        if (amountFen <= 0) return FenRefusals.NotPositive("amount");
        return amountFen > AmountMaxFen ? PaymentRefusals.AboveLimit(AmountMaxFen) : null;
    }
}
