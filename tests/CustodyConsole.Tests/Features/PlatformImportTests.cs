using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Excel;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Features;

/// <summary>Platforms from a workbook: dry run, the file that comes back, one approval for all or none.</summary>
public sealed class PlatformImportTests : IAsyncDisposable
{
    private static readonly PersonalData Keys = new(new byte[32]);
    private SampleBank? _bank;
    private int _forms;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task All_platforms_of_a_file_are_opened_by_one_approval_and_wait_suspended_for_their_files(string database)
    {
        var rows = await ReadAsync(database, [
            PlatformWorkbook.Row("2001", "陆海金服", "上海陆海互联网金融信息服务有限公司", 1),
            PlatformWorkbook.Row("2002", "红岭优贷", "深圳红岭优贷电子商务有限公司", 2)]);
        Assert.All(rows.Rows, row => Assert.Empty(row.Faults));
        var proposal = rows.Proposal("存管迁移");
        var request = (await SubmitAsync(proposal)).Value;
        Assert.Equal("approval.another-pending", (await SubmitAsync(proposal)).Refusal!.Code);
        Assert.Equal(2, await CountAsync());

        var done = (await ApproveAsync(request.No)).Value;

        Assert.Equal(ApprovalState.Executed, done.State);
        await using var db = _bank!.Database.CreateDbContext();
        var opened = await db.Platforms.Where(platform => platform.No.StartsWith("20")).OrderBy(platform => platform.No).ToListAsync(Stop);
        Assert.Equal(["2001 陆海金服 Suspended 1", "2002 红岭优贷 Suspended 1"],
            opened.Select(platform => $"{platform.No} {platform.Name} {platform.State} {platform.DossierVersion}"));
        var pools = await db.Pools.Where(pool => opened.Select(one => one.Id).Contains(pool.PlatformId)).Select(pool => pool.Id).ToListAsync(Stop);
        Assert.Equal(2 * ChartOfAccounts.OfEveryPool.Count(), await db.Accounts.CountAsync(account => pools.Contains(account.PoolId), Stop));
        // Without its files a platform of an import does no business.
        Assert.Equal("dossier.incomplete", (await SubmitAsync(new ProposePlatformResumption("2001", "资料齐全"))).Refusal!.Code);
        Assert.Contains("第 2 行平台 2001 不能开立", (await SubmitAsync(proposal)).Refusal!.Chinese, StringComparison.Ordinal);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task One_number_that_was_taken_meanwhile_opens_none_of_the_file(string database)
    {
        var read = await ReadAsync(database, [
            PlatformWorkbook.Row("2001", "陆海金服", "上海陆海互联网金融信息服务有限公司", 1),
            PlatformWorkbook.Row("2002", "红岭优贷", "深圳红岭优贷电子商务有限公司", 2)]);
        var request = (await SubmitAsync(read.Proposal("存管迁移"))).Value;
        var approvals = Approvals();
        var shown = (await approvals.ShowAsync(Checker, request.No)).Value.Shown!;
        var other = new PlatformTerms("2002", "先到平台", "先到金融信息服务有限公司", new InventedPeople(17).Company(9).CreditCode, "易付通");
        _ = (await _bank!.Database.Writer.RunAsync(0, books => OpenPlatform.Run(books, other))).Value;

        var refused = await approvals.ApproveAsync(Checker, request.No, shown);

        Assert.Equal(
            "第 3 行平台 2002 不能开立：平台编号 2002 已由“先到平台”使用。整个文件均未导入。", refused.Refusal!.Chinese);
        Assert.Equal(3, await CountAsync());
    }

    [Fact]
    public async Task Each_bad_row_says_why_and_comes_back_in_the_file()
    {
        var bad = PlatformWorkbook.Row("80", "坏数据平台", "坏数据有限公司");
        bad["CreditCode"] = new("91350100M000100Y44");
        bad["WithdrawalFeeFen"] = new("2.005");
        bad["FloatPolicy"] = new("随便");
        bad["CustodyAgreement.EndsOn"] = new("明年");
        bad["RepresentativeIdentity"] = new("110105194912310", IsNumber: true);
        bad["NoticeUrl"] = new("http://api.platform.example/notice");
        bad.Remove("PersonLimitFen");
        var taken = PlatformWorkbook.Row("8001", "重号平台", "重号有限公司", 3);
        var twice = PlatformWorkbook.Row("2001", "重行平台", "重行有限公司", 4);

        var read = await ReadAsync("sqlite", [PlatformWorkbook.Row("2001", "好平台", "好平台有限公司", 5), bad, taken, twice]);

        Assert.Equal((1, 3), (read.GoodCount, read.BadCount));
        var faults = string.Join('|', read.Rows[1].Faults.Select(fault => fault.Chinese));
        foreach (var words in new[]
        {
            "平台编号应为 4 位数字", "统一社会信用代码有误", "提现手续费（元/笔）", "在途资金：应为 可轧差、到账后可提 之一", "资金存管协议到期日：应为日期",
            "法定代表人身份证号", "通知地址", "个人借款余额上限（元）未填写",
        })
            Assert.Contains(words, faults, StringComparison.Ordinal);
        Assert.Contains("已由“星河网贷”使用", read.Rows[2].Faults.Single().Chinese, StringComparison.Ordinal);
        Assert.Contains("与第 2 行重复", read.Rows[3].Faults.Single().Chinese, StringComparison.Ordinal);
        var back = WorkbookReader.Read(read.Result(), ImportTemplate.Sheet, ImportFile.Limits).Value;
        var (result, reason) = (ImportColumn.All.Count + 1, ImportColumn.All.Count + 2);
        Assert.Equal(["校验结果", "通过", "不通过", "不通过", "不通过"], back.Select(row => row.Cells[result].Text));
        Assert.Contains("应为 4 位数字", back[2].Cells[reason].Text, StringComparison.Ordinal);
        // What a person typed comes back as it was, personal data too; none of it is kept.
        Assert.Equal(bad["RepresentativeName"].Text, back[2].Cells[6].Text);
        Assert.Contains("第 3 行平台 80", (await SubmitAsync(read.Proposal("强行"))).Refusal!.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_back_can_be_mended_and_sent_again_a_day_is_still_a_day_and_a_lost_digit_is_still_lost()
    {
        var lost = PlatformWorkbook.Row("2002", "丢数平台", "丢数有限公司", 3);
        lost["Licence.BusinessLicence.Number"] = new("12345678901234500000", IsNumber: true);

        // 2049-12-31 as Excel keeps a day; the number behind it is nobody's text.
        var file = PlatformWorkbook.WithNumber(
            PlatformWorkbook.Of([PlatformWorkbook.Row("2001", "好平台", "好平台有限公司"), lost]), 2, "CustodyAgreement.EndsOn", "54788");
        var read = await ReadAsync("sqlite", file);
        Assert.Equal([true, false], read.Rows.Select(row => row.IsGood));
        var again = await ReadAsync("sqlite", read.Result());

        Assert.Equal([true, false], again.Rows.Select(row => row.IsGood));
        Assert.Equal(new DateOnly(2049, 12, 31), again.Rows[0].Dossier.CustodyAgreement.EndsOn);
        Assert.Equal(read.Rows[1].Faults.Select(fault => fault.Chinese), again.Rows[1].Faults.Select(fault => fault.Chinese));
    }

    [Fact]
    public async Task Neither_the_request_nor_the_audit_trail_holds_personal_data_in_clear()
    {
        var row = PlatformWorkbook.Row("2001", "陆海金服", "上海陆海互联网金融信息服务有限公司");
        var request = (await SubmitAsync((await ReadAsync("sqlite", [row])).Proposal("存管迁移"))).Value;

        await using var db = _bank!.Database.CreateDbContext();
        var texts = request.Content + request.Changes + string.Concat(await db.AuditEntries.Select(entry => entry.Before + entry.After).ToListAsync(Stop));
        foreach (var key in new[] { "RepresentativeIdentity", "Contact.Business.Mobile", "Contact.Business.Email", "RepresentativeName" })
            Assert.DoesNotContain(row[key].Text, texts, StringComparison.Ordinal);
        var dossier = ((ProposePlatformImport)ProposalText.Read(request.Type, request.Content)).Platforms[0].Dossier;
        Assert.Equal(row["RepresentativeIdentity"].Text, dossier.RepresentativeIdentity!.Open(Keys));
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task The_public_list_of_platforms_is_imported_as_one_file(string database)
    {
        var rows = PlatformWorkbook.RowsOf(RealData.Find("wdzj/platforms.csv"));
        var read = await ReadAsync(database, rows);
        Assert.Equal(rows.Count, read.Rows.Count);
        Assert.Empty(read.Rows.Where(row => !row.IsGood).Select(row => $"{row.Row}: {row.Faults[0].Chinese}"));
        var before = await CountAsync();

        var request = (await SubmitAsync(read.Proposal("存管迁移"))).Value;
        Assert.Equal(ApprovalState.Executed, (await ApproveAsync(request.No)).Value.State);

        Assert.Equal(before + rows.Count, await CountAsync());
        await using var db = _bank!.Database.CreateDbContext();
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Stop));
    }

    public async ValueTask DisposeAsync()
    {
        if (_bank is not null) await _bank.DisposeAsync();
    }

    private static StaffMember Maker => new("chenjiayi", "陈嘉怡", "10001", [Roles.Operator]);

    private static StaffMember Checker => new("linzhiyuan", "林志远", "10002", [Roles.Checker]);

    private ApprovalDesk Approvals() => new(new StaffDesk(_bank!.Database.Writer), _bank.Database.Writer);

    /// <summary>The dry run, as the page makes it.</summary>
    private Task<ImportedFile> ReadAsync(string database, IReadOnlyList<Dictionary<string, ImportValue>> rows) =>
        ReadAsync(database, PlatformWorkbook.Of(rows));

    private async Task<ImportedFile> ReadAsync(string database, byte[] workbook)
    {
        _bank ??= await SampleBank.OpenAsync(database);
        var desk = new StaffDesk(_bank.Database.Writer);
        var file = new ImportFile(_bank.Database, new OnboardingDesk(desk, Keys), desk, () => Task.FromResult(Maker));
        return (await file.ReadAsync("平台.xlsx", workbook, Stop)).Value;
    }

    private Task<Outcome<ApprovalRequest>> SubmitAsync(Proposal proposal) =>
        Approvals().SubmitAsync(Maker, $"FORM-{++_forms}", proposal);

    private async Task<Outcome<ApprovalRequest>> ApproveAsync(string no) =>
        await Approvals().ApproveAsync(Checker, no, (await Approvals().ShowAsync(Checker, no)).Value.Shown ?? "");

    private async Task<int> CountAsync()
    {
        await using var db = _bank!.Database.CreateDbContext();
        return await db.Platforms.CountAsync(Stop);
    }
}
