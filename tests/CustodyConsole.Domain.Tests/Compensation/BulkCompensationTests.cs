using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Tests.Lending;

namespace CustodyConsole.Domain.Tests.Compensation;

public sealed class BulkCompensationTests
{
    [Theory, OnBothDatabases]
    public async Task Many_instalments_of_one_guarantor_are_compensated_in_one_request(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var items = await MoreLoansAsync(desk, 20);
        var total = items.Sum(item => item.PrincipalFen + item.InterestFen);

        var request = await desk.SubmitAsync(desk.Propose() with { Items = items });

        Assert.Contains("21 个标的共 21 期逾期款", request.SummaryChinese, StringComparison.Ordinal);
        Assert.All(await desk.OverdueAsync(), row => Assert.Equal(request.Id, row.PendingApprovalId));
        Assert.True((await desk.ApproveAsync(request.No)).Done);
        Assert.Equal(21, await desk.ClaimsTouchedAsync());
        Assert.Equal((100_000 - total, 0), await desk.GuarantorAsync());
        Assert.Empty(await desk.OverdueAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Where_one_of_many_does_not_fit_any_more_none_is_compensated(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        var items = await MoreLoansAsync(desk, 5);
        var request = await desk.SubmitAsync(desk.Propose() with { Items = items });
        var shown = (await desk.ShowAsync(request.No)).Shown!;
        var before = await desk.GuarantorAsync();
        _ = (await desk.Bank.AskAsync(new Repay(desk.Bank.Head(), "L1", 33_333, 1_000))).Value;

        var refusal = (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!;

        Assert.Equal("compensation.settled", refusal.Code);
        Assert.Contains("标的 L1 第 1 期已于 2017-09-13 结清", refusal.Chinese, StringComparison.Ordinal);
        Assert.Equal(0, await desk.ClaimsTouchedAsync());
        Assert.Equal(before, await desk.GuarantorAsync());
        Assert.Equal(refusal.Code, (await desk.ShowAsync(request.No)).Obstacle?.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Half_a_million_and_more_takes_two_checkers_also_when_it_is_split(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        for (var i = 1; i <= 4; i++)
            await LoanCase.ReleasedAsync(desk.Bank, [13_000_000], request => Overdue(request, desk.Loan.Guarantor, 13_000_000), $"L2-{i}");
        await desk.Bank.RechargeAsync(desk.Loan.Guarantor, 60_000_000);
        var large = desk.Propose() with
        {
            Items = [.. Enumerable.Range(1, 4).Select(i => new CompensationItem($"L2-{i}", 1, 1, 12_500_000, 0, 0))],
        };

        var request = await desk.SubmitAsync(large);
        Assert.Equal(2, request.ChecksRequired);
        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(request.No)).Value.State);
        Assert.Equal("approval.checked-already", (await desk.ApproveAsync(request.No)).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No, desk.SecondChecker)).Value.State);

        var rest = await desk.SubmitAsync(desk.Propose() with { Items = [new("L2-1", 1, 1, 1_00, 0, 0)] });
        Assert.Equal(2, rest.ChecksRequired);
    }

    [Theory, OnBothDatabases]
    public async Task Overdue_instalments_are_found_by_platform_compensator_age_and_request(string database)
    {
        await using var desk = await CompensationDesk.OpenAsync(database);
        await MoreLoansAsync(desk, 3);
        await using var db = desk.Bank.Db();
        var guarantor = (await desk.Bank.AccountAsync(desk.Loan.Guarantor)).Id;

        async Task<int> Count(OverdueFilter filter)
        {
            var totals = await OverdueInstalments.TotalsAsync(db, CompensationDesk.Today, filter);
            Assert.Equal(totals.Count, (await desk.OverdueAsync(filter)).Count);
            return (int)totals.Count;
        }

        Assert.Equal(4, await Count(new OverdueFilter()));
        Assert.Equal(4, await Count(new OverdueFilter { PlatformId = desk.Bank.Pool.PlatformId, CompensatorAccountId = guarantor }));
        Assert.Equal(0, await Count(new OverdueFilter { PlatformId = -1 }));
        Assert.Equal(1, await Count(new OverdueFilter { DaysFrom = 10 }));
        Assert.Equal(3, await Count(new OverdueFilter { DaysFrom = 1, DaysTo = 9 }));
        Assert.Equal(1, await Count(new OverdueFilter { ListingNo = "B2" }));
        _ = await desk.SubmitAsync();
        Assert.Equal(1, await Count(new OverdueFilter { Requested = true }));
        Assert.Equal(3, await Count(new OverdueFilter { Requested = false }));
        var totals = await OverdueInstalments.TotalsAsync(db, CompensationDesk.Today, new OverdueFilter { DaysFrom = 10 });
        Assert.Equal((33_333, 1_000), (totals.PrincipalFen, totals.InterestFen));
        Assert.Empty(await OverdueInstalments.PageAsync(db, new DateOnly(2017, 9, 3), new OverdueFilter(), 0, 10));
    }

    /// <summary>Loans of the same guarantor, each with an instalment of 10.00 + 1.00 two days overdue; the items of all, the first loan's too.</summary>
    private static async Task<IReadOnlyList<CompensationItem>> MoreLoansAsync(CompensationDesk desk, int count)
    {
        List<CompensationItem> items = [new("L1", 1, 1, 33_333, 1_000, 0)];
        for (var i = 1; i <= count; i++)
        {
            await LoanCase.ReleasedAsync(desk.Bank, [1_000], request => Overdue(request, desk.Loan.Guarantor, 1_000), $"B{i}");
            items.Add(new($"B{i}", 1, 1, 1_000, 100, 0));
        }

        return items;
    }

    private static RegisterListing Overdue(RegisterListing request, string guarantor, long amountFen) => request with
    {
        CompensatorAccountNos = [guarantor],
        RaiseFrom = CompensationDesk.Today,
        RaiseUntil = CompensationDesk.Today.AddDays(9),
        Plan = [new PlanRow(CompensationDesk.Today.AddDays(-2), amountFen, 100)],
    };
}
