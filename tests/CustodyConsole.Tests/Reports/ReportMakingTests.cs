using System.Security.Cryptography;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Features;
using Npgsql;

namespace CustodyConsole.Tests.Reports;

/// <summary>Exports as they are made: what ends well has its file, and what does not leaves nothing and says why.</summary>
public sealed class ReportMakingTests(SampleBanks banks)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_made_lies_whole_in_its_folder_until_its_time_is_over_and_what_fails_or_is_killed_leaves_nothing()
    {
        await using var house = await ReportHouse.OpenAsync("sqlite", banks);

        // Made.
        var asked = await house.AskAsync("account-register", "?kind=Investor");
        Assert.Contains("投资人", asked.SummaryChinese, StringComparison.Ordinal);
        await house.Worker.MakeNextAsync(Stop);
        var made = await house.FindAsync(asked.No);
        Assert.Equal((ReportRunState.Done, null), (made.State, made.ErrorEnglish));
        var file = Assert.Single(house.Files);
        Assert.Equal(house.Folder.PathOf(made), file);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Stop))), made.Sha256);
        Assert.Equal(new FileInfo(file).Length, made.Bytes);
        Assert.NotEmpty(ReportWords.Totals(made));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(house.Folder.Root));
        }

        await using (var db = house.Bank.Database.CreateDbContext())
            Assert.Equal(ReportFinding.Unchanged, (await ReportProof.CheckAsync(db, made.Sha256!, Stop)).Finding);

        // Killed: the process is gone, its beginning lies in the folder.
        var killed = (await house.Desk.BeginAsync((await house.AskAsync("journal")).No, "gone-1")).Value;
        await File.WriteAllTextAsync(house.Folder.PathOf(killed) + ".part", "half", Stop);
        await house.Worker.GiveUpAsync(atStart: false, Stop);
        Assert.Equal(ReportRunState.Running, (await house.FindAsync(killed.No)).State);
        await house.Worker.GiveUpAsync(atStart: true, Stop);
        var lost = await house.FindAsync(killed.No);
        Assert.Equal(ReportRunState.Lost, lost.State);
        Assert.Contains("gone-1", lost.ErrorChinese, StringComparison.Ordinal);
        Assert.Equal([file], house.Files);

        // Closed while it was made, then asked again.
        var again = await house.AskAsync("journal");
        Assert.Equal(ReportRunState.Lost, (await house.Runner.RunAsync(again.No, new CancellationToken(true))).Value.State);
        Assert.Equal([file], house.Files);

        // Failed: where the file should be is a folder.
        var failing = await house.AskAsync("journal");
        Directory.CreateDirectory(house.Folder.PathOf(failing));
        await house.Worker.MakeNextAsync(Stop);
        var failed = await house.FindAsync(failing.No);
        Assert.Equal(ReportRunState.Failed, failed.State);
        Assert.NotNull(failed.ErrorChinese);
        Assert.Null(failed.Sha256);
        Directory.Delete(house.Folder.PathOf(failing));

        // Asked for by somebody who lost the roles, or the job, before it was made.
        var waiting = await house.AskAsync("journal");
        await house.ChangeOfficerAsync(record => record.RoleCodes = Roles.PaymentCompany);
        await house.Worker.MakeNextAsync(Stop);
        var (barred, why) = (await house.FindAsync(waiting.No), ReportRefusals.AskerLost(ReportHouse.Officer.DisplayName));
        Assert.Equal((ReportRunState.Failed, why.Chinese), (barred.State, barred.ErrorChinese));
        await house.ChangeOfficerAsync(record => (record.RoleCodes, record.State) = (Roles.Compliance, StaffState.Disabled));
        Assert.Equal(why.English, (await house.Runner.RunAsync((await house.AskAsync("journal")).No, Stop)).Value.ErrorEnglish);
        Assert.Equal([file], house.Files);

        // What belongs to an ended export is swept; what belongs to no row of this database is left.
        await File.WriteAllTextAsync(house.Folder.PathOf(failed), "left behind", Stop);
        var foreign = Path.Combine(house.Folder.Root, "RP9999999999.xlsx");
        await File.WriteAllTextAsync(foreign, "of another database", Stop);
        Assert.Equal(1, await house.Folder.SweepAsync(Stop));
        Assert.Equal([file, foreign], house.Files.Order(StringComparer.Ordinal));

        // Its time is over.
        house.Bank.Clock.Advance(ReportRun.KeptFor);
        await house.Worker.ExpireAsync(Stop);
        Assert.Equal(ReportRunState.Expired, (await house.FindAsync(made.No)).State);
        Assert.Equal([foreign], house.Files);
    }

    [Fact]
    public async Task A_person_stops_an_export_that_is_being_made_and_it_leaves_nothing()
    {
        await using var house = await ReportHouse.OpenAsync("postgres", banks);
        var asked = await house.AskAsync("journal");
        // The export waits for as long as somebody else holds what it reads.
        await using var connection = new NpgsqlConnection(house.Connection);
        await connection.OpenAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var command = new NpgsqlCommand("LOCK TABLE journal_entry, journal_line IN ACCESS EXCLUSIVE MODE", connection, transaction))
            await command.ExecuteNonQueryAsync(Stop);

        await house.Worker.StartAsync(Stop);
        while ((await house.FindAsync(asked.No)).State == ReportRunState.Queued) await Task.Delay(20, Stop);

        // Meanwhile the worker gives up what another node no longer makes.
        var gone = (await house.Desk.BeginAsync((await house.AskAsync("account-register")).No, "gone-1")).Value;
        while ((await house.FindAsync(gone.No)).State == ReportRunState.Running)
        {
            house.Bank.Clock.Advance(TimeSpan.FromSeconds(5));
            var heard = house.Bank.Clock.GetUtcNow().UtcDateTime - (ReportRun.SilenceMax / 3);
            while (await house.FindAsync(asked.No) is { State: ReportRunState.Running } held && held.HeardAtUtc < heard) await Task.Delay(20, Stop);
        }

        Assert.Equal(ReportRunState.Running, (await house.FindAsync(asked.No)).State);
        Assert.True((await house.Desk.CancelAsync(ReportHouse.Officer, asked.No, null)).Done);
        while ((await house.FindAsync(asked.No)).IsActive) await Task.Delay(20, Stop);
        await house.Worker.StopAsync(Stop);

        var kept = await house.FindAsync(asked.No);
        Assert.Equal((ReportRunState.Cancelled, "由 李雯 取消。"), (kept.State, kept.ErrorChinese));
        Assert.Empty(house.Files);
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused_before_it_waits()
    {
        await using var house = await ReportHouse.OpenAsync("sqlite", banks);
        Assert.Equal("report-scope.unknown-report", (await house.Asking.QuestionAsync("no-such", new ReportScope(), Stop)).Refusal!.Code);
        Assert.Equal(
            "report-scope.unknown-platform", (await house.Asking.QuestionAsync("account-register", new ReportScope { PlatformNo = "9" }, Stop)).Refusal!.Code);
        var question = (await house.Asking.QuestionAsync(
            "account-register", new ReportScope { ListQuery = "?platform=8001&state=Active&sort=-book", Format = ReportFormat.CsvGbk }, Stop)).Value;
        Assert.Contains("8001", question.SummaryChinese, StringComparison.Ordinal);
        Assert.Contains("正常", question.SummaryChinese, StringComparison.Ordinal);
        Assert.DoesNotContain("正常", question.SummaryEnglish, StringComparison.Ordinal);
        Assert.EndsWith("CSV (GBK)", question.SummaryEnglish, StringComparison.Ordinal);

        // A number of a person that was typed into a search box goes into no scope that the list does not need it for, and into no words at all.
        var person = new InventedPeople(3).Person(5);
        foreach (var number in new[] { person.Mobile, person.CardNumber, person.IdentityNumber })
        {
            foreach (var (code, key, sort) in new[] { ("account-register", "q", "book"), ("listing-register", "borrower", "amount"), ("journal", "q", "amount") })
            {
                var asked = (await house.Asking.QuestionAsync(code, new ReportScope { ListQuery = $"?{key}={number}&sort=-{sort}" }, Stop)).Value;
                Assert.DoesNotContain(number, asked.SummaryChinese + asked.SummaryEnglish + await house.Asking.FilterWordsAsync(code, $"?{key}={number}", Stop), StringComparison.Ordinal);
                Assert.Contains("****", asked.SummaryChinese, StringComparison.Ordinal);
                if (code == "journal") continue;
                // An identity number is not searched: it finds nobody, and not everybody.
                if (number == person.IdentityNumber)
                {
                    var found = await house.AskAsync(code, $"?{key}={number}");
                    await house.Worker.MakeNextAsync(Stop);
                    Assert.Equal((ReportRunState.Done, 0), ((await house.FindAsync(found.No)).State, (await house.FindAsync(found.No)).RowsWritten));
                }

                Assert.DoesNotContain(number, asked.Scope.ToJson(), StringComparison.Ordinal);
                var kept = Components.Shared.ListState.Parse(asked.Scope.ListQuery!);
                Assert.Equal(AccountSearch.Parse(number), AccountSearch.Parse(kept.Text(key)));
                Assert.Equal((sort, true), (kept.Sort, kept.Descending));
            }
        }

        // The number of an order is none of a person's.
        Assert.Contains("2017080112345670", (await house.Asking.QuestionAsync("order-register", new ReportScope { ListQuery = "?q=2017080112345670" }, Stop)).Value.SummaryChinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account-register", "?kind=Investor&q=13912345678", "?kind=Investor&q=%2A%2A%2A%2A%2A%2A%2A5678")]
    [InlineData("account-register", "?q=6222020200012345", "?q=%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A2345")]
    [InlineData("account-register", "?q=11010519491231002X&sort=-book", "?q=%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A&sort=-book")]
    [InlineData("account-register", "?q=%E5%BC%A0&state=Active", "?q=%E5%BC%A0&state=Active")]
    [InlineData("listing-register", "?borrower=13912345678", "?borrower=%2A%2A%2A%2A%2A%2A%2A5678")]
    [InlineData("order-register", "?q=13912345678", "?q=13912345678")]
    [InlineData("journal", null, null)]
    public void What_was_searched_for_is_kept_without_personal_data(string code, string? query, string? kept) =>
        Assert.Equal(kept, ListQueryText.WithoutPersonalData(code, query));

    [Theory]
    [InlineData("", "?")]
    [InlineData("/accounts?page=3&size=100", "?")]
    [InlineData("/accounts?q=%E5%BC%A0&state=Active&sort=-book&page=2&form=F1", "?q=%E5%BC%A0&state=Active&sort=-book")]
    public void A_list_is_exported_with_its_filters_and_its_order_but_not_its_page(string address, string query) =>
        Assert.Equal(query, ListQueryText.Of(Components.Shared.ListState.Parse(address)));
}
