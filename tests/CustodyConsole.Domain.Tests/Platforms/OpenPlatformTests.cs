using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Platforms;

public sealed class OpenPlatformTests
{
    private static readonly PlatformTerms Agreed =
        new("8002", "长河网贷", "长河金融信息服务（厦门）有限公司", "91350100M000100Y43", "SANDBOX");

    [Theory, OnBothDatabases]
    public async Task Terms_out_of_range_are_refused_and_leave_no_platform(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);

        foreach (var (terms, field) in new (PlatformTerms, string)[]
        {
            (Agreed with { WithdrawalFeeFen = -1 }, "withdrawalFee"),
            (Agreed with { WithdrawalFeeFen = OpenPlatform.FeeMaxFen + 1 }, "withdrawalFee"),
            (Agreed with { ReleaseFeeLimitBps = -1 }, "releaseFeeLimit"),
            (Agreed with { ReleaseFeeLimitBps = 10_001 }, "releaseFeeLimit"),
            (Agreed with { FloatPolicy = (FloatPolicy)3 }, "policy"),
            (Agreed with { InstalmentBasis = 0 }, "policy"),
            (Agreed with { InstalmentRounding = (Rounding)99 }, "policy"),
            (Agreed with { WithdrawalFeePayer = (FeePayer)3 }, "policy"),
            (Agreed with { WithdrawalFeeDeduction = 0 }, "policy"),
        })
        {
            var refusal = (await OpenAsync(bank, terms)).Refusal;
            Assert.Equal(
                ("platform.term-out-of-range", $"{field}：约定条款超出允许范围。",
                    $"{field}: this term of the agreement is out of range."),
                (refusal?.Code, refusal?.Chinese, refusal?.English));
        }

        await using var db = bank.Db();
        Assert.Equal("8001", (await db.Platforms.SingleAsync(TestContext.Current.CancellationToken)).No);
    }

    [Theory, OnBothDatabases]
    public async Task Terms_at_the_edge_of_their_range_are_taken(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);

        Assert.True((await OpenAsync(bank, Agreed with { WithdrawalFeeFen = 0, ReleaseFeeLimitBps = 0 })).Done);
        Assert.True((await OpenAsync(bank, Agreed with
        {
            No = "8003",
            WithdrawalFeeFen = OpenPlatform.FeeMaxFen,
            ReleaseFeeLimitBps = 10_000,
        })).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_platform_that_is_not_described_is_refused(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);

        foreach (var (terms, code) in new (PlatformTerms, string)[]
        {
            (Agreed with { No = "802" }, "platform.number-malformed"),
            (Agreed with { No = "8O02" }, "platform.number-malformed"),
            (Agreed with { Name = " " }, "platform.name-missing"),
            (Agreed with { CompanyName = "" }, "platform.name-missing"),
            (Agreed with { CreditCode = "91350100M000100Y44" }, "identity.credit-code-check-character"),
            (Agreed with { InstalmentBasis = InstalmentBasis.PerShare }, "platform.share-missing"),
            (Agreed with { No = "8001", PaymentCompany = "ANOTHER" }, "platform.number-taken"),
        })
        {
            Assert.Equal(code, (await OpenAsync(bank, terms)).Refusal?.Code);
        }

        var again = await OpenAsync(bank, Agreed with { No = "8001" });
        Assert.Equal(bank.Pool.Id, again.Value.Id);
    }

    private static Task<Outcome<CustodyPool>> OpenAsync(TestBank bank, PlatformTerms terms) =>
        bank.Writer.RunAsync(0, books => OpenPlatform.Run(books, terms));
}
