using static CustodyConsole.Domain.Ledger.AccountType;

namespace CustodyConsole.Domain.Ledger;

/// <summary>The side of a line, and the side on which an account's balance grows.</summary>
public enum Side
{
    /// <summary>借方.</summary>
    Debit = 1,
    /// <summary>贷方.</summary>
    Credit = 2,
}

/// <summary>Whose account it is.</summary>
public enum AccountClass
{
    /// <summary>A user's sub-account 用户子账户.</summary>
    User,
    /// <summary>A platform's account inside custody, or its own funds 平台账户.</summary>
    Platform,
    /// <summary>The bank's transit and suspense accounts 过渡及挂账账户.</summary>
    Bank,
}

/// <summary>One line of the chart of accounts.</summary>
/// <param name="Type">The type it describes.</param>
/// <param name="Code">The code used in the books, such as U-INV.</param>
/// <param name="Class">Whose account it is.</param>
/// <param name="NormalSide">The side on which the balance grows: credit for what the bank owes, debit for what it has.</param>
/// <param name="InTotal">
/// Its sign in the total-to-detail identity (c.3, invariant 5): +1 adds to what the pool must hold, -1 reduces it, 0 stands outside.
/// </param>
public sealed record AccountFacts(AccountType Type, string Code, AccountClass Class, Side NormalSide, int InTotal)
{
    /// <summary>True where no partition may ever be negative (c.3, invariant 3).</summary>
    public bool NeverNegative => Class != AccountClass.Bank;
}

/// <summary>The chart of accounts (domain reference c.1). Pure facts; the accounts themselves are rows.</summary>
public static class ChartOfAccounts
{
    /// <summary>Every type with its facts, in the order of the chart.</summary>
    public static IReadOnlyList<AccountFacts> All { get; } =
    [
        new(Investor, "U-INV", AccountClass.User, Side.Credit, +1),
        new(Borrower, "U-BOR", AccountClass.User, Side.Credit, +1),
        new(Guarantor, "U-GUA", AccountClass.User, Side.Credit, +1),
        new(PlatformGeneral, "P-GEN", AccountClass.Platform, Side.Credit, +1),
        new(PlatformCompensation, "P-COMP", AccountClass.Platform, Side.Credit, +1),
        new(PlatformMarketing, "P-MKT", AccountClass.Platform, Side.Credit, +1),
        new(PlatformIncome, "P-INC", AccountClass.Platform, Side.Credit, +1),
        new(PlatformDeposit, "P-DEP", AccountClass.Platform, Side.Credit, +1),
        new(PlatformOwnFunds, "P-OWN", AccountClass.Platform, Side.Credit, 0),
        new(Pool, "B-POOL", AccountClass.Bank, Side.Debit, 0),
        new(RechargeReceivable, "B-RECV", AccountClass.Bank, Side.Debit, -1),
        new(PayoutPayable, "B-PAYO", AccountClass.Bank, Side.Credit, +1),
        new(ReturnReceivable, "B-RTN", AccountClass.Bank, Side.Debit, -1),
        new(WithdrawalTransit, "B-WIP", AccountClass.Bank, Side.Credit, +1),
        new(FeePayable, "B-FEEP", AccountClass.Bank, Side.Credit, +1),
        new(NetClearing, "B-NET", AccountClass.Bank, Side.Credit, +1),
        new(LongSuspense, "B-LONG", AccountClass.Bank, Side.Credit, +1),
        new(ShortSuspense, "B-SHORT", AccountClass.Bank, Side.Debit, -1),
        new(Unidentified, "B-UNID", AccountClass.Bank, Side.Credit, +1),
        new(OwnFundsBank, "B-OWN", AccountClass.Bank, Side.Debit, 0),
    ];

    private static readonly Dictionary<AccountType, AccountFacts> ByType = All.ToDictionary(facts => facts.Type);

    /// <summary>The facts of one type.</summary>
    public static AccountFacts Of(AccountType type) => ByType[type];

    /// <summary>The accounts that every pool has besides its users': opened together with the platform.</summary>
    public static IEnumerable<AccountFacts> OfEveryPool => All.Where(facts => facts.Class != AccountClass.User);
}
