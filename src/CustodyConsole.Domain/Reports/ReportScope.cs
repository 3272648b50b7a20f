using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustodyConsole.Domain.Reports;

/// <summary>The kind of file.</summary>
public enum ReportFormat
{
    /// <summary>An Excel workbook with its cover.</summary>
    Workbook = 1,
    /// <summary>Comma-separated text in UTF-8 with a byte order mark, for registers of more than a million rows.</summary>
    CsvUtf8 = 2,
    /// <summary>Comma-separated text in GBK, for old tools.</summary>
    CsvGbk = 3,
}

/// <summary>
/// What exactly is asked of a report: the same scope over the same books gives the same rows. It is kept with the run as canonical JSON, and
/// is what a second person allows.
/// </summary>
public sealed record ReportScope
{
    private static readonly JsonSerializerOptions Canonical = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The first accounting date, inclusive.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last accounting date, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The moment as of which balances are taken (UTC).</summary>
    public DateTime? AsOfUtc { get; init; }

    /// <summary>The number of the platform; null for all.</summary>
    public string? PlatformNo { get; init; }

    /// <summary>The number of the account or listing that the report is about.</summary>
    public string? Subject { get; init; }

    /// <summary>A list's filters and order as its page's address has them, without page and size; null where it comes from no list.</summary>
    public string? ListQuery { get; init; }

    /// <summary>The kind of file.</summary>
    public ReportFormat Format { get; init; } = ReportFormat.Workbook;

    /// <summary>True for personal data in clear, which takes two people and a reason.</summary>
    public bool Unmasked { get; init; }

    /// <summary>True for a file in English; a file is Chinese otherwise.</summary>
    public bool English { get; init; }

    /// <summary>The scope as it is kept and hashed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ReportScope FromJson(string json) =>
        JsonSerializer.Deserialize<ReportScope>(json, Canonical) ?? throw new JsonException("A scope of a report is missing.");
}
