using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;

namespace CustodyConsole.Features.Approvals;

/// <summary>One band while it is filled in.</summary>
public sealed class BandDraft(string from, int checks, IEnumerable<string> makers, IEnumerable<string> checkers, int hours)
{
    /// <summary>The amount in yuan, as typed.</summary>
    public string From { get; set; } = from;

    public int Checks { get; set; } = checks;

    public HashSet<string> Makers { get; } = [.. makers];

    public HashSet<string> Checkers { get; } = [.. checkers];

    public string Hours { get; set; } = hours.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The form that asks for other rules of a type; it begins with those in force.</summary>
public sealed class RuleForm(
    ProposalSubmission submission, ApprovalType type, IReadOnlyList<ApprovalRuleTerms> now, DateTime nowUtc)
{
    public ProposalSubmission Submission => submission;

    public ApprovalType Type => type;

    public List<BandDraft> Bands { get; } =
        [.. now.Select(band => new BandDraft(
            Fen.Format(band.FromFen), band.Checks, band.MakerRoles, band.CheckerRoles, band.DeadlineHours))];

    /// <summary>From when on (UTC); null for at once.</summary>
    public DateTime? FromUtc { get; private set; }

    public string Reason { get; private set; } = "";

    public bool MayAdd => Bands.Count < ChangeRules.BandsMax;

    /// <summary>A band above the highest, with its roles.</summary>
    public void Add()
    {
        if (!MayAdd) return;
        var last = Bands[^1];
        Change(() => Bands.Add(new BandDraft("", last.Checks, last.Makers, last.Checkers, 24)));
    }

    public void Remove(BandDraft band) => Change(() => Bands.Remove(band));

    public void Set(HashSet<string> roles, string role, bool on) => Change(() => _ = on ? roles.Add(role) : roles.Remove(role));

    public void SetFrom(DateTime? utc) => Change(() => FromUtc = utc);

    public void SetReason(string? reason) => Change(() => Reason = reason ?? "");

    public void Change(Action change)
    {
        change();
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private Outcome<Proposal> Read()
    {
        var bands = new List<ApprovalRuleTerms>();
        foreach (var band in Bands)
        {
            var from = Fen.Parse("bands", band.From.Trim());
            if (!from.Done) return from.Refusal;
            // What is no number is out of range, and the engine says the range.
            var hours = int.TryParse(band.Hours, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
            bands.Add(new ApprovalRuleTerms(
                from.Value, band.Checks, [.. Roles.All.Where(band.Makers.Contains)],
                [.. Roles.All.Where(band.Checkers.Contains)], hours));
        }

        return new ChangeRules(type, FromUtc ?? nowUtc, bands, Reason.Trim());
    }
}
