using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>What is agreed with a platform when it is taken on. Amounts in fen, rates in bps.</summary>
public sealed record PlatformTerms(string No, string Name, string CompanyName, string CreditCode, string PaymentCompany)
{
    /// <summary>Whether unsettled money may be withdrawn.</summary>
    public FloatPolicy FloatPolicy { get; init; } = FloatPolicy.Nettable;

    /// <summary>The basis of instalments.</summary>
    public InstalmentBasis InstalmentBasis { get; init; } = InstalmentBasis.PerLoan;

    /// <summary>The share in fen when instalments are computed per share.</summary>
    public long ShareFen { get; init; }

    /// <summary>How instalments are rounded.</summary>
    public Rounding InstalmentRounding { get; init; } = Rounding.HalfUp;

    /// <summary>The fee per withdrawal with which it begins, in fen: the first version of its schedule (<see cref="FeeSchedule"/>).</summary>
    public long WithdrawalFeeFen { get; init; }

    /// <summary>Who bears it.</summary>
    public FeePayer WithdrawalFeePayer { get; init; } = FeePayer.User;

    /// <summary>How it is taken.</summary>
    public FeeDeduction WithdrawalFeeDeduction { get; init; } = FeeDeduction.Outer;

    /// <summary>The most the platform may take of a loan at release, in bps.</summary>
    public int ReleaseFeeLimitBps { get; init; } = 1000;

    /// <summary>The most that a person may owe, in fen; at most what the Interim Measures allow.</summary>
    public long PersonLimitFen { get; init; } = Platform.PersonLimitDefaultFen;

    /// <summary>The most that a company may owe, in fen; at most what the Interim Measures allow.</summary>
    public long CompanyLimitFen { get; init; } = Platform.CompanyLimitDefaultFen;

    /// <summary>Whether a borrower's payment pays compensators before investors.</summary>
    public bool RecoversFirst { get; init; }

    /// <summary>What investors receive first of what is left then.</summary>
    public PaymentOrder PaymentOrder { get; init; } = PaymentOrder.InterestPrincipalFine;

    /// <summary>The most of a fine for one day overdue, in bps of what is owed; at most <see cref="OverdueFine.DailyBpsMax"/>.</summary>
    public int FineDailyBps { get; init; } = OverdueFine.DailyBpsDefault;

    /// <summary>Whether compensators may pay what is not overdue yet.</summary>
    public bool CompensatesEarly { get; init; }
}

/// <summary>
/// Opens a platform at the bank: the platform, its pool with the payment company, and all accounts that every pool has, in one step
/// (R1, R2). Idempotent by the platform's number.
/// </summary>
public static class OpenPlatform
{
    /// <summary>The highest fee for one withdrawal that can be agreed, in fen.</summary>
    public const long FeeMaxFen = 10_000_00;

    /// <summary>
    /// Opens it and returns the pool. Refusals in order: <see cref="PlatformRefusals.NumberMalformed"/>,
    /// <see cref="PlatformRefusals.NameMissing"/>, those of the credit code, <see cref="PlatformRefusals.ShareMissing"/>,
    /// <see cref="PlatformRefusals.TermOutOfRange"/>, <see cref="PlatformRefusals.NumberTaken"/>.
    /// </summary>
    public static Outcome<CustodyPool> Run(Books books, PlatformTerms terms)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(terms);
        if (Check(terms) is { } malformed) return malformed;
        if (books.PlatformByNo.Find(terms.No) is { } taken)
        {
            return taken.CreditCode == terms.CreditCode && PoolOf(books, taken, terms.PaymentCompany) is { } existing
                ? existing
                : PlatformRefusals.NumberTaken(terms.No, taken.Name);
        }

        // Point of no return.
        var platform = books.Platforms.Add(new Platform
        {
            No = terms.No,
            Name = terms.Name,
            CompanyName = terms.CompanyName,
            CreditCode = terms.CreditCode,
            OpenedOn = books.Bank.AccountingDate,
        });
        Agree(platform, terms);
        var pool = books.Pools.Add(new CustodyPool { PlatformId = platform.Id, PaymentCompany = terms.PaymentCompany });
        foreach (var facts in ChartOfAccounts.OfEveryPool)
        {
            books.Accounts.Add(new Account
            {
                PoolId = pool.Id,
                Number = AccountNumber.Of(terms.No, facts.Type, pool.Id),
                Type = facts.Type,
                OpenedOn = books.Bank.AccountingDate,
            });
        }

