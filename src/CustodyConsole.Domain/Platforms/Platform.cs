using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Platforms;

/// <summary>The state of a platform at the bank.</summary>
public enum PlatformState
{
    /// <summary>Open for business 正常.</summary>
    Active = 1,
    /// <summary>Takes no new business; money still flows back 已暂停.</summary>
    Suspended = 2,
    /// <summary>Has left: nothing is owed, nothing is held, no order is taken 已退出.</summary>
    Closed = 3,
}

/// <summary>May money be withdrawn that the payment company has not settled yet?</summary>
public enum FloatPolicy
{
    /// <summary>Yes: the payment company owes the recharge and is owed the payout, both net out 可轧差.</summary>
    Nettable = 1,
    /// <summary>No: the own recharges must be settled first 到账后可提.</summary>
    SettledOnly = 2,
}

/// <summary>Who bears a fee.</summary>
public enum FeePayer
{
    /// <summary>用户承担.</summary>
    User = 1,
    /// <summary>平台承担.</summary>
    Platform = 2,
}

/// <summary>How a fee that the user bears is taken.</summary>
public enum FeeDeduction
{
    /// <summary>On top of the amount 外扣.</summary>
    Outer = 1,
    /// <summary>Out of the amount 内扣.</summary>
    Inner = 2,
}

/// <summary>How instalments are computed before they are rounded to the fen.</summary>
public enum InstalmentBasis
{
    /// <summary>For the loan as a whole 按标的.</summary>
    PerLoan = 1,
    /// <summary>For one share, then multiplied 按份额.</summary>
    PerShare = 2,
}

/// <summary>
/// What investors receive first of a borrower's payment of which compensators took their part before: each kind of money at most to the
/// amount that the payment brought of it.
/// </summary>
public enum PaymentOrder
{
    /// <summary>先息后本再罚息.</summary>
    InterestPrincipalFine = 1,
    /// <summary>先本后息再罚息.</summary>
    PrincipalInterestFine = 2,
    /// <summary>先罚息后息再本.</summary>
    FineInterestPrincipal = 3,
}

/// <summary>A lending platform 网贷平台 and the policies agreed with it.</summary>
public sealed class Platform : Row
{
    /// <summary>What <see cref="PersonLimitFen"/> is unless it is changed.</summary>
    public const long PersonLimitDefaultFen = 20_000_000;

    /// <summary>What <see cref="CompanyLimitFen"/> is unless it is changed.</summary>
    public const long CompanyLimitDefaultFen = 100_000_000;

    /// <summary>What <see cref="LimitsFrom"/> is unless it is changed: the day of the Interim Measures.</summary>
    public static readonly DateOnly LimitsFromDefault = new(2016, 8, 24);

    /// <summary>The platform's number at the bank, such as P0001.</summary>
    public required string No { get; init; }

    /// <summary>The name under which the public knows it.</summary>
    public required string Name { get; set; }

    /// <summary>The company behind it.</summary>
    public required string CompanyName { get; set; }

    /// <summary>Unified social credit code of the company (GB 32100).</summary>
    public required string CreditCode { get; set; }

    /// <summary>Whether it may do business.</summary>
    public PlatformState State { get; set; } = PlatformState.Active;

    /// <summary>The accounting date on which it was taken on.</summary>
    public DateOnly OpenedOn { get; set; }

    /// <summary>Whether unsettled money may be withdrawn.</summary>
    public FloatPolicy FloatPolicy { get; set; } = FloatPolicy.Nettable;

    /// <summary>The basis on which instalments are computed.</summary>
    public InstalmentBasis InstalmentBasis { get; set; } = InstalmentBasis.PerLoan;

    /// <summary>The share in fen when the basis is per share; 0 otherwise.</summary>
    public long ShareFen { get; set; }

    /// <summary>How an instalment is rounded to the fen.</summary>
    public Rounding InstalmentRounding { get; set; } = Rounding.HalfUp;

    /// <summary>The most that the platform may take of a loan at its release, in bps of the amount (R34).</summary>
    public int ReleaseFeeLimitBps { get; set; } = 1000;

    /// <summary>The most that a person may owe on this platform, in fen (Interim Measures art. 17).</summary>
    public long PersonLimitFen { get; set; } = PersonLimitDefaultFen;

    /// <summary>The most that a company may owe on this platform, in fen (Interim Measures art. 17).</summary>
    public long CompanyLimitFen { get; set; } = CompanyLimitDefaultFen;

    /// <summary>The date from which the borrowing limits hold; listings registered before it stand.</summary>
    public DateOnly LimitsFrom { get; set; } = LimitsFromDefault;

    /// <summary>
    /// True where a borrower's payment pays what compensators are owed for the listing before it pays investors 追偿优先.
    /// </summary>
    public bool RecoversFirst { get; set; }

    /// <summary>What investors receive first of what is left then.</summary>
    public PaymentOrder PaymentOrder { get; set; } = PaymentOrder.InterestPrincipalFine;

    /// <summary>The most that a compensation may bring as a fine for one day overdue, in bps of what is owed of the instalment.</summary>
    public int FineDailyBps { get; set; } = Compensation.OverdueFine.DailyBpsDefault;

    /// <summary>True where compensators may pay instalments that are not overdue yet 允许提前代偿.</summary>
    public bool CompensatesEarly { get; set; }

    /// <summary>The version of its dossier in force; 0 for a platform that was taken on before dossiers were kept.</summary>
    public int DossierVersion { get; set; }

    /// <summary>The accounting date on which it left.</summary>
    public DateOnly? ClosedOn { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var platform = model.Entity<Platform>();
        platform.ToTable("platform");
        platform.HasIndex(p => p.No).IsUnique();
    }
}

/// <summary>
/// A pooled custody account 存管汇总账户: one for each platform and payment company. Transit and suspense accounts exist per pool, so
/// that one operation touches one pool only.
/// </summary>
public sealed class CustodyPool : Row
{
    /// <summary>The platform whose users' money it holds.</summary>
    public required long PlatformId { get; init; }

    /// <summary>The payment company that brings money in and out.</summary>
    public required string PaymentCompany { get; init; }

    /// <summary>True while a breach of the invariants stops postings on this pool.</summary>
    public bool PostingsStopped { get; set; }

    /// <summary>The refusal of whatever would be booked here, or asked for so that it is booked later, while postings are stopped.</summary>
    internal Refusal? RefusePostings() => PostingsStopped ? LedgerRefusals.PostingsStopped(PaymentCompany) : null;

    internal static void Map(ModelBuilder model)
    {
        var pool = model.Entity<CustodyPool>();
        pool.ToTable("custody_pool");
        pool.HasIndex(p => new { p.PlatformId, p.PaymentCompany }).IsUnique();
    }
}
