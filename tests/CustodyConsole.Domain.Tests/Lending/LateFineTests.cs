using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Tests.Compensation;

namespace CustodyConsole.Domain.Tests.Lending;

/// <summary>On 2017-09-13 the loan is paid back whole, its first instalment ten days late and without the fine of 1.71.</summary>
public sealed class LateFineTests
{
    [Theory, OnBothDatabases]
    public async Task After_the_end_the_borrower_pays_the_fine_that_is_owed_and_nothing_else(string database)
    {
        await using var desk = await EndedAsync(database);
        var (bank, loan) = (desk.Bank, desk.Loan);

        await loan.RefusedAsync(new Repay(bank.Head(), "L1", 0, 0, 172),
            "标的 L1 已结清，尚欠逾期罚息 1.71 元；本次罚息 1.72 元，超出所欠。",
            "Listing L1 has ended and owes a fine of 1.71 yuan for what came late, less than the 1.72 to be paid.");
        Assert.Equal("listing.wrong-state", await CodeAsync(new Repay(bank.Head(), "L1", 0, 1, 1)));
        Assert.Equal("listing.wrong-state", await CodeAsync(new RepayEarly(bank.Head(), "L1", 1, 0, 171)));
        var receipt = (await bank.AskAsync(new Repay(bank.Head(), "L1", 0, 0, 100))).Value;

        Assert.Equal(
            [
                "D U-BOR available Fine 1.00 -> 4,979.00",
                "C U-INV available Fine 0.30 -> 306.30",
                "C U-INV available Fine 0.70 -> 714.70",
            ],
            await bank.LegsAsync(receipt.OrderId));
        Assert.Equal(71, Assert.Single(await OwedAsync(desk)).FineFen);
        Assert.Null(await CodeAsync(new Repay(bank.Head(), "L1", 0, 0, 71)));
        Assert.Empty(await OwedAsync(desk));
        Assert.Equal("listing.wrong-state", await CodeAsync(new Repay(bank.Head(), "L1", 0, 0, 1)));
        Assert.Equal(ListingState.Closed, (await loan.ListingAsync()).State);

        async Task<string?> CodeAsync(BankRequest request) => Code(await bank.AskAsync(request));
    }

    [Theory, OnBothDatabases]
    public async Task Neither_borrower_nor_investor_closes_the_account_while_the_fine_is_owed(string database)
    {
        await using var desk = await EndedAsync(database);
        var loan = desk.Loan;

        Assert.Equal(
            $"账户 {loan.Borrower} 不能销户：余额 4,980.00 元（在途 4,980.00 元）；未还逾期罚息 1.71 元（L1）。", await WhyAsync(loan.Borrower));
        Assert.Equal(
            $"账户 {loan.Investors[0]} 不能销户：余额 306.00 元（在途 306.00 元）；待收逾期罚息的标的 1 个（L1）。", await WhyAsync(loan.Investors[0]));
        _ = await desk.ApproveAsync((await desk.SubmitAsync(Fine(desk, 171))).No);

        // What the guarantor paid of it, the borrower owes from now on to the guarantor.
        Assert.Contains("借款余额 1.71 元", await WhyAsync(loan.Borrower), StringComparison.Ordinal);
        Assert.DoesNotContain("罚息", await WhyAsync(loan.Borrower), StringComparison.Ordinal);
        await EmptyAsync(desk, loan.Investors[0]);
        Assert.Null(await CloseAsync(desk, loan.Investors[0]));

        async Task<string> WhyAsync(string account) => (await desk.Approvals.PreviewAsync(
            new ProposeClosing(account, "客户申请销户") { PoolId = desk.Bank.Pool.Id })).Refusal!.Chinese;
    }

