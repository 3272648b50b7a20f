using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// What investors receive in one step, claim by claim: the same for a repayment and for a compensation, whoever pays.
/// Made before anything is written; then it adds its lines to the entry and, once that is posted, brings the claims and
/// the listing up to date.
/// </summary>
internal sealed class ClaimPayment
{
    private readonly IReadOnlyList<Claim> _claims;
    private readonly InstalmentAmounts[] _parts;
    private readonly long[]? _feesFen;

    private ClaimPayment(
        InstalmentAmounts amounts, IReadOnlyList<Claim> claims, InstalmentAmounts[] parts, long[]? feesFen)
    {
        Amounts = amounts;
        _claims = claims;
        _parts = parts;
        _feesFen = feesFen;
        if (feesFen is null) return;
        foreach (var feeFen in feesFen) FeesFen += feeFen;
    }

    /// <summary>What all claims receive together.</summary>
    public InstalmentAmounts Amounts { get; }

    /// <summary>What the investors pay in fees out of it, in fen.</summary>
    public long FeesFen { get; }

    /// <summary>
    /// Null when the amounts make sense. Refusals in order: <see cref="InstalmentRefusals.Negative"/>,
    /// <see cref="FenRefusals.TooLarge"/>, <see cref="FenRefusals.NotPositive"/>.
    /// </summary>
    public static Refusal? Refuse(InstalmentAmounts amounts)
    {
        if (amounts.PrincipalFen < 0 || amounts.InterestFen < 0 || amounts.FineFen < 0)
            return InstalmentRefusals.Negative();
        if (amounts.PrincipalFen > RepaymentSchedule.PrincipalMostFen) return FenRefusals.TooLarge("principal");
        if (amounts.InterestFen > RepaymentSchedule.PrincipalMostFen) return FenRefusals.TooLarge("interest");
        if (amounts.FineFen > RepaymentSchedule.PrincipalMostFen) return FenRefusals.TooLarge("fine");
        return amounts.TotalFen == 0 ? FenRefusals.NotPositive("amount") : null;
    }

    /// <summary>
    /// The parts of the claims: those given, or the bank's own split in proportion to the outstanding principal.
    /// Refusals in order: <see cref="InstalmentRefusals.AboveOutstanding"/>, then part by part
    /// <see cref="LendingRefusals.UnknownClaim"/>, <see cref="LendingRefusals.ClaimRepeated"/>,
    /// <see cref="LendingRefusals.ShareNegative"/>, <see cref="LendingRefusals.AboveClaim"/>,
    /// <see cref="LendingRefusals.InvestorFeeAboveIncome"/>, at last <see cref="LendingRefusals.SharesDiffer"/>.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="listing">The listing, being repaid.</param>
    /// <param name="amounts">The header: what is paid in all.</param>
    /// <param name="shares">The parts, where they are given.</param>
    /// <param name="investorFeeBps">The investors' fee in bps of interest and fine, dropped to the fen; used with the
    /// bank's own split.</param>
    public static Outcome<ClaimPayment> Of(
        Books books, Listing listing, InstalmentAmounts amounts, IReadOnlyList<ClaimShare>? shares, int investorFeeBps)
    {
        if (amounts.PrincipalFen > listing.OutstandingFen)
            return InstalmentRefusals.AboveOutstanding(amounts.PrincipalFen, listing.OutstandingFen);
        var claims = books.ClaimsOfListing.Of(listing.Id);
        if (shares is not null) return Given(listing, amounts, claims, shares);

        var outstandingFen = new long[claims.Count];
        for (var i = 0; i < outstandingFen.Length; i++) outstandingFen[i] = claims[i].OutstandingFen;
        var split = InstalmentSplit.Split(amounts, InvestorParts.Weights(claims, outstandingFen));
        if (!split.Done) return split.Refusal;
        long[]? feesFen = null;
        if (investorFeeBps > 0)
        {
            feesFen = new long[claims.Count];
            for (var i = 0; i < feesFen.Length; i++)
            {
                var incomeFen = split.Value[i].InterestFen + split.Value[i].FineFen;
                feesFen[i] = Fen.MultiplyBps(incomeFen, investorFeeBps, Rounding.Down);
            }
        }

        return new ClaimPayment(amounts, claims, split.Value, feesFen);
    }

