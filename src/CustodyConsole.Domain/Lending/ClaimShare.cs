using System.Globalization;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// What one claim receives, where the platform gives the parts itself instead of leaving the split to the bank.
/// </summary>
/// <param name="AuthCode">The authorisation code of the bid from which the claim was made (R36).</param>
/// <param name="PrincipalFen">Principal, in fen.</param>
/// <param name="InterestFen">Interest, in fen.</param>
/// <param name="FineFen">Fine, in fen.</param>
/// <param name="FeeFen">The fee that the investor pays out of interest and fine, in fen.</param>
public readonly record struct ClaimShare(
    string AuthCode, long PrincipalFen, long InterestFen, long FineFen = 0, long FeeFen = 0)
{
    internal InstalmentAmounts Amounts => new(PrincipalFen, InterestFen, FineFen);

    internal static string? Text(IReadOnlyList<ClaimShare>? shares) => shares is null
        ? null
        : string.Join(';', shares.Select(share => string.Create(
            CultureInfo.InvariantCulture,
            $"{share.AuthCode},{share.PrincipalFen},{share.InterestFen},{share.FineFen},{share.FeeFen}")));
}