    [Theory, OnBothDatabases]
    public async Task A_fine_that_a_raised_rate_makes_for_a_closed_account_is_refused_before_money_is_set_aside(string database)
    {
        await using var desk = await EndedAsync(database);
        await RateAsync(0);
        await EmptyAsync(desk, desk.Loan.Investors[1]);
        Assert.Null(await CloseAsync(desk, desk.Loan.Investors[1]));
        await RateAsync(5);

        var refusal = await desk.RefusalAsync(Fine(desk, 171));

        Assert.Equal($"账户 {desk.Loan.Investors[1]} 已销户，不能记账。", refusal!.Chinese);
        Assert.Equal(0, (await desk.GuarantorAsync()).FrozenFen);

        async Task RateAsync(int dailyBps) => _ = (await desk.Bank.Writer.RunAsync<bool>(desk.Bank.Pool.Id, books =>
        {
            books.Platforms.Edit(books.Platforms.Get(desk.Bank.Pool.PlatformId)).FineDailyBps = dailyBps;
            return true;
        })).Value;
    }

    [Theory, OnBothDatabases]
    public async Task What_was_due_before_the_release_costs_a_fine_from_the_release_on(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var bank = desk.Bank;
        _ = await desk.LoanAsync("B1", CompensationDesk.Today.AddDays(-30), 100_000, 0, desk.Loan.Guarantor);
        Assert.Equal((30, 0L), await LateAsync(CompensationDesk.Today));

        var later = CompensationDesk.Today.AddDays(4);
        await bank.CutToAsync(later);

        // Four days of 1,000.00 at five ten-thousandths.
        Assert.Equal((34, 200L), await LateAsync(later));
        _ = (await bank.AskAsync(new Repay(bank.Head(), "B1", 100_000, 0))).Value;
        Assert.Equal("lending.above-fine", Code(await bank.AskAsync(new Repay(bank.Head(), "B1", 0, 0, 201))));
        Assert.Null(Code(await bank.AskAsync(new Repay(bank.Head(), "B1", 0, 0, 200))));

        async Task<(int Days, long FineFen)> LateAsync(DateOnly date)
        {
            await using var db = bank.Db();
            var late = Assert.Single(await OverdueInstalments.PageAsync(db, date, new OverdueFilter { ListingNo = "B1" }, 0, 10));
            return (late.DaysOverdue, late.FineFen);
        }
    }

    private static async Task<CompensationDesk> EndedAsync(string database)
    {
        var desk = await CompensationDesk.OpenAsync(database);
        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), "L1", 100_000, 2_000))).Value;
        Assert.Equal(ListingState.Closed, (await desk.Loan.ListingAsync()).State);
        return desk;
    }

    private static ProposeCompensation Fine(CompensationDesk desk, long fineFen) => desk.Propose(principalFen: 0, interestFen: 0, fineFen: fineFen);

    private static async Task<IReadOnlyList<OverdueInstalment>> OwedAsync(CompensationDesk desk) =>
        await desk.OverdueAsync(new OverdueFilter { OnlyFine = true });

    /// <summary>Takes all out of an account, by an entry of the test's own.</summary>
    private static async Task EmptyAsync(CompensationDesk desk, string account)
    {
        var (_, fen) = await desk.Loan.BalanceAsync(account);
        _ = (await desk.Bank.AskAsync(new TestPosting(desk.Bank.Head(), (books, draft) => draft
            .Debit(books.AccountByNumber.Find(account)!, fen, LineKind.Funds)
            .Credit(books.AccountByNumber.Find(desk.Loan.Guarantor)!, fen, LineKind.Funds)))).Value;
    }

    private static async Task<string?> CloseAsync(CompensationDesk desk, string account)
    {
        var asked = await desk.Approvals.SubmitAsync(
            desk.Maker, desk.Form(), new ProposeClosing(account, "客户申请销户") { PoolId = desk.Bank.Pool.Id });
        return asked.Done ? Code(await desk.ApproveAsync(asked.Value.No)) : asked.Refusal.Code;
    }

    private static string? Code<T>(Outcome<T> outcome) => outcome.Done ? null : outcome.Refusal.Code;
}