    private static Outcome<ClaimPayment> Given(
        Listing listing, InstalmentAmounts amounts, IReadOnlyList<Claim> claims, IReadOnlyList<ClaimShare> shares)
    {
        var indexOf = new Dictionary<long, int>(claims.Count);
        for (var i = 0; i < claims.Count; i++) indexOf[claims[i].FreezeId] = i;
        var parts = new InstalmentAmounts[claims.Count];
        var feesFen = new long[claims.Count];
        var named = new bool[claims.Count];
        Int128 principalFen = 0, interestFen = 0, fineFen = 0;
        foreach (var share in shares)
        {
            if (!AuthCodes.TryRead(share.AuthCode, out var freezeId) || !indexOf.TryGetValue(freezeId, out var index))
                return LendingRefusals.UnknownClaim(share.AuthCode, listing.ListingNo);
            if (named[index]) return LendingRefusals.ClaimRepeated(share.AuthCode);
            if (share.PrincipalFen < 0 || share.InterestFen < 0 || share.FineFen < 0 || share.FeeFen < 0)
                return LendingRefusals.ShareNegative(share.AuthCode);
            if (share.PrincipalFen > claims[index].OutstandingFen)
                return LendingRefusals.AboveClaim(share.AuthCode, claims[index].OutstandingFen, share.PrincipalFen);
            var incomeFen = (Int128)share.InterestFen + share.FineFen;
            if (share.FeeFen > incomeFen)
                return LendingRefusals.InvestorFeeAboveIncome(share.AuthCode, share.FeeFen, (long)incomeFen);
            named[index] = true;
            parts[index] = share.Amounts;
            feesFen[index] = share.FeeFen;
            principalFen += share.PrincipalFen;
            interestFen += share.InterestFen;
            fineFen += share.FineFen;
        }

        if (principalFen != amounts.PrincipalFen || interestFen != amounts.InterestFen || fineFen != amounts.FineFen)
            return LendingRefusals.SharesDiffer(amounts, principalFen + interestFen + fineFen);
        return new ClaimPayment(amounts, claims, parts, feesFen);
    }

    /// <summary>
    /// One debit for each kind of money that the payer gives, out of what is available or out of what was held for it.
    /// </summary>
    public void DebitPayer(EntryDraft draft, Account payer, Freeze? held = null)
    {
        Debit(Amounts.PrincipalFen, LineKind.Principal);
        Debit(Amounts.InterestFen, LineKind.Interest);
        Debit(Amounts.FineFen, LineKind.Fine);

        void Debit(long amountFen, LineKind kind)
        {
            if (amountFen == 0) return;
            if (held is null) draft.Debit(payer, amountFen, kind);
            else draft.DebitHeld(payer, held, amountFen, kind);
        }
    }

    /// <summary>What each claim receives, in the order in which the claims were made.</summary>
    public IEnumerable<(Claim Claim, InstalmentAmounts Amounts)> Parts =>
        _claims.Select((claim, i) => (claim, _parts[i])).Where(static part => part.Item2.TotalFen > 0);

    /// <summary>
    /// One credit for each claim and kind, citing the claim, in the order of the claims; then one debit for each
    /// investor's fee.
    /// </summary>
    public void CreditInvestors(Books books, EntryDraft draft)
    {
        ListingSearch.ReadAccounts(books, _claims, static claim => claim.AccountId);
        for (var i = 0; i < _parts.Length; i++)
        {
            ref readonly var part = ref _parts[i];
            if (part.TotalFen == 0) continue;
            var claim = _claims[i];
            var account = books.Accounts.Get(claim.AccountId);
            if (part.PrincipalFen > 0) draft.Credit(account, part.PrincipalFen, LineKind.Principal, claim);
            if (part.InterestFen > 0) draft.Credit(account, part.InterestFen, LineKind.Interest, claim);
            if (part.FineFen > 0) draft.Credit(account, part.FineFen, LineKind.Fine, claim);
        }

        if (FeesFen == 0) return;
        for (var i = 0; i < _feesFen!.Length; i++)
        {
            if (_feesFen[i] == 0) continue;
            draft.Debit(books.Accounts.Get(_claims[i].AccountId), _feesFen[i], LineKind.Fee, claim: _claims[i]);
        }
    }

    /// <summary>Brings claims and listing up to date; whether the listing closes shows when its plan is up to date too.</summary>
    public void Settle(Books books, Listing listing)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            ref readonly var part = ref _parts[i];
            if (part.TotalFen == 0) continue;
            var claim = books.Claims.Edit(_claims[i]);
            claim.OutstandingFen -= part.PrincipalFen;
            claim.InterestReceivedFen += part.InterestFen + part.FineFen;
        }

        books.Listings.Edit(listing);
        listing.OutstandingFen -= Amounts.PrincipalFen;
        listing.InterestPaidFen += Amounts.InterestFen + Amounts.FineFen;
    }
}
