using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Platforms;

public sealed class DraftTests
{
    [Theory, OnBothDatabases]
    public async Task Of_two_who_saved_the_same_version_the_second_is_told_and_nothing_is_lost(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = (await onboarding.Desk.BeginAsync(onboarding.Maker)).Value;
        var saved = (await onboarding.Desk.SaveAsync(
            onboarding.Maker, draft.No, draft.Version, draft.Dossier with { Name = "长河网贷" })).Value;

        var second = await onboarding.Desk.SaveAsync(
            onboarding.Colleague, draft.No, draft.Version, draft.Dossier with { CompanyName = "长河公司" });

        Assert.Equal("dossier.draft-changed", second.Refusal!.Code);
        Assert.Contains("陈嘉怡于 09:30:00", second.Refusal.Chinese, StringComparison.Ordinal);
        Assert.Equal("长河网贷", (await onboarding.DraftAsync(draft.No)).Dossier.Name);
        Assert.Equal(3, (await onboarding.Desk.SaveAsync(
            onboarding.Colleague, draft.No, saved.Version, saved.Dossier with { CompanyName = "长河公司" })).Value.Version);
        Assert.Equal(("长河网贷", "长河公司"), Both(await onboarding.DraftAsync(draft.No)));
    }

    [Theory, OnBothDatabases]
    public async Task Saving_what_is_saved_already_counts_for_nothing(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = (await onboarding.Desk.BeginAsync(onboarding.Maker)).Value;

        Assert.Equal(1, (await onboarding.Desk.SaveAsync(onboarding.Colleague, draft.No, 0, draft.Dossier)).Value.Version);
    }

    [Theory, OnBothDatabases]
    public async Task Only_an_operator_fills_in_and_what_is_with_a_checker_is_not_changed(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        Assert.Equal("staff.not-permitted", (await onboarding.Desk.BeginAsync(onboarding.Checker)).Refusal!.Code);
        Assert.Equal("dossier.draft-unknown", (await onboarding.Desk.DropAsync(onboarding.Maker, "PD0000000099")).Refusal!.Code);
        var draft = await onboarding.CompleteAsync();
        var request = (await onboarding.SubmitAsync(draft)).Value;

        var locked = await onboarding.Desk.SaveAsync(onboarding.Maker, draft.No, draft.Version, draft.Dossier with { Name = "别名" });
        Assert.Equal("dossier.draft-locked", locked.Refusal!.Code);
        Assert.Contains(request.No, locked.Refusal.Chinese, StringComparison.Ordinal);

        Assert.True((await onboarding.Approvals.RejectAsync(onboarding.Checker, request.No, "执照不清晰")).Done);
        Assert.Equal(DraftState.Open, (await onboarding.DraftAsync(draft.No)).State);
        Assert.True((await onboarding.Desk.DropAsync(onboarding.Maker, draft.No)).Done);
        Assert.Equal("dossier.draft-ended", (await onboarding.Desk.DropAsync(onboarding.Maker, draft.No)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_is_kept_whole_and_its_kind_is_what_its_bytes_say(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = (await onboarding.Desk.BeginAsync(onboarding.Maker)).Value;
        var bytes = new byte[DocumentFile.BytesMax];
        Onboarding.Pdf.CopyTo(bytes, 0);
        Random.Shared.NextBytes(bytes.AsSpan(Onboarding.Pdf.Length));

        var file = (await onboarding.Desk.UploadAsync(onboarding.Maker, draft.No, "..\\资料/营业\u202E执照.pdf", bytes)).Value;
        foreach (var (content, code) in new (byte[], string)[]
        {
            ([], "document.empty"), (new byte[DocumentFile.BytesMax + 1], "document.too-large"),
            ([.. "<html>%PDF-"u8], "document.kind-unknown"), ([.. "MZ"u8], "document.kind-unknown"),
        })
        {
            Assert.Equal(code, (await onboarding.Desk.UploadAsync(onboarding.Maker, draft.No, "a.pdf", content)).Refusal!.Code);
        }

        await using var db = onboarding.Bank.Db();
        var row = await db.Documents.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("营业执照.pdf", "application/pdf", bytes.Length, file.Sha256), (row.FileName, row.MediaType, row.Length, row.Sha256));
        Assert.Equal(bytes, (await db.DocumentContents.SingleAsync(TestContext.Current.CancellationToken)).Bytes);
    }

    [Theory, OnBothDatabases]
    public async Task No_personal_data_is_in_a_draft_a_request_or_the_audit_trail_in_clear(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var draft = await onboarding.CompleteAsync();
        var request = (await onboarding.SubmitAsync(draft)).Value;
        await onboarding.ApproveAsync(request.No);

        await using var db = onboarding.Bank.Db();
        var kept = new List<string>
        {
            (await db.PlatformDrafts.SingleAsync(TestContext.Current.CancellationToken)).Content,
            (await db.PlatformVersions.SingleAsync(TestContext.Current.CancellationToken)).Content,
        };
        foreach (var one in db.Approvals) kept.AddRange(one.Content, one.Changes, one.SummaryChinese);
        foreach (var entry in db.AuditEntries) kept.AddRange(entry.Before ?? "", entry.After ?? "");
        foreach (var secret in new[] { "11010519491231002X", "13800138000", "王建国", "欧阳明", "ouyang@" })
            Assert.DoesNotContain(kept, text => text.Contains(secret, StringComparison.Ordinal));
        var dossier = (await db.PlatformVersions.SingleAsync(TestContext.Current.CancellationToken)).Dossier;
        Assert.Equal("110***********002X", dossier.RepresentativeIdentity!.Masked);
        Assert.Equal("11010519491231002X", dossier.RepresentativeIdentity.Open(Onboarding.Keys));
    }

    private static (string, string) Both(PlatformDraft draft) => (draft.Dossier.Name, draft.Dossier.CompanyName);
}
