namespace CustodyConsole.Domain.Lending;

/// <summary>How a loan is paid back.</summary>
public enum RepaymentMethod
{
    /// <summary>等额本息: every month the same sum of principal and interest.</summary>
    EqualInstalments = 1,

    /// <summary>等额本金: every month the same principal, and interest on what is outstanding.</summary>
    EqualPrincipal = 2,

    /// <summary>先息后本: interest every month, the principal with the last one.</summary>
    InterestFirst = 3,

    /// <summary>一次性还本付息: principal and interest together at the end.</summary>
    OneTime = 4,
}

/// <summary>What a schedule's roundings are made for; a parameter of the platform.</summary>
public enum ScheduleBasis
{
    /// <summary>The whole loan is computed and rounded once.</summary>
    PerLoan,

    /// <summary>
    /// One share (of 50 yuan, say) is computed and rounded, and every figure multiplied by the number of shares.
    /// </summary>
    PerShare,
}

/// <summary>What a schedule is computed from.</summary>
public sealed record ScheduleTerms
{
    /// <summary>How the loan is paid back.</summary>
    public required RepaymentMethod Method { get; init; }

    /// <summary>The loan in fen.</summary>
    public required long PrincipalFen { get; init; }

    /// <summary>The interest of a year in basis points; a month bears a twelfth of it.</summary>
    public required int AnnualRateBps { get; init; }

    /// <summary>The day the loan was released; interest runs from it.</summary>
    public required DateOnly StartDate { get; init; }

    /// <summary>The number of monthly periods; 0 when the term is given in days.</summary>
    public int TermMonths { get; init; }

    /// <summary>
    /// The term in days, for <see cref="RepaymentMethod.OneTime"/> only; interest is actual days by 365. 0 means
    /// months.
    /// </summary>
    public int TermDays { get; init; }

    /// <summary>How a fraction of a fen becomes a whole one in the instalment and in the interest.</summary>
    public Rounding Rounding { get; init; } = Rounding.HalfUp;

    /// <summary>Per loan or per share.</summary>
    public ScheduleBasis Basis { get; init; } = ScheduleBasis.PerLoan;

    /// <summary>The size of a share in fen, used with <see cref="ScheduleBasis.PerShare"/> only.</summary>
    public long ShareFen { get; init; }
}

/// <summary>One instalment of a schedule.</summary>
/// <param name="Period">1 for the first.</param>
/// <param name="DueDate">The day it is due.</param>
/// <param name="PrincipalFen">The principal in it.</param>
/// <param name="InterestFen">The interest in it.</param>
public readonly record struct ScheduleRow(int Period, DateOnly DueDate, long PrincipalFen, long InterestFen)
{
    /// <summary>Principal and interest together.</summary>
    public long TotalFen => PrincipalFen + InterestFen;
}
