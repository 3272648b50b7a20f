using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Demo;

/// <summary>A platform of the demo bank: its terms, how it does business, and who is there. Rates in bps.</summary>
internal sealed class DemoPlatform
{
    /// <summary>The payment company of every platform of the demo bank.</summary>
    public const string PaymentCompany = "易付通";

    /// <summary>The letters with which its numbers begin.</summary>
    public required string Code { get; init; }

    public required PlatformTerms Terms { get; init; }

    /// <summary>What it takes from the borrower at release, of the loan.</summary>
    public int ReleaseFeeBps { get; init; }

    /// <summary>What it takes from investors, of the interest they receive.</summary>
    public int InvestorFeeBps { get; init; }

    /// <summary>What it takes from the borrower with each repayment, of principal and interest.</summary>
    public int RepaymentFeeBps { get; init; }

    /// <summary>Of a hundred listings of the bank, so many are here.</summary>
    public required int ListingsPercent { get; init; }

    public required int InvestorCount { get; init; }

    public required int BorrowerCount { get; init; }

    /// <summary>How many of the borrowers are companies.</summary>
    public required int CompanyCount { get; init; }

    /// <summary>How many investors withdraw on a usual day.</summary>
    public required int WithdrawalsADay { get; init; }

    /// <summary>The pool at the bank.</summary>
    public long PoolId { get; set; }

    /// <summary>How many requests it has made.</summary>
    public int Requests { get; set; }

    /// <summary>How many listings it has registered.</summary>
    public int Listings { get; set; }

    /// <summary>At least this is available on its income account, in fen.</summary>
    public long IncomeFen { get; set; }

    public List<DemoUser> Investors { get; } = [];

    public List<DemoUser> Borrowers { get; } = [];

    public List<DemoUser> Guarantors { get; } = [];

    /// <summary>The four platforms of the demo bank, each with terms of its own.</summary>
    public static DemoPlatform[] All(InventedPeople people) =>
    [
        new()
        {
            Code = "TY",
            Terms = Of("1001", "桐叶金服", "杭州桐叶金融信息服务有限公司", "3301", people) with
            {
                WithdrawalFeeFen = 200,
            },
            ReleaseFeeBps = 200,
            InvestorFeeBps = 1000,
            ListingsPercent = 36,
            InvestorCount = 55,
            BorrowerCount = 14,
            CompanyCount = 4,
            WithdrawalsADay = 3,
        },
        new()
        {
            Code = "HT",
            Terms = Of("1002", "海棠普惠", "苏州海棠普惠网络借贷信息中介有限公司", "3205", people) with
            {
                FloatPolicy = FloatPolicy.SettledOnly,
                InstalmentRounding = Domain.Rounding.Up,
                WithdrawalFeeFen = 100,
                WithdrawalFeePayer = FeePayer.Platform,
            },
            ReleaseFeeBps = 350,
            RepaymentFeeBps = 20,
            ListingsPercent = 26,
            InvestorCount = 40,
            BorrowerCount = 11,
            CompanyCount = 4,
            WithdrawalsADay = 1,
        },
        new()
        {
            Code = "MS",
            Terms = Of("1003", "麦穗贷", "成都麦穗互联网信息服务有限公司", "5101", people) with
            {
                InstalmentBasis = InstalmentBasis.PerShare,
                ShareFen = 10_000,
                WithdrawalFeeFen = 200,
                WithdrawalFeeDeduction = FeeDeduction.Inner,
            },
            ReleaseFeeBps = 300,
            InvestorFeeBps = 500,
            RepaymentFeeBps = 30,
            ListingsPercent = 22,
            InvestorCount = 32,
            BorrowerCount = 9,
            CompanyCount = 2,
            WithdrawalsADay = 2,
        },
        new()
        {
            Code = "YS",
            Terms = Of("1004", "云杉财富", "深圳云杉互联网金融服务股份有限公司", "4403", people) with
            {
                InstalmentRounding = Domain.Rounding.Down,
                WithdrawalFeeFen = 150,
                ReleaseFeeLimitBps = 500,
            },
            ReleaseFeeBps = 250,
            ListingsPercent = 16,
            InvestorCount = 23,
            BorrowerCount = 6,
            CompanyCount = 2,
            WithdrawalsADay = 2,
        },
    ];

    /// <summary>The terms of a platform whose credit code was given out in its own city.</summary>
    private static PlatformTerms Of(string no, string name, string company, string city, InventedPeople people)
    {
        var sample = DemoPeople.CompaniesLike(people, other => other.CreditCode[2..6] == city).First();
        return new(no, name, company, sample.CreditCode, PaymentCompany);
    }
}
