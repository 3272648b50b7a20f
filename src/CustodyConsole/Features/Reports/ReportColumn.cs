namespace CustodyConsole.Features.Reports;

/// <summary>What a column holds, and so how it is written.</summary>
public enum ColumnKind
{
    /// <summary>A text as people wrote it.</summary>
    Text,
    /// <summary>A number that counts nothing: of an account, an order, a card. Always a text.</summary>
    Code,
    /// <summary>Money: kept in fen, written in yuan.</summary>
    Money,
    /// <summary>A count.</summary>
    Count,
    /// <summary>A rate: kept in basis points, written in percent.</summary>
    Percent,
    /// <summary>A day.</summary>
    Date,
    /// <summary>An instant: kept in UTC, written in the bank's time.</summary>
    Moment,
}

/// <summary>A column of a report as its definition has it.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Chinese">Its head in Chinese.</param>
/// <param name="English">Its head in English.</param>
/// <param name="MeaningChinese">What exactly it says, in Chinese.</param>
/// <param name="MeaningEnglish">What exactly it says, in English.</param>
public record ReportColumn(
    string Key, ColumnKind Kind, string Chinese, string English, string MeaningChinese, string MeaningEnglish)
{
    /// <summary>True for personal data, which is masked unless two people allow it in clear.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>True where its sum means something; it is then a control total.</summary>
    public bool IsTotalled { get; init; }

    public string Name(bool english) => english ? English : Chinese;

    public string Meaning(bool english) => english ? MeaningEnglish : MeaningChinese;

    /// <summary>The unit, where the kind has one.</summary>
    public string Unit(bool english) => Kind switch
    {
        ColumnKind.Money => english ? "yuan" : "元",
        ColumnKind.Percent => "%",
        ColumnKind.Moment => english ? "Asia/Shanghai" : "北京时间",
        _ => "",
    };
}

/// <summary>A column with where its values come from.</summary>
public sealed record ReportColumn<TRow>(
    string Key, ColumnKind Kind, string Chinese, string English, string MeaningChinese, string MeaningEnglish,
    Func<TRow, ReportReading, ReportCell> Value)
    : ReportColumn(Key, Kind, Chinese, English, MeaningChinese, MeaningEnglish);
