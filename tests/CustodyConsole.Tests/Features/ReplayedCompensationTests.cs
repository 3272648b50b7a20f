using System.Globalization;
using System.Text.RegularExpressions;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Security;
using CustodyConsole.Tests.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustodyConsole.Tests.Features;

/// <summary>Compensation from the overdue list to the statements, by two people, on the real loans.</summary>
public sealed class ReplayedCompensationTests(BrowserFixture browser)
{
    /// <summary>Open pages follow without being loaded again; that it takes two seconds at most is held by DualControlTests.</summary>
    private const float Follows = 10_000;

    private const long RechargedFen = 1_000_000;
    private const int Book = 5, Available = 6, Frozen = 7;

    [Fact]
    public async Task What_is_overdue_of_the_real_loans_is_asked_for_approved_in_bulk_or_rejected_and_stands_in_the_statements()
    {
        using var bank = new ReplayedBank();
        await bank.ReplayAsync(RealData.Find("kiva/loans.json"));
        var (guarantor, overdue) = await bank.GuarantorAsync();
        Assert.True(overdue.Count >= 5, $"Only {overdue.Count} instalments are overdue on {ReplayedBank.Day:O}.");
        await bank.RechargeAsync(guarantor, RechargedFen);
        var before = await bank.AccountsAsync();
        Assert.Equal((RechargedFen, 0L), (before[guarantor].BookFen, before[guarantor].FrozenFen));

        await using var host = await HostProcess.StartAsync(("Custody__Database", bank.Database));
        var maker = await OpenAsync(host, "operator", $"/compensation?account={guarantor}&requested=no&size=100");
        await Expect(maker.Locator("tbody tr")).ToHaveCountAsync(overdue.Count);
        var inbox = await maker.Context.NewPageAsync();
        await inbox.GotoAsync("/approvals?tab=made&state=Pending");
        var first = await AskAsync(maker, guarantor, 2);
        var second = await AskAsync(maker, guarantor, 2);
        var third = await AskAsync(maker, guarantor, 1);
        await Expect(inbox.Locator("a.row-link")).ToHaveCountAsync(3, new() { Timeout = Follows });
        var firstFen = overdue.Take(2).Sum(row => row.PrincipalFen);
        var secondFen = overdue.Skip(2).Take(2).Sum(row => row.PrincipalFen);
        var thirdFen = overdue[4].PrincipalFen;

        var checker = await OpenAsync(host, "checker", "/approvals");
        foreach (var no in new[] { first, second }) await checker.ClickAsync($"tr:has-text('{no}') input[type=checkbox]");
        await Expect(checker.Locator(".bulk-bar .money")).ToHaveTextAsync(Fen.Format(firstFen + secondFen));
        await Expect(checker.Locator(".bulk-bar .capitals")).ToHaveTextAsync(ChineseCapitals.Of(firstFen + secondFen));
        await checker.ClickAsync(".bulk-bar .button.primary");
        await Expect(checker.Locator("dialog .amount-line .money")).ToHaveTextAsync(Fen.Format(firstFen + secondFen));
        await checker.ClickAsync("dialog .button.primary");
        await checker.FillAsync("#step-up-password", "Fuhe-2017");
        await checker.PressAsync("#step-up-password", "Enter");
        await Expect(checker.Locator("dialog tbody .badge:has-text('已执行')")).ToHaveCountAsync(2);
        await Expect(inbox.Locator("a.row-link")).ToHaveTextAsync([third], new() { Timeout = Follows });
        await checker.ClickAsync("dialog .button.primary");

        // What is settled leaves the open list of what is overdue; what waits is not chosen again.
        await maker.GotoAsync($"/compensation?account={guarantor}&size=100");
        await Expect(maker.Locator("tbody tr")).ToHaveCountAsync(overdue.Count - 4);
        await Expect(maker.Locator($"a[href='approvals/{third}']")).ToBeVisibleAsync();
        await checker.ClickAsync($"a.row-link:has-text('{third}')");
        await checker.ClickAsync(".button.danger");
        await checker.FillAsync("#reason-text", "借款人来函称本周内还款");
        await checker.ClickAsync("dialog .button.primary");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已驳回");
        await Expect(inbox.Locator("a.row-link")).ToHaveCountAsync(0, new() { Timeout = Follows });
        await Expect(maker.Locator($"a[href='approvals/{third}']")).ToHaveCountAsync(0, new() { Timeout = Follows });

        await StatementsAsync(maker, bank, before, guarantor, firstFen, secondFen, thirdFen);

        await host.KillAsync();
        await bank.CutToAsync(ReplayedBank.Day.AddDays(7));
        await host.StartAgainAsync();
        await WeekLaterAsync(host, third, overdue[4]);
        Assert.Empty(await bank.ProveAsync());
    }

