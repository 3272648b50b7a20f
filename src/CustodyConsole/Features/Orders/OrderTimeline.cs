using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Orders;

/// <summary>
/// The life of an order as one line of steps: its acceptance, every later step with the entry it posted, and what still
/// has to come. A step names the state it reached; where money moved, it leads to the entry.
/// </summary>
public sealed class OrderTimeline(
    IStringLocalizer<OrdersText> text, IStringLocalizer<StatusText> words, IStringLocalizer<Text> shell)
{
    public IReadOnlyList<TimelineStep> Of(OrderDetail detail)
    {
        var order = detail.Order;
        var entries = detail.Entries.ToDictionary(entry => entry.Id);
        var told = detail.Events.Select(step => step.EntryId).OfType<long>().ToHashSet();
        var steps = new List<(DateTime At, long Id, TimelineStep Step)>();

        // An entry that no event names was posted with the acceptance.
        var first = detail.Entries.FirstOrDefault(
            entry => !told.Contains(entry.Id) && entry.PostedAtUtc == order.CreatedAtUtc);
        foreach (var entry in detail.Entries.Where(entry => !told.Contains(entry.Id) && entry != first))
            steps.Add((entry.PostedAtUtc, entry.Id, Posted(words.Of(entry.Operation), entry, Tone.Success, null)));
        foreach (var step in detail.Events)
        {
            var posted = step.EntryId is { } entryId ? entries.GetValueOrDefault(entryId) : null;
            var title = posted is null ? words.Of(step.State)
                : $"{words.Of(step.State)} · {words.Of(posted.Operation)}";
            var tone = StatusStyles.Of(step.State).Tone;
            steps.Add((step.AtUtc, step.Id, posted is null
                ? new TimelineStep(title, step.AtUtc, tone, step.Note)
                : Posted(title, posted, tone, step.Note) with { AtUtc = step.AtUtc }));
        }

        var accepted = first is null
            ? new TimelineStep(text["Step.Accepted"], order.CreatedAtUtc, Tone.Info,
                $"{words.Of(order.Type)} {Fen.Format(order.AmountFen)}")
            : Posted($"{text["Step.Accepted"]} · {words.Of(first.Operation)}", first, Tone.Info, null);
        accepted = accepted with { Actor = Initiator.Of(order.Operator, shell) };
        return
        [
            accepted,
            .. steps.OrderBy(step => step.At).ThenBy(step => step.Id).Select(step => step.Step),
            .. Ending(order, detail.Events.Count == 0),
        ];
    }

    private IEnumerable<TimelineStep> Ending(CustodyOrder order, bool alone)
    {
        if (order.State == OrderState.Accepted) yield return new TimelineStep(text["Step.Send"], null, Tone.Muted);
        if (order.State is OrderState.Accepted or OrderState.Sent) yield return new TimelineStep(
            text["Step.Result"], null, Tone.Muted);
        if (order.State is OrderState.Unknown) yield return new TimelineStep(text["Step.Evidence"], null, Tone.Warning);
        // Most orders are done as soon as they are accepted, and have no later steps.
        if (alone && order.State is OrderState.Succeeded)
            yield return new TimelineStep(words.Of(order.State), order.UpdatedAtUtc, Tone.Success);
    }

    private TimelineStep Posted(string title, JournalEntry entry, Tone tone, string? note) => new(
        title, entry.PostedAtUtc, tone,
        text["Step.Posted", entry.Id, Fen.Format(entry.TotalFen), BankTime.Format(entry.AccountingDate)]
            + (entry.TransactionDate == entry.AccountingDate ? "" : text["Step.Late", BankTime.Format(entry.TransactionDate)])
            + (note is null ? "" : $"　{note}"),
        null, $"journal/{entry.Id}");
}
