using System.Globalization;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// The rule that a borrower's payment pays compensators before investors 追偿优先 (R42), agreed with the platform: what is
/// open of the listing's recovery claims is taken off the payment, the oldest claim first, each by an order and an entry
/// of its own in the same transaction. What is left is received by investors in the platform's order of kinds.
/// </summary>
internal static class RecoveryFirst
{
    /// <summary>What is open of a listing's recovery claims, in fen; 0 where the rule does not hold.</summary>
    public static long OpenFen(Books books, Platform platform, Listing listing)
    {
        if (!platform.RecoversFirst) return 0;
        long openFen = 0;
        foreach (var claim in books.RecoveriesOfListing.Of(listing.Id)) openFen += claim.OpenFen;
        return openFen;
    }

    /// <summary>What investors receive of a payment from which so much went to compensators.</summary>
    public static InstalmentAmounts Rest(InstalmentAmounts paid, long recoveredFen, PaymentOrder order)
    {
        var leftFen = paid.TotalFen - recoveredFen;
        long principalFen = 0, interestFen = 0, fineFen = 0;
        switch (order)
        {
            case PaymentOrder.PrincipalInterestFine:
                Take(paid.PrincipalFen, ref principalFen);
                Take(paid.InterestFen, ref interestFen);
                Take(paid.FineFen, ref fineFen);
                break;
            case PaymentOrder.FineInterestPrincipal:
                Take(paid.FineFen, ref fineFen);
                Take(paid.InterestFen, ref interestFen);
                Take(paid.PrincipalFen, ref principalFen);
                break;
            default:
                Take(paid.InterestFen, ref interestFen);
                Take(paid.PrincipalFen, ref principalFen);
                Take(paid.FineFen, ref fineFen);
                break;
        }

        return new(principalFen, interestFen, fineFen);

        void Take(long mostFen, ref long fen)
        {
            fen = Math.Min(mostFen, leftFen);
            leftFen -= fen;
        }
    }

    /// <summary>
    /// Pays compensators, the oldest claim first. Refusals: those of <see cref="Recover"/>, such as too little money.
    /// </summary>
    public static Refusal? Pay(Books books, RequestHead head, Listing listing, CustodyOrder repayment, long amountFen)
    {
        var no = 0;
        foreach (var claim in books.RecoveriesOfListing.Of(listing.Id).OrderBy(claim => claim.OpenedOn).ThenBy(claim => claim.Id).ToList())
        {
            if (amountFen == 0) break;
            var partFen = Math.Min(amountFen, claim.OpenFen);
            if (partFen == 0) continue;
            // A number of the bank's own: the platform's may already have the longest length.
            var own = head with
            {
                RequestNo = string.Create(CultureInfo.InvariantCulture, $"#{repayment.OrderNo}-{++no}"),
            };
            var compensator = books.Accounts.Get(claim.CompensatorAccountId).Number;
            var done = new Recover(own, listing.ListingNo, compensator, partFen) { OriginalOrderId = repayment.Id }.Run(books);
            if (!done.Done) return done.Refusal;
            amountFen -= partFen;
        }

        return amountFen == 0 ? null
            : throw new InvalidOperationException($"{amountFen} fen of {repayment.OrderNo} are owed to no compensator.");
    }
}