    /// <summary>Asks for the first instalments of the list that are in no request; gives the request's number.</summary>
    private static async Task<string> AskAsync(IPage page, string guarantor, int count)
    {
        await page.GotoAsync($"/compensation?account={guarantor}&requested=no&size=100");
        for (var i = 0; i < count; i++) await page.Locator("tbody input[type=checkbox]:enabled").Nth(i).CheckAsync();
        await page.Locator(".selection .primary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "不含罚息" }).ClickAsync();
        await Expect(page.Locator("tfoot .money").Nth(2)).ToHaveTextAsync(Fen.Format(0));
        await page.Locator(".form-end button.primary").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/approvals/AP[0-9]+$"), new() { Timeout = 60_000 });
        return new Uri(page.Url).Segments[^1];
    }

    private static async Task StatementsAsync(
        IPage page, ReplayedBank bank, Dictionary<string, Account> before, string guarantor, long firstFen, long secondFen,
        long thirdFen)
    {
        var paidFen = firstFen + secondFen;
        var after = await bank.AccountsAsync();
        var guaranteed = after[guarantor];
        Assert.Equal((RechargedFen - paidFen, 0L), (guaranteed.BookFen, guaranteed.FrozenFen));
        var gains = after.Values.Where(account => account.Type == AccountType.Investor)
            .Select(account => (account.Number, Fen: account.BookFen - before[account.Number].BookFen)).Where(gain => gain.Fen != 0).ToList();
        Assert.All(gains, gain => Assert.True(gain.Fen > 0));
        Assert.Equal(paidFen, gains.Sum(gain => gain.Fen));

        // Oldest first: the recharge, three amounts set aside, two of them released and paid, the third released.
        var lines = await LinesAsync(page, guarantor);
        var money = lines.Select(line => (line[Book], line[Available], line[Frozen])).ToList();
        Assert.Equal(Line(RechargedFen - paidFen, 0), money[^1]);
        Assert.Contains(Line(RechargedFen, firstFen), money);
        Assert.Contains(Line(RechargedFen, paidFen + thirdFen), money);
        Assert.Contains(Line(RechargedFen - firstFen, secondFen + thirdFen), money);
        Assert.Contains(Line(RechargedFen - paidFen, thirdFen), money);
        Assert.Equal(paidFen, lines.Where(line => line[2].StartsWith("直接代偿", StringComparison.Ordinal)).Sum(line => Read(line[4])));

        var (number, gainFen) = gains.MaxBy(gain => gain.Fen);
        var investor = (await LinesAsync(page, number)).TakeLast(4).ToList();
        Assert.Equal(Fen.Format(after[number].BookFen), investor[^1][Book]);
        var received = investor.Where(line => line[2].StartsWith("直接代偿", StringComparison.Ordinal)).ToList();
        Assert.Equal(gainFen, received.TakeLast(2).Sum(line => Read(line[3])));
        await Expect(page.Locator(".balance-book .money")).ToHaveTextAsync(Fen.Format(before[number].BookFen + gainFen));
        Assert.Empty(await bank.ProveAsync());
    }

    /// <summary>The cells of an account's newest statement lines, the oldest of them first.</summary>
    private static async Task<List<string[]>> LinesAsync(IPage page, string accountNo)
    {
        await page.GotoAsync($"/accounts/{accountNo}");
        await page.WaitForSelectorAsync("main .grid tbody tr");
        var rows = await page.Locator("main .grid tbody tr").AllAsync();
        var lines = new List<string[]>();
        foreach (var row in rows)
            lines.Add([.. (await row.Locator("td").AllInnerTextsAsync()).Select(text => text.Trim())]);
        lines.Reverse();
        return lines;
    }

    private async Task WeekLaterAsync(HostProcess host, string rejected, OverdueInstalment row)
    {
        var checker = await OpenAsync(host, "checker", "/approvals?tab=done&state=Rejected");
        await checker.ClickAsync($"a.row-link:has-text('{rejected}')");
        await Expect(checker.Locator(".timeline")).ToContainTextAsync("借款人来函称本周内还款");
        await Expect(checker.Locator(".page-head .badge")).ToContainTextAsync("已驳回");
        await checker.GotoAsync($"/compensation?listing={row.ListingNo}&requested=no");
        await Expect(checker.Locator("tbody tr").First).ToContainTextAsync($"{row.DaysOverdue + 7} 天");
    }

    private static (string Book, string Available, string Frozen) Line(long bookFen, long frozenFen) =>
        (Fen.Format(bookFen), Fen.Format(bookFen - frozenFen), Fen.Format(frozenFen));

    private static long Read(string amount) =>
        amount.Length == 0 ? 0 : (long)(decimal.Parse(amount.TrimStart('+'), CultureInfo.InvariantCulture) * Fen.PerYuan);

    private async Task<IPage> OpenAsync(HostProcess host, string userName, string path)
    {
        var page = await browser.NewPageAsync(host);
        await BrowserFixture.SignInAsync(page, DemoUsers.All.Single(user => user.UserName == userName), path);
        return page;
    }
}
