namespace CustodyConsole.Domain.Lending;

/// <summary>
/// What each claim on a listing would receive of payments that come one after the other, by the bank's own split: the same figures that
/// <see cref="ClaimPayment"/> books, for the people who decide beforehand.
/// </summary>
public static class InvestorParts
{
    /// <summary>
    /// For each payment the part of each claim, in the order of the claims. A payment that cannot be split, because it brings more principal
    /// than is outstanding then, ends the list.
    /// </summary>
    /// <param name="claims">All claims on the listing, in the order in which they were made.</param>
    /// <param name="payments">The payments, in their order.</param>
    public static IReadOnlyList<InstalmentAmounts[]> Of(IReadOnlyList<Claim> claims, IEnumerable<InstalmentAmounts> payments)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(payments);
        var outstandingFen = claims.Select(static claim => claim.OutstandingFen).ToArray();
        var parts = new List<InstalmentAmounts[]>();
        foreach (var payment in payments)
        {
            var split = InstalmentSplit.Split(payment, Weights(claims, outstandingFen));
            if (!split.Done) break;
            for (var i = 0; i < outstandingFen.Length; i++) outstandingFen[i] -= split.Value[i].PrincipalFen;
            parts.Add(split.Value);
        }

        return parts;
    }

    /// <summary>Outstanding principal; once all principal is back, what is still due is shared by what each had lent.</summary>
    internal static long[] Weights(IReadOnlyList<Claim> claims, long[] outstandingFen) =>
        Array.Exists(outstandingFen, static fen => fen > 0) ? outstandingFen : [.. claims.Select(static claim => claim.PrincipalFen)];
}
