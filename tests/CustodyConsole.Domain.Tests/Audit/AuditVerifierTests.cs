using CustodyConsole.Domain.Audit;

namespace CustodyConsole.Domain.Tests.Audit;

/// <summary>The trail is tampered with by the database's own means; the verifier finds each.</summary>
public sealed class AuditVerifierTests
{
    [Theory, OnBothDatabases]
    public async Task An_untouched_trail_holds(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        var verdict = await VerifyAsync(bank);
        Assert.Equal((10, 10, true), (verdict.Rows, verdict.LastSequenceNo, verdict.Holds));
    }

    [Theory, OnBothDatabases]
    public async Task A_changed_row_is_found(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        await bank.TamperAsync("UPDATE audit_entry SET subject = 'account:999' WHERE sequence_no = 4");
        Assert.Equal((AuditFault.Changed, 4), await OnlyAsync(bank));
    }

    [Theory, OnBothDatabases]
    public async Task A_deleted_row_is_found(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        await bank.TamperAsync("DELETE FROM audit_entry WHERE sequence_no = 4");
        Assert.Equal([AuditFault.Missing, AuditFault.BrokenLink], (await VerifyAsync(bank)).Findings.Select(finding => finding.Fault));
    }

    [Theory, OnBothDatabases]
    public async Task An_inserted_row_is_found(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        await bank.TamperAsync("""DROP INDEX "IX_audit_entry_sequence_no" """);
        await bank.TamperAsync("""
            INSERT INTO audit_entry (id, action, address, after, at_utc, before, display_name, hash, person_no, platform_no, previous_hash, reason, refusal_code,
            result, sequence_no, subject, user_name)
            SELECT id + 1000, action, address, after, at_utc, before, display_name, hash, person_no, platform_no, previous_hash, reason, refusal_code,
            result, sequence_no, subject, user_name FROM audit_entry WHERE sequence_no = 4
            """);
        Assert.Contains((await VerifyAsync(bank)).Findings, finding => finding is { Fault: AuditFault.Doubled, SequenceNo: 4 });
    }

    [Theory, OnBothDatabases]
    public async Task Rows_in_another_order_are_found(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        await bank.TamperAsync("UPDATE audit_entry SET sequence_no = 99 WHERE sequence_no = 4");
        await bank.TamperAsync("UPDATE audit_entry SET sequence_no = 4 WHERE sequence_no = 5");
        await bank.TamperAsync("UPDATE audit_entry SET sequence_no = 5 WHERE sequence_no = 99");
        Assert.Contains((await VerifyAsync(bank)).Findings, finding => finding.Fault == AuditFault.BrokenLink);
    }

    [Theory, OnBothDatabases]
    public async Task A_tail_cut_off_is_found(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        await bank.TamperAsync("DELETE FROM audit_entry WHERE sequence_no > 8");
        Assert.Equal((AuditFault.CutOff, 8), await OnlyAsync(bank));
    }

    [Theory, OnBothDatabases]
    public async Task A_tail_cut_off_together_with_the_end_is_found_by_a_digest_kept_outside(string database)
    {
        await using var bank = await BankWithRowsAsync(database);
        IReadOnlyList<AuditDigest> digests;
        await using (var db = bank.Db()) digests = await AuditDigest.OfAllDaysAsync(db);
        await bank.TamperAsync("DELETE FROM audit_entry WHERE sequence_no > 8");
        await bank.TamperAsync("UPDATE audit_head SET sequence_no = 8, hash = (SELECT hash FROM audit_entry WHERE sequence_no = 8)");

        Assert.True((await VerifyAsync(bank)).Holds);
        var lines = digests.Select(digest => digest.Line());
        var verdict = await VerifyAsync(bank, AuditDigest.Read(lines).Value);
        Assert.Equal((AuditFault.NotTheDigest, 10L), verdict.Findings.Select(finding => (finding.Fault, finding.SequenceNo)).Single());
    }

    [Fact]
    public void A_digest_file_that_is_none_is_refused_with_its_line()
    {
        var refusal = AuditDigest.Read([new AuditDigest(TestBank.FirstDay, 1, new string('0', 64)).Line(), "{}"]).Refusal!;
        Assert.Equal("audit.digest-malformed", refusal.Code);
        Assert.Contains("2", refusal.Chinese, StringComparison.Ordinal);
    }

    private static async Task<TestBank> BankWithRowsAsync(string database)
    {
        var bank = await TestBank.OpenAsync(database);
        var staff = new StaffDesk(bank.Writer);
        var person = new StaffMember("chenjiayi", "陈嘉怡", "10001", [Roles.Operator], "10.0.0.7");
        for (var i = 1; i <= 10; i++) await staff.RecordAsync(person, new AuditDraft("Accounts.Reveal", $"account:{i}") { Reason = "客户来电" });
        return bank;
    }

    private static async Task<AuditVerdict> VerifyAsync(TestBank bank, IReadOnlyList<AuditDigest>? digests = null)
    {
        await using var db = bank.Db();
        return await AuditVerifier.VerifyAsync(db, digests ?? []);
    }

    private static async Task<(AuditFault, long)> OnlyAsync(TestBank bank)
    {
        var finding = Assert.Single((await VerifyAsync(bank)).Findings);
        return (finding.Fault, finding.SequenceNo);
    }
}
