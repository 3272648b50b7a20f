using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Tests.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Fees;

/// <summary>A version that has not begun is replaced: what was temporary stays so, and no day loses its fees.</summary>
public sealed class FeeReplacementTests
{
    private static readonly DateOnly Today = TestBank.FirstDay;
    private static readonly FeeTerms Free = new(), Three = Fixed(3_00), Four = Fixed(4_00);

    [Theory, OnBothDatabases]
    public async Task A_temporary_tariff_stays_temporary_when_what_follows_it_is_replaced(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await desk.Bank.SetFeesAsync(FeeBank.TwoAndAdvance);
        await CarryOutAsync(desk, Change(desk, Free, 30, 60));
        var april = Change(desk, Three, 61, 90) with { Replaces = 3 };

        var facts = (await desk.Approvals.PreviewAsync(april)).Value;
        Assert.Contains(facts.Changes, one => one is { Chinese: "到期之后", After: "恢复第 3 版（2017-11-02 起）" });
        await CarryOutAsync(desk, april);
        // Shortened before it begins, it gives way to what was to follow it, and so does a third one that begins no later.
        await CarryOutAsync(desk, Change(desk, Four, 61, 70) with { Replaces = 4 });

        Assert.Equal(
            ["0-29 2.00", "30-60 0.00", "61-70 4.00", "71-90 2.00", "91- 2.00"], await HoldingAsync(desk));
        // Beginning on another day, the free days would have to be prolonged or the days after them left without fees.
        Assert.Equal("fee.follows-an-end", await CodeAsync(desk, Change(desk, Three, 65) with { Replaces = 6 }));
        Assert.Equal("fee.follows-an-end", await CodeAsync(desk, Change(desk, Three, 50) with { Replaces = 6 }));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_to_end_goes_on_when_its_successor_is_replaced_by_one_before_it(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await CarryOutAsync(desk, Change(desk, Three, 30));
        await CarryOutAsync(desk, Change(desk, Four, 60));
        var early = Change(desk, Free, 10, 20) with { Replaces = 2 };

        var facts = (await desk.Approvals.PreviewAsync(early)).Value;
        Assert.Contains(facts.Changes, one => one is { Chinese: "替换之后", After: "第 1 版长期延续", AfterEnglish: "version 1 goes on until changed" });
        await CarryOutAsync(desk, early);

        Assert.Equal(["10-20 0.00", "30- 3.00"], await HoldingAsync(desk));
    }

    [Theory, OnBothDatabases]
    public async Task A_first_version_with_a_last_day_is_not_prolonged_by_what_comes_of_its_successor(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await CarryOutAsync(desk, Change(desk, Free, 30, 60));
        await CarryOutAsync(desk, Change(desk, Three, 61));

        Assert.Equal("fee.follows-an-end", await CodeAsync(desk, Change(desk, Four, 10, 20) with { Replaces = 2 }));
        Assert.Equal("fee.follows-an-end", await CodeAsync(desk, Change(desk, Four, 80) with { Replaces = 2 }));
        await CarryOutAsync(desk, Change(desk, Four, 61, 90) with { Replaces = 2 });

        Assert.Equal(["30-60 0.00", "61-90 4.00", "91- 3.00"], await HoldingAsync(desk));
    }

    /// <summary>What holds from which day to which, counted from the first day, and what a small withdrawal costs then.</summary>
    private static async Task<IReadOnlyList<string>> HoldingAsync(Desk desk)
    {
        await using var db = desk.Bank.Db();
        var versions = await db.FeeSchedules.Where(one => one.CancelledAtUtc == null).OrderBy(one => one.EffectiveFrom).ToListAsync(TestContext.Current.CancellationToken);
        return [.. versions.Select(one =>
            $"{Day(one.EffectiveFrom)}-{(one.EffectiveThrough is { } end ? Day(end) : "")} {Fen.Format(one.Terms.Person.Steps[0].FixedFen)}")];

        static int Day(DateOnly date) => date.DayNumber - Today.DayNumber;
    }

    private static FeeTerms Fixed(long fen) => new() { Person = FeeTariff.Fixed(fen) };

    private static ProposeFeeSchedule Change(Desk desk, FeeTerms terms, int from, int? through = null) =>
        new(FeeKind.Withdrawal, Today.AddDays(from), through is { } days ? Today.AddDays(days) : null, terms, "支付协议调整") { PoolId = desk.Bank.Pool.Id };

    private static async Task<string?> CodeAsync(Desk desk, ProposeFeeSchedule proposal) => (await desk.Approvals.PreviewAsync(proposal)).Refusal?.Code;

    private static async Task CarryOutAsync(Desk desk, ProposeFeeSchedule proposal)
    {
        var request = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), proposal)).Value;
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No)).Value.State);
    }
}
