using System.Diagnostics;
using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Features.Audit;
using CustodyConsole.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustodyConsole.Tests.Approvals;

/// <summary>The lists of the inbox and of the audit trail, on both databases.</summary>
public sealed class InboxQueryTests(SampleBanks banks)
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Each_tab_holds_what_it_says_for_each_person(string database)
    {
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, queries) = Open(bank);
        var (maker, checker, second, auditor) = (Person("a", Roles.Operator), Person("b", Roles.Checker), Person("c", Roles.Checker), Person("d", Roles.Auditor));
        var one = await AskAsync(bank, desk, maker, "investor7", 100_00);
        var two = await AskAsync(bank, desk, maker, "investor8", 200_00);
        var three = await AskAsync(bank, desk, maker, "far1", 300_00);
        Assert.True((await desk.RejectAsync(checker, three, "不符")).Done);

        Assert.Equal([one, two], await NumbersAsync(queries, checker, ""));
        Assert.Equal([one, two], await NumbersAsync(queries, second, ""));
        Assert.Equal([three, two, one], await NumbersAsync(queries, maker, ""));
        Assert.Equal([], await NumbersAsync(queries, maker, "?tab=check"));
        Assert.Equal([three], await NumbersAsync(queries, checker, "?tab=done"));
        Assert.Equal([three, two, one], await NumbersAsync(queries, auditor, ""));
        Assert.Equal([two], await NumbersAsync(queries, checker, "?amountMin=150&type=JudicialFreeze"));
        Assert.Equal([three], await NumbersAsync(queries, auditor, "?tab=all&platform=8002"));
        Assert.Equal([], await NumbersAsync(queries, auditor, "?tab=all&age=1"));
        Assert.Equal(300_00, Assert.Single((await queries.ListAsync(checker, ListState.Parse(""), Stop)).Totals).Fen);
        Assert.Equal(2, await queries.WaitingAsync(checker, Stop));
        Assert.Equal(0, await queries.WaitingAsync(Person("d", Roles.Operator), Stop));
        Assert.Equal([one], await queries.PendingAsync(auditor, $"account:{bank.Accounts["investor7"]}", null, Stop));
        Assert.Equal([], await queries.PendingAsync(Person("e", Roles.Platform), $"account:{bank.Accounts["investor7"]}", null, Stop));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_band_of_amounts_shows_a_request_to_its_own_checkers_only(string database)
    {
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, queries) = Open(bank);
        // No rule of today gives administrators a say over money; a band with other checkers shows what the inbox asks.
        await RuleAsync(bank, ApprovalType.JudicialFreeze, 1, (0L, Roles.Checker), (150_00L, Roles.Administrator));
        var small = await AskAsync(bank, desk, Person("a", Roles.Operator), "investor7", 100_00);
        var large = await AskAsync(bank, desk, Person("a", Roles.Operator), "investor8", 200_00);
        // With what the same person asked for already, more is at stake than the second amount says.
        var rest = await AskAsync(bank, desk, Person("a", Roles.Operator), "investor7", 60_00, "（2017）沪0115执2号");

        Assert.Equal([small], await NumbersAsync(queries, Person("c", Roles.Checker), ""));
        Assert.Equal([large, rest], await NumbersAsync(queries, Person("x", Roles.Administrator), ""));
        var (checker, administrator) = (Proved(bank, "c", Roles.Checker), Proved(bank, "x", Roles.Administrator));
        Assert.Equal("approval.not-a-checker", (await ApproveAsync(desk, checker, rest)).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(desk, administrator, rest)).Value.State);
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(desk, checker, small)).Value.State);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Whoever_approved_what_has_changed_since_finds_it_in_the_inbox_again(string database)
    {
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, queries) = Open(bank);
        await RuleAsync(bank, ApprovalType.JudicialRelease, 2, (0L, Roles.Checker));
        var held = await bank.AskAsync(PastDecisions.JudicialFreeze(
            new RequestHead(bank.Star.Id, "HELD-1", "a"), bank.Accounts["investor7"], 300_00, "（2017）沪0115执1号"));
        var (maker, first, second) = (Person("a", Roles.Operator), Proved(bank, "b", Roles.Checker), Proved(bank, "c", Roles.Checker));
        var order = await UploadAsync(bank, maker);
        ProposeRelease Release(long fen) => new(held.AuthCode!, fen, "（2017）沪0115执1号之一", "上海市浦东新区人民法院")
        {
            PoolId = bank.Star.Id, Evidence = [order],
        };
        var no = (await desk.SubmitAsync(maker, "FORM-1", Release(100_00))).Value.No;

        // The maker changes it: approvals begin anew, for whoever has approved as well.
        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(desk, first, no)).Value.State);
        Assert.Equal([], await NumbersAsync(queries, first, ""));
        Assert.True((await desk.ReviseAsync(maker, no, Release(90_00))).Done);
        Assert.Equal([no], await NumbersAsync(queries, first, ""));
        Assert.Equal([no], await NumbersAsync(queries, second, ""));

        // What is shown changes by itself: the second approval is of something else than the first.
        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(desk, first, no)).Value.State);
        await bank.AskAsync(PastDecisions.JudicialRelease(
            new RequestHead(bank.Star.Id, "HELD-2", "a"), held.AuthCode!, 50_00, "（2017）沪0115执1号之二"));
        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(desk, second, no)).Value.State);
        Assert.Equal([no], await NumbersAsync(queries, first, ""));
        Assert.Equal(1, await queries.WaitingAsync(first, Stop));
        Assert.Equal([], await NumbersAsync(queries, second, ""));
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(desk, first, no)).Value.State);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_watch_names_what_changed_and_is_silent_otherwise(string database)
    {
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, _) = Open(bank);
        using var watch = new ApprovalWatch(bank.Database, NullLogger<ApprovalWatch>.Instance);
        Assert.Null((await watch.LookAsync(Stop))!.Numbers);
        Assert.Null(await watch.LookAsync(Stop));

        var no = await AskAsync(bank, desk, Person("a", Roles.Operator), "investor7", 100_00);
        var news = (await watch.LookAsync(Stop))!;

        Assert.True(news.Concerns(no));
        Assert.False(news.Concerns("AP9999999999"));
        await new StaffDesk(bank.Database.Writer).RecordAsync(Person("a", Roles.Operator), new AuditDraft("Session.SignIn"));
        Assert.Null(await watch.LookAsync(Stop));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_trail_is_filtered_and_an_account_shows_the_rows_of_its_requests(string database)
    {
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, _) = Open(bank);
        var audit = new AuditQueries(bank.Database, bank.Clock);
        var no = await AskAsync(bank, desk, Person("a", Roles.Operator), "investor7", 100_00);
        await desk.RejectAsync(Person("b", Roles.Checker), no, "");
        await desk.RejectAsync(Person("b", Roles.Checker), no, "不符");

        async Task<long> CountAsync(string query) => (await audit.ListAsync(ListState.Parse(query), Stop)).Count;

        Assert.Equal(3, (await audit.OfAsync($"account:{bank.Accounts["investor7"]}", ListState.Parse(""), Stop)).Count);
        Assert.Equal(2, await CountAsync("?who=b"));
        Assert.Equal(1, await CountAsync("?result=Refused"));
        // The evidence that was uploaded first is an action of its own.
        Assert.Equal(4, await CountAsync("?action=Approvals."));
        Assert.Equal(3, await CountAsync("?subject=" + no));
        Assert.Equal(3, await CountAsync("?platform=8001"));
        Assert.Equal(0, await CountAsync("?dateTo=2017-01-01"));
        Assert.Equal("approval.reason-missing", (await audit.FindAsync(3, Stop))!.RefusalCode);
        Assert.True((await audit.VerifyAsync(new Progress<long>(), Stop)).Holds);

        // Another platform may give a listing the same number.
        await using var db = bank.Database.CreateDbContext();
        var listing = await db.Listings.OrderBy(one => one.Id).FirstAsync(one => one.PoolId == bank.Star.Id, Stop);
        foreach (var platform in new[] { "8001", "8002" })
            await new StaffDesk(bank.Database.Writer).RecordAsync(Person("a", Roles.Operator), new AuditDraft("Listings.Expire", "listing:" + listing.ListingNo) { PlatformNo = platform });
        Assert.Equal("8001", (await audit.OfListingAsync(listing.Id, ListState.Parse(""), Stop)).Rows.Single().PlatformNo);
    }

    /// <summary>A measurement, not a limit that a slow machine could break: the figure is printed.</summary>
    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Ten_thousand_pending_requests_are_listed_and_counted(string database)
    {
        const int requests = 10_000;
        await using var bank = await SampleBank.OpenAsync(database);
        var (desk, queries) = Open(bank);
        await bank.Database.Writer.RunAsync<bool>(bank.Star.Id, books =>
        {
            for (var i = 0; i < requests; i++)
            {
                var request = books.Approvals.Add(new ApprovalRequest
                {
                    Type = ApprovalType.JudicialFreeze, RequestNo = $"V{i}", PoolId = bank.Star.Id, PlatformNo = "8001",
                    Subject = $"account:{i}", Content = "{}", ContentHash = new byte[32], SummaryChinese = "冻结", SummaryEnglish = "Freeze",
                    Changes = "[]", AmountFen = 100 + i, RuledFen = 100 + i, MakerUser = "a", MakerName = "a", MakerPersonNo = i % 2 == 0 ? "a" : "z", ChecksRequired = 1,
                    CreatedAtUtc = books.NowUtc, DeadlineUtc = books.NowUtc.AddHours(i % 48 + 1),
                });
                books.ApprovalSteps.Add(new ApprovalStep
                {
                    ApprovalId = request.Id, Action = ApprovalAction.Submitted, Version = 1, ContentHash = new byte[32], UserName = "a",
                    DisplayName = "a", PersonNo = request.MakerPersonNo, AtUtc = books.NowUtc,
                });
            }

            return true;
        });
        var checker = Person("b", Roles.Checker);
        foreach (var query in new[] { "", "?tab=all", "?tab=made", "?page=100", "?amountMin=50&sort=-amount" })
        {
            var person = query == "?tab=made" ? Person("a", Roles.Operator) : checker;
            var state = ListState.Parse(query);
            _ = await queries.ListAsync(person, state, Stop);
            var time = Stopwatch.StartNew();
            var page = await queries.ListAsync(person, state, Stop);
            TestContext.Current.SendDiagnosticMessage($"inbox {database} {query}: {time.Elapsed.TotalMilliseconds:0} ms, {page.Count} rows");
            TestContext.Current.TestOutputHelper?.WriteLine($"inbox {database} {query}: {time.Elapsed.TotalMilliseconds:0} ms, {page.Count} rows");
            Assert.NotEmpty(page.Rows);
        }

        Assert.Equal(requests, await queries.WaitingAsync(checker, Stop));
        Assert.Equal(requests / 2, (await queries.ListAsync(Person("z", Roles.Operator), ListState.Parse("?tab=made"), Stop)).Count);
    }

    private (ApprovalDesk Desk, ApprovalQueries Queries) Open(SampleBank bank) => (
        new ApprovalDesk(new StaffDesk(bank.Database.Writer), bank.Database.Writer),
        new ApprovalQueries(bank.Database, banks.Words<ApprovalsText>(), bank.Clock));

    private static StaffMember Person(string no, params string[] roles) => new(no, no, no, roles);

    private static StaffMember Proved(SampleBank bank, string no, params string[] roles) =>
        Person(no, roles) with { ProvedAtUtc = bank.Clock.GetUtcNow().UtcDateTime };

    private static async Task<Outcome<ApprovalRequest>> ApproveAsync(ApprovalDesk desk, StaffMember checker, string no) =>
        await desk.ApproveAsync(checker, no, (await desk.ShowAsync(checker, no)).Value.Shown!);

    /// <summary>Puts bands into force as they stand, without the two people who would decide on them.</summary>
    private static async Task RuleAsync(SampleBank bank, ApprovalType type, int checks, params (long FromFen, string Checkers)[] bands)
    {
        var now = bank.Clock.GetUtcNow().UtcDateTime;
        _ = (await bank.Database.Writer.RunAsync<bool>(0, books =>
        {
            foreach (var (fromFen, checkers) in bands)
            {
                books.ApprovalRules.Add(new ApprovalRule
                {
                    Type = type,
                    EffectiveFromUtc = now,
                    FromFen = fromFen,
                    Checks = checks,
                    MakerRoles = Roles.Operator,
                    CheckerRoles = checkers,
                    DeadlineHours = 24,
                    ApprovalId = 0,
                });
            }

            return true;
        })).Value;
        bank.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task<string> AskAsync(
        SampleBank bank, ApprovalDesk desk, StaffMember maker, string account, long fen, string documentNo = "（2017）沪0115执1号")
    {
        bank.Clock.Advance(TimeSpan.FromSeconds(1));
        var pool = account.StartsWith("far", StringComparison.Ordinal) ? bank.Far : bank.Star;
        return (await desk.SubmitAsync(maker, Guid.NewGuid().ToString(),
            new ProposeFreeze(bank.Accounts[account], fen, documentNo, "上海市浦东新区人民法院")
            {
                PoolId = pool.Id, Evidence = [await UploadAsync(bank, maker)],
            })).Value.No;
    }

    private static async Task<DocumentRef> UploadAsync(SampleBank bank, StaffMember maker) =>
        (await new EvidenceDesk(new StaffDesk(bank.Database.Writer)).UploadAsync(
            maker with { Roles = [Roles.Operator] }, Permissions.AccountsFreeze, "协助冻结通知书.pdf", [.. "%PDF-1.4\n"u8])).Value;

    private static async Task<IReadOnlyList<string>> NumbersAsync(ApprovalQueries queries, StaffMember person, string query) =>
        [.. (await queries.ListAsync(person, ListState.Parse(query), Stop)).Rows.Select(row => row.No)];
}
