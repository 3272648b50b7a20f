namespace CustodyConsole.Domain.Compensation;

/// <summary>Why a compensation or a recovery is not taken.</summary>
public static class CompensationRefusals
{
    /// <summary>The account was not registered with the listing as a compensator (R39).</summary>
    public static Refusal NotRegistered(string accountNo, string listingNo) => new(
        "compensation.not-registered",
        $"账户 {accountNo} 未登记为标的 {listingNo} 的代偿方。",
        $"Account {accountNo} is not registered as a compensator of listing {listingNo}.");

    /// <summary>A part of a compensation names an investor's fee; investors pay none here.</summary>
    public static Refusal NoInvestorFee(string authCode) => new(
        "compensation.no-investor-fee",
        $"授权码 {authCode} 的明细含投资人手续费；代偿不收取投资人手续费。",
        $"The part for {authCode} has an investor's fee; a compensation takes none.");

    /// <summary>The account never compensated for the listing, or all was paid back.</summary>
    public static Refusal NothingToRecover(string accountNo, string listingNo) => new(
        "compensation.nothing-to-recover",
        $"标的 {listingNo} 对代偿方账户 {accountNo} 没有未追偿的款项。",
        $"Nothing of listing {listingNo} is owed to compensator account {accountNo}.");

    /// <summary>More than is still owed to the compensator (R42). Amounts in fen.</summary>
    public static Refusal AboveRecovery(long openFen, long wantedFen) => new(
        "compensation.above-recovery",
        $"待追偿金额 {Fen.Format(openFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"The compensator is still owed {Fen.Format(openFen)} yuan, " +
        $"less than the {Fen.Format(wantedFen)} to be paid back.");
}