        if (terms.WithdrawalFeeFen > 0) AddFee(books, pool, terms);
        return pool;
    }

    private static void AddFee(Books books, CustodyPool pool, PlatformTerms terms) => books.FeeSchedules.Add(new FeeSchedule
    {
        PoolId = pool.Id,
        Kind = FeeKind.Withdrawal,
        Version = 1,
        EffectiveFrom = books.Bank.AccountingDate,
        Content = FeeText.Write(new FeeTerms
        {
            Payer = terms.WithdrawalFeePayer,
            Deduction = terms.WithdrawalFeeDeduction,
            Person = FeeTariff.Fixed(terms.WithdrawalFeeFen),
        }),
        CreatedAtUtc = books.NowUtc,
    });

    /// <summary>Why these terms cannot be agreed; null where they can.</summary>
    internal static Refusal? Check(PlatformTerms terms)
    {
        if (terms.No.Length != 4 || !terms.No.All(char.IsAsciiDigit)) return PlatformRefusals.NumberMalformed(terms.No);
        if (string.IsNullOrWhiteSpace(terms.Name) || string.IsNullOrWhiteSpace(terms.CompanyName)) return PlatformRefusals.NameMissing();
        if (CreditCode.Check(terms.CreditCode) is { Done: false, Refusal: { } malformed }) return malformed;
        if (terms.InstalmentBasis == InstalmentBasis.PerShare && terms.ShareFen <= 0) return PlatformRefusals.ShareMissing();
        if (terms.WithdrawalFeeFen is < 0 or > FeeMaxFen) return PlatformRefusals.TermOutOfRange("withdrawalFee");
        if (terms.ReleaseFeeLimitBps is < 0 or > Fen.BpsOfWhole) return PlatformRefusals.TermOutOfRange("releaseFeeLimit");
        if (!Enum.IsDefined(terms.FloatPolicy) || !Enum.IsDefined(terms.InstalmentBasis) || !Enum.IsDefined(terms.InstalmentRounding)
            || !Enum.IsDefined(terms.WithdrawalFeePayer) || !Enum.IsDefined(terms.WithdrawalFeeDeduction)
            || !Enum.IsDefined(terms.PaymentOrder))
            return PlatformRefusals.TermOutOfRange("policy");
        if (terms.PersonLimitFen is <= 0 or > Platform.PersonLimitDefaultFen) return PlatformRefusals.TermOutOfRange("personLimit");
        if (terms.CompanyLimitFen is <= 0 or > Platform.CompanyLimitDefaultFen) return PlatformRefusals.TermOutOfRange("companyLimit");
        if (terms.FineDailyBps is < 0 or > OverdueFine.DailyBpsMax) return PlatformRefusals.TermOutOfRange("fineRate");
        return null;
    }

    /// <summary>Writes what was agreed into a platform's row.</summary>
    internal static void Agree(Platform platform, PlatformTerms terms)
    {
        platform.Name = terms.Name;
        platform.CompanyName = terms.CompanyName;
        platform.CreditCode = terms.CreditCode;
        platform.FloatPolicy = terms.FloatPolicy;
        platform.InstalmentBasis = terms.InstalmentBasis;
        platform.ShareFen = terms.ShareFen;
        platform.InstalmentRounding = terms.InstalmentRounding;
        platform.ReleaseFeeLimitBps = terms.ReleaseFeeLimitBps;
        platform.PersonLimitFen = terms.PersonLimitFen;
        platform.CompanyLimitFen = terms.CompanyLimitFen;
        platform.RecoversFirst = terms.RecoversFirst;
        platform.PaymentOrder = terms.PaymentOrder;
        platform.FineDailyBps = terms.FineDailyBps;
        platform.CompensatesEarly = terms.CompensatesEarly;
    }

    private static CustodyPool? PoolOf(Books books, Platform platform, string paymentCompany) =>
        books.PoolOfPlatform.Find((platform.Id, paymentCompany));
}
