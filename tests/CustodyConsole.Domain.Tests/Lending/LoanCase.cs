using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>
/// A listing in a test bank with its borrower, its guarantor and whoever bids, for tests of what happens to it.
/// </summary>
public sealed class LoanCase
{
    private LoanCase(TestBank bank, string no)
    {
        Bank = bank;
        No = no;
    }

    public TestBank Bank { get; }

    /// <summary>The platform's number of the listing.</summary>
    public string No { get; }

    public string Borrower { get; private set; } = "";

    public string Guarantor { get; private set; } = "";

    /// <summary>The investors' account numbers in the order of their bids.</summary>
    public List<string> Investors { get; } = [];

    /// <summary>The authorisation codes of the bids.</summary>
    public List<string> AuthCodes { get; } = [];

    /// <summary>
    /// Registers a listing over the sum of the bids at 12 % for 3 months, open from today for 10 days, with one
    /// guarantor, and has a new investor place each bid.
    /// </summary>
    public static async Task<LoanCase> RaiseAsync(
        TestBank bank, long[] bidsFen, Func<RegisterListing, RegisterListing>? with = null, string no = "L1")
    {
        var loan = new LoanCase(bank, no)
        {
            Borrower = await bank.AddUserAsync(UserRole.Borrower),
            Guarantor = await bank.AddUserAsync(UserRole.Guarantor),
        };
        var request = loan.Registration(Math.Max(1, bidsFen.Sum()));
        _ = (await bank.AskAsync(with?.Invoke(request) ?? request)).Value;
        foreach (var bidFen in bidsFen) await loan.BidAsync(bidFen);
        return loan;
    }

    /// <summary>
    /// As <see cref="RaiseAsync"/>, and released without a fee; the borrower has 5,000 yuan of its own besides.
    /// </summary>
    public static async Task<LoanCase> ReleasedAsync(
        TestBank bank, long[] bidsFen, Func<RegisterListing, RegisterListing>? with = null, string no = "L1")
    {
        var loan = await RaiseAsync(bank, bidsFen, with, no);
        await bank.RechargeAsync(loan.Borrower, 500_000);
        _ = (await bank.AskAsync(new Release(bank.Head(), no))).Value;
        return loan;
    }

    public RegisterListing Registration(long amountFen) => new(
        Bank.Head(), No, "流动资金周转", Borrower, amountFen, 1_200, 3, RepaymentMethod.EqualPrincipal,
        TestBank.FirstDay, TestBank.FirstDay.AddDays(10))
    {
        CompensatorAccountNos = [Guarantor],
    };

    public async Task<string> BidAsync(long amountFen, string? investor = null)
    {
        if (investor is null)
        {
            investor = await Bank.AddUserAsync(UserRole.Investor);
            await Bank.RechargeAsync(investor, amountFen);
            Investors.Add(investor);
        }

        var receipt = (await Bank.AskAsync(
            new Bid(Bank.Head(), No, investor, amountFen, Verification.TradePassword))).Value;
        AuthCodes.Add(receipt.AuthCode!);
        return receipt.AuthCode!;
    }

    public async Task<Listing> ListingAsync()
    {
        await using var db = Bank.Db();
        return await db.Listings.SingleAsync(listing => listing.ListingNo == No);
    }

    /// <summary>The claims as "outstanding of principal, interest received", in the order of the bids.</summary>
    public async Task<string> ClaimsAsync()
    {
        var listing = await ListingAsync();
        await using var db = Bank.Db();
        var claims = await db.Claims.Where(claim => claim.ListingId == listing.Id)
            .OrderBy(claim => claim.Id).ToListAsync();
        return string.Join("; ", claims.Select(claim =>
            $"{Fen.Format(claim.OutstandingFen)} of {Fen.Format(claim.PrincipalFen)}, " +
            Fen.Format(claim.InterestReceivedFen)));
    }

    /// <summary>
    /// The plan in force, a row each: "1 2017-09-03 100.00 + 1.00, paid 100.00 + 1.00 (compensated 5.00) settled
    /// 2017-08-03".
    /// </summary>
    public async Task<string[]> PlanAsync(int? version = null)
    {
        var listing = await ListingAsync();
        await using var db = Bank.Db();
        var rows = await db.Instalments
            .Where(row => row.ListingId == listing.Id && row.PlanVersion == (version ?? listing.PlanVersion))
            .OrderBy(row => row.Period).ToListAsync();
        return [.. rows.Select(row =>
            $"{row.Period} {row.DueOn:yyyy-MM-dd} {Fen.Format(row.PrincipalFen)} + {Fen.Format(row.InterestFen)}, " +
            $"paid {Fen.Format(row.PaidPrincipalFen)} + {Fen.Format(row.PaidInterestFen)}" +
            (row.CompensatedFen > 0 ? $" (compensated {Fen.Format(row.CompensatedFen)})" : "") +
            (row.SettledOn is { } settled ? $" settled {settled:yyyy-MM-dd}" : ""))];
    }

    public async Task<long> LoanBalanceAsync()
    {
        var account = await Bank.AccountAsync(Borrower);
        await using var db = Bank.Db();
        return (await db.Users.SingleAsync(user => user.AccountId == account.Id)).LoanBalanceFen;
    }

    public async Task<RecoveryClaim?> RecoveryAsync()
    {
        var listing = await ListingAsync();
        await using var db = Bank.Db();
        return await db.RecoveryClaims.SingleOrDefaultAsync(claim => claim.ListingId == listing.Id);
    }

    /// <summary>Book and available balance of an account.</summary>
    public async Task<(long BookFen, long AvailableFen)> BalanceAsync(string accountNo)
    {
        var account = await Bank.AccountAsync(accountNo);
        return (account.BookFen, account.AvailableFen);
    }

    /// <summary>Asks, and expects a refusal with exactly these sentences, which leaves no order behind.</summary>
    public Task RefusedAsync(BankRequest request, string chinese, string english) =>
        RefusedAsync(Bank, request, chinese, english);

    /// <summary>Asks, and expects a refusal with exactly these sentences, which leaves no order behind.</summary>
    public static async Task RefusedAsync(TestBank bank, BankRequest request, string chinese, string english)
    {
        var outcome = await bank.AskAsync(request);
        Assert.Equal((chinese, english), (outcome.Refusal?.Chinese, outcome.Refusal?.English));
        await using var db = bank.Db();
        Assert.False(await db.Orders.AnyAsync(order => order.RequestNo == request.Head.RequestNo));
    }
}
