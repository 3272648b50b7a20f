using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>What a compensation means, for the people who decide on it.</summary>
internal static class CompensationFacts
{
    /// <summary>The word with which the line of an investor's part begins in English.</summary>
    public const string InvestorWord = "Investor";

    /// <summary>The sentence, the compensator's balance, what is owed of each instalment, and for a single one each investor's part.</summary>
    public static Outcome<ProposalFacts> Of(
        Books books, ProposeCompensation proposal, CustodyPool pool, Account compensator, long availableFen, IReadOnlyList<OwedItem> items, DayEndProposal? origin)
    {
        var total = Sum(items, static item => item.Item.Amounts);
        var owed = Sum(items, static item => item.Owed);
        var recoveryFen = items.Select(static item => item.Listing).Distinct()
            .Sum(listing => Recover.ClaimOf(books, listing, compensator)?.OpenFen ?? 0);
        List<ApprovalChange> changes =
        [
            // Balances and recoveries move by themselves; they are looked at again when the request is carried out.
            new("代偿账户可用余额", "Compensator's available balance",
                Fen.Format(availableFen), Fen.Format(availableFen - total.TotalFen), Binding: false),
            new("待追偿金额", "To be recovered from the borrowers",
                Fen.Format(recoveryFen), Fen.Format(recoveryFen + total.TotalFen), Binding: false),
            new("其中本金", "Of which principal", null, Fen.Format(total.PrincipalFen)),
            new("其中利息", "Of which interest", null, Fen.Format(total.InterestFen)),
            new("其中罚息", "Of which fine", null, Fen.Format(total.FineFen)),
        ];
        if (origin is not null) changes.Insert(0, Origin(origin));
        foreach (var item in items) changes.Add(OwedChange(item));
        foreach (var file in proposal.Evidence)
            changes.Add(new("证明材料", "Evidence", null, $"{file.FileName} · SHA-256 {file.Sha256}"));
        if (items.Count == 1)
        {
            var payment = ClaimPayment.Of(books, items[0].Listing, items[0].Item.Amounts, null, investorFeeBps: 0);
            if (!payment.Done) return payment.Refusal;
            ListingSearch.ReadAccounts(books, [.. payment.Value.Parts], static part => part.Claim.AccountId);
            foreach (var (claim, amounts) in payment.Value.Parts)
            {
                var account = books.Accounts.Get(claim.AccountId).Number;
                changes.Add(new($"投资人 {account} 收款", $"{InvestorWord} {account} receives", null, Words(amounts)));
            }
        }

        var route = proposal.Route == CompensationRoute.Direct ? ("直接代偿", "directly") : ("间接代偿", "indirectly");
        var (what, whatEnglish) = items.Count == 1
            ? ($"标的 {items[0].Item.ListingNo} 第 {items[0].Item.Period} 期（应还日 {items[0].Row.DueOn:yyyy-MM-dd}）",
                $"instalment {items[0].Item.Period} of listing {items[0].Item.ListingNo}, due on {items[0].Row.DueOn:yyyy-MM-dd}")
            : Many(items);
        var kept = owed.TotalFen - owed.FineFen - (total.TotalFen - total.FineFen);
        return new ProposalFacts(
            $"account:{compensator.Number}", books.Platforms.Get(pool.PlatformId).No, total.TotalFen,
            $"由{Owner(compensator)} {compensator.Number} {route.Item1}{what}，合计人民币 {Fen.Format(total.TotalFen)} 元" +
            (kept > 0 ? $"（少于所欠本息 {Fen.Format(kept)} 元）" : "") + Said(proposal.Note, "。说明：") + Said(proposal.EarlyReason, "。提前代偿理由："),
            $"Account {compensator.Number} compensates {route.Item2} for {whatEnglish}, {Fen.Format(total.TotalFen)} yuan in all" +
            (kept > 0 ? $" ({Fen.Format(kept)} less than principal and interest owed)" : "") + Said(proposal.Note, ". Note: ") + Said(proposal.EarlyReason, ". Reason for paying before due: "),
            changes);
    }

    /// <summary>Where the request comes from, so that checkers see what its maker made of it.</summary>
    private static ApprovalChange Origin(DayEndProposal origin) => new(
        "来源", "Origin", null,
        $"系统于 {origin.BusinessDate:yyyy-MM-dd} 日终提出：{origin.Count} 期，本息及罚息 {Fen.Format(origin.TotalFen)} 元",
        AfterEnglish: $"Proposed by the system at the end of {origin.BusinessDate:yyyy-MM-dd}: {origin.Count} instalments, {Fen.Format(origin.TotalFen)} yuan with fines");

    private static (string, string) Many(IReadOnlyList<OwedItem> items)
    {
        var listings = items.Select(static item => item.Listing.Id).Distinct().Count();
        var (first, last) = (items.Min(static item => item.Row.DueOn), items.Max(static item => item.Row.DueOn));
        return ($" {listings} 个标的共 {items.Count} 期逾期款（应还日 {first:yyyy-MM-dd} 至 {last:yyyy-MM-dd}）",
            $"{items.Count} instalments of {listings} listings, due from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}");
    }

    /// <summary>What is owed binds, as far as it does not grow by itself: a payment meanwhile has to be seen, a day's fine has not.</summary>
    private static ApprovalChange OwedChange(OwedItem item) => new(
        $"标的 {item.Item.ListingNo} 第 {item.Item.Period} 期（应还日 {item.Row.DueOn:yyyy-MM-dd}）欠款本息",
        $"Listing {item.Item.ListingNo} instalment {item.Item.Period}, due {item.Row.DueOn:yyyy-MM-dd}: principal and interest owed",
        Fen.Format(item.Row.OpenFen),
        Fen.Format(item.Row.OpenFen - item.Item.PrincipalFen - item.Item.InterestFen));

    private static InstalmentAmounts Sum(IReadOnlyList<OwedItem> items, Func<OwedItem, InstalmentAmounts> of)
    {
        var sum = default(InstalmentAmounts);
        foreach (var item in items)
        {
            var part = of(item);
            sum = new(sum.PrincipalFen + part.PrincipalFen, sum.InterestFen + part.InterestFen, sum.FineFen + part.FineFen);
        }

        return sum;
    }

    private static string Words(InstalmentAmounts amounts) =>
        $"{Fen.Format(amounts.TotalFen)} = {Fen.Format(amounts.PrincipalFen)} + {Fen.Format(amounts.InterestFen)} + {Fen.Format(amounts.FineFen)}";

    private static string Owner(Account account) => account.Type == AccountType.Guarantor ? "担保户" : "平台代偿金账户";

    private static string Said(string note, string before) => string.IsNullOrWhiteSpace(note) ? "" : before + note;
}
