namespace CustodyConsole.Domain.Lending;

/// <summary>What one repayment brings: principal, interest and fine in fen.</summary>
public readonly record struct InstalmentAmounts(long PrincipalFen, long InterestFen, long FineFen)
{
    /// <summary>All three together.</summary>
    public long TotalFen => PrincipalFen + InterestFen + FineFen;
}

/// <summary>Refusals of a repayment that does not fit the claims it is meant for.</summary>
public static class InstalmentRefusals
{
    /// <summary>One of the amounts is negative.</summary>
    public static Refusal Negative() => new(
        "instalment.negative-amount",
        "还款金额：本金、利息和罚息均不能为负数。",
        "Repayment: neither principal nor interest nor fine can be negative.");

    /// <summary>More principal than is outstanding (R36): it would repay what was never lent.</summary>
    public static Refusal AboveOutstanding(long principalFen, long outstandingFen) => new(
        "instalment.principal-above-outstanding",
        $"还款本金：{Fen.Format(principalFen)}元超过未偿还本金{Fen.Format(outstandingFen)}元。",
        $"Repaid principal: {Fen.Format(principalFen)} yuan is more than the "
            + $"{Fen.Format(outstandingFen)} yuan outstanding.");

    /// <summary>Interest or a fine, but no claim with outstanding principal that could receive it.</summary>
    public static Refusal NothingOutstanding() => new(
        "instalment.nothing-outstanding",
        "还款：该借款已无未偿还本金，利息或罚息没有可分配的债权。",
        "Repayment: nothing of this loan is outstanding, so no claim can receive interest or a fine.");
}

/// <summary>
/// Splits one repayment over the claims of a loan in proportion to their outstanding principal, each amount by the
/// largest remainder with ties in the order of the claims (see
/// <see cref="Fen.Split(long, ReadOnlySpan{long}, Span{long})"/>).
/// </summary>
/// <remarks>
/// Each amount sums exactly. A claim never receives more principal than it has outstanding (R36), and the repayment
/// that brings all that is outstanding gives each claim exactly its own; so over any sequence of repayments each
/// claim's principal sums to its share. Callers keep the order of claims fixed: by claim number.
/// </remarks>
public static class InstalmentSplit
{
    /// <summary>
    /// The parts of the claims, in their order. Refusals in order: negative amount, principal above outstanding,
    /// nothing outstanding. A negative outstanding principal is a bug and throws.
    /// </summary>
    /// <param name="amounts">What was repaid.</param>
    /// <param name="outstandingFen">The outstanding principal of each claim before this repayment.</param>
    public static Outcome<InstalmentAmounts[]> Split(InstalmentAmounts amounts, ReadOnlySpan<long> outstandingFen)
    {
        if (amounts.PrincipalFen < 0 || amounts.InterestFen < 0 || amounts.FineFen < 0)
            return InstalmentRefusals.Negative();
        var sumFen = 0L;
        foreach (var claimFen in outstandingFen)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(claimFen, nameof(outstandingFen));
            sumFen += claimFen;
        }
        if (amounts.PrincipalFen > sumFen) return InstalmentRefusals.AboveOutstanding(amounts.PrincipalFen, sumFen);
        var parts = new InstalmentAmounts[outstandingFen.Length];
        if (amounts.TotalFen == 0) return parts;
        if (sumFen == 0) return InstalmentRefusals.NothingOutstanding();

        var principals = Part(amounts.PrincipalFen, outstandingFen);
        var interests = Part(amounts.InterestFen, outstandingFen);
        var fines = Part(amounts.FineFen, outstandingFen);
        for (var i = 0; i < parts.Length; i++) parts[i] = new(principals[i], interests[i], fines[i]);
        return parts;
    }

    private static long[] Part(long amountFen, ReadOnlySpan<long> weights)
    {
        var parts = new long[weights.Length];
        if (amountFen != 0) Fen.Split(amountFen, weights, parts);
        return parts;
    }
}
