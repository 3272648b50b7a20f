using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Advances;

/// <summary>The fields of the form that asks for another limit of advances; it begins with what holds.</summary>
public sealed class LimitForm(ProposalSubmission submission, string company, AdvanceLimit? now)
{
    public ProposalSubmission Submission => submission;

    public string Company => company;

    public string Limit { get; set; } = Text(now?.LimitFen);

    public string Daily { get; set; } = Text(now?.DailyFen);

    public string Threshold { get; set; } = Text(now?.ThresholdFen);

    public string Reason { get; set; } = "";

    public void Change(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    private static string Text(long? fen) => fen is { } amount ? Fen.Format(amount) : "";

    private Outcome<Proposal> Read()
    {
        var limit = Fen.Parse("limit", Limit.Trim());
        if (!limit.Done) return limit.Refusal;
        var (daily, threshold) = (Optional("daily", Daily), Optional("threshold", Threshold));
        if (!daily.Done) return daily.Refusal;
        if (!threshold.Done) return threshold.Refusal;
        return new ProposeAdvanceLimit(company, limit.Value, daily.Value, threshold.Value, Reason.Trim());
    }

    private static Outcome<long?> Optional(string field, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (long?)null;
        var fen = Fen.Parse(field, text.Trim());
        return fen.Done ? fen.Value : fen.Refusal;
    }
}
