using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Reports;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Reports;

/// <summary>What happened to an export, in order.</summary>
public static class ReportTimeline
{
    public static IReadOnlyList<TimelineStep> Of(ReportRun run, IStringLocalizer<ReportsText> words)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(words);
        List<TimelineStep> steps = [new(words["Step.Asked"], run.AskedAtUtc, Tone.Info, null, run.AskedByName)];
        if (run.StartedAtUtc is { } started) steps.Add(new(words["Step.Begun"], started, Tone.Info, run.Node));
        if (run.EndedAtUtc is { } ended)
        {
            steps.Add(run.WasMade
                ? new(words["Step.Made"], ended, Tone.Success, words["Step.MadeDetail", ReportWords.Count(run.RowsWritten), ReportWords.Size(run.Bytes)])
                : new(words["Step." + run.State], ended, run.State == ReportRunState.Failed ? Tone.Danger : Tone.Warning, ReportWords.Error(run), run.CancelAskedBy));
        }
        else
        {
            steps.Add(new(words["Step.Made"], null, Tone.Neutral));
        }

        if (run.FetchedAtUtc is { } fetched) steps.Add(new(words["Step.Fetched"], fetched, Tone.Info, null, run.FetchedBy));
        if (run.ExpiresAtUtc is { } until)
            steps.Add(new(words["Step.Expires"], run.State == ReportRunState.Expired ? until : null, Tone.Muted, Domain.Calendar.BankTime.Format(until)));
        return steps;
    }
}
