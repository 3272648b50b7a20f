namespace CustodyConsole.Domain.Ledger;

/// <summary>The kinds of account in the chart of accounts (domain reference c.1). The number is what the database stores.</summary>
public enum AccountType
{
    /// <summary>U-INV, investor sub-account 投资户.</summary>
    Investor = 101,
    /// <summary>U-BOR, borrower sub-account 融资户.</summary>
    Borrower = 102,
    /// <summary>U-GUA, guarantor sub-account 担保户.</summary>
    Guarantor = 103,

    /// <summary>P-GEN, general account of the platform inside custody 总账户.</summary>
    PlatformGeneral = 201,
    /// <summary>P-COMP, compensation fund 代偿金账户.</summary>
    PlatformCompensation = 202,
    /// <summary>P-MKT, marketing money 营销款账户.</summary>
    PlatformMarketing = 203,
    /// <summary>P-INC, fee income of the platform 收入账户.</summary>
    PlatformIncome = 204,
    /// <summary>P-DEP, security deposit 保证金账户.</summary>
    PlatformDeposit = 205,
    /// <summary>P-OWN, the platform's own money 自有资金账户; outside the pool, mirrored by <see cref="OwnFundsBank"/>.</summary>
    PlatformOwnFunds = 206,

    /// <summary>B-POOL, money in the real pooled custody account 存管汇总户.</summary>
    Pool = 301,
    /// <summary>B-RECV, recharges that the payment company still has to settle 充值待清算.</summary>
    RechargeReceivable = 302,
    /// <summary>B-PAYO, payouts that the payment company made and the bank still has to settle 出款待清算.</summary>
    PayoutPayable = 303,
    /// <summary>B-RTN, returned payouts that the payment company still has to settle 退汇待清算.</summary>
    ReturnReceivable = 304,
    /// <summary>B-WIP, withdrawals sent and not yet answered 提现在途.</summary>
    WithdrawalTransit = 305,
    /// <summary>B-FEEP, fees owed to the payment company 应付手续费.</summary>
    FeePayable = 306,
    /// <summary>B-NET, net settlement clearing 轧差清算过渡; zero between batches.</summary>
    NetClearing = 307,
    /// <summary>B-LONG, long suspense 长款挂账.</summary>
    LongSuspense = 308,
    /// <summary>B-SHORT, short suspense 短款挂账.</summary>
    ShortSuspense = 309,
    /// <summary>B-UNID, incoming money without a known owner 不明来账.</summary>
    Unidentified = 310,
    /// <summary>B-OWN, real money of the platform's own-funds account; asset mirror of <see cref="PlatformOwnFunds"/>.</summary>
    OwnFundsBank = 311,
}
