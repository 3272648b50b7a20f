using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Approvals;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Days;

/// <summary>The end of a day as a timeline: what ran, what waits, and why.</summary>
public sealed class DayTimeline(IStringLocalizer<DaysText> words)
{
    public IReadOnlyList<TimelineStep> Of(DayDetail detail)
    {
        var (row, day) = (detail.Row, detail.Row.Day);
        var isWorking = row.Kind is DayKind.Working or DayKind.MakeUpWorkday;
        var batches = detail.Batches.Select(one => one.Batch).ToList();
        var confirmed = batches.Where(batch => batch.ReceivedFen is not null).ToList();
        var closed = batches.Count(batch => batch.State == BatchState.Closed);
        var netFen = batches.Sum(batch => batch.NetFen);
        var settles = isWorking || batches.Count > 0 || detail.Open.Count > 0;
        var link = $"settlement?dateFrom={BankTime.Format(row.Date)}&dateTo={BankTime.Format(row.Date)}";
        List<TimelineStep> steps =
        [
            new(
                words["Step.Cut"].Value, day?.CutAtUtc, Tone.Success,
                day is null ? words["CutAt", BankTime.Format(detail.Bank.CutOffOf(row.Date), withoutSeconds: true)].Value : null),
            new(
                words["Step.Settle"].Value, isWorking ? Last(batches.Select(batch => (DateTime?)batch.InstructedAtUtc)) : day?.CutAtUtc,
                isWorking ? Tone.Success : Tone.Muted,
                !isWorking ? words["NoSettlement", BankTime.Format(detail.NextSettlement)].Value
                    : batches.Count > 0 ? words["SettledPools", batches.Count, Fen.Format(netFen)].Value : null,
                Href: batches.Count > 0 ? link : null),
            .. settles ? Settled() : [],
            new(
                words["Step.Prove"].Value, day?.ProvedAtUtc ?? (day?.Breaches > 0 ? detail.Jobs.FirstOrDefault(job => job.Job.Name == JobCatalogue.TrialBalance)?.Run?.EndedAtUtc : null), day?.Breaches > 0 ? Tone.Danger : Tone.Success,
                day is not { TrialBalanceTaken: true } ? null
                    : day.Breaches > 0 ? words["Breaches", day.Breaches, Sentence(day.BreachChinese, day.BreachEnglish)].Value
                    : words["Balanced", day.Entries, Fen.Format(day.TurnoverFen)].Value),
            new(
                words["Step.Snapshot"].Value, day?.SnapshotAtUtc, Tone.Success,
                day is null || day.SnapshotAccounts == 0 && day.SnapshotAtUtc is null ? null : words["KeptAccounts", day.SnapshotAccounts].Value),
            .. detail.Jobs.Where(IsShown).Select(Ran),
            new(
                words["Step.Close"].Value, day?.ClosedAtUtc, Tone.Success,
                day?.ClosedAtUtc is null ? Why(detail.Jobs.FirstOrDefault(job => job.Job.Name == JobCatalogue.DayClose)) : null),
        ];
        return steps;

        // What has no mark of its own on the day: the run says whether it is done, and why not. A day may have been closed without the jobs.
        bool IsShown(DayJob job) => job.Job.Name is JobCatalogue.AdvanceAccrual or JobCatalogue.FeeStatements
            && (job.Run is not null || day?.ClosedAtUtc is null);

        TimelineStep Ran(DayJob job) => new(
            ApprovalWords.Of(job.Job.Chinese, job.Job.English), job.Run?.EndedWell == true || job.IsStuck ? job.Run?.EndedAtUtc : null,
            job.IsStuck ? Tone.Danger : Tone.Success,
            Why(job) ?? (job.Run is null ? null : Sentence(job.Run.ResultChinese, job.Run.ResultEnglish)),
            Href: job.Run is null ? $"jobs/{job.Job.Name}" : $"jobs/runs/{job.Run.No}");

        static string? Why(DayJob? job) => job?.Reason?.Sentence(System.Globalization.CultureInfo.CurrentUICulture);

        List<TimelineStep> Settled() =>
        [
            new(
                words["Step.Confirm"].Value, confirmed.Count == batches.Count && detail.Open.Count == 0 ? Last(confirmed.Select(batch => batch.ConfirmedAtUtc)) : null,
                Tone.Success,
                detail.Open.Count > 0 ? words["WaitsFor", string.Join(", ", detail.Open.Select(batch => batch.No))].Value
                    : confirmed.Count > 0 ? words["ConfirmedBatches", confirmed.Count, Fen.Format(confirmed.Sum(batch => batch.ReceivedFen ?? 0))].Value : null,
                Href: detail.Open.Count > 0 ? $"settlement/{detail.Open[0].No}" : null),
            new(
                words["Step.Release"].Value, closed == batches.Count ? Last(batches.Select(batch => batch.ClosedAtUtc)) : null, Tone.Success,
                batches.Count > 0 ? words["ReleasedBatches", closed, batches.Count].Value : null),
        ];
    }

    private static DateTime? Last(IEnumerable<DateTime?> instants) => instants.Max();

    private static string Sentence(string? chinese, string? english) =>
        (System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? chinese : english) ?? "";
}
