using System.CommandLine;
using System.Diagnostics;
using CustodyConsole.Domain.Audit;

namespace CustodyConsole.CommandLine;

/// <summary>
/// The verbs <c>audit verify</c> and <c>audit digest</c>: is the audit trail whole, and what to keep outside to be able to tell. They only
/// read, also while a console is writing. Exit codes: 0 whole, 1 something is wrong with it, 2 database or file cannot be read.
/// </summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var database = new Option<string>("--database")
        {
            Required = true,
            Description = "A SQLite file or a PostgreSQL connection (Host=...).",
        };
        var digest = new Option<string?>("--digest") { Description = "A file of digests kept outside, one on each line." };
        var output = new Option<string>("--output") { Required = true, Description = "The file to write the digests to." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of sentences." };
        var verify = new Command("verify", "Verify the hash chain of the audit trail.") { database, digest, json };
        verify.SetAction((parsed, cancellationToken) => DatabaseUse.ReadAsync(terminal, parsed.GetValue(database)!, db =>
            VerifyAsync(terminal, db, parsed.GetValue(digest), parsed.GetValue(json), cancellationToken), cancellationToken));
        var make = new Command("digest", "Write the digest of each day, to be kept outside the database.") { database, output };
        make.SetAction((parsed, cancellationToken) => DatabaseUse.ReadAsync(terminal, parsed.GetValue(database)!, db =>
            WriteDigestsAsync(terminal, db, parsed.GetValue(output)!, cancellationToken), cancellationToken));
        return new Command("audit", "The audit trail.") { verify, make };
    }

    private static async Task<int> VerifyAsync(
        Terminal terminal, Domain.CustodyDb db, string? digestFile, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<AuditDigest> digests = [];
        if (digestFile is not null)
        {
            var lines = await File.ReadAllLinesAsync(CallersFolder.Resolve(digestFile), cancellationToken);
            var read = AuditDigest.Read(lines);
            if (!read.Done) return terminal.Refuse(read.Refusal);
            digests = read.Value;
        }

        var time = Stopwatch.StartNew();
        var verdict = await AuditVerifier.VerifyAsync(db, digests, null, cancellationToken);
        if (json)
        {
            terminal.WriteJson(new
            {
                rows = verdict.Rows,
                lastSequenceNo = verdict.LastSequenceNo,
                lastHash = verdict.LastHash,
                holds = verdict.Holds,
                findings = verdict.Findings.Select(finding => new
                {
                    fault = finding.Fault.ToString(),
                    sequenceNo = finding.SequenceNo,
                    chinese = finding.Chinese,
                    english = finding.English,
                }),
                elapsedSeconds = Math.Round(time.Elapsed.TotalSeconds, 1),
            });
        }
        else
        {
            foreach (var finding in verdict.Findings)
                terminal.Out.WriteLine(terminal.Culture.TwoLetterISOLanguageName == "zh" ? finding.Chinese : finding.English);
            terminal.Out.WriteLine(FormattableString.Invariant(
                $"{verdict.Rows} rows, {verdict.Findings.Count} findings, {time.Elapsed.TotalSeconds:0.0} s"));
        }

        return verdict.Holds ? Terminal.Ok : Terminal.Found;
    }

    private static async Task<int> WriteDigestsAsync(
        Terminal terminal, Domain.CustodyDb db, string output, CancellationToken cancellationToken)
    {
        var digests = await AuditDigest.OfAllDaysAsync(db, cancellationToken);
        await File.WriteAllLinesAsync(CallersFolder.Resolve(output), digests.Select(digest => digest.Line()), cancellationToken);
        terminal.Out.WriteLine(FormattableString.Invariant($"{output}: {digests.Count} days"));
        return Terminal.Ok;
    }
}
