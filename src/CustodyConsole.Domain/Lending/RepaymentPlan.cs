using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// The repayment plan of a listing as rows. One version is in force; the principal open in it is always the listing's
/// outstanding principal. What investors receive fills the instalments from the earliest on, whoever pays it. Earlier
/// versions stay as they were (R38).
/// </summary>
internal static class RepaymentPlan
{
    /// <summary>The terms from which a platform's plans are computed.</summary>
    public static ScheduleTerms Terms(
        Platform platform,
        RepaymentMethod method,
        long amountFen,
        int annualRateBps,
        int termMonths,
        DateOnly start) => new()
        {
            Method = method,
            PrincipalFen = amountFen,
            AnnualRateBps = annualRateBps,
            TermMonths = termMonths,
            StartDate = start,
            Rounding = platform.InstalmentRounding,
            Basis = platform.InstalmentBasis == InstalmentBasis.PerShare
                ? ScheduleBasis.PerShare
                : ScheduleBasis.PerLoan,
            ShareFen = platform.ShareFen,
        };

    /// <summary>Puts rows into force as the listing's present plan version.</summary>
    public static void Add(Books books, Listing listing, IReadOnlyList<PlanRow> rows, int firstPeriod = 1)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            books.Instalments.Add(new Instalment
            {
                ListingId = listing.Id,
                PlanVersion = listing.PlanVersion,
                Period = firstPeriod + i,
                DueOn = rows[i].DueOn,
                PrincipalFen = rows[i].PrincipalFen,
                InterestFen = rows[i].InterestFen,
                // A period without interest and principal (interest first, at no interest) has nothing to wait for.
                SettledOn = rows[i].PrincipalFen + rows[i].InterestFen == 0 ? books.Bank.AccountingDate : null,
            });
        }
    }

    /// <summary>Lets what was due before a date cost from that date on: no money was lent before.</summary>
    public static void CountFrom(Books books, Listing listing, DateOnly date)
    {
        foreach (var row in InForce(books, listing))
        {
            if (row.DueOn < date) books.Instalments.Edit(row).OverdueCountedOn = date;
        }
    }

    /// <summary>The rows in force, the earliest first.</summary>
    public static List<Instalment> InForce(Books books, Listing listing)
    {
        var all = books.InstalmentsOfListing.Of(listing.Id);
        var rows = new List<Instalment>(all.Count);
        foreach (var row in all)
        {
            if (row.PlanVersion == listing.PlanVersion) rows.Add(row);
        }

        return rows;
    }

    /// <summary>
    /// Books what investors received on the instalments, principal and interest each from the earliest on. Interest
    /// beyond the plan, such as interest for delay, is on no instalment; neither is a fine beyond what may be asked for
    /// instalments that are or were overdue.
    /// </summary>
    public static void Pay(Books books, Platform platform, Listing listing, InstalmentAmounts amounts, bool byCompensator)
    {
        var (principalFen, interestFen) = (amounts.PrincipalFen, amounts.InterestFen);
        PayFines(books, platform, listing, amounts.FineFen);
        foreach (var row in InForce(books, listing))
        {
            if (principalFen == 0 && interestFen == 0) break;
            var principalPartFen = Math.Min(principalFen, row.PrincipalFen - row.PaidPrincipalFen);
            var interestPartFen = Math.Min(interestFen, row.InterestFen - row.PaidInterestFen);
            if (principalPartFen == 0 && interestPartFen == 0) continue;
            books.Instalments.Edit(row).CountOverdue(books.Bank.AccountingDate);
            row.PaidPrincipalFen += principalPartFen;
            row.PaidInterestFen += interestPartFen;
            if (byCompensator) row.CompensatedFen += principalPartFen + interestPartFen;
            if (row.OpenFen == 0) row.SettledOn = books.Bank.AccountingDate;
            principalFen -= principalPartFen;
            interestFen -= interestPartFen;
        }

        if (principalFen != 0)
        {
            throw new InvalidOperationException(
                $"The plan of listing {listing.ListingNo} lacks {principalFen} fen of its outstanding principal.");
        }
    }

    /// <summary>
    /// The instalments for which a fine is owed today, the earliest first: those of the plan in force, and of plans before it those that came
    /// late, whose fine no new plan takes away.
    /// </summary>
    public static List<(Instalment Row, long Fen)> FinesOwed(Books books, Platform platform, Listing listing)
    {
        var today = books.Bank.AccountingDate;
        var owed = new List<(Instalment Row, long Fen)>();
        foreach (var row in books.InstalmentsOfListing.Of(listing.Id))
        {
            if (!row.Counts(listing)) continue;
            var fineFen = OverdueFine.OwedFen(row, today, platform.FineDailyBps);
            if (fineFen > 0) owed.Add((row, fineFen));
        }

        return owed;
    }

    /// <summary>Books a fine on the instalments for which it is owed, the earliest first.</summary>
    public static void PayFines(Books books, Platform platform, Listing listing, long fineFen)
    {
        if (fineFen == 0) return;
        foreach (var (row, owedFen) in FinesOwed(books, platform, listing))
        {
            var partFen = Math.Min(fineFen, owedFen);
            if (partFen == 0) break;
            books.Instalments.Edit(row).PaidFineFen += partFen;
            fineFen -= partFen;
        }
    }

    /// <summary>Books what investors received from a compensator on one instalment that it named.</summary>
    public static void Compensate(Books books, Instalment row, InstalmentAmounts amounts)
    {
        books.Instalments.Edit(row).CountOverdue(books.Bank.AccountingDate);
        row.PaidPrincipalFen += amounts.PrincipalFen;
        row.PaidInterestFen += amounts.InterestFen;
        row.PaidFineFen += amounts.FineFen;
        row.CompensatedFen += amounts.PrincipalFen + amounts.InterestFen;
        // A fine may be paid after the rest.
        if (row.OpenFen == 0) row.SettledOn ??= books.Bank.AccountingDate;
    }

    /// <summary>Closes the listing when no principal is outstanding and no instalment of the plan in force is open.</summary>
    public static void CloseIfPaid(Books books, Listing listing)
    {
        if (listing.OutstandingFen > 0 || listing.State != ListingState.Repaying) return;
        foreach (var row in books.InstalmentsOfListing.Of(listing.Id))
        {
            if (row.PlanVersion == listing.PlanVersion && row.OpenFen > 0) return;
        }

        books.Listings.Edit(listing);
        listing.State = ListingState.Closed;
        listing.EndedOn = books.Bank.AccountingDate;
    }

    /// <summary>
    /// Replaces the plan after an early repayment: a new version whose first row is the repayment itself, settled
    /// today, and whose other rows are given, or else the open rows of the old plan scaled to what remains.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="listing">The listing, its outstanding principal already reduced.</param>
    /// <param name="principalFen">The principal repaid early, in fen.</param>
    /// <param name="interestFen">The interest paid with it, in fen.</param>
    /// <param name="given">The rows that replace the rest; null to scale.</param>
    /// <param name="rounding">How scaled interest is rounded.</param>
    public static void Replace(
        Books books,
        Listing listing,
        long principalFen,
        long interestFen,
        IReadOnlyList<PlanRow>? given,
        Rounding rounding)
    {
        var rest = listing.OutstandingFen == 0
            ? []
            : given ?? Scaled(InForce(books, listing), listing.OutstandingFen, rounding);
        var today = books.Bank.AccountingDate;
        // What is replaced costs no more from today on, and what it cost until then stays on it.
        foreach (var row in InForce(books, listing))
        {
            if (row.OpenFen > 0 && row.DueOn < today) books.Instalments.Edit(row).CountOverdue(today);
        }

        listing.PlanVersion++;
        books.Instalments.Add(new Instalment
        {
            ListingId = listing.Id,
            PlanVersion = listing.PlanVersion,
            Period = 1,
            DueOn = today,
            PrincipalFen = principalFen,
            InterestFen = interestFen,
            PaidPrincipalFen = principalFen,
            PaidInterestFen = interestFen,
            SettledOn = today,
        });
        Add(books, listing, rest, firstPeriod: 2);
    }

    /// <summary>
    /// The open rows for less principal: on the same days, principal in the same proportions by the largest remainder,
    /// interest less in the same measure. All four methods are linear in the principal, so up to a fen this is what
    /// their formula gives for the rest of the term. Interest that was paid ahead stays paid.
    /// </summary>
    private static List<PlanRow> Scaled(List<Instalment> rows, long restFen, Rounding rounding)
    {
        rows.RemoveAll(static row => row.OpenFen == 0);
        var open = rows.ConvertAll(static row => row.PrincipalFen - row.PaidPrincipalFen).ToArray();
        var principals = new long[open.Length];
        Fen.Split(restFen, open, principals);
        var beforeFen = open.Sum();
        var scaled = new List<PlanRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var interestFen = Fen.Divide((Int128)rows[i].InterestFen * restFen, beforeFen, rounding);
            scaled.Add(new(rows[i].DueOn, principals[i], Math.Max(0, interestFen - rows[i].PaidInterestFen)));
        }

        return scaled;
    }
}
