using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Channels;

/// <summary>The fields of the form that asks for other limits and hours of a channel; it begins with what holds.</summary>
public sealed class ChannelForm(ProposalSubmission submission, PoolChannels pool, ChannelKind kind)
{
    public ProposalSubmission Submission => submission;

    public ChannelKind Kind => kind;

    public DateOnly? From { get; set; } = pool.Today.AddDays(1);

    public string PerPayment { get; set; } = Money(Now(pool, kind).SingleMaxFen);

    public string PerDay { get; set; } = Money(Now(pool, kind).DailyMaxFen);

    public string Opens { get; set; } = Clock(Now(pool, kind).Opens);

    public string Closes { get; set; } = Clock(Now(pool, kind).Closes);

    public bool WorkingDaysOnly { get; set; } = Now(pool, kind).WorkingDaysOnly;

    public string Reason { get; set; } = "";

    /// <summary>Takes what was typed; the preview goes, because it is of something else.</summary>
    public void Change(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        submission.Forget();
    }

    public Task PreviewAsync() => submission.PreviewAsync(Read);

    /// <summary>A time of the day as typed; null where it is none.</summary>
    public static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text.Trim(), ["H:mm", "HHmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static ChannelLimits Now(PoolChannels pool, ChannelKind kind) =>
        pool.InForce(kind, pool.Today.AddDays(1))?.Limits ?? ChannelLimits.None;

    private static string Money(long? fen) => fen is { } amount ? Fen.Format(amount) : "";

    private static string Clock(TimeOnly? time) => time is { } value ? value.ToString("HH:mm", CultureInfo.InvariantCulture) : "";

    private Outcome<Proposal> Read()
    {
        var (single, daily) = (Yuan("single", PerPayment), Yuan("daily", PerDay));
        if (!single.Done) return single.Refusal;
        if (!daily.Done) return daily.Refusal;
        var (opens, closes) = (Time(Opens), Time(Closes));
        if ((opens is null && !string.IsNullOrWhiteSpace(Opens)) || (closes is null && !string.IsNullOrWhiteSpace(Closes)))
            return ChannelRefusals.HoursEmpty();
        if (From is not { } from) return ChannelRefusals.DateMissing();
        return new ProposeChannelLimits(
            kind, from, new ChannelLimits(single.Value, daily.Value, opens, closes, WorkingDaysOnly), Reason.Trim()) { PoolId = pool.PoolId };
    }

    private static Outcome<long?> Yuan(string field, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (long?)null;
        var fen = Fen.Parse(field, text.Trim());
        return fen.Done ? fen.Value : fen.Refusal;
    }
}
