using System.Globalization;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// The exposure of a payment company has reached a share of its limit. It stands until the exposure is below that share again. Telling others
/// is a row of work: whoever delivers it marks it, so that no alert is lost and none is told twice on purpose.
/// </summary>
public sealed class AdvanceAlert : Row
{
    /// <summary>The shares of the limit at which an alert is raised, in per cent.</summary>
    public static readonly IReadOnlyList<int> Levels = [70, 90, 100];

    /// <summary>The payment company.</summary>
    public required string PaymentCompany { get; init; }

    /// <summary>The share reached, in per cent: 70, 90 or 100.</summary>
    public required int Level { get; init; }

    /// <summary>The exposure when it was raised, in fen.</summary>
    public required long ExposureFen { get; init; }

    /// <summary>The limit then, in fen.</summary>
    public required long LimitFen { get; init; }

    /// <summary>When it was raised (UTC).</summary>
    public required DateTime RaisedAtUtc { get; init; }

    /// <summary>When the exposure was below it again (UTC); null while it stands.</summary>
    public DateTime? ClearedAtUtc { get; set; }

    /// <summary>How often it was tried to tell the webhook.</summary>
    public int Attempts { get; set; }

    /// <summary>When the webhook took it (UTC).</summary>
    public DateTime? DeliveredAtUtc { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; set; }

    /// <summary>The number by which a receiver knows a repeated delivery.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"AA{Id:D10}");

    internal static void Map(ModelBuilder model)
    {
        var alert = model.Entity<AdvanceAlert>();
        alert.ToTable("advance_alert");
        alert.Property(a => a.PaymentCompany).HasMaxLength(PaymentCompanyName.LengthMax);
        alert.HasIndex(a => a.RaisedAtUtc);
        alert.HasIndex(a => a.PaymentCompany).HasFilter("cleared_at_utc IS NULL");
    }
}

/// <summary>Raises and clears alerts; asked for every few seconds.</summary>
public static class RaiseAlerts
{
    /// <summary>The longest reason kept of a failed delivery.</summary>
    public const int ErrorMax = 256;

    /// <summary>Does so in the next group of the writer; postings do not wait for it.</summary>
    public static Task<Outcome<IReadOnlyList<AdvanceAlert>>> RunAsync(GroupWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.RunAsync(CustodyStore.AlertsLock, Run);
    }

    /// <summary>
    /// Compares every limit with what is advanced now. Levels that are reached and do not stand are raised, those that stand and are no
    /// longer reached are cleared. Returns what was raised; it has no refusals, and asked again it raises nothing.
    /// </summary>
    public static Outcome<IReadOnlyList<AdvanceAlert>> Run(Books books)
    {
        ArgumentNullException.ThrowIfNull(books);
        var raised = new List<AdvanceAlert>();
        var standing = books.AdvanceAlerts.Search(alert => alert.ClearedAtUtc is null, "\"cleared_at_utc\" IS NULL").ToList();
        foreach (var limit in books.AdvanceLimits.Search(_ => true, "\"limit_fen\" > 0").ToList())
        {
            var exposureFen = AdvanceExposure.Of(books, limit.PaymentCompany).TotalFen;
            foreach (var level in AdvanceAlert.Levels)
            {
                var stands = standing.FirstOrDefault(alert => alert.PaymentCompany == limit.PaymentCompany && alert.Level == level);
                var reached = (Int128)exposureFen * 100 >= (Int128)limit.LimitFen * level;
                if (reached && stands is null)
                {
                    raised.Add(books.AdvanceAlerts.Add(new AdvanceAlert
                    {
                        PaymentCompany = limit.PaymentCompany,
                        Level = level,
                        ExposureFen = exposureFen,
                        LimitFen = limit.LimitFen,
                        RaisedAtUtc = books.NowUtc,
                    }));
                }
                else if (!reached && stands is not null)
                {
                    books.AdvanceAlerts.Edit(stands).ClearedAtUtc = books.NowUtc;
                }
            }
        }

        return raised;
    }

    /// <summary>Keeps what became of an attempt to tell the webhook; null where it took the alert.</summary>
    public static Task<Outcome<bool>> ToldAsync(GroupWriter writer, long alertId, string? error)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.RunAsync(CustodyStore.AlertsLock, books => Told(books, alertId, error));
    }

    private static Outcome<bool> Told(Books books, long alertId, string? error)
    {
        var alert = books.AdvanceAlerts.Edit(books.AdvanceAlerts.Get(alertId));
        alert.Attempts++;
        if (error is null) alert.DeliveredAtUtc ??= books.NowUtc;
        alert.LastError = error is { Length: > ErrorMax } ? error[..ErrorMax] : error;
        return true;
    }
}
