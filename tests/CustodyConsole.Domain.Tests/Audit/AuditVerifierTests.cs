using System.Security.Cryptography;
using System.Text;
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

    [Fact]
    public async Task A_row_in_which_stands_what_cannot_be_read_is_found_and_so_is_a_second_end()
    {
        await using var bank = await BankWithRowsAsync("sqlite");
        await bank.TamperAsync("INSERT INTO audit_head (id, sequence_no, hash) SELECT id + 1, sequence_no, hash FROM audit_head");
        Assert.Equal((AuditFault.CutOff, 10), await OnlyAsync(bank));
        await bank.TamperAsync("UPDATE audit_entry SET at_utc = 'x' WHERE sequence_no = 4");
        Assert.Equal((AuditFault.Unreadable, 4), await OnlyAsync(bank));
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

    [Theory, OnBothDatabases]
    public async Task Rows_that_are_appended_while_it_is_verified_are_no_fault(string database)
    {
        await using var bank = await BankWithRowsAsync(database, rows: 1_010);
        var others = new Others(() => WriteAsync(new StaffDesk(bank.Writer), 1));
        await using var db = bank.Db();

        var verdict = await AuditVerifier.VerifyAsync(db, [], others);

        Assert.Equal((1, 1_010L, true), (others.Written, verdict.Rows, verdict.Holds));
        Assert.Equal(1_011, (await VerifyAsync(bank)).LastSequenceNo);
    }

    [Theory, OnBothDatabases]
    public async Task A_text_that_is_too_long_is_cut_and_its_whole_stays_proven_by_its_hash(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var text = string.Concat(Enumerable.Repeat("标的😀", 4_000));
        await new StaffDesk(bank.Writer).RecordAsync(StaffMember.System, new AuditDraft("Approvals.Submit") { After = text });
        await using var db = bank.Db();

        var kept = db.AuditEntries.Single().After!;

        Assert.InRange(kept.Length, AuditTrail.TextMax - 1, AuditTrail.TextMax);
        Assert.EndsWith("… SHA-256 " + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), kept, StringComparison.Ordinal);
        Assert.True((await VerifyAsync(bank)).Holds);
    }

    [Fact]
    public void A_digest_file_that_is_none_is_refused_with_its_line()
    {
        var refusal = AuditDigest.Read([new AuditDigest(TestBank.FirstDay, 1, new string('0', 64)).Line(), "{}"]).Refusal!;
        Assert.Equal("audit.digest-malformed", refusal.Code);
        Assert.Contains("2", refusal.Chinese, StringComparison.Ordinal);
    }

    private static async Task<TestBank> BankWithRowsAsync(string database, int rows = 10)
    {
        var bank = await TestBank.OpenAsync(database);
        await WriteAsync(new StaffDesk(bank.Writer), rows);
        return bank;
    }

    private static Task WriteAsync(StaffDesk staff, int rows)
    {
        var person = new StaffMember("chenjiayi", "陈嘉怡", "10001", [Roles.Operator], "10.0.0.7");
        return Task.WhenAll(Enumerable.Range(1, rows).Select(i =>
            staff.RecordAsync(person, new AuditDraft("Accounts.Reveal", $"account:{i}") { Reason = "客户来电" })));
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

    /// <summary>Colleagues who work while the trail is read: each report of progress has one of them write.</summary>
    private sealed class Others(Func<Task> write) : IProgress<long>
    {
        public int Written { get; private set; }

        public void Report(long value)
        {
            Task.Run(write).GetAwaiter().GetResult();
            Written++;
        }
    }
}
